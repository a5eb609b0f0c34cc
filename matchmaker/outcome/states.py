"""What became of everybody: exactly one state each, and the cause, for mentors as well as for mentees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np

from matchmaker.matching import PersonState, State
from matchmaker.outcome.advice import advice, lacking
from matchmaker.outcome.chosen import Chosen, Side
from matchmaker.outcome.possible import Best, Possible
from matchmaker.outcome.reasons import Reasons
from matchmaker.packed import answers
from matchmaker.people import USUAL_PRIORITY, Mentee, Mentor
from matchmaker.pool import Pool
from matchmaker.problem.demand import pins
from matchmaker.problem.quotas import Reached, quotas
from matchmaker.programme import Programme
from matchmaker.scoring.survey import Tally
from matchmaker.sentences import say
from solvers.problem import BoolArray, IntArray

SIDES: tuple[Side, Side] = (0, 1)


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


class Left(NamedTuple):
    """What one side did not get, for everybody with an empty place on it.

    ``best`` is the best partner left; ``liked`` whether that one likes all whom they have as much or more. ``free`` is
    whether a possible partner has a place left, ``idle`` whether one has none at all: both for who got nobody, the
    latter for mentors only, as no sentence asks for more.
    """

    best: Best
    liked: BoolArray
    free: BoolArray
    idle: BoolArray


class Outcome:
    """A result read from both sides: whom everybody got, and whom they could have had."""

    def __init__(self, pool: Pool, possible: Possible, chosen: Chosen, programme: Programme, strategy: str) -> None:
        self._reasons = Reasons(strategy, pool)
        self._possible, self._chosen = possible, chosen
        self.people: tuple[Sequence[Mentee], Sequence[Mentor]] = (pool.mentees, pool.mentors)
        self._names = (answers(pool.mentees, "name"), answers(pool.mentors, "name"))
        self._priorities, self._floors = answers(pool.mentees, "priority"), answers(pool.mentors, "floor")
        self._spread = programme.spread
        self._reached = partial(_reached, pool, programme, possible, chosen) if programme.limited else None
        self._pinned = {(pin.mentee, pin.mentor) for pin in pins(pool)}

    def places(self, side: Side, index: int) -> int:
        """Return how many places a mentee asked for, or a mentor offers."""
        return int(self._chosen.places[side][index])

    def partners(self, side: Side, index: int) -> list[Partner]:
        """Return whom somebody got, best score first."""
        at = self._chosen.got(side, index)
        pairs = zip(self._chosen.ends[1 - side][at].tolist(), self._chosen.scores[at].tolist(), strict=True)
        return [self._with_reasons(side, index, other, score) for other, score in pairs]

    def possible(self, side: Side, index: int) -> Iterator[Partner]:
        """Yield everybody with whom somebody makes a legal pair, best score first."""
        names = self._names[1 - side]
        for at, score in zip(*(values.tolist() for values in self._possible.of(side, index)), strict=True):
            yield Partner(at, names.at(at), score)

    def states(self, side: Side, tally: Tally, programme: Programme) -> Iterator[PersonState]:
        """Yield the states of everybody on a side in order, ``tally`` being how many pairs are not legal, and why."""
        people: Sequence[Mentee | Mentor] = self.people[side]
        for index, person in enumerate(people):
            yield self._state(side, index, person, tally, programme)

    def _state(
        self, side: Side, index: int, person: Mentee | Mentor, tally: Tally, programme: Programme
    ) -> PersonState:
        places, filled = self.places(side, index), int(self._chosen.filled[side][index])
        legal = int(tally.legal[side][index])
        banned, only = _of_one(tally.banned, side, index), _of_one(tally.only, side, index)
        state = _state(side, places, filled, legal, banned)
        below = int(tally.below_minimum[side][index])
        facts: dict[str, object] = {"person": person, "places": places, "banned": banned, "legal": legal}
        facts |= {"partners": self.partners(side, index), "everybody": len(self.people[1 - side])}
        facts |= lacking(person, programme) if state is State.PREPARE_FIRST else {}
        # A pinned partner may score below the minimum and is no reason for an empty place.
        facts |= {"below": below - int(self._low[side][index]), "missed": self._missed(side, index)}
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

    @cached_property
    def _limits(self) -> Reached | None:
        return self._reached() if self._reached else None

    @cached_property
    def _low(self) -> tuple[IntArray, IntArray]:
        """How many partners everybody got who are not legal: pinned ones that score below the minimum."""
        low = self._possible.seen(*self._chosen.ends).scores < 0
        rows, columns = (
            np.bincount(ends[low], minlength=len(people))
            for ends, people in zip(self._chosen.ends, self.people, strict=True)
        )
        return rows, columns

    @cached_property
    def _left(self) -> tuple[Left, Left]:
        chosen, nobody = self._chosen, tuple(np.zeros(len(people), np.bool_) for people in self.people)
        rows, columns = (np.flatnonzero(chosen.empty(side)) for side in SIDES)
        free, idle = (nobody[0].copy(), nobody[1].copy()), nobody[1].copy()
        free[0][rows], free[1][columns] = self._possible.meet(rows, columns)
        unused = columns[chosen.filled[1][columns] == 0]
        idle[unused] = self._possible.meet(np.flatnonzero(chosen.places[0] == 0), unused)[1]
        best = [self._possible.best(side, chosen) for side in SIDES]
        liked = [self._reasons.liked(side, best[side], self._possible, chosen) for side in SIDES]
        return Left(best[0], liked[0], free[0], nobody[0]), Left(best[1], liked[1], free[1], idle)

    def _missed(self, side: Side, index: int) -> dict[str, object] | None:
        """Return the best of those whom somebody could have had and did not get, and who has that partner's places.

        A partner who has places goes before one who has none; ``open`` tells whether there is one. ``reason`` is why
        they are full with others, ``leaves`` what may have left them empty, and ``idle`` whether anybody wants none.
        """
        left, other = self._left[side], SIDES[1 - side]
        at = int(left.best.partner[index])
        if at < 0:
            return None
        best = Partner(at, self._names[other].at(at), int(left.best.score[index]))
        places, held = self.places(other, at), self.partners(other, at)
        settled = len(held) == places > 0 and not any(partner.pinned for partner in held)
        holders = [partner.at for partner in held]
        reason = self._reasons.of(side, index, holders, bool(left.liked[index])) if settled else ""
        missed = {"best": best, "places": places, "held": held, "open": places > 0, "reason": reason}
        missed |= {"free": bool(left.free[index]), "idle": bool(left.idle[index]), "leaves": self._reasons.leaves}
        return missed | self._limited(side, index)

    def _limited(self, side: Side, index: int) -> dict[str, object]:
        """Return the limits that keep somebody from others, or keep places for others."""
        if self._limits is None:
            return {"limits": [], "asked": []}
        others = self._possible.of(side, index)[0]
        mine = np.full_like(others, index)
        rows, columns = (mine, others) if side == 0 else (others, mine)
        left = ~self._chosen.holds(rows, columns)
        pairs = [*zip(rows[left].tolist(), columns[left].tolist(), strict=True)]
        kept_out = [words for pair in pairs for words in self._limits.keep_out(pair)]
        return {"limits": list(dict.fromkeys(kept_out)), "asked": list(dict.fromkeys(self._limits.asked_for(pairs)))}

    def _with_reasons(self, side: Side, index: int, other: int, score: int) -> Partner:
        """Return somebody's partner with what may have gone before the score of the pair."""
        pinned = ((index, other) if side == 0 else (other, index)) in self._pinned
        one = Partner(other, self._names[1 - side].at(other), score, pinned)
        if side == 1:
            priority = self._priorities.at(other)
            return one._replace(priority=0 if priority == USUAL_PRIORITY else priority)
        floor, load = self._floors.at(other), int(self._chosen.filled[1][other])
        if load <= floor:
            return one._replace(floor=floor)
        return one._replace(only=self._spread and load == 1)


def states(
    pool: Pool,
    programme: Programme,
    possible: Possible,
    tally: Tally,
    chosen: Mapping[tuple[int, int], int],
    strategy: str,
) -> tuple[PersonState, ...]:
    """Return everybody's state, mentees first, each in order of id.

    ``chosen`` maps (row, column) to the score; ``strategy`` is the record's, whose reasons are told.
    """
    outcome = Outcome(pool, possible, Chosen.mapped(pool, chosen), programme, strategy)
    return tuple(one for side in SIDES for one in outcome.states(side, tally, programme))


def _reached(pool: Pool, programme: Programme, possible: Possible, chosen: Chosen) -> Reached:
    """Return the limits as the chosen pairs leave them, over these and all legal ones: a pinned one may be neither."""
    others = [possible.of(0, row)[0] for row in range(len(pool.mentees))]
    pairs = {(row, column): None for row, mine in enumerate(others) for column in np.sort(mine).tolist()}
    ends = [*zip(*(values.tolist() for values in chosen.ends), strict=True)]
    both = np.array([*(pairs | dict.fromkeys(ends))], np.int64).reshape(-1, 2)
    return Reached(quotas(pool, programme, both[:, 0], both[:, 1]), ends)


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
