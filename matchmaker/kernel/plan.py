"""plan_of: a scored pool as the arrays and instructions that the compiled loops read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from matchmaker.kernel.bans import ban, banning
from matchmaker.kernel.encode import Program, Unfit
from matchmaker.kernel.ops import OP_WIDTH, Longs, Op, Plan
from matchmaker.kernel.singles import Later, Single, Singles
from matchmaker.kernel.store import Given, Store
from matchmaker.scoring.combine import COMBINE
from matchmaker.shapes import FULL, Overlap, Product, Shape

if TYPE_CHECKING:
    from matchmaker.scoring.encoded import Encoded
    from matchmaker.scoring.scores import Scores

Numbers: TypeAlias = tuple[int, ...]

_TELLING = 60 * FULL
"""Once no more than this is open, of 200 times full points in both views, pairs are apart enough to drop some."""


class Share(NamedTuple):
    """What a criterion brings to one of the two views, 0 or 1."""

    view: int
    weight: int
    unknown: int


@dataclass
class Measure:
    """One shape, and what the criteria that have it bring."""

    shape: Shape
    program: Program
    register: int
    shares: list[Share] = field(default_factory=list)
    bound: Measure | None = None
    """A cheaper shape whose points are never fewer."""

    @property
    def most(self) -> tuple[int, int]:
        """The most it can bring to each view."""
        one, two = (FULL * sum(share.weight for share in self.shares if share.view == view) for view in (0, 1))
        return one, two

    @property
    def worth(self) -> float:
        """How much it tells for what it costs."""
        return sum(self.most) / (1 + self.program.cost)


class Built(NamedTuple):
    """A plan, the shapes that have to be asked block by block, and single pairs that are listed some rows at a time."""

    plan: Plan
    given: list[Given]
    later: list[Later]

    def at_least(self, score: int) -> Built:
        """Return the same with another minimum score."""
        settings = self.plan.settings.copy()
        settings[1] = score
        return self._replace(plan=self.plan._replace(settings=settings))


def plan_of(scores: Scores) -> Built | None:
    """Return the plan of a scored pool; None where its weights are not what the loops count exactly."""
    if any(not 0 <= one.unknown <= FULL or one.weight < 0 for one in scores.encoded):
        return None
    store, single = Store(scores.n_rows, scores.n_columns), Single(scores.n_rows, scores.n_columns)
    measures: list[Measure] = []
    for one in scores.encoded:
        share = Share(("mentee", "mentor").index(one.criterion.view), one.weight, one.unknown)
        if not single.take(one.shape, *share):
            _measure(store, measures, one, share)
    for measure in measures:
        measure.bound = _bound(store, measure)
    measures.sort(key=lambda one: (one.program.counts_bits, -one.worth))
    rules = [ban(store, one) for one in scores.encoded_rules]
    ops, registers = _program(measures)
    settings = [
        list(COMBINE).index(scores.programme.combine),
        scores.programme.minimum_score,
        store.n_columns,
        max(1, registers),
        *(int(one.any()) for one in single.columns),
        0,
    ]
    return Built(_joined(store, single, settings, _numbers(ops), _numbers(rules)), store.given, single.later)


def with_singles(plan: Plan, rows: Longs, later: list[Later]) -> Plan:
    """Return the plan for some rows, ascending, with their single pairs that are listed only now."""
    kept, settings = Singles(plan.single_starts, plan.single_columns, plan.singles), plan.settings.copy()
    found, settings[6] = kept.among(rows, later, plan.settings[2]), rows[0]
    return plan._replace(
        settings=settings, single_starts=found.starts, single_columns=found.columns, singles=found.points
    )


def _joined(store: Store, single: Single, settings: list[int], ops: Longs, rules: Longs) -> Plan:
    singles, codes, starts = single.joined(), store.codes.joined(), store.starts.joined()
    return Plan(
        settings=np.array(settings, np.int64),
        ops=ops,
        rules=rules,
        banning=banning(rules, starts, codes, store.n_rows),
        lines=store.lines(),
        picks=store.picks.joined(),
        loads=store.loads.joined(),
        codes=codes,
        curves=store.curves.joined(),
        row_places=store.row_places.joined(),
        row_bits=store.row_bits.joined(),
        column_bits=store.column_bits.joined(),
        planes=store.planes(),
        starts=starts,
        members=store.members.joined(),
        row_points=single.rows,
        column_points=single.columns,
        single_starts=singles.starts,
        single_columns=singles.columns,
        singles=singles.points,
    )


def _measure(store: Store, measures: list[Measure], one: Encoded, share: Share) -> None:
    """Add a criterion: to the measure that has its shape already, or as a new one."""
    for other in measures:
        if one.shape is other.shape:
            other.shares.append(share)
            return
    program = Program(store)
    try:
        register = program.of(one.shape)
    except Unfit:
        program = Program(store)
        register = program.given(lambda start, stop: one.block(start, stop, store.n_columns))
    measures.append(Measure(one.shape, program, register, [share]))


def _bound(store: Store, measure: Measure) -> Measure | None:
    """Return the share that a product takes of counted bits, which nobody counts before it is sure that they matter."""
    shape = measure.shape
    if not measure.program.counts_bits or type(shape) is not Product or type(shape.first) is not Overlap:
        return None
    if shape.first.curve.min() < 0:
        return None  # what is unknown may count more
    program = Program(store)
    shares = [share._replace(unknown=shape.assumed) for share in measure.shares]
    return Measure(shape.share, program, program.of(shape.share), shares)


def _program(measures: list[Measure]) -> tuple[list[Numbers], int]:
    """Put all measures one after another, bounds first, and cut between them as soon as half of all is known."""
    bounds = [one.bound for one in measures if one.bound]
    left = np.sum([one.most for one in measures] or [(0, 0)], axis=0)
    ops: list[Numbers] = []
    for one in (*bounds, *measures):
        if one.program.counts_bits or left.sum() <= _TELLING:
            ops.append((Op.CUT, *left.tolist()))
        ops += _worked_out(one)
        if not one.bound:
            left -= one.most
    ops.append((Op.CUT, 0, 0))
    return ops, max([one.program.registers for one in (*bounds, *measures)], default=0)


def _worked_out(measure: Measure) -> list[Numbers]:
    """Return the instructions of a measure; in place of its bound, if that is in the views already."""
    of, ops = measure.register, measure.program.ops
    if measure.bound is None:
        return [*ops, *((Op.ADD, of, *share) for share in measure.shares)]
    *_, by, assumed = ops[-1]  # a product's
    return [*ops, *((Op.LESS, of, *share, by, assumed) for share in measure.shares)]


def _numbers(lines: list[Numbers]) -> Longs:
    return np.array([(*line, *[0] * (OP_WIDTH - len(line))) for line in lines], np.int64).reshape(-1, OP_WIDTH)
