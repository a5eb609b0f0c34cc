"""What it takes and gives to let mentors have a say: ``python benchmarks/two_way_street.py [SEEDS [MENTEES MENTORS]]``.

Generates a programme for each seed and matches the same people twice, over the same possible pairs: by the score, the
harmonic mean of both views, and by the mentee's view alone. Of the pairs each choice makes it prints, as means over the
seeds, the 10th percentile of the worse-off side, and the means of both views; then the paired differences with 95 %
intervals of their means, from resampling the seeds.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matchmaker import Pool, Programme, Scores, generate
from matchmaker.problem.demand import assignment_problem, pinned_pairs
from matchmaker.reading.folder import read_folder
from matchmaker.writing.result import write_new_folder
from solvers import solve

SEEDS, MENTEES, MENTORS = 30, 450, 300
RESAMPLED = 10_000
MEASURES = ("worse-off side, 10th percentile", "mentees' view, mean", "mentors' view, mean", "pairs")
Measured = npt.NDArray[np.float64]


def people(seed: int, mentees: int, mentors: int) -> tuple[Pool, Programme]:
    """Generate a programme and read it."""
    with tempfile.TemporaryDirectory() as folder:
        write_new_folder(Path(folder) / "people", generate(mentors=mentors, mentees=mentees, seed=seed))
        return read_folder(Path(folder) / "people")


def both_choices(pool: Pool, programme: Programme) -> Measured:
    """Return the measures of the matching by the score and of that by the mentee's view: (choices, measures)."""
    scores = Scores(pool, programme)
    legal, pinned = scores.legal(), pinned_pairs(scores)
    views = np.array(scores.views(scores.points_block(0, scores.n_rows)))
    alone = replace(legal, scores=legal.mentee_view)
    found = []
    for judged in (legal, alone):
        problem = assignment_problem(pool, programme, judged, pinned)
        result = solve(problem, programme.strategy, programme.solver)
        if result.gap != 0:
            sys.exit("not proven")
        chosen = views[:, result.rows, result.columns] / 10_000
        worse_off = np.percentile(chosen.min(axis=0), 10)
        found.append([worse_off, *chosen.mean(axis=1), chosen.shape[1]])
    return np.array(found)


def interval(differences: Measured) -> tuple[float, float]:
    """Return the 95 % interval of a mean, from resampling what it is the mean of."""
    draw = np.random.default_rng(1)
    means = differences[draw.integers(len(differences), size=(RESAMPLED, len(differences)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def main() -> None:
    """Match every seed's people twice and print the table."""
    seeds, mentees, mentors = [*map(int, sys.argv[1:]), *(SEEDS, MENTEES, MENTORS)[len(sys.argv) - 1 :]]
    found = np.array([both_choices(*people(seed, mentees, mentors)) for seed in range(1, seeds + 1)])
    print(f"{seeds} seeds of {mentees} mentees × {mentors} mentors\n")
    print("| measure | by the score | by the mentee's view alone | difference | 95 % interval | seeds above 0 |")
    print("|---|---|---|---|---|---|")
    for at, name in enumerate(MEASURES):
        score, alone = found[:, 0, at], found[:, 1, at]
        (low, high), above = interval(score - alone), int((score > alone).sum())
        cells = (f"{score.mean():.3f}", f"{alone.mean():.3f}", f"{(score - alone).mean():+.3f}")
        print("| " + " | ".join([name, *cells, f"{low:+.3f} to {high:+.3f}", f"{above} of {seeds}"]) + " |")


if __name__ == "__main__":
    main()
