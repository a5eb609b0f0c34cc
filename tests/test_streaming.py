"""The answer of a large pool: its tables say what the ordinary record says, and nothing else is taken for them."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from lengths import lengths
from random_pools import demanding_pool, random_pool, tied_pool

from matchmaker import (
    Matching,
    MatchmakerError,
    OutputError,
    Pool,
    Programme,
    RecordError,
    Scores,
    close,
    explain,
    match,
    read_record,
    write_matching,
)
from matchmaker.check import notices
from matchmaker.engine import assigned, demanded
from matchmaker.matching import Pair
from matchmaker.problem.strategies import NAMES, strategy_of
from matchmaker.reading.folder import read_folder
from matchmaker.summary import summary
from matchmaker.tables.streaming import write_large
from matchmaker.writing.result import altered, other_sheets

KICKOFF = Path(__file__).parents[1] / "fixtures" / "kickoff"
CUTS = ("floors_cut", "floored_cut", "mentors_cut", "mentees_cut", "places_cut")


@pytest.fixture(autouse=True)
def _short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a piece be seven rows, so that small pools have many."""
    for name in ("matchmaker.tables.pieces", "matchmaker.tables.table_file"):
        monkeypatch.setattr(f"{name}.ROWS", 7)


def written(pool: Pool, programme: Programme, folder: Path) -> Sequence[Path]:
    """Write a pool's answer as tables, whatever its size."""
    scores = Scores(pool, programme)
    problem = demanded(scores, lister="test")
    result = assigned(problem, programme, strategy_of(programme))
    return write_large(scores, problem, result, notices(pool, programme, scores.weights), folder)


def without_sentences(pair: Pair) -> Pair:
    return pair.model_copy(update={"criteria": tuple(one.model_copy(update={"why": ""}) for one in pair.criteria)})


def same(large: Matching, found: Matching) -> None:
    """See that a record read back from tables is the ordinary one, less the sentences of criteria."""
    assert list(large.pairs) == [without_sentences(pair) for pair in found.pairs]
    assert list(large.people) == list(found.people)
    lists = {"pairs", "people"}
    assert large.model_dump(exclude={*lists, "tables", "lottery"}) == found.model_dump(exclude={*lists, "lottery"})
    assert large.lottery == found.lottery
    proof, so = large.certificate, found.certificate
    assert proof is not None
    assert so is not None
    assert list(proof.pairs) == list(so.pairs)
    for name in CUTS:
        assert sorted(getattr(proof, name)) == sorted(getattr(so, name))
    assert proof.lottery is None or so.lottery is None or list(proof.lottery.chances) == list(so.lottery.chances)
    apart = {"pairs", "tables", "lottery", *CUTS}
    assert proof.model_dump(exclude=apart) == so.model_dump(exclude=apart)


def answers(seeds: range) -> Iterator[tuple[Pool, Programme]]:
    for seed in seeds:
        for drawn in (lambda at: random_pool(at, 5, 9), lambda at: tied_pool(at, 4, 9), demanding_pool):
            pool, programme = drawn(seed)
            for name in NAMES:
                yield pool, programme.model_copy(update={"strategy": name})


@lengths(1, 3, 30)
def test_tables_hold_what_the_ordinary_record_holds(seeds: range, tmp_path: Path, counted: Callable[..., None]) -> None:
    records = pairs = 0
    for number, (pool, programme) in enumerate(answers(seeds)):
        try:
            found = match(pool, programme)
        except MatchmakerError:  # floors, priorities or limits that the strategy does not know
            continue
        folder = tmp_path / str(number)
        written(pool, programme, folder)
        same(read_record(folder), found)
        records, pairs = records + 1, pairs + len(found.pairs)
    counted(records=records, pairs=pairs)
    assert records > 15 * len(seeds)
    assert pairs > 50 * len(seeds)


def kickoff(folder: Path) -> tuple[Pool, Programme, Matching]:
    pool, programme = read_folder(KICKOFF)
    written(pool, programme, folder)
    return pool, programme, match(pool, programme)


