"""Which of our rules each peer can express, and why: read from its documentation, not measured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

RULES = ("capacities", "bans", "floors", "priorities", "pins", "spread", "demand > 1", "tie-break", "proof")

YES, HAND, NO = "yes", "by hand", "no"

_MATRIX = (HAND, HAND, HAND, HAND, HAND, HAND, NO, NO, NO)
_FLOW = (YES, YES, HAND, HAND, HAND, HAND, YES, NO, NO)

ANSWERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "matchmaker": (YES,) * len(RULES),
        "scipy": _MATRIX,
        "lapx": _MATRIX,
        "networkx": _FLOW,
        "OR-tools, assignment": (HAND, YES, *_MATRIX[2:]),
        "OR-tools, flow": _FLOW,
        "OR-tools, CP-SAT": (YES, YES, YES, HAND, YES, HAND, YES, HAND, NO),
        "matching": (YES, YES, NO, NO, HAND, NO, NO, HAND, HAND),
    }
)
"""In the order of ``RULES``. ``by hand``: it can be had by building it into the numbers or by solving again."""

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "matchmaker": "each is a setting; the strategies that cannot keep one refuse it.",
        "scipy": "a matrix: a place is a column of its own; what is filled first is a bonus of one's own making, in "
        "floats; a row that is repeated may get the same column twice; a banned pair is a 0 to be dropped, as infinite "
        "costs are refused where not all can be placed; no prices are handed out.",
        "lapx": "as scipy; it minimises, pads what is not square, and hands out no prices.",
        "networkx": "a graph: capacities and demands are edges, a ban is no edge; floors, first places and priorities "
        "are parallel edges with bonuses of one's own making; integers are exact; the potentials stay inside.",
        "OR-tools, assignment": "a ban is no arc, but everybody needs a partner, so empty places need shadows; the "
        "rest as with scipy, in integers.",
        "OR-tools, flow": "as networkx, and far faster; Python is not handed its potentials.",
        "OR-tools, CP-SAT": "nearly all can be stated, hours and quotas too; an order of aims is a solve for each, "
        "as is a choice among equals; it says OPTIMAL, and nobody else can check that.",
        "matching": "stability and no total: capacities and bans are in the lists; equals are to be told apart before; "
        "each resident wants one place; its own check says whether a pair blocks, not what the best total is.",
    }
)
