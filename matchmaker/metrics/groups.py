"""How the groups of the audit columns compare, from what the record tells of them: small groups stay hidden."""

from __future__ import annotations

from matchmaker.matching import AuditedColumn, AuditedGroup
from matchmaker.metrics.measures import GroupRatio, GroupRatios


def group_ratios(column: AuditedColumn) -> GroupRatios:
    """Return every group told of a column against its largest, which is the first."""
    groups = column.groups
    return GroupRatios(
        column=column.column,
        role=column.role,
        groups=tuple(_ratio(one, groups[0]) for one in groups),
        least_rate=_least_rate(groups),
        hidden_groups=column.hidden_groups,
    )


def _ratio(one: AuditedGroup, largest: AuditedGroup) -> GroupRatio:
    mean, reference = one.mean_score, largest.mean_score
    return GroupRatio(
        group=one.group,
        match_rate=_rate_over(one, largest),
        mean_score=10_000 * mean // reference if mean is not None and reference else None,
    )


def _rate_over(one: AuditedGroup, other: AuditedGroup) -> int | None:
    """Return one match rate over another, from the counts; None if nobody of the other has a partner."""
    rate, reference = one.matched * other.people, other.matched * one.people
    return 10_000 * rate // reference if reference else None


def _least_rate(groups: tuple[AuditedGroup, ...]) -> int | None:
    """Return the least match rate over the highest: the least ratio of any two groups; None without two."""
    found = [_rate_over(one, other) for one in groups for other in groups]
    known = [ratio for ratio in found if ratio is not None]
    return min(known) if len(groups) > 1 and known else None
