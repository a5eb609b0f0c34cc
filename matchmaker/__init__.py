"""Mentor-mentee matching: people's answers in, a proven and explained set of pairs out."""

from matchmaker.answers import Need, Offer
from matchmaker.close import close
from matchmaker.comparison import Comparison, SideBySide, compare, side_by_side
from matchmaker.criteria import CRITERIA, Criterion
from matchmaker.engine import match
from matchmaker.errors import (
    ClashError,
    CriterionError,
    InputError,
    MatchmakerError,
    OutputError,
    Problem,
    RecordError,
    StoppedError,
    UnknownPersonError,
)
from matchmaker.explanation import Explanation, explain
from matchmaker.feedback import Feedback, read_feedback
from matchmaker.generate import generate
from matchmaker.handouts import Introduction, Plan, handouts, introduction, invitation, plan
from matchmaker.matching import Matching, Pair, PersonState, State
from matchmaker.metrics import Measures, measure
from matchmaker.people import Mentee, Mentor
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.relations import Kind, Relation
from matchmaker.rules import RULES, Ban, Rule
from matchmaker.scoring.pair_score import PairScore
from matchmaker.scoring.scores import Scores
from matchmaker.sensitivity import Sensitivity, sensitivity
from matchmaker.times.calendars import Window
from matchmaker.verification import verify
from matchmaker.version import __version__
from matchmaker.writing.result import read_record, write_matching

__all__ = [
    "CRITERIA",
    "RULES",
    "Ban",
    "ClashError",
    "Comparison",
    "Criterion",
    "CriterionError",
    "Explanation",
    "Feedback",
    "InputError",
    "Introduction",
    "Kind",
    "Matching",
    "MatchmakerError",
    "Measures",
    "Mentee",
    "Mentor",
    "Need",
    "Offer",
    "OutputError",
    "Pair",
    "PairScore",
    "PersonState",
    "Plan",
    "Pool",
    "Problem",
    "Programme",
    "RecordError",
    "Relation",
    "Rule",
    "Scores",
    "Sensitivity",
    "SideBySide",
    "State",
    "StoppedError",
    "UnknownPersonError",
    "Window",
    "__version__",
    "close",
    "compare",
    "explain",
    "generate",
    "handouts",
    "introduction",
    "invitation",
    "match",
    "measure",
    "plan",
    "read_feedback",
    "read_record",
    "sensitivity",
    "side_by_side",
    "verify",
    "write_matching",
]
