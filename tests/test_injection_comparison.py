"""Markup, formulas and orders in every name a comparison shows: programme, contenders, strategies, settings files."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from command_line import Run
from hostile_text import MARKUP, ORDERS, PAYLOADS, active, lines, obeyed
from loud_comparisons import loud_comparison
from loud_people import takes, toml
from people import write

from matchmaker.comparison.page import files_of
from matchmaker.comparison.told import text

pytestmark = pytest.mark.promise("injection")


class Elements(HTMLParser):
    """The elements, attributes and texts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {f"{name}={value}" for name, value in attrs if name in ("src", "href", "onerror", "onload")}

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def parsed(page: str) -> Elements:
    elements = Elements()
    elements.feed(page)
    return elements


def test_no_element_comes_of_a_name(counted: Callable[..., None]) -> None:
    found = parsed(files_of(loud_comparison())["comparison.html"])
    assert {"script", "img", "b", "i", "a", "iframe", "image"} & set(found.tags) == set()
    assert [one for one in found.attributes if not one.startswith("href=#")] == []
    rows = found.tags.count("tr")
    assert rows == 2 + len(PAYLOADS) + len(PAYLOADS) - 1  # both tables, each with its head
    read = "".join(found.texts)
    assert "42049" not in read
    assert all(payload in read for payload in MARKUP)
    counted(names=len(PAYLOADS))


def test_the_parser_notices_an_element() -> None:
    page = files_of(loud_comparison())["comparison.html"].replace("&lt;", "<").replace("&gt;", ">")
    assert {"script", "img"} <= set(parsed(page).tags)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_is_run(separator: str, tmp_path: Path, counted: Callable[..., None]) -> None:
    path = tmp_path / "comparison.csv"
    path.write_bytes(files_of(loud_comparison())["comparison.csv"].encode())
    cells = [cell for line in lines(path, separator) for cell in line]
    assert [cell for cell in cells if active(cell) or obeyed(cell)] == []
    assert len(lines(path)) == 1 + len(PAYLOADS)
    counted(cells=len(cells))


def test_the_terminal_is_given_no_order() -> None:
    printed = text(loud_comparison())
    assert obeyed(printed) == []
    assert "\\u001b" in printed


IN_NAMES = [one for one in (*MARKUP[1:3], *ORDERS, "=1+1") if takes("mentor", "name", one) and "," not in one]


@pytest.mark.parametrize("payload", IN_NAMES)
def test_names_of_files_and_of_the_programme_are_shown_as_text(payload: str, run: Run, tmp_path: Path) -> None:
    folder = write(tmp_path / "pilot", programme=toml({"name": payload}))
    name = f"{payload.replace('/', '_')}.toml"
    Path(name).write_text(toml({"name": payload, "combine": "mean"}))
    ran = run("compare", str(folder), "--settings", name, "--seeds", "1")
    assert (ran.code, ran.err, obeyed(ran.out)) == (0, "", [])
    assert json.loads(Path("comparison/comparison.json").read_text("utf-8"))["contenders"][0]["name"] == name
    assert "script" not in parsed(Path("comparison/comparison.html").read_text("utf-8")).tags


def test_a_strategy_s_name_is_repeated_without_orders(run: Run, tmp_path: Path) -> None:
    folder = write(tmp_path / "pilot")
    for payload in ORDERS:
        for name in (payload, f"{payload}:x", f"x.py:{payload}"):
            if "," in name or "\x00" in name:
                continue
            ran = run("compare", str(folder), "--strategies", name)
            assert (ran.code, ran.out, obeyed(ran.err)) == (2, "", []), name
