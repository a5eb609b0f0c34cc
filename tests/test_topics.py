from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import grows_with_its_square

from matchmaker.errors import InputError
from matchmaker.topics.graph import FLOOR, FULL, STEP, Topic, TopicGraph, folded

HEADER = "topic,broader,related,aliases\n"
SHIPPED = TopicGraph.shipped()
NAMES = [topic.name for topic in SHIPPED.topics]


def graph(folder: Path, *rows: str) -> TopicGraph:
    path = folder / "topics.csv"
    path.write_text(HEADER + "\n".join(rows), encoding="utf-8")
    return TopicGraph.read(path)


def list_of(children: int) -> list[str]:
    return ["parent,,,", *(f"child {number},parent,," for number in range(children))]


# fmt: off
PAIRS = [  # one, other, least and most likeness
    ("people management", "leadership", 4000, 8000), ("people management", "team leadership", 5000, 8000),
    ("engineering management", "people management", 5000, 9000), ("delegation", "people management", 5000, 8000),
    ("delegation", "leadership", 2000, 5000), ("Java", "JavaScript", 0, 1000),
    ("Python", "Java", 0, 1000), ("English", "Mandarin", 0, 1500),
    ("TypeScript", "JavaScript", 7000, 9500), ("Python", "machine learning", 3500, 6500),
    ("Python", "React", 0, 1000), ("React", "JavaScript", 5000, 9000),
    ("Kubernetes", "Docker", 6000, 9000), ("AWS", "Azure", 1500, 5000),
    ("machine learning", "deep learning", 5000, 8000), ("deep learning", "data and AI", 1500, 5000),
    ("machine learning", "statistics", 4000, 7000), ("negotiation", "SQL", 0, 0),
    ("tax", "inclusion", 0, 0), ("nursing", "Kubernetes", 0, 0),
    ("deep learning", "branding", 0, 0), ("negotiation", "salary negotiation", 4000, 8000),
    ("public speaking", "storytelling", 4000, 7000), ("public speaking", "pitching", 3000, 7000),
    ("coaching skills", "mentoring skills", 4000, 8000), ("imposter syndrome", "self-confidence", 5000, 8000),
    ("work-life balance", "burnout prevention", 4000, 8000), ("time management", "prioritisation", 5000, 9000),
    ("scrum", "agile", 5000, 8000), ("product management", "project management", 0, 3000),
    ("fundraising", "charitable fundraising", 0, 3000), ("women in leadership", "leadership", 2500, 6000),
    ("leaving academia", "career transitions", 5000, 8500), ("UX design", "user research", 5000, 8000),
]
# fmt: on


@pytest.mark.parametrize(("one", "other", "least", "most"), PAIRS)
def test_likeness_of_the_shipped_topics(one: str, other: str, least: int, most: int) -> None:
    assert (SHIPPED.find(one), SHIPPED.find(other)) == (one, other)
    assert least <= SHIPPED.likeness(one, other) <= most


def test_every_pair_is_symmetric_in_range_and_a_topic_is_like_itself() -> None:
    table = SHIPPED.table(NAMES, NAMES)
    assert table.dtype == np.int32
    assert (table == table.T).all()
    assert (np.diag(table) == FULL).all()
    others = table[~np.eye(len(NAMES), dtype=bool)]
    assert set(np.unique(others[others < FLOOR])) == {0}
    assert (others > 0).mean() < 0.15  # most topics have nothing to do with each other


def test_shipped_topics_are_whole() -> None:
    texts = [text for topic in SHIPPED.topics for text in (topic.name, *topic.aliases)]
    assert len({folded(text) for text in texts}) == len(texts) > 1000, "an alias only repeats another spelling"
    for topic in SHIPPED.topics:
        assert all(SHIPPED.find(text) == topic.name for text in (topic.name, *topic.aliases))
        assert {topic.broader or topic.name, *(other for other, _ in topic.related)} <= set(NAMES)
        assert len(SHIPPED.broader(topic.name)) <= 3
    fields = {topic.name for topic in SHIPPED.topics if topic.broader is None}
    assert 12 <= len(fields) <= 20
    assert {SHIPPED.broader(name)[-1] for name in NAMES if name not in fields} == fields
    assert SHIPPED.broader("k8s") == ("containers", "cloud and infrastructure", "software engineering")
    assert SHIPPED.broader("software engineering") == SHIPPED.broader("basket weaving") == ()


