"""Reading a programme's folder: every problem in every file, found in one pass and located."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeAlias, TypeVar, cast

from pydantic import BaseModel, TypeAdapter, ValidationError

from matchmaker.answers import LONGEST_LINE
from matchmaker.check import unfit
from matchmaker.check.needed import unanswered
from matchmaker.check.own_columns import absent
from matchmaker.companies import Companies
from matchmaker.errors import MOST_TOLD, InputError, Problem
from matchmaker.packed import Packing, SomePerson
from matchmaker.people import Mentee, Mentor
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.ratings import Rating
from matchmaker.reading.column_names import column_name
from matchmaker.reading.faults import say_fault
from matchmaker.reading.input_file import read_toml
from matchmaker.reading.tables import Rename, Table, read_pieces, until_too_much
from matchmaker.relations import Relation, fold
from matchmaker.settings import OnetSettings, View
from matchmaker.settings.faults import NOT_SETTINGS, own_names, setting_problems
from matchmaker.topics import TopicGraph

Model = TypeVar("Model", bound=BaseModel)
Fields: TypeAlias = dict[str, object]

_SHOWN = frozenset(
    {"time_zone", "free", "offers", "needs", "capacity", "floor", "kind", "since", "until", "request", "priority"}
    | {"quality", "mean", "count"}
)
"""Coded columns, whose wrong content a message may show; never names, companies, e-mails or free text."""

SETTINGS = "programme.toml"
_PEOPLE = ("mentors.csv", "mentees.csv")
_FILES = ("programme.toml", "topics.csv", "companies.toml", *_PEOPLE, "relations.csv", "ratings.csv")


def read_folder(folder: Path, settings: Path | None = None) -> tuple[Pool, Programme]:
    """Read a programme's folder: people, relations, ratings, settings, and the words they are read with.

    Only the two files of people are required. Where ``settings`` are given they stand in for programme.toml.

    Raises
    ------
    InputError
        With everything wrong in every file, each with its file, row and column or key.
    """
    if not folder.is_dir():
        raise InputError([Problem(str(folder), 0, "", "is not a folder; it should hold mentors.csv and mentees.csv")])
    with _uncollected():
        return _read(folder, settings)


def _read(folder: Path, settings: Path | None) -> tuple[Pool, Programme]:
    if settings is None:
        return _Reading(folder).everything()
    if not settings.is_file():
        raise InputError([Problem(str(settings), 0, "", "is missing; a file of settings as programme.toml is needed")])
    try:
        return _Reading(folder, settings.absolute()).everything()
    except InputError as error:
        named = (replace(one, file=settings.name) if one.file == SETTINGS else one for one in error.problems)
        raise InputError(named) from error


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector from going through all that is read, again and again: nothing in it is a circle."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def read_rows(path: Path, model: type[Model]) -> list[Model]:
    """Read a file by itself, of which every column is known.

    Raises
    ------
    InputError
        With everything wrong in it, each with its row and column.
    """
    if not path.exists():
        raise InputError([Problem(path.name, 0, "", "is missing")])
    reading = _Reading(path.parent)
    rows = [*reading.rows(path.name, model)]
    if reading.problems:
        raise InputError(sorted(dict.fromkeys(reading.problems), key=_place))
    return rows


class _Reading:
    """One reading of one folder, collecting everything wrong in it."""

    def __init__(self, folder: Path, settings: Path = Path(SETTINGS)) -> None:
        self.folder, self.settings = folder, settings
        self.problems: list[Problem] = []
        self.unread: set[str] = set()
        """The folded ids, e-mails and names of people whose rows could not be read."""
        self.whole = True
        """Whether both files of people could be read as tables."""
        self.seen: set[str] = set()
        """The headers that stand in the files of people."""
        self.columns: dict[View, set[str]] = {"mentor": set(), "mentee": set()}
        """The columns these headers stand for."""
        self.blind = False
        """Whether the settings could not be read at all, so that a header may stand for any column."""
        self.lacking: set[tuple[str, str]] = set()
        """Files and the columns their headers should have and do not: said once, not at every row."""

    def everything(self) -> tuple[Pool, Programme]:
        settings = cast(Fields, self.optional(str(self.settings), read_toml) or {})
        self.blind = bool(self.problems)
        programme = self.programme(settings)
        headers = _headers(settings.get("columns"))
        mentors = self.people("mentors.csv", Mentor, headers)
        mentees = self.people("mentees.csv", Mentee, headers)
        relations = self.rows("relations.csv", Relation)
        ratings = self.rows("ratings.csv", Rating)
        pool = None
        try:
            pool = Pool(mentors, mentees, relations, ratings)
        except InputError as error:
            self.problems += [one for one in error.problems if (one.file, one.column) not in self.lacking]
        unused = sorted(headers.keys() - self.seen) if self.whole else []
        message = "no file of people has this header"
        self.problems += [Problem("programme.toml", 0, f"columns.{header}", message) for header in unused]
        self.problems += absent(programme, self.columns) if programme and self.whole else []
        if pool and programme and self.whole:
            self.problems += unfit(pool, programme, self.unread)
        elif programme:
            self.problems += unanswered(mentors, mentees, programme)
        if self.problems or not pool or not programme:
            raise InputError(sorted(dict.fromkeys(self.problems), key=_place))
        return pool, programme

    def programme(self, settings: Fields) -> Programme | None:
        """Check the settings with the words they are read with; None where something is wrong in them."""
        message = "no such setting; topics.csv and companies.toml hold these"
        misplaced = sorted(settings.keys() & NOT_SETTINGS)
        self.problems += [Problem("programme.toml", 0, name, message) for name in misplaced]
        words: dict[str, object] = {"topics": self.topics(settings.get("onet"))}
        words["companies"] = self.optional("companies.toml", Companies.read)
        known = {name: one for name, one in words.items() if one}
        said = {name: value for name, value in settings.items() if name not in NOT_SETTINGS}
        try:
            programme = Programme.model_validate(said | known, context=own_names(settings))
        except ValidationError as error:
            for found in error.errors(include_url=False, include_input=False)[:MOST_TOLD]:
                self.problems += setting_problems(found, settings)
        return None if self.problems else programme

    def topics(self, onet: object) -> TopicGraph | None:
        """Read the programme's own topics, or take those that ship, and add O*NET's where the settings name it."""
        own = cast(TopicGraph | None, self.optional("topics.csv", TopicGraph.read))
        try:
            named = OnetSettings.model_validate(onet or {})
            if named.skills:
                return (own or TopicGraph.shipped()).with_onet(self.folder / named.skills, self.folder / named.tree)
        except ValidationError:
            pass  # told with the other settings
        except InputError as error:
            self.problems += error.problems
        return own

    def optional(self, file: str, read: Callable[[Path], object]) -> object | None:
        """Read one of the optional files; None where it is not there, or not right."""
        try:
            return read(self.folder / file) if (self.folder / file).exists() else None
        except InputError as error:
            self.problems += error.problems
            return None

    def people(self, file: str, model: type[SomePerson], headers: Mapping[str, str]) -> Sequence[SomePerson]:
        """Read a file of people. A form's own header may stand for a column, as ``[columns]`` says."""
        known = model.model_fields.keys() - {"other", "record"}

        def renamed(header: str) -> str:
            self.seen.add(column_name(header))
            return headers.get(column_name(header), column_name(header))

        needed = {name for name, field in model.model_fields.items() if field.is_required()} | {"free"}
        packing = Packing(model)
        for table in self.tables(file, renamed, known, needed):
            rows: list[Fields] = []
            for row in table.rows:
                other = {name: cell for name, cell in row.cells.items() if name not in known}
                fields: Fields = {name: cell for name, cell in row.cells.items() if name in known}
                rows.append(fields | {"other": other, "record": {"file": file, "row": row.number}})
            self.unread.update(*(_names(row.cells) for row in table.ragged))
            packing.add(self.models(file, model, rows))
            self.columns["mentor" if model is Mentor else "mentee"].update(table.columns)
            self.whole = self.whole and bool(table.columns)
        return packing.people()

    def rows(self, file: str, model: type[Model]) -> Iterator[Model]:
        """Read a file of which every column is known, if it is there, while its rows are taken."""
        if not (self.folder / file).exists():
            return
        known = model.model_fields.keys() - {"record"}
        needed = {name for name, field in model.model_fields.items() if field.is_required()}
        for table in self.tables(file, column_name, known, needed):
            strange = sorted({name for name in table.columns if name} - known)
            self.lacking.update((file, name) for name in strange)
            told = strange if known & set(table.columns) else []  # else they may be answers, without a header
            self.problems += [Problem(file, 1, name, "no such column here") for name in told]
            rows: list[Fields] = [{**row.cells, "record": {"file": file, "row": row.number}} for row in table.rows]
            yield from self.models(file, model, rows)

    def tables(self, file: str, rename: Rename, known: Collection[str], needed: set[str]) -> Iterator[Table]:
        """Read a file piece by piece, with everything wrong in it as a table."""
        for table in until_too_much(read_pieces(self.folder / file, rename, known), self.problems):
            self.problems += table.problems
            self.need(table, needed)
            yield table

    def need(self, table: Table, needed: set[str]) -> None:
        """Name the columns that a header lacks, once each."""
        if "email" in table.columns:
            needed = needed - {"id"}
        absent = sorted(needed - set(table.columns)) if table.columns else []
        self.lacking.update((table.file, name) for name in absent)
        fault = "the header lacks this column"
        words = {"id": f"{fault}, or email"}
        told = [] if self.blind and table.file in _PEOPLE else absent
        self.problems += [Problem(table.file, 1, name, words.get(name, fault)) for name in told]

    def models(self, file: str, model: type[Model], rows: list[Fields]) -> list[Model]:
        """Check all rows together, which is several times faster than one by one, and return the good ones."""
        adapter = _adapter(model)
        try:
            return adapter.validate_python(rows)
        except ValidationError as error:
            bad = set()
            for found in error.errors(include_url=False):
                at, *place = found["loc"]
                bad.add(at)
                column = str(place[1 if place[0] == "other" and len(place) > 1 else 0])
                if (file, column) not in self.lacking:
                    record = cast(dict[str, int], rows[cast(int, at)]["record"])
                    fault = say_fault(found, shown=column in _SHOWN)
                    self.problems.append(Problem(file, record["row"], column, fault))
        for at in bad:
            self.unread |= _names(rows[cast(int, at)])
        return adapter.validate_python([row for at, row in enumerate(rows) if at not in bad])


@cache
def _adapter(model: type[Model]) -> TypeAdapter[list[Model]]:
    return TypeAdapter(list[model])  # type: ignore[valid-type]


def _names(row: Mapping[str, object]) -> set[str]:
    return {fold(str(row[name])[:LONGEST_LINE]) for name in ("id", "email", "name") if name in row}


def _headers(columns: object) -> dict[str, str]:
    """Return what ``[columns]`` says, even where other settings are wrong."""
    pairs = columns.items() if isinstance(columns, dict) else ()
    return {column_name(header): column_name(column) for header, column in pairs if isinstance(column, str)}


def _place(problem: Problem) -> tuple[int, int]:
    """Sort problems by file and row; what is found in one row keeps its order."""
    return _FILES.index(problem.file) if problem.file in _FILES else len(_FILES), problem.row
