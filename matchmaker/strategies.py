"""The strategies as a programme sets them: those of ``solvers``, with the programme's seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from matchmaker.errors import Problem
from matchmaker.people import Mentee, Mentor
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from solvers.lottery import lottery
from solvers.registry import STRATEGIES, Strategy

_INSTEAD = "leave it out, or choose another strategy, such as most_people"


def strategy_of(programme: Programme) -> Strategy:
    """Return the programme's strategy, with its settings."""
    set_up = {"lottery": partial(lottery, seed=programme.seed)}
    sought = STRATEGIES[programme.strategy]
    return replace(sought, run=set_up.get(sought.name, sought.run))


def unsupported(pool: Pool, programme: Programme) -> Iterator[Problem]:
    """Go through what people ask for that the programme's strategy cannot take on, each at the first who does."""
    features, usual = STRATEGIES[programme.strategy].features, pool.mentees[0].priority if pool.mentees else 0
    if "floors" not in features and (floors := [mentor for mentor in pool.mentors if mentor.floor]):
        yield _refused(floors[0], "floor", programme)
    if "priorities" not in features and (others := [one for one in pool.mentees if one.priority != usual]):
        yield _refused(others[0], "priority", programme)
    if "spread" not in features and programme.spread:
        yield Problem("programme.toml", 0, "spread", f"strategy {programme.strategy} cannot take it on; {_INSTEAD}")


def _refused(person: Mentor | Mentee, column: str, programme: Programme) -> Problem:
    what = "a floor" if column == "floor" else "several priorities"
    message = f"strategy {programme.strategy} cannot take on {what}; {_INSTEAD}"
    return Problem(person.record.file or f"{person.role}s", person.record.row, column, message)
