"""plan_of: a scored pool as the arrays and instructions that the compiled loops read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from matchmaker.combine import COMBINE
from matchmaker.kernel.bans import ban
from matchmaker.kernel.encode import Program, Unfit
from matchmaker.kernel.ops import OP_WIDTH, Ban, Longs, Op, Plan
from matchmaker.kernel.singles import Single
from matchmaker.kernel.store import Given, Store, alike, same_bits
from matchmaker.shapes import FULL, Overlap, Shape

if TYPE_CHECKING:
    from matchmaker.scores import Encoded, Scores

_CHEAP = 4.5
"""Up to this cost, in lines to add up, a measure is worked out for every pair; a dearer one where it may matter."""


class Share(NamedTuple):
    """What a criterion brings to one of the two views, 0 or 1."""

    view: int
    weight: int
    unknown: int


@dataclass
class Measure:
    """One shape, the criteria it serves, and the rules that are read off the same count of bits."""

    shape: Shape
    program: Program
    register: int
    shares: list[Share] = field(default_factory=list)

    @property
    def most(self) -> tuple[int, int]:
        """The most it can bring to each view."""
        one, two = (FULL * sum(share.weight for share in self.shares if share.view == view) for view in (0, 1))
        return one, two

    @property
    def is_dear(self) -> bool:
        """Whether it is worked out only where it may matter; bits are counted for listed columns alone."""
        return bool(self.program.shared) or self.program.cost > _CHEAP

    @property
    def worth(self) -> float:
        """How much it tells for what it costs."""
        return sum(self.most) / (1 + self.program.cost)


class Built(NamedTuple):
    """A plan, and the shapes that have to be asked block by block."""

    plan: Plan
    given: list[Given]


def plan_of(scores: Scores) -> Built | None:
    """Return the plan of a scored pool; None where its weights are not what the loops count exactly."""
    encoded = scores.encoded
    if any(not 0 <= one.unknown <= FULL or one.weight < 0 for one in encoded):
        return None
    store, single = Store(scores.n_rows, scores.n_columns), Single(scores.n_rows, scores.n_columns)
    measures: list[Measure] = []
    for one in encoded:
        share = Share(("mentee", "mentor").index(one.criterion.view), one.weight, one.unknown)
        if not single.take(one.shape, *share):
            _measure(store, measures, one, share)
    rules = [ban(store, one.shape, one.waived) for one in scores.encoded_rules]
    for number, judged in enumerate(scores.encoded_rules):
        if rules[number][0] == Ban.OVERLAP and isinstance(judged.shape, Overlap):
            _read_off(store, measures, number, judged.shape)
    measures.sort(key=lambda one: (one.is_dear, -one.worth))
    ops, registers = _program(measures)
    singles = single.joined()
    settings = np.array(
        [
            list(COMBINE).index(scores.programme.combine),
            scores.programme.minimum_score,
            store.n_columns,
            max(1, registers),
        ]
    )
    plan = Plan(
        settings=settings,
        ops=_lines_of_numbers(ops),
        rules=_lines_of_numbers(rules),
        lines=store.lines(),
        picks=store.picks.joined(),
        loads=store.loads.joined(),
        codes=store.codes.joined(),
        curves=store.curves.joined(),
        row_places=store.row_places.joined(),
        row_bits=store.row_bits.joined(),
        column_bits=store.column_bits.joined(),
        starts=store.starts.joined(),
        members=store.members.joined(),
        row_points=single.rows,
        column_points=single.columns,
        single_starts=singles.starts,
        single_columns=singles.columns,
        singles=singles.points,
    )
    return Built(plan, store.given)


def _measure(store: Store, measures: list[Measure], one: Encoded, share: Share) -> None:
    """Add a criterion: to the measure that has its shape already, or as a new one."""
    for other in measures:
        if alike(one.shape, other.shape):
            other.shares.append(share)
            return
    program = Program(store)
    try:
        register = program.of(one.shape)
    except Unfit:
        program = Program(store)
        register = program.given(lambda start, stop: one.block(start, stop, store.n_columns))
    measures.append(Measure(one.shape, program, register, [share]))


def _read_off(store: Store, measures: list[Measure], rule: int, shape: Overlap) -> None:
    """Let a rule be judged where its bits are counted anyway; else by a measure of its own."""
    shared = (one.program for one in measures if any(same_bits(shape, other) for other, _ in one.program.shared))
    program = next(shared, None)
    if program is None:
        program = Program(store)
        measures.append(Measure(shape, program, 0))
    banned = program.curved(program.counted(shape), (shape.curve == 1).astype(np.int32))
    program.ops.append((Op.BAN, banned, rule))


def _program(measures: list[Measure]) -> tuple[list[tuple[int, ...]], int]:
    """Put all measures one after another: the cheap ones for every pair, then each dear one for those left."""
    ops: list[tuple[int, ...]] = []
    left = np.sum([one.most for one in measures] or [(0, 0)], axis=0)
    dense = True
    for one in measures:
        if dense and one.is_dear:
            ops.append((Op.CUT, *left.tolist()))
            dense = False
        ops += one.program.ops
        for share in one.shares:
            ops.append((Op.ADD, one.register, share.view, share.weight, share.unknown))
        left -= one.most
        if not dense:
            ops.append((Op.CUT, *left.tolist()))
    if dense:
        ops.append((Op.CUT, 0, 0))
    ops.append((Op.CUT, 0, 0))
    return ops, max([one.program.registers for one in measures], default=0)


def _lines_of_numbers(lines: list[tuple[int, ...]]) -> Longs:
    return np.array([(*line, *[0] * (OP_WIDTH - len(line))) for line in lines], np.int64).reshape(-1, OP_WIDTH)
