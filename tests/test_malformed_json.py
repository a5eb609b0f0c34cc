"""Malformed JSON, the records that ``verify`` and ``explain`` read: refused with file and place; by hand, mutated."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from malformed import LONG, MOST_SECONDS, PROMISE, Desk, Ran, mutated, run
from pace import usually

from matchmaker.certificate_record import CertificateRecord
from matchmaker.matching import Matching

WHOLE = ["null", "true", '"1"', "1.5", "1e999", "NaN", "-Infinity", "[]", "{}", str(1 << 63), "1" * 4000]
TEXT = ["null", "1", "false", "[]", "{}", "NaN"]
LIST = ["null", "1", '"x"', "{}", "true", "[null]", "[[]]", "[NaN]"]
# fmt: off
MATCHING = {  # key -> values that are a defect there
    "schema_version": ["0", "2", "null", '"1"'], "programme": TEXT, "status": ['"BEST"', '"optimal"', "0", "null"],
    "termination": ['"DONE"', "null"], "strategy": TEXT, "solver": ["null", "[]"], "mentees_matched": WHOLE,
    "mentors_matched": WHOLE, "mentors_bound": WHOLE[1:],
    "mentees_bound": WHOLE[:5], "total_score": WHOLE, "score_bound": WHOLE[1:], "gap": ['"0"', "0.5", "NaN"],
    "unmet_floors": LIST, "pairs": LIST, "people": LIST, "notices": [*LIST[:5], "[1]"], "people_sha256": TEXT[:3],
    "version": ["0.1", "null"], "pairs[0].mentee": TEXT, "pairs[0].score": ["-1", "10001", "null", "0.5", "1e999"],
    "pairs[0].pinned": ["null", "2", '"perhaps"', "[]"], "pairs[0].waived": ["null", '"x"', "[1]", "{}"],
    "pairs[0].criteria": LIST, "pairs[0].criteria[0].view": ['"boss"', "null"],
    "pairs[0].criteria[0].points": ["-1", "10001"], "pairs[0].criteria[0].weight": ["101", "-1"],
    "pairs[0].criteria[0].known": ["null", '"so"'], "people[0].state": ['"happy"', "null", "[]"],
    "people[0].role": ['"boss"', "1"], "people[0].banned_by": ["null", "[]", "1", '{"veto": "x"}', '{"veto": null}'],
    "people[0].legal": ["null", "0.5"], "unmet_floors[0].asked": ["null", '"x"'], "unmet_floors[0].group": ["1", "[1]"],
}
CERTIFICATE = {
    "objective": ['"luckiest"', "null"], "pairs": [*LIST, '[["dan"]]', '[["dan", "bob", "x"]]', '[["dan", 1]]'],
    "bonus": WHOLE, "floors_cut": [*LIST[:5], "[1]"], "mentors_cut": LIST[:5], "floored_cut": ["[1]"],
    "units": ["null", "[]", "1", '{"x": 1}', '{"1": 0}', '{"1": -5}'],
    "prices": ["null", "[]", '{"ann": "x"}', '{"ann": 0.5}', f'{{"ann": {1 << 301}}}', '{"ann": NaN}'],
}
NOT_JSON = {  # what is told -> what stands there instead of the whole
    r"line 1, column 1: ": [b"", b"\0" * 50, b"}", b"// x\n{}", b"<html>", b"version https://git-lfs.github.com/spec/v1\n"],
    r"line 1, column \d+: ": [
        b" ", b"{", b"{]", b"{'a': 1}", b"{a: 1}", b'{"a": 1,}', b'{"a" 1}', b'{"a": 01}', b'{"a": +1}', b'{"a": .5}',
        b'{"a": 0x1}', b'{"a": "\n"}', b'{"a": "\\x"}', b'{"a": undefined}', b'{"a": tru', b'{"a": "x',
        b'{"a": "\\u12"}',        b"\xef\xbb\xbf{}", b"nul", b"1 2", b"[1, 2", b'{"a": 1}}', b'{"a": 1} {}',
    ],
    r"line 3, column 1: ": [b"{\n\n", b'{"a": 1,\n"b": 2\n'],
    r"line 1: not UTF-8": [b"\xff\xfe{\0}\0", b'{"a": "\xff"}', b'{"a": "\xed\xa0\x80"}', b'{"a": "\xc0\x80"}'],
    r"line 2: not UTF-8": [b'{"a":\n"\xe9"}'],
    r"nested too deeply": [b"[" * 100_000, b'{"a":' * 100_000],
    r"a number has too many digits": [b'{"a": ' + b"1" * 5000 + b"}"],
    r"must be a table": [b"null", b"[]", b"1", b'"x"', b"NaN", b"true", b"[{}]"],
    r"(programme|schema_version): ": [b"{}", b'{"schema_version": 2}', b'{"a": "\\ud800"}'],
}
REWRITTEN = [  # JSON that says the same, or seems to: what stands in a record, and instead
    ('"gap": 0', '"gap": 0,\n "gap": 0'), ('"gap": 0', '"gap": 5,\n "gap": 0'), ('"gap": 0', '"gap": 0.0'),
    ('"gap": 0', '"gap": -0'), ('"gap": 0', '"gap": 0e0'), ('"gap": 0', '"gap":0'), ('"gap": 0', '"gap": "0"'),
    ('"gap": 0', '"gap": false'), ('"gap": 0', '"gap": 0 '), ('"gap": 0', '"g\\u0061p": 0'), ("Pilot", "\\u0050ilot"),
    ("\n ", "\n  "), ("\n", "\r\n"), ("{\n", "{"), ("\n}\n", "\n}"), ("\n}\n", "\n}\n\n"), ("true", '"yes"'),
    ("true", "1"), ('"pinned": true', '"pinned": false,\n   "pinned": true'), ('"flow"', '"flow"\t'),
]
# fmt: on


FILES: dict[str, Any] = {"matching.json": Matching, "certificate.json": CertificateRecord}
REFUSED = "not a record of this version: "


class Result:
    """A good result, a file of which is spoilt and made good again."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk(folder)
        assert run("match", self.desk.folder, "--out", self.desk.out).code == 0
        self.good = {name: (self.desk.out / name).read_bytes() for name in FILES}

    def run(self, file: str, data: bytes, *words: str) -> Ran:
        """Run a command with one file spoilt. It refuses in plain words, or answers; and it changes nothing."""
        path = self.desk.out / file
        path.write_bytes(data)
        ran = run(words[0], self.desk.out, self.desk.folder, *words[1:])
        assert path.read_bytes() == data
        path.write_bytes(self.good[file])
        assert {one.name for one in self.desk.out.iterdir()} == {*FILES, "pairs.csv", "people.csv"}
        assert usually(ran.seconds, MOST_SECONDS) < MOST_SECONDS
        assert ran.code in {0, 6}, ran.err
        assert (ran.out != "", ran.err == "") == (ran.code == 0,) * 2
        assert "".join(ran.err.split("\n")).isprintable()
        return ran

    def with_value(self, file: str, place: str, value: str) -> tuple[bytes, int]:
        """Return a file with another value at a place such as ``pairs[0].score``, and the line the value is in."""
        document = json.loads(self.good[file])
        *way, last = [int(part) if part.isdigit() else part for part in re.findall(r"\w+", place)]
        inside = document
        for part in way:
            inside = inside[part]
        inside[last] = "@"
        text = as_written(document)
        return text.replace('"@"', value).encode(), text[: text.index('"@"')].count("\n") + 1


