"""How a forger alters pairs and scores: a lie each, and what stands in its way mended, above it and beside it.

A forgery takes a draw, the true result and a record of it, which it alters. ``UnfitError`` means that there is nothing
in the record to forge in that way.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from random import Random
from typing import Any, TypeAlias, TypeVar

from honest import BOUNDS, TOTALS, Document
from written import Record, Written

Forgery = Callable[[Random, Written, Record], object]
Item = TypeVar("Item")
Part: TypeAlias = dict[str, Any] | list[Any]
"""A table or a list inside a document."""
FILLED = ("floor_places_filled", *TOTALS, "worst_off")


class UnfitError(Exception):
    """A record without what a forgery is about."""


def one_of(draw: Random, items: Iterable[Item]) -> Item:
    found = list(items)
    if not found:
        raise UnfitError
    return draw.choice(found)


def another(draw: Random, items: Iterable[Item], than: object) -> Item:
    return one_of(draw, (item for item in items if item != than))


def nearby(draw: Random, number: int) -> int:
    return another(draw, [number + 1, number - 1, 10 * number, -number, 0, draw.randint(-(10**6), 10**6)], number)


def altered(draw: Random, inside: Part, key: str | int) -> None:
    """Alter one value: a number, a truth, or a word."""
    value = inside[key]
    if isinstance(value, bool):
        inside[key] = not value
    elif isinstance(value, int):
        inside[key] = nearby(draw, value)
    else:
        inside[key] = another(draw, ["", "x", f"{value}x", str(value)[1:], "OPTIMAL", "r1", "e1"], value)


# Other pairs: every score, state, sentence and total is honest for them, but they are called the best there is.


def ids(record: Record) -> set[tuple[str, str]]:
    return {(pair["mentee"], pair["mentor"]) for pair in record.matching["pairs"]}


def retell(written: Written, record: Record, pairs: set[tuple[str, str]]) -> None:
    record.matching, record.certificate = json.loads(json.dumps(written.told(pairs)))
    call_it_the_best(record)


def call_it_the_best(record: Record) -> None:
    so = {bound: record.matching[name] for bound, name in zip(BOUNDS, FILLED, strict=True)}
    record.matching |= so | {"gap": 0, "status": "OPTIMAL", "proof": "certificate"}


def swap_mentors(draw: Random, written: Written, record: Record) -> None:
    pairs = sorted(ids(record))
    one, two = one_of(draw, ((a, b) for a in pairs for b in pairs if a[0] < b[0] and a[1] != b[1]))
    retell(written, record, {*pairs, (one[0], two[1]), (two[0], one[1])} - {one, two})


def move_a_mentee(draw: Random, written: Written, record: Record) -> None:
    mentee, mentor = pair = one_of(draw, sorted(ids(record)))
    retell(written, record, {*ids(record), (mentee, another(draw, written.pool.mentor_index, mentor))} - {pair})


def add_a_pair(draw: Random, written: Written, record: Record) -> None:
    everybody = ((mentee, mentor) for mentee in written.pool.mentee_index for mentor in written.pool.mentor_index)
    retell(written, record, {*ids(record), one_of(draw, (pair for pair in everybody if pair not in ids(record)))})


def drop_a_pair(draw: Random, written: Written, record: Record) -> None:
    retell(written, record, ids(record) - {one_of(draw, sorted(ids(record)))})


def pair_the_banned(draw: Random, written: Written, record: Record) -> None:
    mentee, _ = pair = one_of(draw, sorted(ids(record)))
    banned = one_of(draw, (one for one in written.pool.mentor_index if (mentee, one) not in written.legal))
    retell(written, record, {*ids(record), (mentee, banned)} - {pair})


def overload_a_mentor(draw: Random, written: Written, record: Record) -> None:
    """Give somebody who is full one of another's mentees."""
    loads = Counter(mentor for _, mentor in ids(record))
    full = one_of(draw, (one.id for one in written.pool.mentors if loads[one.id] == one.capacity))
    possible = ((mentee, mentor) for mentee, mentor in sorted(ids(record)) if (mentee, full) in written.legal)
    mentee, mentor = one_of(draw, (pair for pair in possible if (pair[0], full) not in ids(record)))
    retell(written, record, {*ids(record), (mentee, full)} - {(mentee, mentor)})


def prove_the_worse(draw: Random, written: Written, record: Record) -> None:
    """Leave a pair out, or swap two, and set prices that make what is missing look too dear."""
    one_of(draw, [swap_mentors, drop_a_pair])(draw, written, record)
    prices, bonus = record.certificate["prices"], record.certificate["bonus"]
    for mentor in prices:
        prices[mentor] = draw.choice([prices[mentor], 0, bonus, 2 * bonus, -bonus, 10**9])


def double_a_pair(draw: Random, written: Written, record: Record) -> None:
    at = draw.randrange(len(record.matching["pairs"]))
    for pairs in (record.matching["pairs"], record.certificate["pairs"]):
        pairs.insert(at, pairs[at])
    add_up(record)


# Scores, and all that is added up from them.


def add_up(record: Record) -> None:
    """Mend the totals for the pairs as they stand; bounds rise or fall with them."""
    pairs, before = record.matching["pairs"], [record.matching[name] for name in TOTALS]
    people = [len({pair[role] for pair in pairs}) for role in ("mentor", "mentee")]
    after = [*people, len(pairs), sum(pair["score"] for pair in pairs)]
    for name, bound, old, new in zip(TOTALS, BOUNDS[1:-1], before, after, strict=True):
        record.matching[name] = record.certificate[name] = new
        if record.matching[bound] is not None:
            record.matching[bound] += new - old


def alter_a_part(name: str) -> Forgery:
    def forge(draw: Random, written: Written, record: Record) -> None:
        pair = one_of(draw, record.matching["pairs"])
        part = one_of(draw, pair["criteria"])
        most = {"points": 10_000, "weight": 100}[name]
        part[name] = another(draw, [draw.randint(0, most), part[name] + 1, part[name] - 1, most], part[name])
        add_views_up(record, pair)

    return forge


def alter_the_parts(alter: Callable[[list[Document], Document], object]) -> Forgery:
    def forge(draw: Random, written: Written, record: Record) -> None:
        pair = one_of(draw, record.matching["pairs"])
        alter(pair["criteria"], one_of(draw, pair["criteria"]))
        add_views_up(record, pair)

    return forge


def add_views_up(record: Record, pair: Document) -> None:
    for view in ("mentee", "mentor"):
        points = sum(part["points"] * part["weight"] for part in pair["criteria"] if part["view"] == view)
        pair[f"{view}_view"] = points // 100
    add_score_up(record, pair)


def add_score_up(record: Record, pair: Document) -> None:
    one, two = pair["mentee_view"], pair["mentor_view"]
    ways = {"harmonic": 2 * one * two // max(one + two, 1), "minimum": min(one, two), "mean": (one + two) // 2}
    pair["score"] = ways[record.matching["combine"]]
    add_up(record)


def alter_a_view(draw: Random, written: Written, record: Record) -> None:
    pair, view = one_of(draw, record.matching["pairs"]), draw.choice(["mentee_view", "mentor_view"])
    pair[view] = another(draw, [draw.randint(0, 10_000), pair[view] + 1, 10_000], pair[view])
    add_score_up(record, pair)


def alter_a_score(draw: Random, written: Written, record: Record) -> None:
    pair = one_of(draw, record.matching["pairs"])
    pair["score"] = another(draw, [draw.randint(0, 10_000), pair["score"] + 1, 10_000], pair["score"])
    add_up(record)
