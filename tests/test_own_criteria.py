"""A criterion of a caller's own: scored, weighed, explained and verified like the built-in ones, or refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pytest
from people import mentee, mentor
from pydantic import ValidationError

from matchmaker import CRITERIA, Criterion, CriterionError, Pool, Programme, Scores, match, verify
from matchmaker.check import notices
from matchmaker.settings import Weights
from matchmaker.shapes import Shape

WEIGHTS = Weights(mentee={"expertise": 60, "town": 40})
POOL = Pool(
    [mentor("ann", other={"town": "Leeds"}), mentor("bob", other={"town": "York"})],
    [mentee("cat", other={"town": "York"}), mentee("dan", other={"town": "Leeds"})],
)


@dataclass(frozen=True)
class Points:
    """A shape that is a plain array."""

    values: np.ndarray

    def block(self, start: int, stop: int) -> np.ndarray:
        return self.values[start:stop]

    def pair(self, row: int, column: int) -> int:
        return self.values[row, column]


@dataclass(frozen=True)
class Town:
    """10 000 for the same town, else ``other``."""

    other: float = 0
    name: str = "town"
    view: Literal["mentee"] = "mentee"
    unknown: int = 3000

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        values = [
            [10_000 if one.other["town"] == two.other["town"] else self.other for two in pool.mentors]
            for one in pool.mentees
        ]
        return Points(np.array(values))

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> str:
        return f"{pool.mentees[mentee].other['town']} and {pool.mentors[mentor].other['town']}"


def with_(criterion: Criterion, **settings: object) -> Programme:
    return Programme(criteria=(*CRITERIA, criterion), **settings)


def test_it_counts_is_explained_and_verified() -> None:
    programme = with_(Town(), weights=WEIGHTS)
    matching = match(POOL, programme)
    assert [(pair.mentee, pair.mentor) for pair in matching.pairs] == [("cat", "bob"), ("dan", "ann")]
    (part,) = (part for part in matching.pairs[0].criteria if part.name == "town")
    assert (part.points, part.weight, part.why) == (10_000, 40, "York and York")
    assert verify(POOL, programme, matching) == ()
    assert programme.sha256 != Programme(weights=Weights()).sha256


def test_without_a_weight_it_counts_nothing_and_a_notice_says_so() -> None:
    programme = with_(Town())
    assert Scores(POOL, programme).pair("cat", "ann").score == Scores(POOL, Programme()).pair("cat", "ann").score
    assert "The criterion town has no weight, and counts nothing." in notices(POOL, programme)


def test_two_of_one_name_are_refused() -> None:
    with pytest.raises(ValidationError, match="criteria: mentee has two called town"):
        Programme(criteria=(*CRITERIA, Town(), Town(other=1)), weights=WEIGHTS)


@pytest.mark.parametrize("part", ["name", "view", "unknown", "encode", "why"])
def test_one_that_lacks_a_part_is_refused(part: str) -> None:
    parts = {"name": "town", "view": "mentee", "unknown": 0, "encode": Town.encode, "why": Town.why}
    half = type("Half", (), {name: value for name, value in parts.items() if name != part})()
    with pytest.raises(ValidationError, match=f"Half has no {part}; a criterion has name, view, unknown, encode, why"):
        with_(half)


@pytest.mark.parametrize("view", ["boss", "", None])
def test_one_in_a_view_that_is_none_is_refused(view: object) -> None:
    with pytest.raises(ValidationError, match="Town has no view that there is; allowed are mentee and mentor"):
        with_(Town(view=view))


@pytest.mark.parametrize(
    ("other", "fault"),
    [(0.9, "integers of shape"), (np.nan, "integers of shape"), (30_000, "must be -1"), (-7, "must be -1")],
)
def test_points_that_are_none_are_refused_by_name(other: float, fault: str) -> None:
    with pytest.raises(CriterionError, match=f"criterion town: .*{fault}"):
        match(POOL, with_(Town(other=other), weights=WEIGHTS))


class Turned(Points):
    """The points turned upside down: a field that no dataclass knows of says so."""

    def __init__(self, values: np.ndarray, turned: bool) -> None:
        super().__init__(values)
        object.__setattr__(self, "turned", turned)

    def block(self, start: int, stop: int) -> np.ndarray:
        return 10_000 - self.values[start:stop] if self.turned else self.values[start:stop]

    def pair(self, row: int, column: int) -> int:
        return self.block(row, row + 1)[0, column]


@dataclass(frozen=True)
class Turning(Town):
    """The same, or turned upside down."""

    turned: bool = False

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        return Turned(super().encode(pool, programme).values, self.turned)


def test_shapes_of_ones_own_that_only_look_alike_are_not_taken_for_one() -> None:
    criteria = (*CRITERIA, Turning(), Turning(name="turned", turned=True))
    scores = Scores(POOL, Programme(criteria=criteria, weights=Weights(mentee={"town": 50, "turned": 50})))
    points = scores.points_block(0, 2)
    assert points[-2].tolist() == [[0, 10_000], [10_000, 0]]
    assert points[-1].tolist() == [[10_000, 0], [0, 10_000]]
    said = {part.name: part.points for part in scores.pair("cat", "ann").criteria}
    assert (said["town"], said["turned"]) == (0, 10_000)


def test_an_unknown_answer_counts_as_the_criterion_says() -> None:
    pair = Scores(POOL, with_(Town(other=-1), weights=WEIGHTS)).pair("cat", "ann")
    assert [(part.points, part.known) for part in pair.criteria if part.name == "town"] == [(3000, False)]
