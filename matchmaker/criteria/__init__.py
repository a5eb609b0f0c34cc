"""The criteria: what a pair's score is made of. One a file: encoder, shape, sentence."""

from matchmaker.criteria.availability import Availability
from matchmaker.criteria.benefit import Benefit
from matchmaker.criteria.expertise import Expertise
from matchmaker.criteria.protocol import Criterion
from matchmaker.criteria.qualities import Qualities
from matchmaker.criteria.readiness import Readiness
from matchmaker.criteria.source import Source
from matchmaker.criteria.style import Style
from matchmaker.criteria.wishes import Wishes

CRITERIA: tuple[Criterion, ...] = (
    Expertise(),
    Style("mentee"),
    Availability("mentee"),
    Qualities(),
    Source(),
    Wishes("mentee"),
    Style("mentor"),
    Availability("mentor"),
    Wishes("mentor"),
    Benefit(),
    Readiness(),
)
"""Every criterion, in the order of explanations. The list a programme extends."""

__all__ = ["CRITERIA", "Criterion"]
