"""What would help somebody, read off their own answers and plain counts; never that it would bring them a place."""

from __future__ import annotations

from matchmaker.goals import is_goal
from matchmaker.matching import State
from matchmaker.people import Mentee, Mentor
from matchmaker.programme import Programme
from matchmaker.rules.not_ready import missing
from matchmaker.sentences import say

_WITHOUT = (State.OUTCOMPETED, State.UNUSED, State.NO_LEGAL_PARTNER)
"""What becomes of those who could be matched as far as they themselves go, and are not."""
_OPEN_RULES = (
    *("availability", "language", "past_pair", "same_company", "competitors", "current_boss", "former_boss"),
    *("not_ready", "not_mentoring"),
)
"""Rules that are nobody's secret, and for which something can be done or somebody else be found."""
_TOLD = 3
"""How many changes are named, those for most people first."""


def lacking(person: Mentee | Mentor, programme: Programme) -> dict[str, object]:
    """Return what a mentee needs before being matched, as the sentences take it."""
    needed = missing(person, programme) if isinstance(person, Mentee) else []
    return {"missing": needed, "least": programme.rules.not_ready.minimum_hours}


def advice(
    person: Mentee | Mentor, state: State, only: dict[str, int], below_minimum: int, programme: Programme
) -> str:
    """Return what would help somebody in a state; empty for nothing.

    ``only`` counts the possible partners whom a rule alone bans, ``below_minimum`` those who only score too low.
    """
    hints = {name: only[name] for name in _OPEN_RULES if name in only}
    hints |= {"minimum_score": below_minimum} if below_minimum else {}
    most = sorted(hints.items(), key=lambda one: -one[1])[:_TOLD]
    facts: dict[str, object] = {"state": state, "hints": most if state in _WITHOUT else []}
    if isinstance(person, Mentee):
        facts |= {"person": person, "help": programme.help, "open_ends": _open_ends(person)}
        facts |= lacking(person, programme) if state is State.PREPARE_FIRST else {"missing": [], "least": None}
    return say(f"{person.role}_advice", **facts)


def _open_ends(mentee: Mentee) -> list[str]:
    """Return what a goal has not yet: it is a goal all the same."""
    ends = {"date": mentee.goal_by, "measure": mentee.goal_measure}
    return [name for name, answer in ends.items() if not answer and is_goal(mentee.goal)]
