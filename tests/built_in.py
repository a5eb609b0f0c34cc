"""The built-in criteria by name; those of the mentor's view that the mentee's has, too, end in ``_BACK``."""

from matchmaker import CRITERIA

(
    EXPERTISE, STYLE, AVAILABILITY, QUALITIES, SOURCE, WISHES,
    STYLE_BACK, AVAILABILITY_BACK, WISHES_BACK, BENEFIT, READINESS,
) = CRITERIA  # fmt: skip
