"""The rules over many thousand pairs under pressure: encoded as defined, and no matched pair breaks one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import get_args

import pytest
from lengths import lengths
from reshaped import altered
from wishful_pools import Wishful, wishful_pool

from matchmaker import RULES, ClashError, Matching, Scores, match
from matchmaker.programme import StrategyName
from matchmaker.verification.plain_rules import PlainRules

STRATEGY = get_args(StrategyName)
MENTORS, MENTEES = 14, 20


def compared(one: Wishful, seen: Counter[str]) -> None:
    """Every pair: the encoded rules, the rules of verification and the tests' own definitions say the same."""
    scores, plain = Scores(one.pool, one.programme), PlainRules(one.pool, one.programme)
    n = scores.n_rows
    assert plain.names == tuple(scores.rule_names)  # in order: so sentences name them
    encoded = {one.rule.name: (one.shape.block(0, n) == 1, one.waived.block(0, n) == 1) for one in scores.encoded_rules}
    legal, points = scores.block(0, n) >= 0, scores.score_block(0, n)
    for i, mentee in enumerate(one.pool.mentees):
        by_verification = plain.banned(i)
        for j, mentor in enumerate(one.pool.mentors):
            would_ban, waived = one.rules.would_ban(mentee, mentor), one.rules.waived(mentee, mentor)
            banning = would_ban - waived
            assert {name for name, (bans, _) in encoded.items() if bans[i, j]} == would_ban
            assert {name for name, (bans, off) in encoded.items() if bans[i, j] and off[i, j]} == waived
            assert {name for name, columns in by_verification.items() if columns[j]} == banning
            if j == i % scores.n_columns:
                assert {ban.rule for ban in scores.bans(i, j)} == banning
            assert legal[i, j] == (not banning and points[i, j] >= one.programme.minimum_score)
            seen.update(["pairs", *banning, *(["waived"] if waived else []), *([] if banning else ["legal"])])


def kept(one: Wishful, found: Matching, seen: Counter[str]) -> None:
    """Every matched pair: no rule bans it, its waivers are named, pins and places hold."""
    pool, pairs = one.pool, {(pair.mentee, pair.mentor): pair for pair in found.pairs}
    assert len(pairs) == len(found.pairs)
    for (mentee_id, mentor_id), pair in pairs.items():
        mentee, mentor = pool.mentees[pool.mentee_index[mentee_id]], pool.mentors[pool.mentor_index[mentor_id]]
        assert not one.rules.banning(mentee, mentor)
        assert set(pair.waived) == one.rules.waived(mentee, mentor)
        assert pair.score >= one.programme.minimum_score or pair.pinned
    assert {ids for ids, pair in pairs.items() if pair.pinned} == one.pinned
    mentees, mentors = Counter(mentee for mentee, _ in pairs), Counter(mentor for _, mentor in pairs)
    assert all(mentees[mentee.id] <= mentee.mentors_wanted for mentee in pool.mentees)
    assert all(mentors[mentor.id] <= mentor.capacity for mentor in pool.mentors)
    seen.update(matched=len(pairs), pinned=len(one.pinned), matched_by_waiver=sum(bool(p.waived) for p in found.pairs))


def refused(one: Wishful, seen: Counter[str]) -> None:
    """A pin on a pair that a rule bans: refused, never followed."""
    for pin in one.clashing[:1]:
        with pytest.raises(ClashError):
            match(altered(one.pool, more=[pin]), one.programme)
        seen["pins_refused"] += 1


@pytest.mark.promise("rules never broken")
@lengths(24, 73, 3_673)
def test_the_rules_hold_whatever_people_wish_pin_and_waive(seeds: range, counted: Callable[..., None]) -> None:
    seen = Counter[str]()
    for seed in seeds:
        one = wishful_pool(seed, MENTORS, MENTEES)
        compared(one, seen)
        programme = one.programme.model_copy(update={"strategy": STRATEGY[seed % len(STRATEGY)]})
        kept(one, match(one.pool, programme), seen)
        refused(one, seen)
    counted(pairs=seen.pop("pairs"), **seen)
    assert min(seen[name] for name in [*(rule.name for rule in RULES), *seen]) > len(seeds) / 2
