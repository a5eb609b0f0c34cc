"""Languages as people name them, and what is none."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matchmaker.languages import language_name, parse_language


def test_languages_by_name_tag_and_in_themselves() -> None:
    names = ["en", "English", "en-US", "Deutsch", "français", "Mandarin", "English (fluent)", "zh-TW", "Farsi"]
    assert [parse_language(name) for name in names] == ["en", "en", "en", "de", "fr", "zh", "en", "zh", "fa"]
    assert language_name("de") == "German"


@pytest.mark.parametrize("text", ["", "-", "()", "(Deutsch)", "xx-nowhere", "?", "Elvish of the woods", "1"])
def test_no_language_is_made_up(text: str) -> None:
    with pytest.raises(ValueError, match="is no language we know"):
        parse_language(text)


@pytest.mark.parametrize("text", ["German, English", "English / French", "en-", "E", "En fluent"])
def test_a_cell_of_several_languages_is_not_read_as_one(text: str) -> None:
    with pytest.raises(ValueError, match="is no language we know"):
        parse_language(text)


@pytest.mark.parametrize("text", ["und", "mul", "zxx", "mis", "root", "419", "x-foo"])
def test_tags_that_name_no_language_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no language we know"):
        parse_language(text)


def test_norwegian_is_one_language_to_work_in() -> None:
    assert parse_language("Norwegian") == parse_language("nb") == parse_language("no")


@given(st.text(max_size=40))
@example("a" * 300)
def test_any_text_is_a_language_or_refused(text: str) -> None:
    try:
        said = parse_language(text)
    except ValueError as error:
        said = str(error)
    assert re.fullmatch(r"[a-z]{2,3}", said) or "is no language we know" in said
