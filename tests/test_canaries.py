"""Who is told what of people: names, e-mails and notes stand in no log, no error and no file's name.

The files of a result and the pages on the screen are the coordinator's, and name people; each says no more than it has
to. Errors name ids, which programmes give out, and rows; where an id is an e-mail, only the row.
"""

from __future__ import annotations

import errno
import logging
import re
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from canaries import canary, fact, facts, folder, found, overheard, people
from command_line import Run, shell
from hostile import operations, refusing
from loud_people import MODELS, ROLES, Cells, text_fields
from people import table

from matchmaker import Pool, Programme, batch
from matchmaker.comparison.page import COMPARED
from matchmaker.criteria.style import Style
from matchmaker.engine import Solved, solved
from matchmaker.writing import whole
from solvers import Stop, Tell

pytestmark = pytest.mark.promise("canaries")


def of_both(*fields: str) -> set[str]:
    return {f"{role}.{field}" for role in ROLES for field in fields}


TOPICS = {"mentee.needs", "mentor.offers"}
FILES = {
    "pairs.csv": of_both("id", "name", "email", "company") | {"mentee.needs"},
    "people.csv": of_both("id", "name", "email"),
    # In notices, of nobody in particular: companies that look alike, topics and refusals that are not known.
    "matching.json": of_both("id", "name", "company") | TOPICS | {"mentor.enjoys", "mentor.refuses"},
    "certificate.json": of_both("id"),
}
PAGES = {
    "match people": of_both("name", "company"),
    "match people --quiet": set(),
    "match people --format json": FILES["matching.json"],
    "compare people --seeds 1": set(),
    "compare people --seeds 1 --format json": set(),
    "verify out people": set(),
    "verify out people --format json": set(),
    "explain out people --mentee {me}": {"mentee.id", "mentee.name", "mentee.needs", "mentor.name"},
    "explain out people --mentee {me} --mentor {other}": {
        "mentee.id", "mentee.name", "mentee.needs", "mentor.name", "relation.other"  # the boss between the two
    },
}  # fmt: skip


@pytest.fixture(params=[True, False], ids=["ids", "e-mails as ids"])
def ids(request: pytest.FixtureRequest, tmp_path: Path) -> bool:
    """Plant a folder whose people have ids, and one whose people have none but their e-mails."""
    folder(tmp_path / "people", ids=request.param)
    return bool(request.param)


def told(fields: set[str], ids: bool) -> set[str]:
    return fields if ids else {field.replace(".id", ".email") for field in fields}


def words(command: str, ids: bool) -> list[str]:
    me, other = canary("mentee", "id" if ids else "email"), canary("mentor", "id" if ids else "email", 2)
    mail = "" if ids else "@x.org"
    return command.format(me=me + mail, other=other + mail, nearly=me[:-2]).split()


def test_every_field_that_takes_text_has_a_canary() -> None:
    rows = [*people().values(), facts()]
    fields = {f"{kind}.{field.replace('_', '')}" for kind in MODELS for field in text_fields(kind)}
    assert found("".join(map(table, rows))) == fields


def test_the_coordinator_is_told_this_and_no_more(ids: bool, run: Run, tmp_path: Path) -> None:
    for command, fields in PAGES.items():
        ran = run(*words(command, ids))
        assert (ran.code, found(ran.out), found(ran.err)) == (0, told(fields, ids), set()), command
    for name, fields in FILES.items():
        assert found((tmp_path / "out" / name).read_text("utf-8")) == told(fields, ids), name
    for name in COMPARED:  # counts, and nobody
        assert found((tmp_path / "comparison" / name).read_text("utf-8")) == set(), name


class Case(NamedTuple):
    """A command, its exit code, what differs in the folder, and whether its error has to say of whom it speaks."""

    command: str
    code: int = 0
    facts: list[Cells] = []  # noqa: RUF012 - never changed
    names_ids: bool = False


ONE, THE, OTHER = canary("mentee", "name"), canary("mentor", "name"), canary("mentor", "name", 2)
RUNS = {
    "matched": Case("match people"),
    "by a heuristic": Case("match people --strategy greedy", 4),
    "by the other engine": Case("match people --solver cp_sat"),
    "compared": Case("compare people --seeds 1"),
    "compared with what is not there": Case("compare people --strategies mine.py:mine", 2),
    "out of time": Case("match people --time-limit 0"),
    "verified": Case("verify out people"),
    "explained": Case("explain out people --mentee {me}"),
    "nobody of that id": Case("explain out people --mentee nobody", 2),
    "an id with a slip": Case("explain out people --mentee {nearly}", 2, names_ids=True),
    "a banned pair pinned": Case("match people", 3, [fact(ONE, OTHER, "pin")], names_ids=True),
    "two pins for a place": Case("match people", 3, [fact(ONE, name, "pin") for name in (THE, OTHER)], names_ids=True),
    "a pin of nobody": Case("match people", 2, [fact(ONE, "nobody", "pin")]),
    "a folder with other files": Case("match people --out people", 2),
    "no folder": Case("match people/mentors", 2),
    "no such option": Case("match people --best", 2),
}


