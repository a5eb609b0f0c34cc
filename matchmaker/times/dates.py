"""Months before a programme's start: what counts as recent."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def is_recent(until: date | None, start: date | None, months: int | None) -> bool:
    """Whether something ended less than so many months before a start.

    What has no end counts as having just ended. Without months or a start to count back from, everything is recent.
    """
    return months is None or until is None or start is None or until > months_before(start, months)


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or that month's last day if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
