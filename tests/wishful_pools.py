"""Random pools under pressure: wishes, pins and waivers everywhere, odd ids, one firm behind a hundred spellings."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from people import ratings_of, relation
from plain_definitions import WAIVABLE, Definitions
from random_pools import random_pool
from reshaped import ODD_IDS, relabelled, relations_of

from matchmaker import Mentee, Mentor, Pool, Programme, Relation

NO_EFFECT = ("wish", "accept", "recommends", "knows", "former_boss", "withdraw")
"""Kinds of relations that can never lift a ban."""

# Firm -> its names. Globex owns Acme Labs, which owns Hooli; Isenbruck Rail has aliases (random_pools.COMPANIES).
NAMES = {
    "acme": ("Acme", "A.C.M.E."),
    "globex": ("Globex", "Initech", "Acme Labs", "Hooli", "Acme-Labs"),
    "isenbruck rail": ("Isenbruck Rail", "IBR", "Big Rail", "Isenbruck-Rail"),
    "umbrella": ("Umbrella", "Umbrellá"),
    "müller": ("Müller Söhne", "Mueller Soehne", "Muller Sohne"),
    "zorn": ("Zorn & Partner", "Zorn and Partner", "Zorn Partner", "Zorn und Partner"),
}
FORMS = ("", "", " Ltd.", ", Inc", " GmbH", " AG", " S.A.", " plc", " Group", " (Berlin)", " GmbH & Co. KG", " B. V.")
NOBODY = ("freelance", "n/a", "Student", "self-employed", "-", "Rentner")


@cache
def spellings() -> dict[str, frozenset[str]]:
    """Cells of a company column, and the firms that each means."""
    found: dict[str, frozenset[str]] = {"": frozenset(), **dict.fromkeys(NOBODY, frozenset[str]())}
    for firm, names in NAMES.items():
        for written in (name + form for name in names for form in FORMS):
            for one in (written, written.upper(), written.lower(), f"The {written}"):
                found[one] = frozenset({firm})
            found["".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in written)] = frozenset({firm})
    return found


def firms(cell: str) -> frozenset[str]:
    """The firms that a cell means, which may hold several spellings."""
    return frozenset().union(*(spellings()[part.strip()] for part in re.split("[;；]", cell)))


Somebody = TypeVar("Somebody", Mentor, Mentee)


@dataclass(frozen=True)
class Wishful:
    """A pool under pressure; what the rules say by their definitions; pins that must clash."""

    pool: Pool
    programme: Programme
    rules: Definitions
    pinned: frozenset[tuple[str, str]]
    clashing: Sequence[Relation]


def wishful_pool(seed: int, mentors: int, mentees: int) -> Wishful:
    """Draw a pool; ``match`` accepts it, and refuses it with any of the pins that clash."""
    draw = random.Random(f"wishful {seed}")
    plain, programme = random_pool(seed, mentors, mentees)
    programme = programme.model_copy(update={"minimum_score": draw.choice([0, 0, programme.minimum_score])})
    pool = relabelled(plain, _odd_ids(draw, [*plain.mentors, *plain.mentees]))
    columns = [_dressed(draw, one, programme, pool.mentees) for one in pool.mentors]
    rows = [_dressed(draw, one, programme, pool.mentors) for one in pool.mentees]
    facts = relations_of(pool) + _pressure(draw, columns, rows)
    facts_of_columns = [relation(one.id, boss, "boss") for one in (*columns, *rows) for boss in one.boss]
    rules = Definitions([*columns, *rows], facts + facts_of_columns, programme, firms)
    pins, clashing = _pins(draw, columns, rows, rules)
    facts += [relation(one.id, other.id, "pin") for one, other in pins]
    draw.shuffle(facts)
    return Wishful(
        Pool(columns, rows, facts, ratings_of(pool)),
        programme,
        rules,
        frozenset((one.id, other.id) for one, other in pins),
        [relation(one.id, other.id, "pin") for one, other in clashing],
    )


def _odd_ids(draw: random.Random, people: Sequence[Mentor | Mentee]) -> dict[str, str]:
    """Another id for every id: the person's e-mail in capitals, or an odd one."""
    odd = [odd + number for number in ("", "2", "³") for odd in ODD_IDS]
    draw.shuffle(odd)
    return {one.id: (one.email or one.id).upper() if draw.random() < 0.3 else odd.pop() for one in people}


def _dressed(draw: random.Random, one: Somebody, programme: Programme, others: Sequence[Mentor | Mentee]) -> Somebody:
    """Somebody with a company in some spelling, sometimes with two, who wishes for others and has one as a boss."""
    cells = [*spellings()]
    if programme.rules.same_company.unknown == "error":
        cells.remove("")
    company = draw.choice(cells) if draw.random() < 0.8 else draw.choice(["; ", " ；"]).join(draw.sample(cells, 2))
    some = [other for other in draw.sample(others, 4) if other.email != one.email]
    named = [draw.choice([other.id, other.name.upper(), other.email or other.id]) for other in some]
    return one.model_copy(
        update={
            "company": company.strip(" ;；"),
            "wishes": tuple(named[1:]),
            "boss": tuple(named[:1]) if draw.random() < 0.05 else (),
        }
    )


def _pressure(draw: random.Random, columns: Sequence[Mentor], rows: Sequence[Mentee]) -> list[Relation]:
    """Wishes, recommendations and the like, a no now and then, and waivers, for every third pair."""
    found = []
    for one, other in ((row, column) for row in rows for column in columns if row.email != column.email):
        two = draw.sample([one.id, other.id], 2)
        if draw.random() < 0.2:
            found.append(relation(*two, draw.choice(NO_EFFECT), why=draw.choice(["", "waive", "pin", "past_pair"])))
        if draw.random() < 0.01:
            found.append(relation(*two, draw.choice(["veto", "forbid", "decline"])))
        if draw.random() < 0.15:
            found.append(relation(*two, "waive", why=", ".join(draw.sample(WAIVABLE, draw.randint(1, 3)))))
    return found


def _pins(
    draw: random.Random, columns: Sequence[Mentor], rows: Sequence[Mentee], rules: Definitions
) -> tuple[list[tuple[Mentee, Mentor]], list[tuple[Mentee, Mentor]]]:
    """Some pairs that may be pinned together, and some that may not be pinned, as a rule bans them."""
    left = Counter({(one.role, one.id): one.capacity for one in columns})
    left.update({(one.role, one.id): one.mentors_wanted for one in rows})
    pinned, clashing = [], []
    for _ in range(12):
        one, other = draw.choice(rows), draw.choice(columns)
        places = [("mentee", one.id), ("mentor", other.id)]
        if one.email == other.email or (one, other) in pinned:
            continue
        if rules.banning(one, other):
            clashing.append((one, other))
        elif min(left[place] for place in places) > 0:
            pinned.append((one, other))
            left.subtract(places)
    return pinned, clashing
