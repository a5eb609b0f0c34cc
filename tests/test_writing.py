from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hostile import held, result, write
from people import mentee, mentor, relation

from matchmaker import OutputError, Pool, Programme, RecordError, match, read_record, write_matching
from matchmaker.writing.result import FILES, altered, write_new_folder


def test_previous_keeps_the_run_before(tmp_path: Path) -> None:
    for version in ("one", "two", "three"):
        write(tmp_path, version)
    assert (held(tmp_path), held(tmp_path / "previous")) == ("three", "two")
    assert not (tmp_path / "previous" / "previous").exists()


def test_the_same_result_again_leaves_the_run_before_in_previous(tmp_path: Path) -> None:
    for version in ("one", "two", "two"):
        write(tmp_path, version)
    assert (held(tmp_path), held(tmp_path / "previous")) == ("two", "one")


@pytest.mark.parametrize("taken", [FILES[1:2], FILES[1:]])
def test_previous_lacks_what_somebody_took_away_rather_than_mixing_two_runs(
    taken: tuple[str, ...], tmp_path: Path
) -> None:
    for version in ("one", "two"):
        write(tmp_path, version)
    for name in taken:
        (tmp_path / name).rename(tmp_path.with_name(name))
    write(tmp_path, "three")
    assert {path.name for path in (tmp_path / "previous").iterdir()} == set(FILES) - set(taken)
    assert altered(*result("two"), tmp_path / "previous") == tuple(f"{name}: is not there" for name in taken)


def test_what_a_killed_run_left_is_swept(tmp_path: Path) -> None:
    (tmp_path / ".matchmaker.new" / "previous").mkdir(parents=True)
    (tmp_path / ".matchmaker.new" / "pairs.csv").write_text("half")
    (tmp_path / ".matchmaker.lock").touch()
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


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("name", ["pairs.csv", "people.csv", "previous/notes.txt", "previous/pairs.csv"])
def test_files_of_ones_own_that_are_called_like_results_are_not_lost(name: str, force: bool, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    for version in ("one", "two", "three"):
        with suppress(OutputError):
            write(tmp_path, version, force=force)
    texts = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file()]
    assert "mine" in texts


@pytest.mark.parametrize(
    "name", [".matchmaker.new", ".matchmaker.new/sub/", ".matchmaker.new/previous/mine", ".matchmaker.lock/"]
)
def test_a_leftover_of_the_wrong_kind_is_named_and_what_to_do(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir() if name.endswith("/") else path.write_text("mine")
    with pytest.raises(OutputError, match=r"/\.matchmaker\.\S+ stands in the way; remove it and run again\."):
        write(tmp_path, "one")


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


# fmt: off
UNREADABLE = {  # what is altered -> where that is, and what is wrong with it
    ('"score": ', '"score": 9'): ["pairs[0].score: must be 10000 at most"],
    ('"pinned"', '"Ann Lee"'): ["pairs[0].pinned: required", "pairs[0]: holds a key that no record has"],
    ('"mentee"', '"pupil"'): ["pairs[0].mentee: required", "pairs[0]: holds a key that no record has"],
}
# fmt: on


@pytest.mark.parametrize("old_new", UNREADABLE)
def test_what_makes_it_unreadable_is_located_and_not_repeated(old_new: tuple[str, str], tmp_path: Path) -> None:
    write(tmp_path, "one")
    path = tmp_path / "matching.json"
    path.write_text(path.read_text("utf-8").replace(*old_new, 1), "utf-8")
    with pytest.raises(RecordError) as refused:
        read_record(tmp_path)
    told = [f"{path}: not a record of this version: {fault}" for fault in UNREADABLE[old_new]]
    assert list(refused.value.breaches) == told
    assert "Ann Lee" not in str(refused.value)


def test_a_changed_file_is_named(tmp_path: Path) -> None:
    write(tmp_path, "one")
    (tmp_path / "pairs.csv").write_bytes((tmp_path / "pairs.csv").read_bytes().replace(b"42.65", b"92.65"))
    (tmp_path / "people.csv").unlink()
    assert altered(*result("one"), tmp_path) == ("pairs.csv: not what the record says", "people.csv: is not there")


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
    for name in (".~lock.pairs.csv#", ".lock", ".new-photos/one.jpg", ".ready/steady.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    for version in ("old", "new"):
        write(tmp_path, version)
    for name in (".~lock.pairs.csv#", ".lock", ".new-photos/one.jpg", ".ready/steady.txt"):
        assert (tmp_path / name).read_text() == name
