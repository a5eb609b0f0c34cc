"""The loop of price and verify (column generation; Desaulniers, Desrosiers & Solomon, 2005), exact at any size.

1. Candidates from both sides are listed: each row's best pairs and each column's.
2. The best choice among them is a flow; its prices prove it best among them.
3. A scan over all legal pairs finds those that would leave their row more at these prices. They bound what any choice
   can be worth; the best few of each row are listed, and 2 follows again.
4. When there are none, the choice is proven best of all.
"""

from __future__ import annotations

from functools import partial
from time import monotonic

from solvers.answer import Author
from solvers.bounds import most_worth
from solvers.errors import ProblemError
from solvers.prices import Prices
from solvers.pricing.chosen import certified_of
from solvers.pricing.equals import settled
from solvers.pricing.held import Held
from solvers.pricing.listing import listed, with_pairs
from solvers.pricing.progress import Progress, Tell, silent
from solvers.pricing.scan import Scan
from solvers.problem import AssignmentProblem, Objective
from solvers.result import Result, Termination
from solvers.source import ScoreSource
from solvers.stop import Stop

SOLVER = "flow"
"""What the results of this loop name as their solver: its choices are flows."""


def fits(source: ScoreSource, problem: AssignmentProblem) -> None:
    """Make sure that a problem is one of a source.

    Raises
    ------
    ProblemError
        If rows or columns are not as many as the source has, or a pair is listed that is not pinned.
    """
    if (problem.n_rows, problem.n_columns) != (source.n_rows, source.n_columns):
        raise ProblemError(
            f"problem: {problem.n_rows} rows and {problem.n_columns} columns are not those of the source, "
            f"{source.n_rows} and {source.n_columns}"
        )
    if not problem.pinned.all():
        raise ProblemError("rows, columns: only pinned pairs are to be listed; the source has the others")


def priced(source: ScoreSource, problem: AssignmentProblem, stop: Stop, tell: Tell, *, objective: Objective) -> Result:
    """Return the best choice by one weighted sum, of a problem whose pins fit: the loop itself."""
    author = Author(objective.value, SOLVER, objective, proves=True)
    held, termination = search(source, problem, objective, stop, tell)
    return certified_of(source, held.part, author, held.remainder, held.taken, held.prices, termination)


def search(
    source: ScoreSource, problem: AssignmentProblem, objective: Objective, stop: Stop, tell: Tell
) -> tuple[Held, Termination]:
    """Return the best choice by one weighted sum, or the best until a stop, and which of the two."""
    return _Search(source, problem, objective, stop, tell).found()


class _Search:
    """One search: its rounds, and what it tells on the way."""

    def __init__(
        self, source: ScoreSource, problem: AssignmentProblem, objective: Objective, stop: Stop, tell: Tell
    ) -> None:
        self._source, self._problem, self._objective = source, problem, objective
        self._stop, self._tell = stop, tell
        self._start = monotonic()
        self._said: Termination | None = None
        self._round = 0
        self._proof: tuple[int, Prices] | None = None
        """The least bound so far, of what any choice can be worth, with its prices: bounds may rise again."""

    def found(self) -> tuple[Held, Termination]:
        """Return the best choice and why the search ended; tell that it did."""
        held, termination = self._run()
        self._say(held, 1.0, over=True)
        return held, termination

    def _run(self) -> tuple[Held, Termination]:
        """Go through the rounds."""
        self._tell(Progress(scan=0, share=0.0, candidates=0))
        scan = Scan(self._source, self._problem)
        held = Held.best_of(listed(self._source, self._problem, self._tell), self._objective)
        while True:
            self._round += 1
            if self._pause(held, 0.0):
                return self._stopped(held)
            if held.part.all_listed:
                self._bound(held)
                return held.canonical(), Termination.COMPLETED
            more = scan.improving(held.part, held.remainder, held.prices, partial(self._pause, held))
            if more is None:
                return self._stopped(held)
            held = held.among(with_pairs(held.part, more))
            self._bound(held)
            if not len(more.rows):
                return settled(scan, held), Termination.COMPLETED
            held = held.bettered()

    def _bound(self, held: Held) -> None:
        """Keep the prices if none bound better: with each row's best listed, too, they bound all legal pairs. Tell."""
        bound = most_worth(held.remainder, held.prices.column_prices)
        if self._proof is None or bound <= self._proof[0]:
            self._proof = bound, held.prices
        self._say(held, 1.0)

    def _stopped(self, held: Held) -> tuple[Held, Termination]:
        """Return the last choice, which is the best yet, with the prices that bound best."""
        assert self._said is not None
        prices = self._proof[1] if self._proof else held.prices
        return Held(self._objective, held.part, held.remainder, held.taken, prices), Termination(self._said)

    def _pause(self, held: Held, share: float) -> bool:
        """Tell how far the search is; whether to stop."""
        self._say(held, share)
        self._said = self._stop()
        return self._said is not None

    def _say(self, held: Held, share: float, *, over: bool = False) -> None:
        if self._tell is not silent:  # what nobody hears need not be added up
            self._tell(self._progress(held, share, over))

    def _progress(self, held: Held, share: float, over: bool) -> Progress:
        rows, places, score = held.totals
        return Progress(
            scan=self._round,
            share=share,
            candidates=len(held.part.rows),
            rows=rows,
            places=places,
            score=score,
            score_gap=self._score_gap(held),
            seconds=monotonic() - self._start,
            over=over,
        )

    def _score_gap(self, held: Held) -> int | None:
        """Return how much more score a choice with the same counts can have; None while a count is not proven."""
        if self._proof is None:
            return None
        gap = self._proof[0] - held.worth
        alone = len(held.remainder.units) == 1
        return gap if gap < (held.part.bonus if alone else 1) else None
