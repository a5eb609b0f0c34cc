"""What counts as a goal. As with companies, some answers say that there is none."""

from __future__ import annotations

import re

from matchmaker.topics import folded

NO_GOAL = (
    "n/a; na; nil; none; no; no goal; no goal yet; nothing; nothing yet; not yet; ok; xx; xxx; test; "
    "tbd; tba; to be decided; to be defined; to be determined; to be discussed; later; open; "
    "unknown; unsure; not sure; not sure yet; no idea; no idea yet; I don't know; don't know; "
    "I don't know yet; don't know yet; do not know; do not know yet"
)
"""Answers that name no goal, separated by ``;``, however they are spelt."""


def is_goal(text: str) -> bool:
    """Whether an answer names a goal: two letters or digits at least, and none of ``NO_GOAL``."""
    said = _characters(text)
    return len(said) > 1 and said not in _NO_GOAL


def _characters(text: str) -> str:
    return _NO_LETTER.sub("", folded(text))


_NO_LETTER = re.compile(r"[\W_]+")
"""All but letters and digits."""


_NO_GOAL = frozenset(map(_characters, NO_GOAL.split(";")))
