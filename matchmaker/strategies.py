"""The strategies as a programme sets them: those of ``solvers``, with the programme's seed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import get_args

from matchmaker.programme import Programme, StrategyName
from solvers.lottery import lottery
from solvers.registry import STRATEGIES, Strategy

NAMES: tuple[str, ...] = get_args(StrategyName)
"""The strategies that a programme may name."""


def strategy_of(programme: Programme) -> Strategy:
    """Return the programme's strategy, with its settings."""
    set_up = {"lottery": partial(lottery, seed=programme.seed)}
    sought = STRATEGIES[programme.strategy]
    return replace(sought, run=set_up.get(sought.name, sought.run))
