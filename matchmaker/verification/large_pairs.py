"""The chosen pairs of a large answer, checked column by column: what each is judged by, from the reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.matching import Matching, Pair
from matchmaker.problem.demand import pins
from matchmaker.scoring.scores import Scores
from matchmaker.scoring.survey import ViewedPairs
from matchmaker.shapes import UNKNOWN
from matchmaker.tables.pieces import slices
from matchmaker.tables.table_file import column
from matchmaker.verification.plain_rules import PlainRules
from solvers.problem import BoolArray


def wrong_pairs(scores: Scores, rules: PlainRules, chosen: ViewedPairs, matching: Matching) -> Iterator[str]:
    """Yield what a record's pairs say that is not so; ``chosen`` are the same pairs with their true scores and views.

    The record's lists are tables. That no rule bans the pairs is not asked here.
    """
    rows = matching.pairs
    pinned = np.array(column(rows, "pinned"), np.bool_)
    insisted = {(pin.mentee, pin.mentor) for pin in pins(scores.pool)}
    ends = [*zip(chosen.rows.tolist(), chosen.columns.tolist(), strict=True)]
    is_pinned = np.array([pair in insisted for pair in ends], np.bool_)
    views = {"score": chosen.scores, "mentee_view": chosen.mentee_view, "mentor_view": chosen.mentor_view}
    told = {f"{one.view}:{one.name}" for one in matching.weights}
    low = ~pinned & (chosen.scores < scores.programme.minimum_score)
    waived = ["; ".join(rules.waived(*pair)) for pair in ends]
    faults = {
        ".pinned: is not so": pinned != is_pinned,
        ".criteria: the points, weights or reasons are not those of the reference": _parts(scores, chosen, rows, told),
        ".score: the parts do not add up to it": _differ(rows, views),
        ": scores below the minimum": low,
        ".waived: is not so": np.array([*map(str.__ne__, column(rows, "waived"), waived)], np.bool_),
    }
    for at in np.flatnonzero(np.any([*faults.values()], axis=0)).tolist():
        yield from (f"pairs[{at}]{fault}" for fault, wrong in faults.items() if wrong[at])


def _parts(scores: Scores, chosen: ViewedPairs, rows: Sequence[Pair], told: set[str]) -> BoolArray:
    """Return of which pairs a criterion's points or weight are told wrong, or whether they are known.

    ``told`` are the criteria whose columns the table has.
    """
    wrong = np.zeros(len(chosen.rows), np.bool_)
    pieces = [scores.pairs_points(chosen.rows[at], chosen.columns[at]) for at in slices(len(chosen.rows))]
    for number, one in enumerate(scores.encoded):
        name, so = (
            f"{one.criterion.view}:{one.criterion.name}",
            np.concatenate([[0], *(some[number] for some in pieces)])[1:],
        )
        if name not in told:
            return np.ones_like(wrong)
        parts = {name: np.where(so == UNKNOWN, one.unknown, so), f"{name}:weight": np.full(len(so), one.weight)}
        wrong |= _differ(rows, parts | {f"{name}:known": so != UNKNOWN})
    return wrong


def _differ(rows: Sequence[Pair], so: Mapping[str, npt.NDArray[Any]]) -> BoolArray:
    """Return which rows of a table hold something else in one of some columns."""
    wrong = np.zeros(len(rows), np.bool_)
    for name, values in so.items():
        wrong |= np.array(column(rows, name), values.dtype) != values
    return wrong
