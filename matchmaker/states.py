"""What became of everybody: exactly one state each, and the cause, for mentors as well as for mentees."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from matchmaker.advice import advice, lacking
from matchmaker.demand import pins
from matchmaker.matching import PersonState, State
from matchmaker.people import USUAL_PRIORITY, Mentee, Mentor
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.quotas import Reached, quotas
from matchmaker.reasons import Reasons
from matchmaker.sentences import say
from matchmaker.survey import Tally, ViewedPairs
from solvers.problem import IntArray

Side = Literal[0, 1]
"""0 for mentees (rows), 1 for mentors (columns)."""


class Partner(NamedTuple):
    """Somebody one is, or could be, paired with: their place on the other side, name, score of the pair.

    Of a pair that was made also what may have gone before its score: that it was pinned, the floor of a mentor who
    got no more mentees than that, that a mentor has no other mentee where first ones come before second ones, the
    priority of a mentee that is not everybody's; 0 for none.
    """

    at: int
    name: str
    score: int
    pinned: bool = False
    floor: int = 0
    only: bool = False
    priority: int = 0


class Outcome:
    """A result read from both sides: whom everybody got, and whom they could have had."""

    def __init__(
        self,
        pool: Pool,
        legal: ViewedPairs,
        chosen: Mapping[tuple[int, int], int],
        programme: Programme,
        strategy: str,
    ) -> None:
        self._reasons = Reasons(strategy, pool, legal)
        self._chosen_scores = chosen
        self.people: tuple[Sequence[Mentee], Sequence[Mentor]] = (pool.mentees, pool.mentors)
        self._ends: tuple[IntArray, IntArray] = (legal.rows, legal.columns)
        self._order = tuple(np.argsort(ends, kind="stable") for ends in self._ends)
        self._points = legal.scores
        self._got: tuple[list[list[int]], list[list[int]]] = (
            [[] for _ in self.people[0]],
            [[] for _ in self.people[1]],
        )
        for row, column in chosen:
            self._got[0][row].append(column)
            self._got[1][column].append(row)
        self._spread = programme.spread
        limits = quotas(pool, programme, *_pairs_of(legal, chosen)) if programme.limited else ()
        self._limits = Reached(limits, chosen)
        self._pinned = {(pin.mentee, pin.mentor) for pin in pins(pool)}

    def places(self, side: Side, index: int) -> int:
        """Return how many places a mentee asked for, or a mentor offers."""
        return self.people[0][index].mentors_wanted if side == 0 else self.people[1][index].capacity

    def partners(self, side: Side, index: int) -> list[Partner]:
        """Return whom somebody got, best score first."""
        pairs = {other: (index, other) if side == 0 else (other, index) for other in self._got[side][index]}
        made = self._best_first(side, ((other, self._chosen_scores[pair]) for other, pair in pairs.items()))
        return [self._with_reasons(side, one, pinned=pairs[one.at] in self._pinned) for one in made]

    def possible(self, side: Side, index: int) -> list[Partner]:
        """Return everybody with whom somebody makes a legal pair, best score first."""
        order, ends = self._order[side], self._ends[side]
        first, last = np.searchsorted(ends, (index, index + 1), sorter=order)
        mine = order[first:last]
        pairs = zip(self._ends[1 - side][mine].tolist(), self._points[mine].tolist(), strict=True)
        return self._best_first(side, pairs)

    def state(self, side: Side, index: int, tally: Tally, programme: Programme) -> PersonState:
        """Return somebody's state with its reason, ``tally`` being how many pairs are not legal, and why."""
        person, places, filled = self.people[side][index], self.places(side, index), len(self._got[side][index])
        legal = int(tally.legal[side][index])
        banned, only = _of_one(tally.banned, side, index), _of_one(tally.only, side, index)
        state = _state(side, places, filled, legal, banned)
        below = int(tally.below_minimum[side][index])
        facts: dict[str, object] = {"person": person, "places": places, "banned": banned, "legal": legal}
        facts |= {"partners": self.partners(side, index), "everybody": len(self.people[1 - side])}
        possible = self.possible(side, index) if filled < places else []
        got = set(self._got[side][index])
        others = [partner for partner in possible if partner.at not in got]
        # A pinned partner may score below the minimum and is no reason for an empty place.
        facts |= lacking(person, programme) if state is State.PREPARE_FIRST else {}
        facts |= {
            "below": below - (filled - (len(possible) - len(others))),
            "missed": self._missed(side, index, others),
        }
        return PersonState(
            id=person.id,
            role="mentee" if side == 0 else "mentor",
            state=state,
            places=places,
            filled=filled,
            legal=legal,
            banned_by=banned,
            only_banned_by=only,
            below_minimum=below,
            why=say(f"{person.role}_{state}", **facts),
            advice=advice(person, state, only, below, programme),
        )

    def _missed(self, side: Side, index: int, others: Sequence[Partner]) -> dict[str, object] | None:
        """Return the best of those whom somebody could have had and did not get, and who has that partner's places.

        A partner who has places goes before one who has none; ``open`` tells whether there is one. ``reason`` is why
        they are full with others, ``leaves`` what may have left them empty, and ``idle`` whether anybody wants none.
        """
        if not others:
            return None
        other: Side = 1 if side == 0 else 0
        best = next((partner for partner in others if self.places(other, partner.at)), others[0])
        places = self.places(other, best.at)
        held = self.partners(other, best.at)
        settled = len(held) == places > 0 and not any(partner.pinned for partner in held)
        reason = self._reasons.of(side, index, best.at, [partner.at for partner in held]) if settled else ""
        missed = {"best": best, "places": places, "held": held, "open": places > 0, "reason": reason}
        missed["idle"] = any(not self.places(other, one.at) for one in others)
        missed["leaves"] = self._reasons.leaves
        return missed | self._limited(side, index, others)

    def _limited(self, side: Side, index: int, others: Sequence[Partner]) -> dict[str, object]:
        """Return the limits that keep somebody from others, or keep places for others; and whether a place is free."""
        pairs = [(index, one.at) if side == 0 else (one.at, index) for one in others]
        kept_out = [words for pair in pairs for words in self._limits.keep_out(pair)]
        other: Side = 1 if side == 0 else 0
        free = any(len(self._got[other][one.at]) < self.places(other, one.at) for one in others)
        asked = self._limits.asked_for(pairs) if pairs else []
        return {"limits": list(dict.fromkeys(kept_out)), "asked": list(dict.fromkeys(asked)), "free": free}

    def _best_first(self, side: Side, pairs: Iterable[tuple[int, int]]) -> list[Partner]:
        others = self.people[1 - side]
        return [
            Partner(at, others[at].name, score) for at, score in sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
        ]

    def _with_reasons(self, side: Side, one: Partner, pinned: bool) -> Partner:
        """Return somebody's partner with what may have gone before the score of the pair."""
        if side == 1:
            priority = self.people[0][one.at].priority
            return one._replace(pinned=pinned, priority=0 if priority == USUAL_PRIORITY else priority)
        floor, load = self.people[1][one.at].floor, len(self._got[1][one.at])
        if load <= floor:
            return one._replace(pinned=pinned, floor=floor)
        return one._replace(pinned=pinned, only=self._spread and load == 1)


