"""The forgeries, by name: what a forger may do to a written result. ``forging.py`` has those of pairs and scores."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from forging import (
    Forgery,
    Part,
    add_a_pair,
    alter_a_part,
    alter_a_score,
    alter_a_view,
    alter_the_parts,
    altered,
    another,
    call_it_the_best,
    double_a_pair,
    drop_a_pair,
    move_a_mentee,
    one_of,
    overload_a_mentor,
    pair_the_banned,
    prove_the_worse,
    swap_mentors,
)
from forging_fairness import alter_the_fairness, call_it_fairer, fairest_below, leximin_below, made_up
from forging_tables import alter_a_cell, exchange_cells, table, tables_of_another
from honest import BOUNDS, CUTS, TOTALS, Document
from written import Record, Written

UNPROVEN = ("greedy", "first_come", "lottery")
HASHES = ("people_sha256", "settings_sha256")
STATES = ("matched", "partly", "outcompeted", "unused", "no_legal_partner", "prepare_first", "other_help", "paused")


# What is claimed of the whole.


def alter_a_bound(draw: Random, written: Written, record: Record) -> None:
    bound = one_of(draw, (name for name in BOUNDS if record.matching[name] is not None))
    altered(draw, record.matching, bound)
    if bound == "score_bound":
        record.matching["gap"] = record.matching["score_bound"] - record.matching["total_score"]


def call_it_unproven(draw: Random, written: Written, record: Record) -> None:
    unknown = {"score_bound": None, "gap": None} if draw.random() < 0.5 else {}
    unproven = {"status": "FEASIBLE", "proof": None, "termination": draw.choice(["TIME_LIMIT", "INTERRUPTED"])}
    record.matching |= unproven | unknown


def alter_a_total(draw: Random, written: Written, record: Record) -> None:
    name = one_of(draw, TOTALS)
    altered(draw, record.matching, name)
    record.certificate[name] = record.matching[name]
    if draw.random() < 0.5:
        call_it_the_best(record)


def call_it_of_another_strategy(draw: Random, written: Written, record: Record) -> None:
    strategy = another(
        draw,
        ["most_people", "best_score", *UNPROVEN, "stable", "stable_mentors", "fairest", "leximin"],
        record.matching["strategy"],
    )
    exact = strategy in ("most_people", "best_score")
    record.matching |= {"strategy": strategy, "solver": "flow" if exact else strategy}
    record.certificate["objective"] = "best_score" if strategy in UNPROVEN else strategy
    record.certificate["fairness"] = made_up(record) if strategy == "fairest" else None


def alter_a_hash(draw: Random, written: Written, record: Record) -> None:
    """In one document, or in both alike."""
    name, value = one_of(draw, HASHES), draw.choice(["0" * 64, "", record.matching["people_sha256"][::-1]])
    for document in draw.choice([[record.matching], [record.certificate], [record.matching, record.certificate]]):
        document[name] = value


def alter_a_list(draw: Random, items: list[Any], new: object = "Nothing to worry about.") -> None:
    """Put something in, twice in, or take something out."""
    way = draw.randrange(3) if items else 0
    at = draw.randrange(len(items) + (way == 0))
    if way == 2:
        del items[at]
    else:
        items.insert(at, new if way == 0 else items[at])


def double_or_drop(draw: Random, items: list[Any]) -> None:
    alter_a_list(draw, items, one_of(draw, items))


def of(part: str, alter: Callable[[Random, Any], object]) -> Forgery:
    """Alter one of the two documents, or a part of the matching, or one that only the certificate has."""

    def forge(draw: Random, written: Written, record: Record) -> None:
        documents = {"matching": record.matching, "certificate": record.certificate}
        alter(draw, (record.certificate | record.matching | documents)[part])

    return forge


# What is said of one pair, one person, one shortage of floors.


def of_one(part: str, alter: Callable[[Random, Document], object]) -> Forgery:
    return of(part, lambda draw, items: alter(draw, one_of(draw, items)))


def field(*names: str) -> Callable[[Random, Document], object]:
    return lambda draw, document: altered(draw, document, one_of(draw, names))


def alter_a_distribution(draw: Random, views: Document) -> None:
    of_pairs = views[one_of(draw, views)]
    altered(draw, of_pairs, one_of(draw, of_pairs))


def alter_bans(draw: Random, person: Document) -> None:
    """Count one pair more or less, or blame another rule."""
    rules = person[draw.choice(["banned_by", "only_banned_by"])]
    name = draw.choice([*rules, "veto", "language", "no_such_rule"])
    rules[name] = max(0, rules.get(name, 0) + draw.choice([-1, 1]))
    if draw.random() < 0.3:
        rules.pop(name)


def alter_state(draw: Random, person: Document) -> None:
    person["state"] = another(draw, STATES, person["state"])


def exchange_states(draw: Random, people: list[Document]) -> None:
    one, two = draw.sample(people, 2)
    for name in one.keys() - {"id", "role"}:
        one[name], two[name] = two[name], one[name]


def rename(draw: Random, written: Written, record: Record) -> None:
    """Call somebody otherwise wherever they stand: by a new id, or by that of another, who gets theirs."""
    everybody = [*written.pool.mentee_index, *written.pool.mentor_index]
    one = one_of(draw, everybody)
    two = another(draw, [*everybody, f"{one}x"], one)
    text = json.dumps([record.matching, record.certificate])
    parts = [part.replace(json.dumps(two), json.dumps(one)) for part in text.split(json.dumps(one))]
    record.matching, record.certificate = json.loads(json.dumps(two).join(parts))


def invent_a_floor(draw: Random, written: Written, record: Record) -> None:
    mentor, group = one_of(draw, written.pool.mentor_index), [one_of(draw, written.pool.mentor_index)]
    why = "Somebody has 0 of 1 mentee asked for at least."
    unmet = [{"mentor": mentor, "floor": 1, "filled": 0}]
    shortage = {"unmet": unmet, "group": group, "asked": 1, "available": 0, "why": why}
    record.matching["unmet_floors"].append(shortage)


# What proves it.


def alter_a_price(draw: Random, prices: dict[str, int]) -> None:
    one = one_of(draw, prices)
    prices[one] += draw.choice([1, -1]) * draw.choice([1, 100, 10_000, 10**9, abs(prices[one])])


def alter_all_prices(draw: Random, prices: dict[str, int]) -> None:
    values = list(prices.values())
    new = draw.choice([[0] * len(values), sorted(values), [-one for one in values], [2 * one for one in values]])
    prices.update(zip(prices, new, strict=True))


def alter_a_cut(draw: Random, written: Written, record: Record) -> None:
    cut = record.certificate[draw.choice(CUTS)]
    alter_a_list(draw, cut, one_of(draw, written.pool.mentor_index))


def exchange(draw: Random, written: Written, record: Record) -> None:
    """Put in documents of another result, one or both, made out for these people and settings."""
    strange = one_of(draw, written.others).record()
    for name in draw.choice([["matching"], ["certificate"], ["matching", "certificate"]]):
        document = getattr(strange, name) | {name: record.matching[name] for name in HASHES}
        setattr(record, name, document)


# Anything, anywhere.


def inside(part: Part) -> Iterator[tuple[Part, str | int]]:
    """Every place in a document: a table or list, and the name or number in it."""
    for key in list(part) if isinstance(part, dict) else range(len(part)):
        yield part, key
        if isinstance(part[key], dict | list):
            yield from inside(part[key])


def alter_anything(draw: Random, written: Written, record: Record) -> None:
    """Alter one value, wherever it stands."""
    places = inside([record.matching, record.certificate])
    altered(draw, *one_of(draw, ((part, key) for part, key in places if not isinstance(part[key], dict | list))))


def alter_any_list(draw: Random, written: Written, record: Record) -> None:
    places = inside([record.matching, record.certificate])
    double_or_drop(draw, one_of(draw, (part[key] for part, key in places if isinstance(part[key], list))))


# fmt: off
FORGERIES: dict[str, Forgery] = {
    "two mentors swapped": swap_mentors,
    "a mentee moved": move_a_mentee,
    "a pair added": add_a_pair,
    "a pair dropped": drop_a_pair,
    "a pair that is banned": pair_the_banned,
    "a mentor with one mentee too many": overload_a_mentor,
    "a worse choice with prices to match": prove_the_worse,
    "a pair twice": double_a_pair,
    "points altered, all added up": alter_a_part("points"),
    "a weight altered, all added up": alter_a_part("weight"),
    "a criterion left out, all added up": alter_the_parts(lambda parts, part: parts.remove(part)),
    "a criterion twice, all added up": alter_the_parts(lambda parts, part: parts.append(part)),
    "a view altered, all added up": alter_a_view,
    "a score altered, all added up": alter_a_score,
    "a reason for points": of_one("pairs", lambda draw, pair: altered(draw, one_of(draw, pair["criteria"]), "why")),
    "a blank called known": of_one("pairs", lambda draw, pair: altered(draw, one_of(draw, pair["criteria"]), "known")),
    "a pin": of_one("pairs", field("pinned")),
    "a waiver": of_one("pairs", lambda draw, pair: alter_a_list(draw, pair["waived"], "language")),
    "a bound": alter_a_bound,
    "a bound where the total is": lambda draw, written, record: call_it_the_best(record),
    "a proven answer called unproven": call_it_unproven,
    "another's word": lambda draw, written, record: record.matching.update(proof="solver"),
    "a total": alter_a_total,
    "a count of floor places": of("matching", field("floor_places_filled")),
    "another strategy": call_it_of_another_strategy,
    "a worst off that is not": call_it_fairer,
    "the best total called the fairest": fairest_below,
    "what shows that nothing is fairer": alter_the_fairness,
    "the best total called leximin": leximin_below,
    "another solver": of("matching", field("solver")),
    "a hash": alter_a_hash,
    "a weight, set or effective": of_one("weights", field("weight", "effective", "mean", "known", "view")),
    "a criterion left out of the weights, or twice": of("weights", double_or_drop),
    "a distribution": of("distributions", alter_a_distribution),
    "another way to combine": of("matching", field("combine")),
    "a version": of("matching", field("version", "schema_version")),
    "the programme's name": of("matching", field("programme")),
    "a notice": of("notices", alter_a_list),
    "a state": of_one("people", alter_state),
    "a count of somebody's": of_one("people", field("places", "filled", "legal", "below_minimum")),
    "a count of bans": of_one("people", alter_bans),
    "a reason for a state": of_one("people", field("why", "advice")),
    "somebody's role": of_one("people", field("role")),
    "two states exchanged": of("people", exchange_states),
    "somebody left out, or twice": of("people", double_or_drop),
    "somebody under another id": rename,
    "a shortage of floors left out, or twice": of("unmet_floors", double_or_drop),
    "an unmet floor made up": invent_a_floor,
    "what is said of a shortage of floors": of_one("unmet_floors", field("asked", "available", "why")),
    "the group of a shortage of floors": of_one(
        "unmet_floors", lambda draw, short: alter_a_list(draw, short["group"], "r0")
    ),
    "what is said of an unmet floor": of_one(
        "unmet_floors", lambda draw, short: field("floor", "filled")(draw, one_of(draw, short["unmet"]))
    ),
    "who stays below a floor": of_one("unmet_floors", lambda draw, short: double_or_drop(draw, short["unmet"])),
    "a price": of("prices", alter_a_price),
    "all prices": of("prices", alter_all_prices),
    "a price for nobody": of("prices", lambda draw, prices: prices.update(nobody=0)),
    "a cut": alter_a_cut,
    "the bonus": of("certificate", field("bonus")),
    "a unit": of("units", lambda draw, units: altered(draw, units, one_of(draw, units))),
    "a total in the certificate": of("certificate", field("floor_places", *TOTALS)),
    "the objective": of("certificate", field("objective")),
    "a pair of the certificate": of("certificate", lambda draw, proof: alter_a_list(draw, proof["pairs"], ["e", "r"])),
    "a document of another result": exchange,
    "a cell": table(alter_a_cell),
    "two cells exchanged": table(exchange_cells),
    "a line left out, or twice": table(double_or_drop),
    "a table of another result": tables_of_another,
    "any value": alter_anything,
    "any list": alter_any_list,
}
# fmt: on