@pytest.mark.parametrize("children", range(2, 40))
def test_long_lists_mean_little(tmp_path: Path, children: int) -> None:
    siblings = graph(tmp_path, *list_of(children)).likeness("child 0", "child 1")
    exact = STEP * STEP // FULL * 2 // children
    assert siblings == (exact if exact >= FLOOR else 0)
    assert (children - 1) * siblings < 7200


LINE = ["0,,,", *(f"{depth},{depth - 1},," for depth in range(1, 8))]
LINKED = ["x,,y:0.8,", "x1,x,,", "y,,,", "y1,y,,", "y2,y,,", "y3,y,,", "y4,y,,"]
ALIASES = ["people management,,,PM", "delegation,p m,,", "coaching,,pm:0.3,"]
HUB = [*list_of(30), "hub,,parent:1,"]
LAW = [
    (LINE, "7", ["6", "5", "4", "3", "2", "1", "0"], [6000, 3600, 2160, 1296, 777, 0, 0]),  # fades to nothing
    (["a,,b;c:0.85;d:.2,", "b,,,", "c,,,", "d,,a:0.7,"], "a", ["b", "c", "d"], [5000, 8500, 7000]),  # the stronger
    (["a,,b:1,", "b,,c:1,", "c,,,"], "a", ["b", "c"], [FULL, 0]),  # two links in a row say nothing
    (LINKED, "x1", ["y", "y1"], [4800, 1440]),  # an only child stands for its parent, one of four for half of it
    (HUB, "child 0", ["parent", "child 1", "hub"], [STEP, 0, 0]),  # a parent's link is no way round the long list
    (ALIASES, "PM", ["delegation", "coaching"], [STEP, 3000]),  # an alias may stand where a topic is meant
]


@pytest.mark.parametrize(("rows", "one", "others", "points"), LAW)
def test_the_law_by_example(tmp_path: Path, rows: list[str], one: str, others: list[str], points: list[int]) -> None:
    assert graph(tmp_path, *rows).table([one], others).tolist() == [points]


def random_rows(seed: int, topics: int = 60) -> list[str]:
    draw = random.Random(seed)
    above: dict[int, list[int]] = {}
    rows = []
    for topic in range(topics):
        parent = draw.randrange(topic) if topic and draw.random() < 0.8 else None
        above[topic] = [] if parent is None else [parent, *above[parent]]
        unrelated = [other for other in range(topic) if other not in above[topic]]
        links = ";".join(f"t{other}:{draw.random():.2f}" for other in unrelated if draw.random() < 0.03)
        rows.append(f"t{topic},{'' if parent is None else f't{parent}'},{links},")
    return rows


def walks(topics: tuple[Topic, ...], start: str) -> dict[str, float]:
    """The law as its sentence says it: every way of at most one link walked step by step, without rounding."""
    broader = {topic.name: topic.broader for topic in topics}
    children = {name: [topic.name for topic in topics if topic.broader == name] for name in broader}
    links = [(topic.name, *link) for topic in topics for link in topic.related]
    links += [(other, name, points) for name, other, points in links]
    best: dict[str, float] = {}

    def go(at: str, value: float, came: str, linked: bool) -> None:
        if value < FLOOR / 4:
            return
        best[at] = max(best.get(at, 0), value)
        share = min(1.0, 2 / max(1, len(children[at])))
        if broader[at] and came != "down":
            go(broader[at], value * 0.6, f"up {at}", linked)
        for child in children[at]:
            if came != f"up {child}":
                go(child, value * 0.6 * (1 if came in ("", "down") else share), "down", linked)
        for _, other, points in [link for link in links if link[0] == at and not linked]:
            go(other, value * points / FULL * (share if came.startswith("up") else 1), "link", True)

    go(start, FULL, "", False)
    return best


