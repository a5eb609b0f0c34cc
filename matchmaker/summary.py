"""The first screen: how many are matched, whether that is proven best, who is without, and where the files are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from matchmaker.check.screening import nobody_has_a_goal
from matchmaker.matching import Matching, Pair, PersonState, State
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.scoring.effective import shared_out
from matchmaker.sensitivity import DRAWS, REACH, Sensitivity
from matchmaker.sentences import page

_NAMED = 3
"""How many people without a possible partner are named."""
_SCREENED = (("prepare first", State.PREPARE_FIRST), ("other help", State.OTHER_HELP))


def summary(
    pool: Pool,
    programme: Programme,
    matching: Matching,
    files: Sequence[Path],
    folder: str,
    sensitivity: Sensitivity | None = None,
) -> str:
    """Return about a dozen lines of plain text on a matching that was written to ``files``."""
    names = {("mentee", mentee.id): mentee.name for mentee in pool.mentees}
    names |= {("mentor", mentor.id): mentor.name for mentor in pool.mentors}
    counted, made = _Counted.of(matching.people), _Made.of(matching.pairs)
    return page(
        "summary",
        programme=programme,
        matching=matching,
        people=counted.people,
        priorities=_priorities(pool, made.mentees),
        places={"wanted": counted.places["mentee"], "offered": counted.places["mentor"]},
        scores=sorted(made.scores),
        worst=(names["mentee", made.worst[1]], names["mentor", made.worst[2]]) if made.worst else None,
        worse_off=matching.distributions and matching.distributions.worse_off,
        weights={view: _weights(matching, view) for view in ("mentee", "mentor")},
        sensitivity=sensitivity,
        asked={"draws": DRAWS, "reach": REACH},
        loads=sorted(counted.loads.items()),
        mentees=counted.states["mentee"],
        mentors=counted.states["mentor"],
        nobody=[(names["mentee", one.id], one) for one in counted.nobody],
        screened=[(label, [names["mentee", key] for key in counted.screened[state]]) for label, state in _SCREENED],
        cause=_cause(pool, programme, counted.banned),
        files=files,
        folder=folder,
    )


@dataclass(frozen=True)
class _Counted:
    """Everybody's states, counted in one walk: a large record makes them as it is walked through."""

    people: Counter[str]
    places: Counter[str]
    states: dict[str, Counter[str]]
    loads: Counter[int]
    banned: Counter[str]
    nobody: list[PersonState]
    screened: dict[State, list[str]]

    @classmethod
    def of(cls, people: Iterable[PersonState]) -> _Counted:
        """Count them."""
        states = {"mentee": Counter[str](), "mentor": Counter[str]()}
        found = cls(Counter(), Counter(), states, Counter(), Counter(), [], {state: [] for _, state in _SCREENED})
        for one in people:
            found.people[one.role] += 1
            found.places[one.role] += one.places
            states[one.role][one.state.value] += 1
            if one.role == "mentee":
                found._add_mentee(one)
            elif one.filled:
                found.loads[one.filled] += 1
        return found

    def _add_mentee(self, one: PersonState) -> None:
        self.banned.update(one.banned_by)
        if one.state is State.NO_LEGAL_PARTNER and len(self.nobody) < _NAMED:
            self.nobody.append(one)
        if one.state in self.screened:
            self.screened[one.state].append(one.id)


@dataclass(frozen=True)
class _Made:
    """What a summary says of the pairs: their scores, who has one, and the worst: score, mentee, mentor."""

    scores: list[int]
    mentees: set[str]
    worst: tuple[int, str, str] | None

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> _Made:
        """Walk through the pairs once."""
        scores, mentees, worst = [], set(), None
        for pair in pairs:
            scores.append(pair.score)
            mentees.add(pair.mentee)
            mine = (pair.score, pair.mentee, pair.mentor)
            worst = mine if worst is None else min(worst, mine)
        return cls(scores, mentees, worst)


def _weights(matching: Matching, view: str) -> list[tuple[str, int, int]]:
    """Return each criterion of a view that has a weight, with that and the effective one, both in per cent."""
    mine = [one for one in matching.weights if one.view == view]
    effective = shared_out([one.effective for one in mine], 100)
    return [(one.name, one.weight, decides) for one, decides in zip(mine, effective, strict=True) if one.weight]


def _priorities(pool: Pool, matched: Collection[str]) -> list[tuple[int, int, int]]:
    """Return each priority, how many of its mentees asked for a mentor, and how many have one."""
    asking = [mentee for mentee in pool.mentees if mentee.mentors_wanted]
    wanted = Counter(mentee.priority for mentee in asking)
    served = Counter(mentee.priority for mentee in asking if mentee.id in matched)
    return [(priority, count, served[priority]) for priority, count in sorted(wanted.items())]


def _cause(pool: Pool, programme: Programme, banned: Counter[str]) -> dict[str, object]:
    """Return what keeps most people apart: the rule that bans most pairs, how many of all, and a firm all work for."""
    rule, count = banned.most_common(1)[0] if banned else ("", 0)
    firms = {programme.companies.firms(person.company) for person in (*pool.mentees, *pool.mentors)}
    only = pool.mentees[0].company if rule == "same_company" and len(firms) == 1 else ""
    return {
        "rule": rule,
        "count": count,
        "pairs": len(pool.mentees) * len(pool.mentors),
        "company": only,
        "no_goals": rule == "not_ready" and nobody_has_a_goal(pool, programme),
    }
