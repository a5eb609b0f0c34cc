"""Markup, formulas and line breaks in every text field there is: in what pairs take away they stay text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hostile_text import MARKUP, ORDERS, PAYLOADS, obeyed
from icalendar import Calendar
from loud_people import loud
from markdown_it import MarkdownIt
from markdown_it.token import Token
from paired import paired

from matchmaker import Pool, Programme, handouts, invitation
from matchmaker.handouts.markdown import shielded
from matchmaker.writing.harmless import one_line

pytestmark = pytest.mark.promise("injection")

READ = MarkdownIt("commonmark").enable("table")
OURS = {"h1", "h2", "p", "ul", "ol", "li", "strong", "blockquote", "table", "thead", "tbody", "tr", "th", "td", ""}
"""The elements of a hand-out; of links, images, code and HTML there are none."""

OF_MARKDOWN = (
    "# x", "## x", "- x", "+ x", "* x", "1. x", "12) x", "> x", "---", "===", "***", "___", "```x", "~~~", "    x",
    "*x*", "_x_", "__x__", "**x**", "`x`", "[x](//x.example)", "![x](//x.example/x.png)", "[x]: //x.example",
    "<//x.example>", "<b>", "<!-- x -->", "&lt;b&gt;", "&#60;b>", "\\", "x\\", "a | b", "|x|", "$x$", "~~x~~",
    "http://x.example", "x\n\n# x", "x  \n***", "x_y_z", "2 * 3 * 4",
)  # fmt: skip


def tokens(text: str) -> Iterator[Token]:
    for token in READ.parse(text):
        yield token
        yield from token.children or ()


def words(text: str) -> str:
    """What somebody reads."""
    return " ".join(token.content for token in tokens(text) if token.type == "text")


@pytest.mark.parametrize("text", [*OF_MARKDOWN, *MARKUP, *ORDERS])
@pytest.mark.parametrize("place", ["{}", "- {}", "> {}", "1. {}", "x **{}** y", "| {} | y |\n|---|---|\n| {} | y |"])
def test_text_is_read_as_it_was_written(text: str, place: str) -> None:
    page = place.replace("{}", shielded(text))
    usual = {token.type for token in tokens(place.replace("{}", "x"))}
    assert {token.type for token in tokens(page)} <= usual | {"text_special"}
    read = "".join(token.content for token in tokens(page) if token.type in {"text", "text_special"})
    assert one_line(text) in read
    assert "http://" not in page


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pool, dict[str, str]]:
    """Loud people, everybody paired with the one whose answers are the same payload, and what they take away."""
    pool, programme = loud(tmp_path_factory.mktemp("loud") / "people")
    programme = programme.model_copy(
        update={"start": date(2027, 3, 1), "name": "=1+1 <b>", "contact": "<i>[x](//x)</i>"}
    )
    mentors = {one.name.rpartition("z")[0]: one for one in pool.mentors}
    pairs = [(one.id, mentors[one.name.rpartition("z")[0]].id) for one in pool.mentees]
    return pool, handouts(pool, programme, paired(pool, *pairs))


def test_no_element_comes_of_what_people_wrote(
    crowd: tuple[Pool, dict[str, str]], counted: Callable[..., None]
) -> None:
    pages = [text for path, text in crowd[1].items() if path.endswith(".md")]
    assert len(pages) == 3 * len(PAYLOADS)
    for page in pages:
        found = list(tokens(page))
        assert {token.tag for token in found} - {"br"} <= OURS
        assert not any(token.type.startswith(("html", "link", "image", "code", "fence")) for token in found)
        assert sum(token.type == "heading_open" for token in found) in {1, 9}
        assert [one for one in page if obeyed(one)] == []
    counted(pages=len(pages))


def test_no_property_comes_of_what_people_wrote(crowd: tuple[Pool, dict[str, str]]) -> None:
    pool, files = crowd
    names = {one_line(one.name) for one in pool.mentees}
    for text in (text for path, text in files.items() if path.endswith(".ics")):
        calendar = Calendar.from_ical(text)
        [event] = calendar.walk("VEVENT")
        assert set(calendar) == {"VERSION", "PRODID", "METHOD"}
        people = {"ORGANIZER", "ATTENDEE"} if calendar["METHOD"] == "REQUEST" else set()
        assert set(event) == people | {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "SEQUENCE"}
        assert any(name in str(event["SUMMARY"]) for name in names)
        assert [one for one in text.replace("\r\n", "") if obeyed(one)] == []


NAMES = (
    "Ann; ATTENDEE:mailto:eve@x.org", 'Ann", Eve', "Ann, Eve", "Ann: Eve", "Ann \\n Eve", "Ann\\", "Ann^nEve",
    "é" * 80, "\U0001f600" * 60,
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_an_invitation_is_one_name(name: str) -> None:
    from people import mentee, mentor

    mail = "ann;x=y,z:é%41@x.org"
    pool = Pool([mentor("ann", name=name, email=mail)], [mentee("ben", name=name, email="ben@x.org")])
    text = invitation(pool, Programme(start=date(2027, 3, 1)), paired(pool, ("ben", "ann")), mentee="ben", mentor="ann")
    assert text is not None
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    [event] = Calendar.from_ical(text).walk("VEVENT")
    assert str(event["SUMMARY"]) == f"Mentoring: {name} and {name}"
    assert [str(one) for one in event["ATTENDEE"]] == ["mailto:ben@x.org", "mailto:ann%3Bx%3Dy%2Cz%3A%C3%A9%2541@x.org"]
    assert re.sub(r"[\W_]", "", str(event["ORGANIZER"].params["CN"])) == re.sub(r"[\W_]", "", name)


def test_every_payload_is_in_somebody_s_hands(crowd: tuple[Pool, dict[str, str]], tmp_path: Path) -> None:
    """So that nothing above is true of empty pages."""
    everything = "".join(crowd[1].values())
    for payload in MARKUP:
        assert shielded(payload) in everything
