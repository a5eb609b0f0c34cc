"""Formulas and markup in every text field there is: in the files of a result they stay text, all of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hostile_text import FORMULAS, MARKUP, PAYLOADS, active, lines, obeyed
from loud_people import MODELS, OWN, ROLES, fields, loud, said, text_fields

from matchmaker import Matching, Pool, Programme, match, read_record, verify, write_matching
from matchmaker.writing.harmless import inert
from matchmaker.writing.result import FILES, altered

pytestmark = pytest.mark.promise("injection")


class Result(NamedTuple):
    """Loud people, what they are matched under, their matching, and the folder it was written into."""

    pool: Pool
    programme: Programme
    matching: Matching
    folder: Path


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("loud")
    pool, programme = loud(folder / "people")
    matching = match(pool, programme)
    assert len(matching.pairs) == len(PAYLOADS)
    write_matching(matching, pool, folder / "out")
    return Result(pool, programme, matching, folder / "out")


def test_fields_are_found_by_what_they_take(counted: Callable[..., None]) -> None:
    both = {"id", "name", "email", "company", "boss", "wishes", OWN}
    assert set(text_fields("mentor")) == both | {"offers", "enjoys", "refuses"}
    assert set(text_fields("mentee")) == both | {"needs", "goal", "goal_measure", "situation", "tried"}
    assert set(text_fields("relation")) == {"person", "other", "why"}
    counted(cells=len(PAYLOADS) * sum(len(fields(kind)) for kind in MODELS))


@pytest.mark.parametrize(("separator", "quotes"), [(",", True), (";", True), (";", False), ("\t", True)])
@pytest.mark.parametrize("name", ["pairs.csv", "people.csv"])
def test_no_cell_is_run(name: str, separator: str, quotes: bool, result: Result, counted: Callable[..., None]) -> None:
    """Nor where a spreadsheet splits at semicolons, as in half of the world, whatever it makes of the quotes."""
    cells = [cell for line in lines(result.folder / name, separator, quotes=quotes) for cell in line]
    assert [cell for cell in cells if active(cell)] == []
    assert [cell for cell in cells if obeyed(cell) or "\t" in cell] == []
    counted(cells=len(cells))


def test_rows_and_columns_are_as_many_as_there_should_be(result: Result) -> None:
    for name, count in (("pairs.csv", len(result.matching.pairs)), ("people.csv", len(result.matching.people))):
        header, *rest = lines(result.folder / name)
        assert ({len(line) for line in rest}, len(rest)) == ({len(header)}, count)
        assert (result.folder / name).read_bytes().count(b"\n") == count + 1


def bare(text: str) -> str:
    """Text without blanks, controls and what makes it harmless."""
    plain = "".join(one for one in re.sub(r"\\u[0-9a-f]{4}|'", "", text) if not obeyed(one))
    return "".join(plain.split())


def test_what_people_wrote_is_still_there(result: Result, counted: Callable[..., None]) -> None:
    everybody = {bare(one.id): one for one in (*result.pool.mentees, *result.pool.mentors)}
    header, *rest = lines(result.folder / "pairs.csv")
    cells = 0
    for line in rest:
        row = dict(zip(header, line, strict=True))
        for role in ROLES:
            person = everybody[bare(row[f"{role}_id"])]
            for field in text_fields(role):
                columns = {f"{role}_{field}", f"why_{role}_{field}"} & row.keys()
                assert {bare(row[column]) for column in columns} == {bare(said(person, field))}
                cells += len(columns)
    counted(cells=cells)


def test_the_record_is_read_as_it_was_and_nothing_in_it_was_worked_out(result: Result) -> None:
    assert read_record(result.folder) == result.matching
    assert verify(result.pool, result.programme, result.matching) == ()
    assert altered(result.matching, result.pool, result.folder) == ()
    texts = {name: (result.folder / name).read_text("utf-8") for name in FILES}
    assert "42049" not in "".join(texts.values())
    for payload in MARKUP:
        assert all(payload in texts[name] for name in FILES)


NUMBERS = ("-1", "-12.50", "0", "10000", "3.14")


def test_a_number_stays_a_number() -> None:
    assert [inert(number) for number in NUMBERS] == list(NUMBERS)
    assert [cell for cell in NUMBERS if active(cell)] == []
    for cell in ("-1+1", "+1", "-1;-1", "-", "--1", "-1e5", "-٣", "−1"):
        assert inert(cell).startswith("'"), cell


@pytest.mark.parametrize("payload", FORMULAS)
def test_a_cell_that_is_written_as_it_came_is_noticed(payload: str, tmp_path: Path) -> None:
    """Every payload is run by a spreadsheet that splits at one mark or another; made harmless, by none."""

    def noticed(cell: str) -> bool:
        quoted = cell.replace('"', '""')
        (tmp_path / "one.csv").write_bytes(f'x,"{quoted}",y\r\n'.encode())
        return any(active(cell) for mark in ",;\t" for line in lines(tmp_path / "one.csv", mark) for cell in line)

    assert (noticed(payload), noticed(inert(payload))) == (True, False)
