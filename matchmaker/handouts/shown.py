"""Who may see what of a person: one table, by which every hand-out is made, and by which the tests look for leaks."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from matchmaker.people import STYLE_ITEMS, Mentee, Mentor

SomePerson = TypeVar("SomePerson", Mentor, Mentee)


class Seen(StrEnum):
    """By whom an answer may be seen; the coordinator, who collects them, sees all."""

    PAIR = "pair"
    """by both of a pair, in the plan and in the introductions"""
    SELF = "self"
    """by whoever gave it, in what is made for them alone"""
    NOBODY = "nobody"
    """in no hand-out"""


_PAIR = (
    "id name email company time_zone languages offers hours_per_mentee gains "
    "needs hours_per_month can_offer goal goal_by goal_measure situation tried"
)
_NOBODY = (
    "free boss wishes other capacity floor enjoys refuses minimum_readiness qualities "
    "mentors_wanted request asks readiness wants_qualities signed_up priority record"
)

SEEN: Mapping[str, Seen] = MappingProxyType(
    dict.fromkeys(_PAIR.split(), Seen.PAIR)
    | {f"style_{item}": Seen.PAIR for item in STYLE_ITEMS}
    | {f"wants_{item}": Seen.SELF for item in STYLE_ITEMS}
    | dict.fromkeys(_NOBODY.split(), Seen.NOBODY)
)
"""Every field of Mentor and Mentee; one that is missing here is in no hand-out."""


def shown(person: SomePerson, *seen: Seen) -> SomePerson:
    """Return a person as a hand-out may know them: whatever is not for one of ``seen`` is blank."""
    blank = {
        name: 0 if field.is_required() else field.get_default(call_default_factory=True)
        for name, field in type(person).model_fields.items()
        if SEEN.get(name, Seen.NOBODY) not in seen
    }
    return person.model_copy(update=blank)
