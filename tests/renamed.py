"""A record that says another strategy made it, and is honest in the reasons that everybody is told."""

from __future__ import annotations

from matchmaker import Matching, Pool, Programme, Scores
from matchmaker.outcome.possible import Scan
from matchmaker.outcome.states import states


def renamed(pool: Pool, programme: Programme, matching: Matching, strategy: str, **changed: object) -> Matching:
    """Return the record by another strategy's name, with the reasons of that one."""
    scores = Scores(pool, programme)
    at = {(pool.mentee_index[one.mentee], pool.mentor_index[one.mentor]): one.score for one in matching.pairs}
    people = states(pool, programme, Scan(scores), scores.tally, at, strategy)
    return matching.model_copy(update={"strategy": strategy, "solver": strategy, "people": people} | changed)
