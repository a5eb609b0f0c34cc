"""What strategies are run on: published instances and made-up families, in one visible table."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from families import clustered, near_infeasible, popular_mentors, scarce_hours, short_lists, ties, tight
from instances import VARIABLE, read_instances
from matrix_families import MATRIX_FAMILIES
from peers.pool import Pool as Listed
from peers.race import Entry

from solvers import AssignmentProblem

Family = Callable[[int, int, int], AssignmentProblem]
"""Makes a problem of so many rows and columns, by a seed."""

FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "clustered": clustered,
        "tight": tight,
        "ties": ties,
        "near_infeasible": near_infeasible,
        "popular_mentors": popular_mentors,
        "scarce_hours": scarce_hours,
        "short_lists": short_lists,
    }
)

PUBLISHED = "published"
"""Named beside families: the instances of the folder that MATCHMAKER_DATA names."""


class Pool(NamedTuple):
    """A problem, and what it is called."""

    name: str
    problem: AssignmentProblem


def pools(names: Iterable[str], sizes: Sequence[tuple[int, int]], seed: int) -> Iterator[Pool]:
    """Yield the pools of these families in every size, from small to large; published ones have theirs."""
    for name in names:
        if name == PUBLISHED:
            yield from (Pool(one.name, one.problem) for one in read_instances())
        else:
            yield from (Pool(f"{name} {n} × {m}", FAMILIES[name](n, m, seed)) for n, m in sizes)


def listed(sizes: Sequence[tuple[int, int]], seed: int) -> Iterator[Entry]:
    """Yield what peers are asked for: pools of listed pairs, of one family."""
    for n, m in sizes:
        yield Entry(f"{n} × {m}", lambda path, n=n, m=m: Listed.of(short_lists(n, m, seed)).write(path))


def matrices(family: str, sizes: Sequence[tuple[int, int]], seed: int) -> Iterator[Entry]:
    """Yield what peers of matrices are asked for: a family in each size."""
    make = MATRIX_FAMILIES[family]
    for n, m in sizes:
        yield Entry(f"{n} × {m}", lambda path, n=n, m=m: make(n, m, seed).write(path))


def named() -> list[str]:
    """Return all that can be run here."""
    return [*([PUBLISHED] if os.environ.get(VARIABLE) else []), *FAMILIES]
