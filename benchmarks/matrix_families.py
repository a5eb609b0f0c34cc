"""Families of whole matrices: scores and places, each a function of a size and a seed, for peers of matrices."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from peers.matrix import Matrix
from peers.matrix import Scores as Worth
from peers.pool import Ints

from matchmaker import Scores, generate
from matchmaker.reading.folder import read_folder
from matchmaker.writing.result import write_new_folder
from solvers import BlockSource

BANNED = 0.2
"""The share of pairs that are banned by lot, where bans are."""


def lifelike(n_rows: int, n_columns: int, seed: int) -> Matrix:
    """What generated people score with one another, every criterion on; a fifth banned, as many places as rows.

    The same few are liked by many, which makes a matrix hard.
    """
    people = _people(n_rows, n_columns, seed)
    return _banned(_filled(people, people.score_block), seed)


def programme(n_rows: int, n_columns: int, seed: int) -> Matrix:
    """The same people as they are: their own rules, which ban three pairs in four, and their own places, too few."""
    people = _people(n_rows, n_columns, seed)
    places = np.array([mentor.capacity for mentor in people.pool.mentors], np.int64)
    return Matrix(_filled(people, people.block), places)


def uniform(n_rows: int, n_columns: int, seed: int) -> Matrix:
    """Scores drawn evenly from 0 to 10 000; a fifth banned, as many places as rows."""
    scores = np.random.default_rng(seed).integers(0, 10_001, (n_rows, n_columns), np.int16)
    return _banned(scores, seed)


MATRIX_FAMILIES: Mapping[str, Callable[[int, int, int], Matrix]] = MappingProxyType(
    {"lifelike": lifelike, "programme": programme, "uniform": uniform}
)


def _people(n_rows: int, n_columns: int, seed: int) -> Scores:
    with tempfile.TemporaryDirectory() as folder:
        write_new_folder(Path(folder) / "people", generate(mentors=n_columns, mentees=n_rows, seed=seed))
        return Scores(*read_folder(Path(folder) / "people"))


def _filled(source: BlockSource, block: Callable[[int, int], npt.NDArray[np.int64]]) -> Worth:
    """Return all blocks of a source as one matrix."""
    scores = np.empty((source.n_rows, source.n_columns), np.int16)
    for start, stop in source.blocks():
        scores[start:stop] = block(start, stop)
    return scores


def _banned(scores: Worth, seed: int) -> Matrix:
    """Return a matrix of these scores: a fifth banned by lot, and 1 to 4 places a column."""
    draw = np.random.default_rng([seed, 1])
    for row in scores:
        row[draw.random(len(row), np.float32) < BANNED] = -1
    places: Ints = draw.integers(1, 5, scores.shape[1])
    return Matrix(scores, places)
