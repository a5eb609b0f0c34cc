"""Reading a programme's folder: every problem in every file, found in one pass and located."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar, cast

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from matchmaker.check import unfit
from matchmaker.companies import Companies
from matchmaker.errors import InputError, Problem
from matchmaker.faults import say_fault
from matchmaker.people import Mentee, Mentor, Record
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.relations import Relation, fold
from matchmaker.tables import Table, read_table
from matchmaker.topics import TopicGraph

SomePerson = TypeVar("SomePerson", Mentor, Mentee)
Model = TypeVar("Model", Mentor, Mentee, Relation)

_SHOWN = frozenset(
    {"time_zone", "free", "offers", "needs", "capacity", "floor", "kind", "since", "until", "request", "priority"}
)
"""Coded columns, whose wrong content a message may show; never names, companies, e-mails or free text."""

_NOT_SETTINGS = {"topics", "companies", "criteria"}
"""Fields of Programme that are not written in programme.toml."""


def read_folder(folder: Path) -> tuple[Pool, Programme]:
    """Read a programme's folder: programme.toml, mentors.csv, mentees.csv, relations.csv, topics.csv, companies.toml.

    Only the two files of people are required.

    Raises
    ------
    InputError
        With everything wrong in every file, each with its file, row and column or key.
    """
    if not folder.is_dir():
        raise InputError([Problem(str(folder), 0, "", "is not a folder; it should hold mentors.csv and mentees.csv")])
    problems: list[Problem] = []
    programme = _programme(folder, problems)
    headers = programme.columns if programme else {}
    unread: set[str] = set()
    mentors = _people(folder / "mentors.csv", Mentor, headers, problems, unread)
    mentees = _people(folder / "mentees.csv", Mentee, headers, problems, unread)
    relations = _relations(folder / "relations.csv", problems)
    pool = None
    try:
        pool = Pool(mentors, mentees, relations)
    except InputError as error:
        problems.extend(error.problems)
    if pool and programme:
        problems.extend(unfit(pool, programme, unread))
    if problems or not pool or not programme:
        raise InputError(dict.fromkeys(problems))
    return pool, programme


def _programme(folder: Path, problems: list[Problem]) -> Programme | None:
    """Read programme.toml with the words it is read with; None where something is wrong in them."""
    before = len(problems)
    settings = _toml(folder / "programme.toml", problems)
    misplaced = sorted(settings.keys() & _NOT_SETTINGS)
    message = "no such setting; topics.csv and companies.toml hold these"
    problems.extend(Problem("programme.toml", 0, name, message) for name in misplaced)
    words: dict[str, TopicGraph | Companies] = {}
    readers: dict[str, tuple[str, Callable[[Path], TopicGraph | Companies]]] = {
        "topics": ("topics.csv", TopicGraph.read),
        "companies": ("companies.toml", Companies.read),
    }
    for name, (file, read) in readers.items():
        try:
            if (folder / file).exists():
                words[name] = read(folder / file)
        except InputError as error:
            problems.extend(error.problems)
    try:
        programme = Programme.model_validate({**settings, **words})
    except ValidationError as error:
        for found in error.errors(include_url=False, include_input=False):
            problems.extend(_setting_problems(found))
    return programme if len(problems) == before else None


def _toml(path: Path, problems: list[Problem]) -> dict[str, object]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        problems.append(Problem(path.name, 0, "", "is not UTF-8"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        problems.append(Problem(path.name, 0, "", f"is not TOML: {error}"))
    except OSError as error:
        problems.append(Problem(path.name, 0, "", f"cannot be read: {error.strerror}"))
    return {}


def _people(
    path: Path, model: type[SomePerson], headers: Mapping[str, str], problems: list[Problem], unread: set[str]
) -> list[SomePerson]:
    """Read a file of people. A form's own header may stand for a column, as ``[columns]`` says.

    The folded names of the people whose rows cannot be read are added to ``unread``.
    """
    if not path.exists():
        problems.append(Problem(path.name, 0, "", "is missing; it holds one row for each person"))
        return []
    own = {_column(header): column for header, column in headers.items()}
    known = model.model_fields.keys() - {"other", "record"}

    def column(header: str) -> str:
        return own.get(_column(header), _column(header))

    table: Table = read_table(path, column)
    problems.extend(table.problems)
    rows = []
    for row in table.rows:
        fields: dict[str, object] = {name: cell for name, cell in row.cells.items() if name in known}
        other = {name: cell for name, cell in row.cells.items() if name not in known}
        rows.append(fields | {"other": other, "record": Record(file=path.name, row=row.number)})
    absent = {name for name, field in model.model_fields.items() if field.is_required()} - {"id", *table.columns}
    if table.columns:
        problems.extend(Problem(path.name, 1, name, "the header lacks this column") for name in sorted(absent))
    good, bad = _models(path.name, model, rows, problems, absent)
    unread.update(fold(str(row[name])) for row in bad for name in ("id", "email", "name") if name in row)
    return good


def _relations(path: Path, problems: list[Problem]) -> list[Relation]:
    if not path.exists():
        return []
    table = read_table(path, _column)
    problems.extend(table.problems)
    rows = [{**row.cells, "record": Record(file=path.name, row=row.number)} for row in table.rows]
    return _models(path.name, Relation, rows, problems, set())[0]


def _models(
    file: str, model: type[Model], rows: list[dict[str, object]], problems: list[Problem], absent: set[str]
) -> tuple[list[Model], list[dict[str, object]]]:
    """Check all rows together, which is several times faster than one by one; return the good and the bad ones."""
    adapter = TypeAdapter(list[model])  # type: ignore[valid-type]
    try:
        return adapter.validate_python(rows), []
    except ValidationError as error:
        bad = set()
        for found in error.errors(include_url=False):
            at, *place = found["loc"]
            bad.add(at)
            column = str(place[0]) if place else ""
            if column not in absent:
                record = cast(Record, rows[cast(int, at)]["record"])
                problems.append(Problem(file, record.row, column, say_fault(found, shown=column in _SHOWN)))
    good = [row for at, row in enumerate(rows) if at not in bad]
    return adapter.validate_python(good), [row for at, row in enumerate(rows) if at in bad]


def _column(header: str) -> str:
    return "_".join(header.casefold().split())


def _setting_problems(found: ErrorDetails) -> list[Problem]:
    """Turn one finding about programme.toml into problems at their dotted keys."""
    key = ".".join(str(part) for part in found["loc"] if part != "int" and not str(part).startswith("literal["))
    if not key:  # found by Programme itself: one line a key, each beginning with it
        lines = str(found["ctx"]["error"]).split("\n")
        return [Problem("programme.toml", 0, *line.split(": ", 1)) for line in lines]
    if found["type"] == "extra_forbidden":
        return [Problem("programme.toml", 0, key, f"no such setting; {_nearest_setting(found['loc'])}")]
    return [Problem("programme.toml", 0, key, say_fault(found, shown=False))]


def _nearest_setting(place: tuple[int | str, ...]) -> str:
    from rapidfuzz import process

    model: type[BaseModel] = Programme
    for part in place[:-1]:
        annotation = model.model_fields[str(part)].annotation
        model = cast(type[BaseModel], annotation)
    names = sorted(model.model_fields.keys() - _NOT_SETTINGS)
    return f"the nearest is {process.extractOne(str(place[-1]), names)[0]}, allowed are {', '.join(names)}"
