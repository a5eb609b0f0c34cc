"""Source for everybody at once: the same points as the ways of each mentee, whether pairs are listed or not."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from crowds import lifelike
from random_pools import random_pool

from matchmaker import Pool, Programme
from matchmaker.criteria import source
from matchmaker.shapes import UNKNOWN, Highest, IntArray, Listed, points_of
from matchmaker.ways import Ways


def naive(pool: Pool, programme: Programme) -> IntArray:
    """The best way from every mentee to every mentor, one after the other."""
    points = np.full((len(pool.mentees), len(pool.mentors)), UNKNOWN, np.int32)
    ways = Ways(pool, programme)
    for row in range(len(pool.mentees)):
        for key, way in ways.best(row).items():
            points[row, pool.column_of[key]] = way.points
    return points


def pools() -> list[tuple[Pool, Programme]]:
    return [*((pool, Programme()) for pool in lifelike()), *(random_pool(seed, 8, 12) for seed in range(300))]


@pytest.mark.parametrize(("most", "kind"), [(1 << 24, Listed), (-1, Highest)])
def test_all_at_once_are_the_ways_of_each(
    most: int, kind: type, monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    monkeypatch.setattr(source, "MOST_LISTED", most)
    reached, draw = 0, random.Random(1)
    for pool, programme in pools():
        shape, expected = source.Source().encode(pool, programme), naive(pool, programme)
        assert type(shape) is kind
        assert np.array_equal(shape.block(0, len(pool.mentees)), expected)
        half = len(pool.mentees) // 2
        assert np.array_equal(shape.block(half, len(pool.mentees)), expected[half:])
        assert [shape.pair(half, column) for column in range(len(pool.mentors))] == expected[half].tolist()
        rows, columns = (np.array([draw.randrange(end) for _ in range(9)]) for end in expected.shape)
        assert np.array_equal(points_of(shape, rows, columns), expected[rows, columns])
        reached += int((expected != UNKNOWN).sum())
    assert reached > 1000
    counted(pairs=reached)