def states(
    pool: Pool,
    programme: Programme,
    legal: ViewedPairs,
    tally: Tally,
    chosen: Mapping[tuple[int, int], int],
    strategy: str,
) -> tuple[PersonState, ...]:
    """Return everybody's state, mentees first, each in order of id.

    ``chosen`` maps (row, column) to the score; ``strategy`` is the record's, whose reasons are told.
    """
    outcome = Outcome(pool, legal, chosen, programme, strategy)
    sides: tuple[Side, Side] = (0, 1)
    return tuple(
        outcome.state(side, index, tally, programme) for side in sides for index in range(len(outcome.people[side]))
    )


def _pairs_of(legal: ViewedPairs, chosen: Collection[tuple[int, int]]) -> tuple[IntArray, IntArray]:
    """Return the rows and columns of all pairs that are legal or chosen: a pinned one may score below the minimum."""
    pairs = dict.fromkeys(zip(legal.rows.tolist(), legal.columns.tolist(), strict=True)) | dict.fromkeys(chosen)
    both = np.array(list(pairs), np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _of_one(counts: Mapping[str, tuple[IntArray, IntArray]], side: Side, index: int) -> dict[str, int]:
    """Return the counts of one person that are not zero."""
    return {name: int(both[side][index]) for name, both in counts.items() if both[side][index]}


def _state(side: Side, places: int, filled: int, legal: int, banned: Mapping[str, int]) -> State:
    """Return the first state that fits, so that everybody is in exactly one.

    What a mentee asks for goes before what they lack: whoever needs other help need not prepare for mentoring.
    """
    if not places:
        return State.PAUSED
    if filled:
        return State.MATCHED if filled == places else State.PARTLY
    if legal:
        return State.OUTCOMPETED if side == 0 else State.UNUSED
    if side == 0 and "not_mentoring" in banned:
        return State.OTHER_HELP
    return State.PREPARE_FIRST if side == 0 and "not_ready" in banned else State.NO_LEGAL_PARTNER
