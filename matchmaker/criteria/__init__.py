"""The criteria: what a pair's score is made of. One a file: encoder, shape, sentence."""

from matchmaker.criteria.availability import Availability
from matchmaker.criteria.expertise import Expertise
from matchmaker.criteria.protocol import Criterion
from matchmaker.criteria.style import Style

CRITERIA: tuple[Criterion, ...] = (
    Expertise(),
    Style("mentee"),
    Availability("mentee"),
    Style("mentor"),
    Availability("mentor"),
)
"""Every criterion, in the order of explanations. The list a programme extends."""

__all__ = ["CRITERIA", "Criterion"]