def test_explanations_and_the_next_cycle_are_those_of_the_ordinary_record(tmp_path: Path) -> None:
    pool, programme, found = kickoff(tmp_path / "out")
    large, scores = read_record(tmp_path / "out"), Scores(pool, programme)
    for one in found.people[::9]:
        asked = {one.role: one.id}
        assert explain(scores, large, **asked).text() == explain(scores, found, **asked).text()
    pair = {"mentee": found.people[0].id, "mentor": found.people[-1].id}
    assert explain(scores, large, **pair).text() == explain(scores, found, **pair).text()
    assert close(pool, programme, large) == close(pool, programme, found)


def test_the_first_screen_is_that_of_the_ordinary_record(tmp_path: Path) -> None:
    pool, programme, found = kickoff(tmp_path / "out")
    large = read_record(tmp_path / "out")
    pages = [summary(pool, programme, one, [tmp_path / "out"], "in") for one in (large, found)]
    assert pages[0] == pages[1]


def test_spreadsheets_are_the_same_less_the_sentences(tmp_path: Path) -> None:
    pool, _, found = kickoff(tmp_path / "large")
    write_matching(found, pool, tmp_path / "out")
    assert (tmp_path / "large" / "people.csv").read_bytes() == (tmp_path / "out" / "people.csv").read_bytes()
    large, whole = ((tmp_path / name / "pairs.csv").read_bytes().split(b"\r\n") for name in ("large", "out"))
    assert len(large) == len(whole) == len(found.pairs) + 2
    assert all(longer.startswith(line) for line, longer in zip(large, whole, strict=True))


def test_the_same_input_gives_the_same_bytes_and_changes_nothing(tmp_path: Path) -> None:
    pool, programme, _ = kickoff(tmp_path / "out")
    first = {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    written(pool, programme, tmp_path / "out")
    assert {path: path.read_bytes() for path in (tmp_path / "out").iterdir()} == first
    written(pool, programme, tmp_path / "other")
    assert {path.name: path.read_bytes() for path in (tmp_path / "other").iterdir()} == {
        path.name: data for path, data in first.items()
    }


def test_each_form_takes_the_place_of_the_other_and_keeps_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    pool, programme, found = kickoff(out)
    tables = {path.name for path in out.iterdir()}
    assert tables == {
        *("matching.json", "certificate.json", "pairs.csv", "people.csv"),
        *("pairs.parquet", "people.parquet", "prices.parquet"),
    }
    ordinary = {path.name for path in write_matching(found, pool, out)}
    assert {path.name for path in out.iterdir()} == ordinary | {"previous"}
    assert {path.name for path in (out / "previous").iterdir()} == tables
    assert read_record(out) == found
    written(pool, programme, out)
    assert {path.name for path in out.iterdir()} == tables | {"previous"}
    assert {path.name for path in (out / "previous").iterdir()} == ordinary
    same(read_record(out), found)


def test_an_ordinary_answer_in_place_of_a_large_one_is_read_before_its_files_are_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    pool, _, found = kickoff(out)
    monkeypatch.setattr("matchmaker.writing.whole.finish", lambda *_: None)
    write_matching(found, pool, out)
    assert (out / ".matchmaker.ready" / "pairs.parquet").read_bytes() == b""  # it will go
    assert read_record(out) == found


def test_a_table_that_is_not_the_record_s_is_refused(tmp_path: Path) -> None:
    kickoff(tmp_path / "out")
    for name in ("pairs.parquet", "people.parquet", "prices.parquet"):
        path = tmp_path / "out" / name
        data = path.read_bytes()
        path.write_bytes(data[:-9] + b"x" + data[-8:])
        with pytest.raises(RecordError, match=f"{name}: not what matching.json says: another SHA-256") as refused:
            read_record(tmp_path / "out")
        assert refused.value.exit_code == 6
        path.unlink()
        with pytest.raises(RecordError, match=f"{name}: cannot be read"):
            read_record(tmp_path / "out")
        path.write_bytes(data)
    read_record(tmp_path / "out")


def claimed(folder: Path, change: Callable[[dict[str, dict[str, object]]], object]) -> None:
    """Let both documents tell something else of the tables."""
    for name in ("matching.json", "certificate.json"):
        document = json.loads((folder / name).read_text("utf-8"))
        change(document["tables"])
        (folder / name).write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda tables: tables["pairs"].update(rows=3),
            r"pairs\.parquet: not what .*: \d+ rows, not 3",
        ),
        (lambda tables: tables["people"].update(rows=3), r"people\.parquet: not what .*rows, not 3"),
        (lambda tables: tables.update(pairs=tables["people"]), r"people\.parquet: column mentee: missing"),
        (lambda tables: tables.update(prices=tables["pairs"]), r"pairs\.parquet: column price: missing"),
        (lambda tables: tables["pairs"].update(file="people.csv"), r"people\.csv: cannot be read"),
        (lambda tables: tables.update(more=tables["pairs"]), r"tables: holds a key that no record has"),
    ],
)
def test_a_record_that_tells_of_other_tables_is_refused(
    tmp_path: Path, change: Callable[[dict[str, dict[str, object]]], object], message: str
) -> None:
    kickoff(tmp_path / "out")
    claimed(tmp_path / "out", change)
    with pytest.raises(RecordError, match=message):
        read_record(tmp_path / "out")


