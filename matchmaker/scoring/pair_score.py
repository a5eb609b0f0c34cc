"""Everything a pair is judged by, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaker.rules import Ban
from matchmaker.settings import View


@dataclass(frozen=True)
class Part:
    """One criterion's part of a pair's score. ``known`` is False where ``points`` stands for an unknown answer."""

    name: str
    view: View
    points: int
    weight: int
    known: bool
    why: str


@dataclass(frozen=True)
class PairScore:
    """Everything a pair is judged by. ``score`` combines the two views, ``Σ points·weight // 100`` each.

    ``bans`` are the rules that forbid the pair, ``waived`` those that would but were waived.
    """

    mentee: str
    mentor: str
    score: int
    mentee_view: int
    mentor_view: int
    criteria: tuple[Part, ...]
    bans: tuple[Ban, ...]
    waived: tuple[str, ...]
