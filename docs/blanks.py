"""What a blank counts against the average of the known answers: the table in docs/scoring.md."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matchmaker import CRITERIA, Criterion, Pool, Programme, Scores, generate
from matchmaker.reading.folder import read_folder
from matchmaker.shapes import UNKNOWN

KICKOFF = Path(__file__).parents[1] / "fixtures" / "kickoff"
SEEDS = range(6)
HEAD = """\
| view | criterion | a blank counts | kickoff: known | average | generated: known | average |
|---|---|---|---|---|---|---|
"""


def generated(seeds: Iterable[int]) -> list[Pool]:
    """Return generated pools of 60 mentees and 40 mentors."""
    pools = []
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            for file, text in generate(mentors=40, mentees=60, seed=seed).items():
                (Path(folder) / file).write_text(text, "utf-8")
            pools.append(read_folder(Path(folder))[0])
    return pools


def table() -> str:
    """Return the table, for the kick-off and generated pools, over their legal pairs under the default settings."""
    groups = [[Scores(pool, Programme()) for pool in pools] for pools in ([Pool.read(KICKOFF)], generated(SEEDS))]
    lines = [HEAD]
    for criterion in CRITERIA:
        cells = [criterion.view, criterion.name, f"{criterion.unknown / 100:.2f}"]
        for scored in groups:
            held = np.concatenate([_legal(one, criterion) for one in scored])
            known = held[held != UNKNOWN]
            cells += [f"{100 * len(known) / len(held):.1f} %", f"{known.mean() / 100:.2f}" if len(known) else "–"]
        lines.append("| " + " | ".join(cells) + " |\n")
    return "".join(lines)


def _legal(scores: Scores, criterion: Criterion) -> npt.NDArray[np.int64]:
    """Return the points of a criterion over the legal pairs."""
    legal, shape = scores.legal(), criterion.encode(scores.pool, scores.programme)
    return shape.block(0, scores.n_rows)[legal.rows, legal.columns].astype(np.int64)