def test_a_spreadsheet_that_is_not_the_table_s_is_told(tmp_path: Path) -> None:
    pool, programme, _ = kickoff(out := tmp_path / "out")
    large = read_record(out)
    assert altered(large, pool, out, programme) == other_sheets(large, out) == ()
    for name in ("pairs.csv", "people.csv"):
        data = (out / name).read_bytes()
        (out / name).write_bytes(data.replace(b",matched,", b",paused,") + b"\r\n")
        assert altered(large, pool, out) == other_sheets(large, out) == (f"{name}: not what the record says",)
        (out / name).unlink()
        assert altered(large, pool, out) == other_sheets(large, out) == (f"{name}: is not there",)
        (out / name).write_bytes(data)
    written(pool, programme.model_copy(update={"strategy": "greedy"}), out)
    replaced = ("matching.json: another run has replaced it since it was read; verify again",)
    assert altered(large, pool, out) == other_sheets(large, out) == replaced


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    kickoff(tmp_path / "out")
    (tmp_path / "out" / "people.parquet").write_bytes(b"PAR1 and no more")
    sha256 = hashlib.sha256(b"PAR1 and no more").hexdigest()
    claimed(tmp_path / "out", lambda tables: tables["people"].update(sha256=sha256))
    with pytest.raises(RecordError, match=r"people\.parquet: not a table of this version"):
        read_record(tmp_path / "out")


@contextmanager
def full_after(writes: int) -> Iterator[None]:
    """Let the disk be full after so many writes."""
    left, real = [writes], os.write

    def write(handle: int, data: bytes) -> int:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(handle, data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.write", write)
        yield


def refusal(pool: Pool, programme: Programme, folder: Path, writes: int) -> str:
    """Return how a disk that is full after so many writes is told of; empty if it held all."""
    try:
        with full_after(writes):
            written(pool, programme, folder)
    except OutputError as error:
        return str(error)
    return ""


def test_nothing_is_changed_where_the_disk_is_full(tmp_path: Path, counted: Callable[..., None]) -> None:
    """Whichever piece it is that no longer fits."""
    pool, programme = random_pool(1, 5, 30)
    out, other = tmp_path / "out", programme.model_copy(update={"salt": "another", "name": "another"})
    written(pool, programme, out)
    before, tried = {path.name: path.read_bytes() for path in out.iterdir()}, 0
    while told := refusal(pool, other, out, tried):
        assert "make room on the disk and run again. Nothing was changed" in told
        assert {path.name: path.read_bytes() for path in out.iterdir()} == before
        tried += 1
    counted(writes=tried)
    assert tried > 12
    assert read_record(out).programme == "another"


def test_a_result_without_a_certificate_is_refused(tmp_path: Path) -> None:
    pool, programme = random_pool(1, 5, 9)
    scores = Scores(pool, programme)
    problem = demanded(scores, lister="test")
    result = replace(assigned(problem, programme, strategy_of(programme)), certificate=None)
    with pytest.raises(OutputError, match="no certificate"):
        write_large(scores, problem, result, (), tmp_path / "out")
    assert not (tmp_path / "out").exists()