@pytest.mark.parametrize("name", RUNS)
def test_nothing_is_overheard(name: str, ids: bool, run: Run, tmp_path: Path) -> None:
    case = RUNS[name]
    run("match", "people")
    folder(tmp_path / "people", ids=ids, relations=table([*facts(), *case.facts]))
    with overheard() as heard:
        ran = run(*words(case.command, ids))
    assert (ran.code, found("\n".join(heard))) == (case.code, set())
    assert names_only_ids(ran.err, case.names_ids and ids)


def test_hand_outs_are_named_by_ids_and_by_nothing_else(ids: bool, run: Run) -> None:
    with overheard() as heard:
        ran = run("match", "people", "--plans")
    assert (ran.code, found("\n".join(heard))) == (0, of_both("id") if ids else set())


def test_nothing_comes_from_below_python_either(ids: bool, tmp_path: Path) -> None:
    ran = shell("match", "people", "--solver", "cp_sat", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")


def names_only_ids(said: str, has_to: bool) -> bool:
    return found(said) <= of_both("id") and bool(found(said)) == has_to


CHANGES = {  # what is done to the record -> what is said of it, and whether that names whom it is about
    "a reason": ('"why": "Matched with', '"why": "Out with', "people: what is said of", True),
    "a place too many": ('"places": 1', '"places": 2', "people: what is said of", True),
    "a word for a number": ('"filled": 1', f'"filled": "{canary("mentee", "goal")}"', "not a record of this", False),
    "half a file": ('"people"', f'"{canary("mentee", "goal")}', "not a record of this version", False),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_record_is_refused_without_names(name: str, ids: bool, run: Run, tmp_path: Path) -> None:
    old, new, said, names = CHANGES[name]
    run("match", "people")
    path = tmp_path / "out" / "matching.json"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with overheard() as heard:
        ran = run("verify", "out", "people")
    assert (ran.code, ran.out, found("\n".join(heard)), said in ran.err) == (6, "", set(), True)
    assert names_only_ids(ran.err, names and ids)


@pytest.mark.parametrize("at", [3, 6, 20, 31])
def test_a_full_disk_is_told_without_names(at: int, ids: bool, run: Run) -> None:
    with overheard() as heard, operations(refusing(errno.ENOSPC, at, for_good=True)):
        ran = run("match", "people")
    assert (ran.code, ran.out, found(ran.err + "\n".join(heard))) == (2, "", set())
    assert "No space left on device" in ran.err


def raises(error: type[BaseException]) -> Callable[..., str]:
    def why(self: Style, pool: Pool, programme: Programme, mentee: int, mentor: int) -> str:
        raise error(f"{pool.mentees[mentee].name} with {pool.mentors[mentor].email}")

    return why


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyError, 1, r"stopped by a bug: KeyError in test_canaries\.py, line \d+\n"),
        (ValueError, 1, r"stopped by a bug: ValueError in test_canaries\.py, line \d+\n"),
        (RecursionError, 1, r"stopped by a bug: RecursionError in test_canaries\.py, line \d+\n"),
        (KeyboardInterrupt, 130, r"interrupted; .*\n"),
    ],
)
def test_a_criterion_that_breaks_names_nobody(
    error: type[BaseException], code: int, said: str, ids: bool, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Style, "why", raises(error))
    with overheard() as heard:
        ran = run("match", "people")
    assert (ran.code, ran.out, found(ran.err + "\n".join(heard))) == (code, "", set())
    assert re.fullmatch(said, ran.err)


def logs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    logging.getLogger("matchmaker.engine").debug("matching %s", name)


def warns(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    warnings.warn(f"no company: {name}", stacklevel=1)


def names_a_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "_NEW", f".{name.title()}.new")


def complains(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sys.stderr.write(f"{name!r}\n")


@pytest.mark.parametrize("leak", [logs, warns, names_a_file, complains])
def test_a_canary_in_a_wrong_place_is_heard(
    leak: Callable[[str, pytest.MonkeyPatch], None], ids: bool, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaky(pool: Pool, programme: Programme, *, stop: Stop, tell: Tell) -> Solved:
        leak(pool.mentees[0].name, monkeypatch)
        return solved(pool, programme, stop=stop, tell=tell)

    monkeypatch.setattr(batch, "solved", leaky)
    with overheard() as heard:
        ran = run("match", "people")
    assert (ran.code, found(ran.err + "\n".join(heard))) == (0, {"mentee.name"})
