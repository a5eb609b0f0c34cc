"""Strategies or settings side by side: each matches one pool and is measured, then all match pools drawn from it.

Matches again and again, openly. What is drawn is drawn alike for all, so that differences are paired.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from matchmaker.comparison.draws import NOT_DRAWN, drawn
from matchmaker.comparison.entrants import Entrant
from matchmaker.comparison.marks import MARKS
from matchmaker.comparison.own import mishap
from matchmaker.comparison.results import Contender, Difference, SideBySide
from matchmaker.comparison.simpler import simpler
from matchmaker.engine import assigned, demanded, found_by_scans, refuse_none
from matchmaker.errors import InputError, Problem
from matchmaker.metrics import Measures, measured
from matchmaker.metrics.distribution import percentile
from matchmaker.metrics.made import Made, possible
from matchmaker.pool import Pool
from matchmaker.problem.list_bounds import refuse_many
from matchmaker.problem.strategies import strategy_of
from matchmaker.programme import Programme
from matchmaker.scoring.scores import Scores
from matchmaker.version import __version__
from solvers.problem import AssignmentProblem
from solvers.result import Result, Status, Termination
from solvers.stop import Stop, never

LOWEST, HIGHEST = 5, 95
"""The percentiles that an interval goes from and to."""

_WARM = AssignmentProblem([0, 0, 1, 1], [0, 1, 0, 1], [1, 1, 1, 1], [1, 1], [1, 1])
"""With several best answers, so that all is imported that solving needs."""


def side_by_side(
    pool: Pool,
    entrants: Sequence[Entrant],
    *,
    draws: int = 30,
    stop: Stop = never,
    tell: Callable[[str], None] = lambda _: None,
) -> SideBySide:
    """Match a pool as every entrant does, measure each, and compare them on so many pools drawn from it.

    Each is measured under its own settings. What a strategy does not support is set aside for it, and said. ``stop`` is
    for all of them together: once it says so what is being solved, and all after it, ends with the best so far, and no
    more pools are drawn. ``tell`` hears how far it has come.

    Raises
    ------
    InputError, ClashError
        As ``match`` does; or InputError where nobody is to be compared, or a strategy of one's own raises, or its
        answer is refused.
    """
    if not entrants:
        raise InputError([Problem("entrants", 0, "", "nobody is to be compared; give one at least")])
    problems = _problems(pool, entrants)
    assigned(_WARM, entrants[0].programme, strategy_of(Programme()))  # engines are imported now, and not timed
    found = list(_on_the_pool(pool, entrants, problems, stop, tell))
    marks = _drawn_marks(entrants, problems, draws, stop, tell)
    return SideBySide(
        programme=entrants[0].programme.name,
        mentees=len(pool.mentees),
        mentors=len(pool.mentors),
        same_settings=len({entrant.programme.sha256 for entrant in entrants}) == 1,
        draws=len(marks),
        not_drawn=tuple(name for name in NOT_DRAWN if any(name in problem.features for problem in problems)),
        termination=_ended(found, stop() if len(marks) < draws else None),
        contenders=tuple(_contenders(entrants, found, marks)),
        people_sha256=pool.sha256,
        version=__version__,
    )


def _ended(found: Sequence[_Trial], why: str | None) -> Termination:
    """Return why the first ended that was stopped, a best total score among them; else ``why`` no more was drawn."""
    ends = [one.termination for trial in found for one in (trial.result, trial.best) if one]
    ends += [Termination(why)] if why else []
    return next((end for end in ends if end is not Termination.COMPLETED), Termination.COMPLETED)


def _problems(pool: Pool, entrants: Sequence[Entrant]) -> list[AssignmentProblem]:
    """Return every entrant's problem; those of the same settings share one."""
    of = {entrant.programme.sha256: entrant.programme for entrant in entrants}
    for entrant in entrants:
        if not found_by_scans(pool, entrant.programme, strategy := entrant.strategy()):
            refuse_many(Scores(pool, entrant.programme), strategy.name)
    by_settings = {settings: demanded(Scores(pool, programme), lister="compare") for settings, programme in of.items()}
    return [by_settings[entrant.programme.sha256] for entrant in entrants]


_Marks: TypeAlias = Mapping[str, int | None]
"""What somebody reaches on a pool, by the names of ``MARKS``."""


class _Trial(NamedTuple):
    result: Result
    measures: Measures
    seconds: float
    set_aside: tuple[str, ...]
    best: Result | None = None
    """The best total score there is under the same settings, with the same set aside."""

    @property
    def price(self) -> int | None:
        """What it gives up against the best, if that is proven to be so."""
        best = self.best
        return best.score - self.result.score if best and best.status is Status.OPTIMAL else None