def as_written(document: object) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def wrong_values(result: Result) -> Iterator[tuple[str, str, bytes]]:
    """Yield file, the pattern of what is to be said, and a content."""
    for file, table in {"matching.json": MATCHING, "certificate.json": CERTIFICATE}.items():
        for place, value in ((key, value) for key in table for value in table[key]):
            data, line = result.with_value(file, place, value)
            yield file, f"{REFUSED}{re.escape(place)}.*: |line {line} is not as this version writes it", data


def wrong_keys(result: Result) -> Iterator[tuple[str, str, bytes]]:
    for file, model in FILES.items():
        for key in model.model_fields.keys() - {"certificate", "schema_version"}:
            document = json.loads(result.good[file])
            value = document.pop(key)
            yield file, f"{REFUSED}{key}: required", as_written(document).encode()
            yield (
                file,
                f"{REFUSED}holds a key that no record has",
                as_written(document | {key: value, f"{key}_": 1}).encode(),
            )


def wrong_texts(result: Result) -> Iterator[tuple[str, str, bytes]]:
    for said, texts in NOT_JSON.items():
        for data in texts:
            yield "matching.json", REFUSED + said, data
    for size in (3, 100, 1000):
        yield "certificate.json", f"{REFUSED}line \\d+, column \\d+: ", result.good["certificate.json"][:-size]
        yield "matching.json", f"{REFUSED}line \\d+, column \\d+: ", result.good["matching.json"][size:]
    for old, new in REWRITTEN:
        assert old in result.good["matching.json"].decode()
        data = result.good["matching.json"].decode().replace(old, new, 1).encode()
        yield "matching.json", r"line \d+ is not as this version writes it; run match again", data


