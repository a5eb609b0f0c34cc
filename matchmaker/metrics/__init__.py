"""What a matching is like, in numbers: read from scores and matching, one kind of measure a file."""

from matchmaker.metrics.measure import measure, measured
from matchmaker.metrics.measures import Measures

__all__ = ["Measures", "measure", "measured"]
