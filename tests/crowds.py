"""Many people at once, and the points of everybody with everybody: what the laws of the criteria are tried on."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from lengths import lengths
from random_pools import random_pool, topics

from matchmaker import Criterion, Mentee, Mentor, Pool, Programme, Relation, generate
from matchmaker.ratings import Rating
from matchmaker.reading.folder import read_folder
from matchmaker.shapes import UNKNOWN

Points = np.ndarray[Any, np.dtype[np.int64]]
Fields = dict[str, object]
Change = Callable[[random.Random, Any], Fields]
DEFAULTS = Programme(topics=topics())
PROMISE = pytest.mark.promise("criteria laws")
CROWDS = lengths(1, 1, 21)


def points(
    criterion: Criterion,
    mentees: list[Mentee],
    mentors: list[Mentor],
    programme: Programme,
    facts: Sequence[Relation] = (),
    ratings: Sequence[Rating] = (),
) -> Points:
    """Points of everybody with everybody, in the order given."""
    pool = Pool(mentors, mentees, facts, ratings)
    block = criterion.encode(pool, programme).block(0, len(mentees)).astype(np.int64)
    rows, columns = [pool.mentee_index[one.id] for one in mentees], [pool.mentor_index[one.id] for one in mentors]
    found: Points = np.where(block == UNKNOWN, criterion.unknown, block)[np.ix_(rows, columns)]
    return found


@cache
def crowd(seed: int) -> tuple[list[Mentee], list[Mentor]]:
    """25 mentees and 1 000 mentors, from pools of every kind, each with an id of their own."""
    mentees: list[Mentee] = []
    mentors: list[Mentor] = []
    while len(mentors) < 1000:
        pool, _ = random_pool(1000 * seed + len(mentors), 50, 2)
        mentors += [one.model_copy(update={"id": f"r{len(mentors) + at}"}) for at, one in enumerate(pool.mentors)]
        mentees += [one.model_copy(update={"id": f"e{len(mentees) + at}"}) for at, one in enumerate(pool.mentees)]
    alone = {"email": None, "boss": ()}
    return [one.model_copy(update=alone) for one in mentees[:25]], [one.model_copy(update=alone) for one in mentors]


def changed(people: list[Any], change: Change, seed: int = 7) -> list[Any]:
    draw = random.Random(seed)
    return [person.model_copy(update=change(draw, person)) for person in people]


@cache
def lifelike() -> tuple[Pool, ...]:
    """Populations as ``generate`` draws them: six of 60 mentees and 40 mentors."""
    pools = []
    for seed in range(6):
        with TemporaryDirectory() as folder:
            for name, text in generate(40, 60, seed).items():
                (Path(folder) / name).write_text(text, "utf-8")
            pools.append(read_folder(Path(folder))[0])
    return tuple(pools)
