"""A written proof of leximin added up by hand, as docs/answer.md says: every set a mentee may get is tried."""

from __future__ import annotations

from collections import Counter

from leximin_definition import EMPTY
from plain_fairness import PlainFairness
from plain_sums import Proof


def proves_leximin(open_to: PlainFairness, proof: Proof) -> bool:
    """Whether no matching costs less than the one that is written, at the prices that are."""
    got = dict.fromkeys(open_to.sets, EMPTY)
    for mentee, mentor in proof["pairs"]:
        if mentee in got:
            got[mentee] = max(got[mentee], 0) + open_to.legal[mentee, mentor]
    levels, prices = sorted(Counter(got.values()).items(), reverse=True), proof["prices"]
    least = -sum(places * max(0, prices[mentor]) for mentor, places in open_to.rooms.items())
    for mentee, sets in open_to.sets.items():
        ways = [(value, mentors) for value, mentors in sets if mentors or mentee in open_to.begun]
        ways += [] if mentee in open_to.begun else [(EMPTY, ())]
        least += min(cost(levels, value) + sum(prices[one] for one in mentors) for value, mentors in ways)
    return least == sum(cost(levels, value) for value in got.values())


def cost(levels: list[tuple[int, int]], value: int) -> int:
    """What a mentee of some value costs; ``levels`` are the values there are and how many have each, highest first."""
    just_above, above, together = 0, 0, 0
    for level, count in levels:
        if value > level:
            break
        here = (above + 1) * just_above + 1
        if value == level:
            return here
        above, together = above + count, together + count * here
        just_above = together + 1
    return just_above
