"""Whatever is wrong with people's answers, no message repeats a name, an e-mail, a company or free text.

Coded answers may be shown: their own fault and nothing beside it. Names in companies.toml and topics.csv are a
programme's words, not people's, and say where in these files something is wrong.
"""

from __future__ import annotations

import csv
import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from canaries import canary, fact, facts, folder, found, people, planted
from loud_people import MODELS, OWN, ROLES, Cells, fields, takes
from people import table
from pydantic import BaseModel, ValidationError

from matchmaker import ClashError, InputError, Matching, Programme, match
from matchmaker.reading.folder import read_folder

pytestmark = pytest.mark.promise("canaries")
BAD = Path(__file__).parents[1] / "fixtures" / "bad"
TOPICS, PRIVATE = {"mentor.offers", "mentee.needs"}, {"mentee.readiness"}
"""Topics count as coded, although anything may be one; readiness is coded, and shown to nobody all the same."""


def coded(kind: str, field: str) -> bool:
    """Whether a field takes no free text, so that what came may be shown."""
    name = f"{kind}.{field}"
    return name in TOPICS or (not takes(kind, field, "canary") and name not in PRIVATE)


def faulty(kind: str, field: str) -> Iterator[str]:
    """Cells with the field's canary in them, each wrong in its way; those the field takes are left out."""
    word = canary(kind, field)
    ways = (
        "{0}",
        "{0}\x07",
        "~{0}",
        "{0}@",
        "{0}; {0}:{0}",
        "{0}:99",
        "5;5;5;5;5;5;5;{0}",
        "honest:{0}",
        "2027-13-01 {0}",
    )
    for cell in [*(way.format(word) for way in ways), word * 1000]:
        with suppress(ValidationError):
            built(kind, field, cell)
            continue
        yield cell


def built(kind: str, field: str, cell: str) -> BaseModel:
    """Somebody, or a fact, made by hand."""
    row = planted(kind, 3) | {field: cell}
    own = {"other": {OWN: row.pop(OWN)}} if OWN in row else {}
    return MODELS[kind].model_validate(row | own)


def all_of_it(error: BaseException) -> str:
    """All that anybody can print of an error: its message, and what it came from."""
    return "\n".join([str(error), repr(error), *traceback.format_exception(error)])


@cache
def wrong(kind: str) -> list[tuple[str, str]]:
    return [(field, cell) for field in fields(kind) for cell in faulty(kind, field)]


@pytest.mark.parametrize("kind", MODELS)
def test_a_faulty_cell_is_only_shown_if_it_is_coded(kind: str, tmp_path: Path, counted: Callable[..., None]) -> None:
    blank = dict.fromkeys(fields(kind), "")
    rows = [blank | planted(kind, 3) | {field: cell} for field, cell in wrong(kind)]
    with pytest.raises(InputError) as caught:
        read_folder(folder(tmp_path / "people", **{f"{kind}s": table(rows)}))
    mine = [problem for problem in caught.value.problems if problem.file == f"{kind}s.csv"]
    for problem in mine:
        field, _ = wrong(kind)[problem.row - 2]
        assert found(str(problem)) <= ({name(kind, field)} if coded(kind, field) else set()), str(problem)
    expected = {(at, field) for at, (field, _) in enumerate(wrong(kind), 2)}
    assert {(problem.row, problem.column) for problem in mine} == expected
    assert {field for field, _ in wrong(kind)} == set(fields(kind))
    assert found(all_of_it(caught.value)) == found("".join(map(str, mine)))
    counted(cells=len(rows))


def name(kind: str, field: str) -> str:
    return f"{kind}.{field.replace('_', '')}"


@pytest.mark.parametrize("kind", MODELS)
def test_whoever_builds_people_by_hand_is_told_no_more(kind: str, counted: Callable[..., None]) -> None:
    for field, cell in wrong(kind):
        with pytest.raises(ValidationError) as caught:
            built(kind, field, cell)
        assert found(all_of_it(caught.value)) <= ({name(kind, field)} if coded(kind, field) else set())
    counted(cells=len(wrong(kind)))


NAME = canary("mentee", "name")


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Programme, {"name": NAME * 100, "weeks": NAME, "columns": {"name": [NAME]}, "strategy": NAME}),
        (Matching, {"pairs": [{"mentee": 1, "mentor": NAME}], "people": NAME, "programme": [NAME]}),
    ],
)
def test_what_does_not_fit_a_model_is_not_repeated(model: type[BaseModel], fields: Cells) -> None:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(fields)
    assert found(all_of_it(caught.value)) == set()


MENTORS, MENTEES = (table(rows) for rows in people().values())


