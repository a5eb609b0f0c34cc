"""How a programme's own topics may be written: any of the columns, and a row for each topic or for each link."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from pace import grows_with_its_square
from people import mentee, mentor

from matchmaker import Pool, Programme
from matchmaker.check import notices
from matchmaker.errors import InputError
from matchmaker.topics.graph import FULL, STRENGTH, TopicGraph


def read(folder: Path, *rows: str) -> TopicGraph:
    path = folder / "topics.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return TopicGraph.read(path)


WHOLE = ["topic,broader,related,aliases", "code,,,", "python,code,pandas:0.8;R,py", "pandas,code,,", "R,code,,rstats"]
AS_LINKS = [
    "topic,broader,related,strength,aliases",
    "code,,,,",
    "python,code,pandas,0.8,",
    "python,,R,,",
    "python,,,,py",
    "pandas,code,,,",
    "R,,,,rstats",
    "R,code,,,",
]


def test_a_row_a_link_says_what_a_row_a_topic_says(tmp_path: Path) -> None:
    whole, *header_and_rows = read(tmp_path, *WHOLE), AS_LINKS[0], AS_LINKS[1:]
    header, rows = header_and_rows
    for seed in range(20):
        Random(seed).shuffle(rows)
        assert read(tmp_path, header, *rows).digest_rows() == whole.digest_rows()
    assert whole.likeness("py", "pandas") == 8000


@pytest.mark.parametrize(
    ("rows", "points"),
    [
        (["topic", "a", "b"], 0),
        (["topic,broader", "a,", "b,a"], 6000),
        (["strength;related;topic", "0.7;b;a", ";;b"], 7000),
        (["topic,related,strength", "a,b;c,.3", "b,a,1.0", "c,,"], FULL),  # the stronger, from either end
        (["topic,related", "a,b", "b,"], STRENGTH),
        (["topic,aliases,related", "a,,bee", "b,bee,"], STRENGTH),
        (["related,topic,notes", "b,a,why not", ",b,"], STRENGTH),
    ],
)
def test_any_of_the_columns_will_do(tmp_path: Path, rows: list[str], points: int) -> None:
    assert read(tmp_path, *rows).table(["a"], ["b", "a"]).tolist() == [[points, FULL]]


LINKS = "topic,related,strength,broader"
FAULTS = [
    ([LINKS, "a,b,0.5,", "a,c,0.5,", "b,,,"], 3, "related", '"c" is no topic here; nearest: none'),
    ([LINKS, "a,b,1.5,", "b,,,"], 2, "strength", '"1.5": the strength must be a number from 0 to 1, such as 0.6'),
    ([LINKS, "a,b,high,", "b,,,"], 2, "strength", '"high": the strength must be'),
    ([LINKS, "a,b,0.5;0.6,", "b,,,"], 2, "strength", '"0.5;0.6": the strength must be'),
    ([LINKS, "a,,0.5,", "b,,,"], 2, "strength", "needs a related topic in its row"),
    ([LINKS, "a,b:0.5,0.5,", "b,,,"], 2, "related", '"b:0.5": the strength stands in the column strength, too'),
    ([LINKS, "a,,,b", "b,,,", "c,,,", "a,,,c"], 5, "broader", 'is "b" in row 2; a topic has one'),
    ([LINKS, "a,,,", "b,,,", "c,,,", "a,,,b", "a,,,c"], 6, "broader", 'is "b" in row 5; a topic has one'),
    ([LINKS, "a,,,b", "b,,,", "a,b,,"], 4, "related", '"b" is the topic itself, or above or below it'),
    ([LINKS, "a,,,", "a,,,b", "b,,,a"], 3, "broader", "is a loop: a → b → a"),
    (["topic,brodaer", "a,b", "b,"], 1, "brodaer", "no such column; the nearest is broader, allowed are topic, "),
    (["topic,related,strenght", "a,b,1", "b,,"], 1, "strenght", "no such column; the nearest is strength"),
    (["broader,related", "a,b"], 1, "topic", "must stand in the header; allowed, between commas: topic, broader"),
    ([LINKS, "a,,,", "A,,,"], 3, "topic", '"A" already means "a" (row 2)'),
]


@pytest.mark.parametrize(("rows", "row", "column", "words"), FAULTS)
def test_a_fault_is_told_in_its_row(tmp_path: Path, rows: list[str], row: int, column: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, *rows)
    (said,) = map(str, caught.value.problems)
    assert said.startswith(f"topics.csv, row {row}, {column}: ")
    assert words in said


def unknown(pool: Pool) -> list[str]:
    return [notice for notice in notices(pool, Programme()) if notice.startswith("The topic graph")]


def test_unknown_topics_are_named_whoever_says_them_however_often() -> None:
    mentors = [
        mentor("ann", offers="pyhton:5; Zzz", enjoys="z z-z;xylophone"),
        mentor("bob", offers="PYHTON"),
    ]
    mentees = [mentee("cem", needs="pyhton; zzz"), mentee("dan", needs="owl taming")]
    (said,) = unknown(Pool(mentors, mentees))
    assert said == (
        "The topic graph does not know owl taming, pyhton (nearest: Python), xylophone and Zzz: "
        "each is like itself only."
    )


def test_of_very_many_unknown_topics_those_are_named_that_most_people_say(no_cover: None) -> None:
    def made(size: int) -> Callable[[], list[str]]:
        mentors = [
            mentor(f"r{at}", offers=";".join(f"whim {15 * at + one}" for one in range(15))) for at in range(size)
        ]
        mentees = [mentee(f"e{at}", needs=f"whim 5999; fancy {at}") for at in range(size)]
        pool = Pool(mentors, mentees)
        return lambda: unknown(pool)

    assert not grows_with_its_square(made, 800)
    (said,) = made(400)()
    assert "whim 5999" in said
    assert said.count("fancy") + said.count("whim") == 100
    assert said.endswith("and 6300 more topics: each is like itself only.")
