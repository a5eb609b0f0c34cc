"""What the screening rules read, drawn for random pools: goals, requests, asks, refusals and their settings."""

from __future__ import annotations

import random

from matchmaker.settings import NotMentoringSettings, NotReadySettings, Settings

GOALS = [*["Lead a team"] * 40, "", "n/a", "I don't know yet"]
REQUESTS = ["", *["mentoring"] * 26, "advice", "coaching"]
ASKS = ["", "", "", "job", "Funding; introductions", "introductions; job"]
REFUSALS = [*[""] * 20, "Job", "funding;introductions", "owl  taming", "people management", "leadership; Job"]
"""Kinds, a topic that no graph knows, one with others below it, and a whole field."""


def settings(draw: random.Random) -> dict[str, Settings]:
    """Settings of the rules that ask about one person only; none that stops a run."""
    ready = {
        "enabled": draw.random() < 0.85,
        "unknown": draw.choice(["ban", "ban", "allow"]),
        "minimum_hours": draw.choice([None] * 6 + [0.75, 1.75]),
        "unknown_hours": draw.choice(["allow", "allow", "ban"]),
    }
    mentoring = {"enabled": draw.random() < 0.85}
    return {
        "not_ready": NotReadySettings.model_validate(ready),
        "not_mentoring": NotMentoringSettings.model_validate(mentoring),
    }


def refusals(draw: random.Random) -> dict[str, object]:
    """What a mentor refuses."""
    return {"refuses": draw.choice(REFUSALS)}


def request(draw: random.Random) -> dict[str, object]:
    """What a mentee wants to reach, and asks for."""
    return {
        "goal": draw.choice(GOALS),
        "goal_by": draw.choice([None, "2027-03-08", "2027-09-01"]),
        "request": draw.choice(REQUESTS) or None,
        "asks": draw.choice(ASKS),
    }