@pytest.mark.promise(PROMISE)
def test_each_defect_is_told_where_it_is(tmp_path: Path, counted: Callable[..., None]) -> None:
    result, missed = Result(tmp_path), []
    cases = [*wrong_values(result), *wrong_keys(result), *wrong_texts(result)]
    assert len(set(cases)) == len(cases) > 100
    for number, (file, pattern, data) in enumerate(cases):
        ran = result.run(file, data, *(["verify"], ["explain", "--mentee", "dan"])[number % 2])
        if not re.match(f"{re.escape(str(result.desk.out / file))}: ({pattern})", ran.err):
            missed.append(f"{pattern!r} is not what is said of {data[:200]!r}…, but {ran.err[:300]!r}")
    assert not missed, "\n".join(missed)
    counted(hand_made_json_files=len(cases))


STRAYS = [
    None,
    True,
    False,
    0,
    -1,
    1,
    2**62,
    2**62 + 1,
    -(10**80),
    0.5,
    "",
    "ann",
    "dan",
    "\u202e",
    [],
    {},
    ["dan", "ann"],
]


def places(document: dict[str, Any] | list[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield everything inside a document, as a container and the key or number in it."""
    for key, value in list(document.items() if isinstance(document, dict) else enumerate(document)):
        yield document, key
        if isinstance(value, dict | list):
            yield from places(value)


def rearranged(good: bytes, mix: Random) -> bytes:
    """Return a record in which values are cut, doubled, or put where others belong; written as records are."""
    document = json.loads(good)
    for _ in range(mix.choice([1, 1, 2, 3])):
        (here, at), (there, to) = mix.choices(list(places(document)), k=2)
        stray, act = json.loads(json.dumps(there[to])), mix.randrange(5)
        if act == 0:
            del here[at]
        elif act == 1 and isinstance(here, list):
            here.insert(at, here[at])
        elif act == 2:
            here[at] = mix.choice(STRAYS)
        elif act == 3 and isinstance(here, dict):
            here[mix.choice(["x", to]) if isinstance(to, str) else "ann"] = stray
        else:
            here[at] = stray
    return as_written(document).encode()


COMMANDS = [["verify"], ["explain", "--mentee", "fay"], ["explain", "--mentee", "eve", "--mentor", "cem"]]


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("times", LONG)
def test_mutations_are_answered_or_refused(times: int, tmp_path: Path, counted: Callable[..., None]) -> None:
    result, refused, read = Result(tmp_path), 0, 0
    for number in range(times):
        mix, file = Random(f"json {number}"), [*FILES][number % 2]
        data = rearranged(result.good[file], mix) if number % 5 else mutated(result.good[file], mix)
        words = COMMANDS[number // 2 % 3]
        ran = result.run(file, data, *words)
        unlike = data != result.good[file] and file == "matching.json"  # a proof may be another one, and hold
        assert ran.code == 6 or words[0] == "explain" or not unlike
        refused += ran.code != 0
        read += str(result.desk.out / file) not in ran.err
    assert times // 10 < read < times
    counted(mutated_json_files=times, refused=refused, well_formed=read)