def _on_the_pool(
    pool: Pool,
    entrants: Sequence[Entrant],
    problems: Sequence[AssignmentProblem],
    stop: Stop,
    tell: Callable[[str], None],
) -> Iterator[_Trial]:
    """Yield what every entrant makes of the pool itself, with the best total score of the same problem."""
    best: dict[tuple[int, tuple[str, ...]], Result] = {}
    for entrant, problem in zip(entrants, problems, strict=True):
        tell(entrant.name)
        trial = _tried(entrant, problem, stop=stop)
        refuse_none(pool, entrant.programme, problem, trial.result)
        key = id(problem), trial.set_aside
        if key not in best:
            best[key] = _best(simpler(problem, trial.set_aside), entrant.programme, stop)
        yield trial._replace(best=best[key])


def _tried(entrant: Entrant, problem: AssignmentProblem, seed: int = 0, *, stop: Stop) -> _Trial:
    """Return what an entrant makes of a problem, and how long that took."""
    strategy = entrant.strategy(seed)
    set_aside = tuple(sorted(problem.features - strategy.features))
    begun = time.perf_counter()
    try:
        result = assigned(simpler(problem, set_aside), entrant.programme, strategy, stop)
    except (Exception, SystemExit) as error:
        if entrant.own is None:  # a bug of ours
            raise
        raise InputError([Problem("--strategies", 0, entrant.name, f"it failed: {mishap(error)}")]) from error
    seconds = time.perf_counter() - begun
    seen = possible(problem)
    measures = measured(Made(seen, seen.positions(result.rows, result.columns)))
    return _Trial(result, measures, seconds, set_aside)


def _best(problem: AssignmentProblem, programme: Programme, stop: Stop) -> Result:
    """Return the answer with the best total score of a problem, or of those found until it was stopped."""
    sought = strategy_of(programme.model_copy(update={"strategy": "best_score"}))
    return assigned(problem, programme, sought, stop)


def _drawn_marks(
    entrants: Sequence[Entrant],
    problems: Sequence[AssignmentProblem],
    draws: int,
    stop: Stop,
    tell: Callable[[str], None],
) -> list[list[tuple[_Marks, _Marks]]]:
    """Return every entrant's marks on pools drawn from this one, the same draw for all, each to its end for all.

    Beside them stand the first's marks on the same pool, with the same set aside.
    """
    found: list[list[tuple[_Marks, _Marks]]] = []
    for seed in range(draws):
        if stop():
            break
        tell(f"pool {seed + 1} of {draws}, drawn from it")
        others = {key: drawn(problem, seed) for key, problem in {id(one): one for one in problems}.items()}
        pairs = [(entrant, others[id(problem)]) for entrant, problem in zip(entrants, problems, strict=True)]
        trials = [_tried(entrant, other, seed, stop=stop) for entrant, other in pairs]
        beside = _firsts(entrants[0], others[id(problems[0])], trials, seed, stop)
        if stop():
            break
        found.append([(_marks(trial), beside[trial.set_aside]) for trial in trials])
    return found


def _firsts(
    first: Entrant, problem: AssignmentProblem, trials: Sequence[_Trial], seed: int, stop: Stop
) -> dict[tuple[str, ...], _Marks]:
    """Return what the first makes of its problem with the same set aside as for each of the others, by what that is.

    Else a strategy would look better than the first where it only had less to keep.
    """
    found = {trials[0].set_aside: _marks(trials[0])}
    for aside in {trial.set_aside for trial in trials}:
        if aside not in found:
            found[aside] = _marks(_tried(first, simpler(problem, aside), seed, stop=stop))
    return found


def _marks(trial: _Trial) -> _Marks:
    return {name: mark.of(trial.measures) for name, mark in MARKS.items()}


def _contenders(
    entrants: Sequence[Entrant], found: Sequence[_Trial], marks: Sequence[Sequence[tuple[_Marks, _Marks]]]
) -> Iterator[Contender]:
    """Yield what is told of every entrant; ``marks`` are of everybody, draw by draw."""
    for at, (entrant, trial) in enumerate(zip(entrants, found, strict=True)):
        result = trial.result
        yield Contender(
            name=entrant.name,
            strategy=result.strategy,
            status=result.status,
            termination=result.termination,
            gap=result.gap,
            total_score=result.score,
            price=trial.price,
            set_aside=trial.set_aside,
            seconds=round(trial.seconds, 3),
            measures=trial.measures,
            differences=_differences([draw[at] for draw in marks]) if at else {},
        )


def _differences(marks: Sequence[tuple[_Marks, _Marks]]) -> dict[str, Difference]:
    """Return how far the marks of one are from those of the first beside them, draw by draw."""
    found = {}
    for name in MARKS:
        both = ((one[name], base[name]) for one, base in marks)
        ranked = sorted(mine - base for mine, base in both if mine is not None and base is not None)
        if ranked:
            low, high = percentile(ranked, LOWEST), percentile(ranked, HIGHEST)
            found[name] = Difference(draws=len(ranked), mean=_nearest(sum(ranked), len(ranked)), low=low, high=high)
    return found


def _nearest(total: int, count: int) -> int:
    """Return the mean to the nearest whole number, halves away from 0: the same either way round."""
    nearest = (2 * abs(total) + count) // (2 * count)
    return nearest if total >= 0 else -nearest
