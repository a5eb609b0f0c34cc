from __future__ import annotations

import csv
import errno
import io
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import pytest
from people import mentee, mentor, relation

from matchmaker import Matching, OutputError, Pool, Programme, RecordError, match, read_record, write_matching, writing
from matchmaker.writing import FILES, altered, finish, write_new_folder

CLONE = os.pathsep.join(map(str, Path(__file__).parents[:2]))


class Killed(BaseException):
    """The process died here."""


@cache
def result(version: str) -> tuple[Matching, Pool]:
    """A matching of three people, whose names tell the versions apart."""
    pool = Pool([mentor("ann", name=f"Ann {version}"), mentor("bob")], [mentee("cat", name=f"Çat {version}")])
    return match(pool, Programme(name=version)), pool


def write(folder: Path, version: str, *, force: bool = False) -> None:
    write_matching(*result(version), folder, force=force)


def held(folder: Path) -> str:
    """Which version a folder holds, having read it as anybody does; every file must be of that version."""
    found = read_record(folder)
    assert found == result(found.programme)[0].model_copy(update={"certificate": found.certificate})
    assert altered(*result(found.programme), folder) == ()
    return found.programme


def left_over(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {*FILES, "previous"}


@contextmanager
def killed_at(patch: pytest.MonkeyPatch, call: int) -> Iterator[list[str]]:
    """Die at the ``call``-th step that changes the disk: before a move, or with half a file written."""
    seen: list[str] = []

    def dying(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def step(*args: object, **kwargs: object) -> object:
            seen.append(name)
            if len(seen) == call:
                if name == "_write_synced":
                    Path(str(args[0])).write_text(str(args[1])[: len(str(args[1])) // 2], encoding="utf-8")
                raise Killed
            return real(*args, **kwargs)

        return step

    with patch.context() as context:
        for name in ("_write_synced", "_sync"):
            context.setattr(writing, name, dying(name, getattr(writing, name)))
        for name in ("replace", "rename", "rmdir", "mkdir"):
            context.setattr(Path, name, dying(name, getattr(Path, name)))
        with suppress(Killed):
            yield seen


def steps(patch: pytest.MonkeyPatch, act: Callable[[], object]) -> int:
    with killed_at(patch, 0) as seen:
        act()
    return len(seen)


@pytest.mark.promise("kill -9")
@pytest.mark.parametrize("before", ["", "old", "older and old"])
def test_killed_at_any_step_a_folder_holds_the_whole_old_or_the_whole_new_result(
    before: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    start = tmp_path / "start"
    start.mkdir()
    for version in filter(None, before.split(" and ")):
        write(start, version)
    work = tmp_path / "work"
    shutil.copytree(start, work)
    kills, kinds = 0, set()
    for call in range(1, steps(monkeypatch, lambda: write(work, "new")) + 1):
        for again in range(6):  # and killed once more while the next one finishes
            shutil.rmtree(work)
            shutil.copytree(start, work)
            with killed_at(monkeypatch, call):
                write(work, "new")
            with killed_at(monkeypatch, again):
                finish(work)
            kills += 1
            if before or (work / ".ready").exists() or (work / "matching.json").exists():
                kinds.add(held(work))
            else:
                with pytest.raises(RecordError, match="cannot be read"):
                    read_record(work)
            finish(work)
            assert left_over(work) == set()
            if (work / "previous").exists():
                assert {path.name for path in (work / "previous").iterdir()} in (set(), set(FILES))
            write(work, "newest")
            assert (held(work), left_over(work)) == ("newest", set())
    assert kinds == {"new", "old"} if before else kinds == {"new"}
    counted(kills=kills)


LOOP = """
import sys
from pathlib import Path
from test_writing import result, write
print("ready", flush=True)
folder, versions = Path(sys.argv[1]), ("a", "b", "c")
for version in versions:
    result(version)
print("go", flush=True)
while True:
    for version in versions:
        write(folder, version)
"""


@pytest.mark.promise("kill -9")
def test_kill_9_at_random_instants(tmp_path: Path, counted: Callable[..., None]) -> None:
    write(tmp_path, "a")
    draw, seen = random.Random(2), []
    for _ in range(12):
        run = [sys.executable, "-c", LOOP, str(tmp_path)]
        child = subprocess.Popen(
            run, env=os.environ | {"PYTHONPATH": CLONE}, stdout=subprocess.PIPE, start_new_session=True
        )
        assert child.stdout is not None
        assert (child.stdout.readline(), child.stdout.readline()) == (b"ready\n", b"go\n")
        time.sleep(draw.uniform(0, 0.1))
        child.send_signal(signal.SIGKILL)
        child.communicate()
        seen.append(held(tmp_path))
    write(tmp_path, "a")
    assert (held(tmp_path), left_over(tmp_path)) == ("a", set())
    counted(kills=len(seen))


def test_previous_keeps_the_run_before(tmp_path: Path) -> None:
    for version in ("one", "two", "three"):
        write(tmp_path, version)
    assert (held(tmp_path), held(tmp_path / "previous")) == ("three", "two")
    assert not (tmp_path / "previous" / "previous").exists()


def test_what_a_killed_run_left_is_swept(tmp_path: Path) -> None:
    for name in (".new-abc", ".new-def"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pairs.csv").write_text("half")
    write(tmp_path, "one")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)


def test_a_folder_with_other_files_is_refused_and_with_force_they_stay(tmp_path: Path) -> None:
    (tmp_path / "mentors.csv").write_text("mine")
    with pytest.raises(OutputError, match=r"holds other files, such as mentors\.csv"):
        write(tmp_path, "one")
    assert [path.name for path in tmp_path.iterdir()] == ["mentors.csv"]
    write(tmp_path, "one", force=True)
    assert held(tmp_path) == "one"
    assert (tmp_path / "mentors.csv").read_text() == "mine"


@pytest.mark.parametrize("name", ["pairs.csv", "people.csv", "previous/notes.txt"])
def test_files_of_ones_own_that_are_called_like_results_are_not_lost(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    for version in ("one", "two"):
        with suppress(OutputError):
            write(tmp_path, version)
    texts = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file()]
    assert "mine" in texts


@pytest.mark.promise("disk full, read-only, two processes")
@pytest.mark.parametrize(
    "write_there", [lambda folder: write(folder, "one"), lambda f: write_new_folder(f, {"a": "b"})]
)
def test_a_place_that_cannot_be_written_is_an_output_error(write_there: Callable[[Path], None], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nowhere")):
        with pytest.raises(OutputError, match="cannot be written: ") as error:
            write_there(folder)
        assert error.value.exit_code == 2
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.promise("disk full, read-only, two processes")
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_full_or_locked_disk_leaves_the_old_result(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "old")

    def fail(*args: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(OutputError, match=os.strerror(code)):
            write(tmp_path, "new")
    assert held(tmp_path) == "old"
    write(tmp_path, "newer")
    assert (held(tmp_path), left_over(tmp_path)) == ("newer", set())


def test_a_new_folder_is_only_written_where_there_is_nothing(tmp_path: Path) -> None:
    assert [path.name for path in write_new_folder(tmp_path / "new", {"a.txt": "é"})] == ["a.txt"]
    with pytest.raises(OutputError, match="is not empty"):
        write_new_folder(tmp_path / "new", {"b.txt": "b"})
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.txt"]


def test_a_record_that_cannot_be_read_says_which_file(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"matching\.json cannot be read: No such file"):
        read_record(tmp_path)
    write(tmp_path, "one")
    for name in ("matching.json", "certificate.json"):
        whole = (tmp_path / name).read_text(encoding="utf-8")
        for text in ("", whole[:-9], "[]", whole.replace(": 1,", ': "Ann",', 1), "[" * 100_000):
            (tmp_path / name).write_text(text, encoding="utf-8")
            with pytest.raises(RecordError, match="not a record of this version"):
                read_record(tmp_path)
        (tmp_path / name).write_text(whole, encoding="utf-8")


def test_a_changed_file_is_named(tmp_path: Path) -> None:
    write(tmp_path, "one")
    (tmp_path / "pairs.csv").write_bytes((tmp_path / "pairs.csv").read_bytes().replace(b"56.79", b"96.79"))
    (tmp_path / "people.csv").unlink()
    assert altered(*result("one"), tmp_path) == tuple(
        f"{name}: not what the record says" for name in ("pairs.csv", "people.csv")
    )


def cells(path: Path) -> Iterator[tuple[str, str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True):
        yield from row.items()


def test_csv_keeps_names_as_they_are(tmp_path: Path) -> None:
    odd = 'Zoë "Zed" O\'Neil; ann, 张伟\u2028x'
    pool = Pool([mentor("ann", name=odd)], [mentee("cat", company="Łódź\tGmbH")])
    write_matching(match(pool), pool, tmp_path)
    named = dict(cells(tmp_path / "pairs.csv"))
    assert (named["mentor_name"], named["mentee_company"]) == (pool.mentors[0].name, "Łódź GmbH")
    assert {row[1] for row in cells(tmp_path / "people.csv") if row[0] == "name"} == {
        "Cat Mentee",
        pool.mentors[0].name,
    }


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "\u00a0=", "＝", "＠"])
def test_no_cell_is_a_formula(mark: str, tmp_path: Path) -> None:
    evil = f"{mark}HYPERLINK(1)"
    topic = evil.replace("\n", " ").replace("\r", " ")
    text = {"name": evil, "company": f"{evil} Ltd"} | ({} if "@" in mark else {"email": f"{mark.strip()}a@x.org"})
    mentors = [
        mentor(f"{evil}1", **text, offers=[{"topic": topic, "level": 5}]),
        mentor("bob", capacity=0, name=evil),
    ]
    mentees = [mentee(f"{evil}2", **text | {"company": "B"}, needs=[{"topic": topic}]), mentee("dan", name=f"{evil} D")]
    pool = Pool(mentors, mentees, [relation("dan", "bob", "forbid")])
    write_matching(match(pool, Programme(name=evil)), pool, tmp_path)
    for name in ("pairs.csv", "people.csv"):
        found = list(cells(tmp_path / name))
        assert any("HYPERLINK" in cell for _, cell in found)
        active = [(column, cell) for column, cell in found if cell.strip("\u00a0\t\r\n ")[:1] in set("=+-@＝＋－＠")]
        assert active == []
        assert [cell for _, cell in found if cell[:1] in {"\t", "\r", "\n"}] == []


def test_hidden_files_of_other_programs_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / ".~lock.pairs.csv#").write_text("x")
    write(tmp_path, "old")
    assert (tmp_path / ".~lock.pairs.csv#").exists()
