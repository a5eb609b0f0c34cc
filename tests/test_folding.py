"""Long lines on a terminal: folded under the column where their last part begins, nothing lost."""

from __future__ import annotations

from matchmaker.writing.terminal import folded


def test_a_short_line_stays_as_it_is() -> None:
    assert folded("  pairs      3 of 4\n\nend", 40) == "  pairs      3 of 4\n\nend"


def test_a_long_line_goes_on_under_its_last_part() -> None:
    assert folded("  pairs      one two three four five", 24) == (
        "  pairs      one two\n             three four\n             five"
    )
    assert folded("    style   36.79 × 30 %  one two three", 34).split("\n")[1] == " " * 26 + "three"


def test_nothing_is_lost() -> None:
    text = "Proven best: " + "word " * 60
    assert folded(text, 40).split() == text.split()
    assert max(map(len, folded(text, 40).split("\n"))) <= 40
