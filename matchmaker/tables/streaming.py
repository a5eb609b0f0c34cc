"""From a solver's result to the files, for a large pool: never all pairs or people at once, but as arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from matchmaker.audit import audit
from matchmaker.certificate_record import FairnessRecord, LotteryProof
from matchmaker.errors import OutputError
from matchmaker.matching import AuditedColumn, Lottery
from matchmaker.metrics.distribution import distributions_of
from matchmaker.outcome.assembly import claims, head
from matchmaker.outcome.chances import lottery
from matchmaker.outcome.chosen import Chosen
from matchmaker.outcome.possible import possible_of
from matchmaker.outcome.states import SIDES, Outcome
from matchmaker.scoring.scores import Scores
from matchmaker.scoring.survey import ViewedPairs
from matchmaker.settings import View
from matchmaker.tables import large_tables
from matchmaker.tables.large import LargeCertificate, LargeMatching, TableFile, Tables
from matchmaker.tables.pieces import chance_pieces, ids, pair_pieces, people_pieces, price_pieces
from matchmaker.tables.table_file import ROWS, Piece, write_table
from matchmaker.writing import disk
from matchmaker.writing.lines import Lines
from matchmaker.writing.progress import Note, unheard
from matchmaker.writing.record_file import as_json
from matchmaker.writing.result import LARGE_FILES, write_made
from solvers.problem import AssignmentProblem, Wholes
from solvers.proof.certificate import Certificate
from solvers.result import Result
from solvers.source import ScoreSource

Some = TypeVar("Some")


def write_large(
    scores: Scores,
    problem: AssignmentProblem,
    result: Result,
    notices: tuple[str, ...],
    folder: str | Path,
    *,
    source: ScoreSource | None = None,
    note: Note = unheard,
    force: bool = False,
) -> tuple[Path, ...]:
    """Write the result of a problem made of ``scores`` as a record with tables, and return the files' paths.

    They say what ``assemble`` and ``write_matching`` make of it, less the sentences of criteria, which ``explain``
    makes. ``problem`` may list any pairs, the pinned ones among them; ``source`` is one that equals ``scores``, faster.
    ``note`` hears how far it is.

    Raises
    ------
    OutputError
        As ``write_matching`` does.
    """
    if result.certificate is None:
        raise OutputError("this result has no certificate, and cannot be written")
    answer = _Answer(scores, problem, result, result.certificate, notices, source, note)
    names = [name for name in LARGE_FILES if result.odds is not None or name != "chances.parquet"]
    return write_made(Path(folder), names, answer.write, force=force)


class _Seat(NamedTuple):
    """What an audit looks at of somebody."""

    id: str
    role: View
    places: int
    filled: int


class _Scored(NamedTuple):
    """What an audit looks at of a pair."""

    mentee: str
    mentor: str
    score: int


@dataclass(frozen=True)
class _Answer:
    """A result about to be written."""

    scores: Scores
    problem: AssignmentProblem
    result: Result
    proof: Certificate
    notices: tuple[str, ...]
    source: ScoreSource | None
    note: Note

    def write(self, new: Path) -> None:
        """Write all files into a folder, the record last: it tells of the others."""
        tables = self._tables(new)
        disk.write(new / "certificate.json", as_json(self._certificate(tables)).encode())
        disk.write(new / "matching.json", as_json(self._matching(tables)).encode())

    @cached_property
    def pairs(self) -> ViewedPairs:
        """The chosen pairs."""
        return self.scores.viewed(self.result.rows, self.result.columns)

    @cached_property
    def chosen(self) -> Chosen:
        """The same, read from both sides."""
        return Chosen.of(self.scores.pool, self.pairs.rows, self.pairs.columns, self.pairs.scores)

    @cached_property
    def lines(self) -> Lines:
        """What makes lines of pairs and people."""
        return Lines(self.scores.pool)

    @cached_property
    def drawn(self) -> Lottery | None:
        """What was drawn by lot."""
        return lottery(self.result, self.scores.programme.seed)

    @cached_property
    def extra_prices(self) -> Mapping[str, Wholes]:
        """The prices that some strategies have besides those of the certificate."""
        fairness, odds = self.proof.fairness, self.result.odds
        found: dict[str, Wholes] = {"above_price": fairness.above_prices} if fairness else {}
        return found | ({"lottery_price": odds.column_prices} if odds else {})

    def _tables(self, new: Path) -> Tables:
        pool, odds = self.scores.pool, self.result.odds
        pairs, pairs_csv = self._pairs(new)
        people, people_csv = self._people(new)
        fit = all(abs(price).bit_length() < 63 for price in self.proof.column_prices.tolist())
        prices = price_pieces(pool, self.proof, self.extra_prices, int if fit else str)
        chances = chance_pieces(pool, odds) if odds else None
        return Tables(
            pairs=pairs,
            people=people,
            prices=write_table(new / "prices.parquet", large_tables.price_columns(fit, [*self.extra_prices]), prices),
            chances=write_table(new / "chances.parquet", large_tables.CHANCES, chances) if chances else None,
            pairs_csv=pairs_csv,
            people_csv=people_csv,
        )

    def _pairs(self, new: Path) -> tuple[TableFile, TableFile]:
        """Write the pairs as a table and, in the same walk, as CSV."""
        parts = large_tables.parts_of(self.scores.weights)

        def also_as_csv(file: disk.Growing) -> Iterator[Piece]:
            first, pieces = True, pair_pieces(self.scores, self.pairs, self.drawn)
            for piece in self._told("pairs", pieces, len(self.pairs.rows)):
                rows = (dict(zip(piece, row, strict=True)) for row in zip(*piece.values(), strict=True))
                file.write(self.lines.pairs(rows, parts, first).encode())
                first = False
                yield piece
            if first:
                file.write(self.lines.pairs([], parts, first).encode())

        with disk.growing(new / "pairs.csv") as file:
            columns = large_tables.pair_columns(self.scores.weights, self.drawn is not None)
            table = write_table(new / "pairs.parquet", columns, also_as_csv(file))
        return table, TableFile(file="pairs.csv", rows=table.rows, sha256=file.sha256)

    def _people(self, new: Path) -> tuple[TableFile, TableFile]:
        """Write what became of everybody as a table and, in the same walk, as CSV."""
        scores, rules = self.scores, self.scores.rule_names
        self.note("seeing whom people could have had")
        possible = possible_of(scores, self.source)
        outcome = Outcome(scores.pool, possible, self.chosen, scores.programme, self.result.strategy)

        def also_as_csv(file: disk.Growing) -> Iterator[Piece]:
            file.write(self.lines.people([], first=True).encode())
            everybody = len(scores.pool.mentees) + len(scores.pool.mentors)
            for people in self._told("people", people_pieces(scores, outcome), everybody):
                file.write(self.lines.people(people, first=False).encode())
                yield large_tables.person_rows(people, rules)

        with disk.growing(new / "people.csv") as file:
            table = write_table(new / "people.parquet", large_tables.person_columns(rules), also_as_csv(file))
        return table, TableFile(file="people.csv", rows=table.rows, sha256=file.sha256)

    def _told(self, what: str, pieces: Iterator[Some], everything: int) -> Iterator[Some]:
        """Yield pieces of so many pairs or people, and say how far that is once one is written."""
        for count, piece in enumerate(pieces, 1):
            yield piece
            self.note(f"writing {what}, {min(1.0, count * ROWS / everything):.0%}")

    def _matching(self, tables: Tables) -> LargeMatching:
        load = Counter(self.result.columns.tolist())
        views = self.pairs.mentee_view.tolist(), self.pairs.mentor_view.tolist()
        return LargeMatching(
            **head(self.scores, self.result, load),
            lottery=self.drawn and self.drawn.model_copy(update={"chances": ()}),
            pairs=(),
            people=(),
            distributions=distributions_of(*views) if views[0] else None,
            audit=self._audit() if self.scores.programme.audit.columns else (),
            notices=self.notices,
            tables=tables,
        )

    def _certificate(self, tables: Tables) -> LargeCertificate:
        fair, odds, lists = self.proof.fairness, self.result.odds, dict[str, Any]()
        if fair:
            bounds = {"worst_off": fair.worst_off, "worst_off_bound": fair.worst_off_bound}
            lists["fairness"] = FairnessRecord(**bounds, above_prices={}, scale=fair.scale)
        if odds:
            sums = {"whole": odds.whole, "cap": odds.cap, "expected": odds.expected}
            lists["lottery"] = LotteryProof(**sums, chances=(), prices={})
        empty: dict[str, Any] = {"fairness": None, "lottery": None, "pairs": (), "prices": {}}
        empty |= dict.fromkeys(large_tables.CUTS, ())
        return LargeCertificate(**claims(self.scores, self.problem, self.proof), **empty | lists, tables=tables)

    def _audit(self) -> tuple[AuditedColumn, ...]:
        pool, chosen = self.scores.pool, self.chosen
        roles: tuple[View, View] = ("mentee", "mentor")
        everybody = (ids(pool.mentees), ids(pool.mentors))
        seats = [
            _Seat(one, roles[side], places, filled)
            for side in SIDES
            for one, places, filled in zip(
                everybody[side], chosen.places[side].tolist(), chosen.filled[side].tolist(), strict=True
            )
        ]
        ends = zip(chosen.rows.tolist(), chosen.columns.tolist(), chosen.scores.tolist(), strict=True)
        pairs = [_Scored(everybody[0][row], everybody[1][column], score) for row, column, score in ends]
        return audit(pool, self.scores.programme, seats, pairs)
