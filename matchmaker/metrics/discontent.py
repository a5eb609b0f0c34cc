"""Who would rather have somebody else, and could: blocking pairs and justified envy, in the record's units."""

from __future__ import annotations

import numpy as np

from matchmaker.metrics.made import Made, share_of
from matchmaker.metrics.measures import BlockingPairs, Envy
from solvers.stability import Choice, blocking_pairs, justified_envy


def discontent(made: Made) -> tuple[BlockingPairs, Envy]:
    """Return what blocks the matching, and who envies with reason."""
    problem, at = made.problem, made.at
    choice = Choice.of(problem, problem.rows[at], problem.columns[at])
    blocking, envied = blocking_pairs(choice), justified_envy(choice)
    share = share_of(blocking.count, blocking.legal)
    return (
        BlockingPairs(**vars(share), largest_gain=blocking.largest_gain if blocking.count else None),
        Envy(pairs=len(envied), mentees=len(np.unique(choice.rows[envied]))),
    )
