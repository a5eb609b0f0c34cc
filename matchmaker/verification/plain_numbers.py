"""What a record tells of its numbers, a second time, for verification: counted value by value, from the definitions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from math import isqrt

import numpy as np

from matchmaker.criteria import Criterion
from matchmaker.matching import AuditedGroup, CriterionWeight, Distribution, Matching
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.relations import fold
from matchmaker.scoring.encoded import Points
from matchmaker.settings import View
from solvers.problem import BoolArray, IntArray

_VALUES = 10_002
"""An unknown answer, and points from 0 to 10 000."""


class PlainWeights:
    """Counts how often each criterion gives which points, and tells from that what every weight decides."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._counts = [np.zeros(_VALUES, np.int64) for _ in programme.every_criterion]

    def add(self, blocks: Sequence[Points], legal: BoolArray) -> None:
        """Count the points of the legal pairs of a block, criterion by criterion."""
        for counts, block in zip(self._counts, blocks, strict=True):
            counts += np.bincount(block[legal] + 1, minlength=_VALUES)

    def told(self) -> tuple[CriterionWeight, ...]:
        """Return what a record should tell of the weights."""
        decided: dict[View, list[int]] = {"mentee": [], "mentor": []}
        for one, counts in zip(self._programme.every_criterion, self._counts, strict=True):
            weight = self._programme.shares(one.view)[one.name]
            decided[one.view].append(isqrt(weight**2 * _scatter(self._values(one, counts))))
        shares = {view: iter(_per_myriad(parts)) for view, parts in decided.items()}
        return tuple(
            CriterionWeight(
                name=one.name,
                view=one.view,
                weight=self._programme.shares(one.view)[one.name],
                effective=next(shares[one.view]),
                mean=_mean(self._values(one, counts)),
                known=int(counts[1:].sum()),
            )
            for one, counts in zip(self._programme.every_criterion, self._counts, strict=True)
        )

    def _values(self, criterion: Criterion, counts: IntArray) -> list[tuple[int, int]]:
        """Return each value that counts in a criterion, with how many pairs have it."""
        unknown = self._programme.unknown_points(criterion)
        return [(unknown if at == 0 else at - 1, int(counts[at])) for at in np.flatnonzero(counts).tolist()]


def _mean(values: Sequence[tuple[int, int]]) -> int:
    pairs = sum(count for _, count in values)
    return sum(value * count for value, count in values) // pairs if pairs else 0


def _scatter(values: Sequence[tuple[int, int]]) -> int:
    """Return the squared distances from the mean, added up; all times the number of pairs, so that it is whole."""
    pairs, total = sum(count for _, count in values), sum(value * count for value, count in values)
    return sum(count * (pairs * value - total) ** 2 for value, count in values) // pairs if pairs else 0


def _per_myriad(parts: Sequence[int]) -> list[int]:
    """Return parts as shares of 10 000, rounded down; then one more each, largest rests first, until they sum to it."""
    total = sum(parts)
    shares = [10_000 * part // total if total else 0 for part in parts]
    rests = [10_000 * part % total if total else 0 for part in parts]
    for at in sorted(range(len(parts)), key=rests.__getitem__, reverse=True)[: 10_000 - sum(shares) if total else 0]:
        shares[at] += 1
    return shares


def audit(pool: Pool, programme: Programme, matching: Matching) -> Iterator[str]:
    """Count again what a record tells by group of the columns that are only audited."""
    so = []
    for column in programme.audit.columns:
        for role in ("mentee", "mentor"):
            said = {one.id: one.other.get(column, "") for one in (pool.mentees if role == "mentee" else pool.mentors)}
            if any(said.values()):
                so.append((column, role, *_audited(role, said, matching)))
    told = [(one.column, one.role, list(one.groups), one.hidden_groups) for one in matching.audit]
    if told != so:
        yield "audit: it is not what the groups got"


def _audited(role: str, said: Mapping[str, str], matching: Matching) -> tuple[list[AuditedGroup], int]:
    """Return the groups that may be told of, and how many may not."""
    group_of = {one.id: fold(said[one.id]) for one in matching.people if one.role == role and one.places}
    people, spelt, scores = Counter(group_of.values()), dict[str, str](), defaultdict[str | None, list[int]](list)
    for text in said.values():
        spelt[fold(text)] = min(text, spelt.get(fold(text), text))
    ends = [(pair.mentee if role == "mentee" else pair.mentor, pair.score) for pair in matching.pairs]
    for one, score in ends:
        scores[group_of.get(one)].append(score)
    matched = Counter(group_of[one] for one in {one for one, _ in ends} if one in group_of)
    groups = [
        AuditedGroup(
            group=spelt[name][:60],
            people=people[name],
            matched=matched[name],
            match_rate=matched[name] * 10_000 // people[name],
            mean_score=sum(scores[name]) // len(scores[name]) if len(scores[name]) > 9 else None,
        )
        for name in sorted(people)
    ]
    groups.sort(key=lambda one: -one.people)
    hidden, together = 0, 0
    for group in reversed(groups):
        if group.people < 10 or (hidden and (hidden < 2 or together < 10)):
            hidden, together = hidden + 1, together + group.people
    return groups[: len(groups) - hidden], hidden


def numbers(matching: Matching, weights: Sequence[CriterionWeight]) -> Iterator[str]:
    """Check what a record tells of weights and distributions; ``weights`` are as they should be."""
    if list(matching.weights) != list(weights):
        yield "weights: they are not those of this pool and programme"
    views = [(pair.mentee_view, pair.mentor_view) for pair in matching.pairs]
    told = matching.distributions
    if not views or not told:
        if views or told:
            yield "distributions: they are told if there are pairs"
        return
    so = {"mentee_view": [one for one, _ in views], "mentor_view": [two for _, two in views]}
    so["worse_off"] = [one if one < two else two for one, two in views]
    for name, points in so.items():
        if getattr(told, name) != distribution(points):
            yield f"distributions.{name}: it is not that of the pairs"


def distribution(points: Iterable[int]) -> Distribution:
    """Return a distribution by its definition: each percentile is the least value that enough do not exceed."""
    counts = Counter(points)
    values, pairs = sorted(counts), counts.total()
    not_above = dict(zip(values, accumulate(counts[value] for value in values), strict=True))

    def percentile(per_cent: int) -> int:
        return next(value for value in values if 100 * not_above[value] >= per_cent * pairs)

    mean = sum(value * count for value, count in counts.items()) // pairs
    return Distribution(mean=mean, least=values[0], p10=percentile(10), p50=percentile(50), p90=percentile(90))