@pytest.mark.parametrize("seed", range(12))
def test_random_graphs_keep_the_law_whatever_the_order_of_rows(tmp_path: Path, seed: int) -> None:
    rows = random_rows(seed)
    topics = graph(tmp_path, *rows)
    names = [topic.name for topic in topics.topics]
    table = topics.table(names, names)
    assert (table == table.T).all()
    for name, found in zip(names, table.tolist(), strict=True):
        best = walks(topics.topics, name)
        for value, true in zip(found, (best.get(other, 0) for other in names), strict=True):
            assert abs(value - true) <= 3 or (value == 0 and true < FLOOR + 3)
    random.Random(seed).shuffle(rows)
    shuffled = graph(tmp_path, *rows)
    assert (shuffled, shuffled.digest_rows()) == (topics, topics.digest_rows())
    assert (shuffled.table(names, names) == table).all()


# fmt: off
SPELLINGS = {
    "people management": ["PEOPLE management", "  people   management ", "People-Management", "people\u2010mgmt"],
    "Kubernetes": ["K8S"], "JavaScript": ["js", "java script"], "C": ["C"], "C++": ["c++"], "C#": ["C #"], "R": ["r"],
    "Spanish": ["espanol", "ESPAN\u0303OL"], "SQL": ["\uff33\uff31\uff2c"], "Node.js": ["node js"],
    "women in leadership": ["women’s leadership", "womens leadership"], "A/B testing": ["AB testing"],
    "learning and development": ["Learning & Development"], None: ["underwater basket weaving", "", "--"],
}
# fmt: on


def test_find_folds_spelling() -> None:
    for topic, texts in SPELLINGS.items():
        assert [SHIPPED.find(text) for text in texts] == [topic] * len(texts)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_tables_keep_order_repeats_and_unknown_texts() -> None:
    half = SHIPPED.likeness("Python", "SQL")
    left, right = ["py", "Basket Weaving", "Python", "SQL"], ["SQL", "basket-weaving", "python", "falconry"]
    expected = [[half, 0, FULL, 0], [0, FULL, 0, 0], [half, 0, FULL, 0], [FULL, 0, half, 0]]
    assert SHIPPED.table(left, right).tolist() == expected
    assert (SHIPPED.table([], ["SQL"]).shape, SHIPPED.table(["SQL"], []).shape) == ((0, 1), (1, 0))


def test_nearest_names_for_a_message() -> None:
    assert SHIPPED.nearest("pyhton")[0] == "Python"
    assert SHIPPED.nearest("kubernets", limit=1) == ("Kubernetes",)
    assert SHIPPED.nearest("qqqqqqqqqqqq") == ()


BAD_ROWS = [
    (["python,progamming,,", "programming,,,"], 2, "broader", '"progamming" is no topic here; nearest: programming'),
    (["python,,,", "java,,pyton:0.5,"], 3, "related", '"pyton" is no topic here; nearest: python'),
    (["python,,,", "", "Py-thon,,,"], 4, "topic", '"Py-thon" already means "python" (row 2)'),
    (["java,,,JS", "javascript,,,js"], 3, "aliases", '"js" already means "java" (row 2)'),
    (["java,,,script", "script,,,"], 2, "aliases", '"script" already means "script" (row 3)'),
    *(([f"a,,{link},", "b,,,"], 2, "related", "from 0 to 1") for link in ("b:1.5", "b:-1", "b:nan", "b:", '"b:0,5"')),
    (["a,,a:0.5,"], 2, "related", '"a" is the topic itself'),
    (["a,,,", "b,a,,", "c,b,a,"], 4, "related", '"a" is the topic itself, or above or below it'),
    (["a,,c,", "b,a,,", "c,b,,"], 2, "related", '"c" is the topic itself, or above or below it'),
    (["x,b,,", "b,c,,", "c,b,,"], 3, "broader", "is a loop: b → c → b"),
    (["a,a,,"], 2, "broader", "is a loop: a → a"),
    (["a,b;c,,", "b,,,", "c,,,"], 2, "broader", "must be one topic"),
    *(([f"{topic},,,nobody"], 2, "topic", "must be one name") for topic in ("", " ;", "a;b")),
    *(([f"{topic},,,"], 2, "topic", f'"{topic}" cannot be a name') for topic in ("a:3", "--")),
    (["a,,,a>b"], 2, "aliases", '"a>b" cannot be a name'),
    (["a,,,", "b,a"], 3, "related", "the row has 2 cells, the header 4"),
    (["a,,,", "b,a,,one,two"], 3, "aliases", "the row has 5 cells, the header 4"),
    (["a,,,", 'b,,,"x\ny"', "c,d,,"], 4, "broader", '"d" is no topic here'),
    (["a,,,", '"b"b,,,'], 3, "", "is not CSV"),
]


