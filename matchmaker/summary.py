"""The first screen: how many are matched, whether that is proven best, who is without, and where the files are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from matchmaker.check.screening import nobody_has_a_goal
from matchmaker.effective import shared_out
from matchmaker.matching import Matching, PersonState, State
from matchmaker.pool import Pool
from matchmaker.programme import Programme
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
    mentees = [one for one in matching.people if one.role == "mentee"]
    mentors = [one for one in matching.people if one.role == "mentor"]
    nobody = [one for one in mentees if one.state is State.NO_LEGAL_PARTNER]
    worst = min(matching.pairs, key=lambda pair: (pair.score, pair.mentee, pair.mentor), default=None)
    return page(
        "summary",
        programme=programme,
        matching=matching,
        people={"mentee": len(mentees), "mentor": len(mentors)},
        priorities=_priorities(pool, matching),
        places={"wanted": sum(one.places for one in mentees), "offered": sum(one.places for one in mentors)},
        scores=sorted(pair.score for pair in matching.pairs),
        worst=(names["mentee", worst.mentee], names["mentor", worst.mentor]) if worst else None,
        worse_off=matching.distributions and matching.distributions.worse_off,
        weights={view: _weights(matching, view) for view in ("mentee", "mentor")},
        sensitivity=sensitivity,
        asked={"draws": DRAWS, "reach": REACH},
        loads=sorted(Counter(one.filled for one in mentors if one.filled).items()),
        mentees=Counter(one.state.value for one in mentees),
        mentors=Counter(one.state.value for one in mentors),
        nobody=[(names["mentee", one.id], one) for one in nobody[:_NAMED]],
        screened=[
            (label, [names["mentee", one.id] for one in mentees if one.state is state]) for label, state in _SCREENED
        ],
        cause=_cause(pool, programme, mentees),
        files=files,
        folder=folder,
    )


def _weights(matching: Matching, view: str) -> list[tuple[str, int, int]]:
    """Return each criterion of a view that has a weight, with that and the effective one, both in per cent."""
    mine = [one for one in matching.weights if one.view == view]
    effective = shared_out([one.effective for one in mine], 100)
    return [(one.name, one.weight, decides) for one, decides in zip(mine, effective, strict=True) if one.weight]


def _priorities(pool: Pool, matching: Matching) -> list[tuple[int, int, int]]:
    """Return each priority, how many of its mentees asked for a mentor, and how many have one."""
    matched = {pair.mentee for pair in matching.pairs}
    asking = [mentee for mentee in pool.mentees if mentee.mentors_wanted]
    wanted = Counter(mentee.priority for mentee in asking)
    served = Counter(mentee.priority for mentee in asking if mentee.id in matched)
    return [(priority, count, served[priority]) for priority, count in sorted(wanted.items())]


def _cause(pool: Pool, programme: Programme, mentees: Sequence[PersonState]) -> dict[str, object]:
    """Return what keeps most people apart: the rule that bans most pairs, how many of all, and a firm all work for."""
    banned = Counter[str]()
    for one in mentees:
        banned.update(one.banned_by)
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
