"""Explanations and hand-outs of kickoff that were read through by eye; ``golden/`` holds each as it should read.

After a change that is meant: ``python tests/test_golden.py`` writes them anew; read the difference before you commit.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from paired import paired

from matchmaker import Matching, Scores, explain, handouts, match
from matchmaker.reading.folder import read_folder

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"

ASKED = {
    "ana_and_her_mentor": {"mentee": "ME-0144"},
    "ana_and_her_boss_s_boss": {"mentee": "ME-0144", "mentor": "MR-0012"},
    "ana_and_somebody_possible": {"mentee": "ME-0144", "mentor": "MR-0020"},
    "jonas_inside_his_group": {"mentee": "ME-0145", "mentor": "MR-0019"},
    "mei_ling_as_mentor": {"mentor": "MR-0031"},
    "mei_ling_and_herself": {"mentee": "ME-0146", "mentor": "MR-0031"},
    "keiko_whom_nobody_can_meet": {"mentee": "ME-0147"},
    "grace_who_is_pinned": {"mentee": "ME-0148"},
    "oksana_and_a_waived_rule": {"mentee": "ME-0149", "mentor": "MR-0051"},
    "priya_who_wanted_two": {"mentee": "ME-0150"},
    "ngozi_who_pauses": {"mentor": "MR-0047"},
    "petra_and_a_veto": {"mentee": "ME-0029", "mentor": "MR-0030"},
    "aurelie_without_a_common_language": {"mentee": "ME-0005", "mentor": "MR-0044"},
    "rui_at_the_wrong_hours": {"mentee": "ME-0003", "mentor": "MR-0025"},
}


PAIRS = (("ME-0148", "MR-0036"), ("ME-0059", "MR-0050"))
"""Grace and Pieter, who are pinned, and Eva and Nadija, who could be a pair, whomever the matching pairs."""


@cache
def kickoff() -> tuple[Scores, Matching]:
    """Return kickoff's scores and matching."""
    pool, programme = read_folder(ROOT / "fixtures" / "kickoff")
    return Scores(pool, programme), match(pool, programme)


def told(name: str) -> str:
    """Return one explanation as text."""
    return explain(*kickoff(), **ASKED[name]).text() + "\n"


@pytest.mark.parametrize("name", ASKED)
def test_an_explanation_reads_as_it_was_approved(name: str) -> None:
    assert told(name) == (GOLDEN / f"{name}.txt").read_text("utf-8")


@cache
def handed() -> dict[str, str]:
    """Return what the two pairs take away, by path below ``golden/``."""
    pool, programme = kickoff()[0].pool, kickoff()[0].programme
    return handouts(pool, programme, paired(pool, *PAIRS))


def test_hand_outs_read_as_they_were_approved() -> None:
    there = {path.relative_to(GOLDEN).as_posix() for path in (GOLDEN / "handouts").rglob("*.*")}
    assert there == set(handed())
    assert {path: (GOLDEN / path).read_bytes().decode() for path in there} == handed()


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for path, text in handed().items():
        (GOLDEN / path).parent.mkdir(parents=True, exist_ok=True)
        (GOLDEN / path).write_bytes(text.encode())
    for name in ASKED:
        (GOLDEN / f"{name}.txt").write_text(told(name), "utf-8")
