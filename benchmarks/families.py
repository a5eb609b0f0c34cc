"""Families of made-up pools: each a function of a size and a seed, for one thing that makes real programmes hard.

Views are in basis points, as people's are, and the score is their harmonic mean. Bans are drawn; nothing is copied from
anybody. The same size and seed give the same problem on every machine.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from solvers import AssignmentProblem

Views = npt.NDArray[np.float64]
"""0 to 1, one row a mentee."""
Legal = npt.NDArray[np.bool_]

Option = npt.NDArray[np.int64] | npt.NDArray[np.bool_]
"""Anything else that a problem has, by its name."""

FULL = 10_000


def clustered(n_rows: int, n_columns: int, seed: int) -> AssignmentProblem:
    """Eight trades that like their own: a large firm's programme.

    A pair of one trade is liked far more than any other, which is legal in one case of five. Some trades have too few
    mentors, so that who is left over there has to be placed among strangers.
    """
    draw = np.random.default_rng(seed)
    same = draw.integers(8, size=n_rows)[:, None] == draw.integers(8, size=n_columns)[None, :]
    views = [np.where(same, 0.6, 0.1) + 0.4 * draw.random(same.shape) for _ in "ab"]
    return _problem(*views, same | (draw.random(same.shape) < 0.2), _places(draw, n_rows, n_columns, 1.1))


def tight(n_rows: int, n_columns: int, seed: int) -> AssignmentProblem:
    """Just as many places as people: a cohort that was promised a mentor each.

    Half of the pairs are legal. One pair in the wrong place leaves somebody out at the end of a long chain.
    """
    draw = np.random.default_rng(seed)
    shape = (n_rows, n_columns)
    legal = draw.random(shape) < 0.5
    return _problem(draw.random(shape), draw.random(shape), legal, _places(draw, n_rows, n_columns, 1.0))


def ties(n_rows: int, n_columns: int, seed: int) -> AssignmentProblem:
    """Three answers to one question: a sign-up form that asks little.

    Both views have three values, so nearly everything is as good as something else, and there are very many best
    answers. What is found has to be told from its equals by more than chance.
    """
    draw = np.random.default_rng(seed)
    shape = (n_rows, n_columns)
    views = [draw.integers(1, 4, shape) / 3 for _ in "ab"]
    return _problem(*views, draw.random(shape) < 0.6, _places(draw, n_rows, n_columns, 1.2))


def near_infeasible(n_rows: int, n_columns: int, seed: int) -> AssignmentProblem:
    """Two or three possible mentors each, and promises: a programme with strict rules.

    A mentor in three was promised somebody (a floor), a pair in fifty is fixed (a pin), and a person in ten goes first
    (a priority). There are places enough; whether they can be filled hangs on a few pairs.
    """
    draw = np.random.default_rng(seed)
    shape = (n_rows, n_columns)
    likeliest = np.argsort(draw.random(shape), axis=1).argsort(axis=1)
    legal = likeliest < draw.integers(2, 4, n_rows)[:, None]
    places = _places(draw, n_rows, n_columns, 1.1)
    rows, columns = np.nonzero(legal)
    one_each = np.unique(columns, return_index=True)[1]  # so that pins break no capacity: one pair a column,
    one_each = one_each[np.unique(rows[one_each], return_index=True)[1]]  # and of those one a row
    pinned = np.zeros(len(rows), np.bool_)
    pinned[draw.choice(one_each, min(len(one_each), 1 + len(rows) // 50), replace=False)] = True
    promised = (draw.random(n_columns) < 1 / 3).astype(np.int64)
    priority = np.where(draw.random(n_rows) < 0.1, 1, 2)
    more = {"column_floor": promised, "pinned": pinned, "row_priority": priority}
    return _problem(draw.random(shape), draw.random(shape), legal, places, **more)


def popular_mentors(n_rows: int, n_columns: int, seed: int) -> AssignmentProblem:
    """Everybody wants the same few: a programme with known names in it.

    What mentees think of a mentor is four fifths fame, the same for all. Mentors each think for themselves. Most are
    refused by their first choices, which is hard for whoever asks one after the other.
    """
    draw = np.random.default_rng(seed)
    shape = (n_rows, n_columns)
    wanted = 0.8 * draw.random(n_columns) ** 3 + 0.2 * draw.random(shape)
    return _problem(wanted, draw.random(shape), draw.random(shape) < 0.7, _places(draw, n_rows, n_columns, 0.9))


def scarce_hours(n_rows: int, n_columns: int, seed: int) -> AssignmentProblem:
    """Few common hours: volunteers with jobs, some of whom want two mentors.

    Everybody is free in a few of 40 hours of the week, and a pair needs one in common. One mentee in four wants two
    mentors; mentors have a place, or two. There are far fewer places than are wanted.
    """
    draw = np.random.default_rng(seed)
    free = [draw.random((size, 40)) < 0.08 for size in (n_rows, n_columns)]
    common = free[0].astype(np.int64) @ free[1].T.astype(np.int64)
    views = [0.2 * np.minimum(common, 3) + 0.4 * draw.random(common.shape) for _ in "ab"]
    wanted = 1 + (draw.random(n_rows) < 0.25).astype(np.int64)
    return _problem(*views, common > 0, draw.integers(1, 3, n_columns), row_capacity=wanted)


def short_lists(n_rows: int, n_columns: int, seed: int) -> AssignmentProblem:
    """A hundred possible mentors each at most, one wanted, nobody liked the same: what every peer can be asked for.

    The more people, the smaller a part of all pairs is legal. Nothing is asked for but capacities and bans.
    """
    draw = np.random.default_rng(seed)
    shape = (n_rows, n_columns)
    orders = [np.argsort(np.argsort(draw.random(shape), axis=axis), axis=axis) for axis in (1, 0)]
    views = [(1 + order) / (1 + size) for order, size in zip(orders, (n_columns, n_rows), strict=True)]
    legal = np.argsort(draw.random(shape), axis=1) < 100
    places = draw.integers(1, 4, n_columns)
    return _problem(*views, legal, places)


def _places(draw: np.random.Generator, n_rows: int, n_columns: int, share: float) -> npt.NDArray[np.int64]:
    """Return places for so large a share of the rows, one a column at least, the rest by lot."""
    left = max(round(share * n_rows) - n_columns, 0)
    return 1 + np.bincount(draw.integers(n_columns, size=left), minlength=n_columns)


def _problem(
    row_view: Views, column_view: Views, legal: Legal, column_capacity: npt.NDArray[np.int64], **more: Option
) -> AssignmentProblem:
    """Return the problem of the legal pairs; a row wants one place if nothing else is said."""
    rows, columns = np.nonzero(legal)
    views = [np.rint(FULL * view[legal]).astype(np.int64) for view in (row_view, column_view)]
    both = 2 * views[0] * views[1] // np.maximum(views[0] + views[1], 1)
    capacities = {"row_capacity": np.ones(len(legal), np.int64), "column_capacity": column_capacity}
    return AssignmentProblem(rows, columns, both, **capacities | more, row_view=views[0], column_view=views[1])
