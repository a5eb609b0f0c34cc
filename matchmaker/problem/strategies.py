"""The strategies as a programme sets them: those of ``solvers``, with the programme's seed and cap."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, get_args

import numpy as np

from matchmaker.errors import InputError, Problem
from matchmaker.packed import answers
from matchmaker.people import Record
from matchmaker.pool import Pool
from matchmaker.programme import Programme, StrategyName
from solvers.chance.capped_lottery import WHOLE, capped_lottery
from solvers.chance.unlisted import capped_lottery_from
from solvers.deferred_acceptance import stable_columns
from solvers.proposals import stable_columns_from
from solvers.registry import SOLVERS, STRATEGIES, Strategy
from solvers.turns.lottery import lottery, lottery_from

NAMES: tuple[str, ...] = get_args(StrategyName)
"""The strategies that a programme may name."""

IN_SOLVERS = {"stable_mentors": "stable_columns"}
"""What ``solvers`` calls a strategy that people have a word of their own for."""


def proves_the_best(name: str) -> bool:
    """Whether a strategy of that name, one of ours, says of its answers that they are the best, and proves it."""
    found = STRATEGIES.get(IN_SOLVERS.get(name, name))
    return found is not None and found.objective is not None


def strategy_of(programme: Programme) -> Strategy:
    """Return the programme's strategy, with its settings."""
    seed, cap = programme.seed, programme.capped_lottery.cap_percent * WHOLE // 100
    set_up: dict[str, dict[str, Any]] = {
        "lottery": {"run": partial(lottery, seed=seed), "scan": partial(lottery_from, seed=seed)},
        "capped_lottery": {
            "run": partial(capped_lottery, cap=cap, seed=seed),
            "scan": partial(capped_lottery_from, cap=cap, seed=seed),
        },
        "stable_mentors": {
            "run": partial(stable_columns, name="stable_mentors"),
            "scan": partial(stable_columns_from, name="stable_mentors"),
        },
    }
    sought = STRATEGIES[IN_SOLVERS.get(programme.strategy, programme.strategy)]
    return replace(sought, name=programme.strategy, **set_up.get(programme.strategy, {}))


def unlisted(most_places: int = 1) -> list[str]:
    """Return the strategies that need no list of all legal pairs where a mentee wants so many mentors at most."""
    return [name for name in NAMES if STRATEGIES[IN_SOLVERS.get(name, name)].scans(most_places)]


def seeking(programme: Programme, name: str) -> Programme:
    """Return the programme with the strategy of that name.

    Raises
    ------
    InputError
        If there is none, with all there are.
    """
    if name not in NAMES:
        raise InputError([Problem("strategy", 0, name, f"no such strategy, allowed are {', '.join(NAMES)}")])
    return programme.model_copy(update={"strategy": name})


def unsupported(pool: Pool, programme: Programme) -> list[Problem]:
    """Return what people or settings ask for that the programme's strategy cannot do, each at its first place."""
    floors, priorities = (answers(*one).array(int) for one in ((pool.mentors, "floor"), (pool.mentees, "priority")))
    floored = [pool.mentors[column].record for column in np.flatnonzero(floors)[:1]]
    apart = [pool.mentees[row].record for row in np.flatnonzero(priorities != priorities[:1])[:1]]
    asked = {
        "floors": ("floor", floored, "blank"),
        "priorities": ("priority", apart, "the same for all"),
        "spread": ("spread", [Record(file="programme.toml")] if programme.spread else [], "false"),
        "limits": (limiting(programme), [Record(file="programme.toml")] if programme.limited else [], "out"),
    }
    found, supported = [], strategy_of(programme).features
    for feature, (column, records, instead) in asked.items():
        if records and feature not in supported:
            able = ", ".join(name for name, one in STRATEGIES.items() if feature in one.features)
            message = f"{programme.strategy} knows no {feature}: leave it {instead}, or choose a strategy of {able}"
            found.append(Problem(records[0].file or "people", records[0].row, column, message))
    return found


def unable(programme: Programme) -> list[Problem]:
    """Return that the programme's solver cannot keep its limits, if so."""
    if not programme.limited or programme.solver is None or "limits" in SOLVERS[programme.solver].features:
        return []
    able = ", ".join(name for name, one in SOLVERS.items() if "limits" in one.features)
    message = f"{programme.solver} knows no limits ({limiting(programme)}): leave it out, or choose {able}"
    return [Problem("programme.toml", 0, "solver", message)]


def limiting(programme: Programme) -> str:
    """Return the first setting that limits, of a programme that has one."""
    return "limit" if programme.limit else "hours.mentors"