def last(text: str, old: str, new: str) -> str:
    """Replace the last ``old`` in a file."""
    assert old in text
    return new.join(text.rsplit(old, 1))


def beheaded(text: str) -> str:
    return text.partition("\n")[2]


TWINS = [planted("mentor", 1) | {"name": NAME, "id": f"m{at}", "email": ""} for at in (1, 2)]
SHAPES: dict[str, Cells] = {
    "no header": {"mentors": beheaded(MENTORS), "mentees": beheaded(MENTEES)},
    "facts without a header": {"relations": beheaded(table(facts()))},
    "facts of several lengths": {"relations": f"{NAME},{NAME},boss\n{NAME},boss\n{NAME},{NAME},{NAME},x"},
    "a column twice": {"mentors": MENTORS.replace('"company"', '"name"', 1)},
    "a column without a name": {"mentors": MENTORS.replace('"company"', '""', 1)},
    "a row too short": {"mentors": MENTORS.rpartition(",")[0]},
    "a row too long": {"mentees": last(MENTEES, '"\r\n', f'","{NAME}"\r\n')},
    "a quote that does not end": {"mentees": last(MENTEES, '"', NAME)},
    "a quote in a cell": {"mentees": last(MENTEES, "kanari", f'{NAME}"{NAME}')},
    "not UTF-8": {"mentees": last(MENTEES, "kanari", "é" + NAME).encode("latin-1")},
    "an id twice": {"mentees": [planted("mentee", 1), planted("mentee", 2) | {"id": canary("mentee", "id")}]},
    "an e-mail twice": {"mentees": [planted("mentee", 1), planted("mentee", 1) | {"id": "other"}]},
    "a name that means two": {"mentors": TWINS, "relations": table([fact(NAME, "m1", "veto")])},
    "both the same": {"relations": table([fact(NAME, canary("mentee", "id"), "boss")])},
    "a pin of strangers": {"relations": table([fact(canary("relation", "person"), NAME, "pin")])},
    "a waiver of nothing": {"relations": table([fact(NAME, canary("mentor", "id"), "waive")])},
    "ended before it began": {"relations": table([fact(NAME, "x", "knows", since="2027-02-02", until="2027-02-01")])},
    "no company": {"mentors": [planted("mentor", 1) | {"company": ""}, planted("mentor", 2)]},
    "no company at all": {"mentors": [planted("mentor", at) | {"company": ""} for at in (1, 2)]},
    "no free time": {"mentees": [planted("mentee", 1) | {"free": ""}]},
    "no people at all": {"mentees": ""},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_of_wrong_shape_is_told_without_what_is_in_it(shape: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_folder(folder(tmp_path / "people", **SHAPES[shape]))
    assert found(all_of_it(caught.value)) == set()


BANS = {
    "same_company": {"company": "Acme"},
    "availability": {"free": "Mon 01:00-02:00"},
    "language": {"languages": "French"},
}
SAID_NO = ("veto", "forbid", "decline", "past_pair", "boss")


@pytest.mark.parametrize("ids", [True, False])
def test_a_clash_names_nobody_whichever_rule_bans(ids: bool, tmp_path: Path, counted: Callable[..., None]) -> None:
    rows = people(ids=ids)
    the, me = rows["mentors"][0] | {"languages": "German", "company": "Acme"}, rows["mentees"][0]
    pin = fact(NAME, canary("mentor", "name"), "pin")
    clashing = [({"mentees": [me | cells]}, []) for cells in BANS.values()]
    clashing += [({}, [fact(NAME, canary("mentor", "name"), kind)]) for kind in SAID_NO]
    for files, more in clashing:
        files = {"mentors": [the], "mentees": [me], "relations": table([pin, *more])} | files
        with pytest.raises(ClashError) as caught:
            match(*read_folder(folder(tmp_path / "people", **files)))
        assert found(all_of_it(caught.value)) == ({"mentor.id", "mentee.id"} if ids else set())
    counted(clashes=len(clashing))


@pytest.mark.parametrize("bad", sorted(path.name for path in BAD.iterdir() if path.is_dir()))
def test_no_bad_folder_is_told_with_a_name_in_it(bad: str) -> None:
    files = [(BAD / bad / f"{role}s.csv").read_text("utf-8", errors="replace") for role in ROLES]
    rows = [row for file in files for row in csv.DictReader(file.splitlines())]
    names = {row.get(field) or "" for row in rows for field in ("name", "email", "company")} - {""}
    with pytest.raises((InputError, ClashError)) as caught:
        match(*read_folder(BAD / bad))
    said = re.sub(r"companies\.toml, .*?:", "", str(caught.value))
    assert len(names) > 8
    assert {one for one in names if one in said} == set()
