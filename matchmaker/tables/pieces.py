"""A large answer piece by piece: pairs, people and prices, column by column, made of arrays when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np

from matchmaker.matching import Lottery, PersonState
from matchmaker.outcome.assembly import cuts_of
from matchmaker.outcome.states import SIDES, Outcome
from matchmaker.packed import answers
from matchmaker.people import Mentee, Mentor
from matchmaker.pool import Pool
from matchmaker.problem.demand import pins
from matchmaker.scoring.scores import Scores
from matchmaker.scoring.survey import ViewedPairs
from matchmaker.shapes import UNKNOWN
from matchmaker.tables.large_tables import CUTS
from matchmaker.tables.table_file import ROWS, Piece
from solvers.problem import BoolArray, IntArray, Wholes
from solvers.proof.certificate import Certificate
from solvers.proof.odds import Odds


def slices(length: int) -> Iterator[slice]:
    """Yield the pieces of something so long."""
    for start in range(0, length, ROWS):
        yield slice(start, min(start + ROWS, length))


def ids(people: Sequence[Mentee] | Sequence[Mentor]) -> list[str]:
    """Return everybody's id, in order."""
    return [*answers(people, "id")]


def pair_pieces(scores: Scores, pairs: ViewedPairs, drawn: Lottery | None) -> Iterator[Piece]:
    """Yield pairs with all that they are judged by, but no sentences."""
    pinned, mentees, mentors = _pinned(scores.pool, pairs), ids(scores.pool.mentees), ids(scores.pool.mentors)
    for at in slices(len(pairs.rows)):
        rows, columns = pairs.rows[at], pairs.columns[at]
        piece: Piece = {
            "mentee": [mentees[row] for row in rows.tolist()],
            "mentor": [mentors[column] for column in columns.tolist()],
            "score": pairs.scores[at].tolist(),
            "mentee_view": pairs.mentee_view[at].tolist(),
            "mentor_view": pairs.mentor_view[at].tolist(),
            "pinned": pinned[at].tolist(),
            "waived": _waived(scores, rows, columns),
        }
        piece |= {"chance": drawn.chances[at]} if drawn else {}
        yield piece | _parts(scores, rows, columns)


def people_pieces(scores: Scores, outcome: Outcome) -> Iterator[list[PersonState]]:
    """Yield everybody's states, mentees first, each in order of id."""
    for side in SIDES:
        states = outcome.states(side, scores.tally, scores.programme)
        while piece := [*islice(states, ROWS)]:
            yield piece


def price_pieces(
    pool: Pool, proof: Certificate, extra: Mapping[str, Wholes], told: Callable[[int], Any]
) -> Iterator[Piece]:
    """Yield what proves an answer, of each mentor: the price, as ``told``, ``extra`` ones, the sets they are in."""
    mentors = ids(pool.mentors)
    cuts = {name: np.isin(np.arange(len(pool.mentors)), cut) for name, cut in cuts_of(proof).items()}
    for at in slices(len(pool.mentors)):
        piece: Piece = {"mentor": mentors[at]}
        piece["price"] = [told(price) for price in proof.column_prices[at].tolist()]
        piece |= {name: prices[at].tolist() for name, prices in extra.items()}
        yield piece | {name: cuts[name][at].tolist() for name in CUTS}


def chance_pieces(pool: Pool, odds: Odds) -> Iterator[Piece]:
    """Yield each pair that had a chance, with it."""
    mentees, mentors = ids(pool.mentees), ids(pool.mentors)
    for at in slices(len(odds.rows)):
        yield {
            "mentee": [mentees[row] for row in odds.rows[at].tolist()],
            "mentor": [mentors[column] for column in odds.columns[at].tolist()],
            "chance": odds.parts[at].tolist(),
        }


def _pinned(pool: Pool, pairs: ViewedPairs) -> BoolArray:
    width, ends = max(1, len(pool.mentors)), np.array([pin[:2] for pin in pins(pool)], np.int64).reshape(-1, 2)
    return np.isin(pairs.rows * width + pairs.columns, ends[:, 0] * width + ends[:, 1])


def _waived(scores: Scores, rows: IntArray, columns: IntArray) -> Sequence[str]:
    waived, names = scores.pairs_waived(rows, columns), scores.rule_names
    said = [""] * len(rows)
    for pair in np.flatnonzero(waived.any(axis=0)).tolist():
        said[pair] = "; ".join(names[rule] for rule in np.flatnonzero(waived[:, pair]))
    return said


def _parts(scores: Scores, rows: IntArray, columns: IntArray) -> Piece:
    """Return each criterion's points, weight, and whether they are known."""
    found: Piece = {}
    for one, points in zip(scores.encoded, scores.pairs_points(rows, columns), strict=True):
        name, known = f"{one.criterion.view}:{one.criterion.name}", points != UNKNOWN
        found[name] = np.where(known, points, one.unknown).tolist()
        found[f"{name}:weight"] = [one.weight] * len(rows)
        found[f"{name}:known"] = known.tolist()
    return found