@pytest.mark.parametrize(("rows", "row", "column", "words"), BAD_ROWS)
def test_a_bad_row_is_located(tmp_path: Path, rows: list[str], row: int, column: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        graph(tmp_path, *rows)
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column) == ("topics.csv", row, column)
    assert words in problem.message


def test_everything_wrong_is_listed_at_once_in_the_order_of_rows(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        graph(tmp_path, "a,nowhere,b:2,", "b,,gone;away:3,x", "A,,,X", "c,c,,", "d,d")
    places = [f"{problem.row} {problem.column}" for problem in caught.value.problems]
    assert places[:5] == ["2 broader", "2 related", "3 related", "3 related", "3 related"]
    assert places[5:] == ["4 topic", "4 aliases", "5 broader", "6 related"]


NO_LISTS = [
    (b"", [(0, "")]),
    (b"topic|broader|related|aliases\n", [(1, "topic")]),
    (b"topic,broader,related,alias\na,,,\n", [(1, "alias")]),
    (b"topic,broader,related,aliases,topic\na,,,,\n", [(1, "topic")]),
    (f"{HEADER}a,,,\nespañol,,,\n".encode("latin-1"), [(3, "")]),
    (f"{HEADER}a,,,\n".encode("utf-16"), [(1, "")]),
    (None, [(0, "")]),
]


@pytest.mark.parametrize(("data", "expected"), NO_LISTS)
def test_a_file_that_is_no_topic_list(tmp_path: Path, data: bytes | None, expected: list[tuple[int, str]]) -> None:
    path = tmp_path / "mine.csv"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        TopicGraph.read(path)
    places = [(problem.file, problem.row, problem.column) for problem in caught.value.problems]
    assert places == [("mine.csv", *place) for place in expected]


def test_what_spreadsheets_write_is_read(tmp_path: Path) -> None:
    path = tmp_path / "topics.csv"
    rows = ["Aliases,Notes,Related,Broader,Topic", " JS ;; ecma ,x,,Languages,java  script", ",,,,", ",,,,languages"]
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(rows).encode())
    topics = TopicGraph.read(path)
    assert (topics.find("ECMA"), topics.broader("JavaScript")) == ("java script", ("languages",))


def test_digest_sees_every_change_of_meaning_and_no_other(tmp_path: Path) -> None:
    first = graph(tmp_path, "a,,b:0.5,x;y", "b,,,", "c,a,,").digest_rows()
    assert first == graph(tmp_path, "c,a,,", "b,,a,", "a,,,Y;X").digest_rows()
    changed = ["a,,b:0.6,x;y", "a,,,x;y", "a,,b,x", "a,b,,x;y"]
    assert first not in [graph(tmp_path, row, "b,,,", "c,a,,").digest_rows() for row in changed]


def test_threads_share_one_graph() -> None:
    fresh = TopicGraph(SHIPPED.topics)
    with ThreadPoolExecutor(8) as threads:
        tables = list(threads.map(lambda _: fresh.table(NAMES, NAMES), range(8)))
    assert all((table == SHIPPED.table(NAMES, NAMES)).all() for table in tables)


def test_importing_topics_stays_light() -> None:
    code = "import sys, matchmaker.topics; print(sorted({'networkx', 'rapidfuzz', 'pandas'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_graph_is_built_in_linear_time(tmp_path: Path, no_cover: None) -> None:
    def made(size: int) -> Callable[[], str | None]:
        rows = [f"t{n},{f't{n // 8}' if n else ''},{f't{n - 7}' if n > 99 else ''},alias {n}" for n in range(size)]
        return lambda: graph(tmp_path, *rows).find("Alias 1")

    assert not grows_with_its_square(made, 10_000)
    assert made(10_000)() == "t1"
