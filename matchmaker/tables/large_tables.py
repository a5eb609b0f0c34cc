"""What the tables of a large answer hold: their columns, and how a row is read as what the record lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from matchmaker.matching import CriterionPoints, CriterionWeight, Pair, PersonState, State
from matchmaker.tables.table_file import Columns, Kind, Piece

CUTS = ("floors_cut", "floored_cut", "mentors_cut", "mentees_cut", "places_cut")
"""The certificate's sets of mentors: in prices.parquet, a truth value for each mentor."""

CHANCES: Columns = {"mentee": "text", "mentor": "text", "chance": "whole"}
"""The columns of chances.parquet: how likely a pair was, in parts of the certificate's ``whole``."""

_PAIR: Columns = {
    "mentee": "text",
    "mentor": "text",
    "score": "whole",
    "mentee_view": "whole",
    "mentor_view": "whole",
    "pinned": "flag",
    "waived": "text",
}
_PERSON: Columns = {
    "role": "text",
    "id": "text",
    "state": "text",
    "places": "whole",
    "filled": "whole",
    "legal": "whole",
    "below_minimum": "whole",
    "why": "text",
    "advice": "text",
}
_BANNED, _ONLY = "banned_by:", "only_banned_by:"


def parts_of(weights: Sequence[CriterionWeight]) -> list[str]:
    """Return the columns of pairs.parquet that hold each criterion's points."""
    return [f"{one.view}:{one.name}" for one in weights]


def pair_columns(weights: Sequence[CriterionWeight], drawn: bool) -> Columns:
    """Return the columns of pairs.parquet: of every criterion its points, weight, and whether they are known.

    Where pairs were ``drawn`` under a cap, also how likely each was, in basis points.
    """
    parts: dict[str, Kind] = {}
    for name in parts_of(weights):
        parts |= {name: "whole", f"{name}:weight": "whole", f"{name}:known": "flag"}
    chance: Columns = {"chance": "whole"} if drawn else {}
    return {**_PAIR, **chance, **parts}


def pair_of(weights: Sequence[CriterionWeight]) -> Callable[[dict[str, Any]], Pair]:
    """Return what makes a pair of a row; it has no sentences."""
    names = [(one.name, one.view, at) for one, at in zip(weights, parts_of(weights), strict=True)]

    def made(row: dict[str, Any]) -> Pair:
        parts = tuple(
            CriterionPoints.model_construct(
                name=name, view=view, points=row[at], weight=row[f"{at}:weight"], known=row[f"{at}:known"], why=""
            )
            for name, view, at in names
        )
        waived = tuple(row["waived"].split("; ")) if row["waived"] else ()
        return Pair.model_construct(**{name: row[name] for name in _PAIR} | {"waived": waived, "criteria": parts})

    return made


def person_columns(rules: Sequence[str]) -> Columns:
    """Return the columns of people.parquet: for every rule how many it bans, and how many it alone."""
    counts: dict[str, Kind] = {f"{kind}{rule}": "whole" for kind in (_BANNED, _ONLY) for rule in rules}
    return {**_PERSON, **counts}


def rules_of(columns: Columns) -> list[str]:
    """Return the rules that people.parquet counts."""
    return [name.removeprefix(_BANNED) for name in columns if name.startswith(_BANNED)]


def person_rows(people: Sequence[PersonState], rules: Sequence[str]) -> Piece:
    """Return what became of some people, column by column."""
    columns: Piece = {name: [getattr(one, name) for one in people] for name in _PERSON}
    columns["state"] = [one.state.value for one in people]
    for rule in rules:
        columns[_BANNED + rule] = [one.banned_by.get(rule, 0) for one in people]
        columns[_ONLY + rule] = [one.only_banned_by.get(rule, 0) for one in people]
    return columns


def person_of(rules: Sequence[str]) -> Callable[[dict[str, Any]], PersonState]:
    """Return what makes a person's state of a row."""
    states = {one.value: one for one in State}

    def made(row: dict[str, Any]) -> PersonState:
        counts = {
            name: {rule: row[kind + rule] for rule in rules if row[kind + rule]}
            for name, kind in (("banned_by", _BANNED), ("only_banned_by", _ONLY))
        }
        said = {name: row[name] for name in _PERSON} | {"state": states.get(row["state"], row["state"])}
        return PersonState.model_construct(**said | counts)

    return made


def price_columns(prices_fit: bool, extra: Sequence[str]) -> Columns:
    """Return the columns of prices.parquet; a price that does not fit into 64 bits is text, and so are all."""
    more: dict[str, Kind] = dict.fromkeys(extra, "whole")
    cuts: dict[str, Kind] = dict.fromkeys(CUTS, "flag")
    return {"mentor": "text", "price": "whole" if prices_fit else "text", **more, **cuts}
