"""Closing a cycle: its pairs and its feedback become the relations and ratings that the next one begins with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from matchmaker.answers import QUALITIES
from matchmaker.errors import RecordError
from matchmaker.feedback import Feedback, Pair, by_pair
from matchmaker.matching import Matching
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.relations import OUTSIDER, Kind, Relation
from matchmaker.sentences import say
from matchmaker.verification import strangers
from matchmaker.writing.csv_file import as_csv
from matchmaker.writing.harmless import inert

_USED_UP = (Kind.PIN, Kind.WAIVE, Kind.ACCEPT, Kind.WITHDRAW)
"""What was said about a pair for this cycle only; once the two were a pair it has done its work."""

_RELATIONS = ("person", "other", "kind", "since", "until", "why")
_RATINGS = ("person", "quality", "mean", "count")


def close(pool: Pool, programme: Programme, matching: Matching, feedback: Iterable[Feedback] = ()) -> dict[str, str]:
    """Return the next cycle's relations.csv and ratings.csv, by name.

    All pairs become ``past_pair`` rows, with or without feedback. Rows of relations stay as they are; only pins,
    waivers, acceptances and withdrawals of two who became a pair are used up. Marks join the ratings there are: a
    mean is a whole number of hundredths, halves rounded up, so each cycle moves it by half a hundredth at most.

    Raises
    ------
    RecordError
        If the matching is of other people.
    InputError
        With everything wrong in the feedback.
    """
    if strange := tuple(strangers(pool, matching)):
        raise RecordError(strange)
    said = by_pair(pool, programme, matching, feedback)
    relations = [*_kept(pool, matching), *_past_pairs(pool, programme, matching, said)]
    return {
        "relations.csv": as_csv((_row(relation) for relation in relations), _RELATIONS),
        "ratings.csv": as_csv(_ratings(pool, said), _RATINGS),
    }


def _kept(pool: Pool, matching: Matching) -> list[Relation]:
    """Return the rows of relations that still hold, in their order; people's own columns are not among them."""
    made = {frozenset(_keys(pool, (pair.mentee, pair.mentor))) for pair in matching.pairs}
    rows = [
        fact.relation
        for fact in pool.relations.facts
        if not fact.record.column and not (fact.kind in _USED_UP and frozenset((fact.person, fact.other)) in made)
    ]
    return sorted(rows, key=lambda relation: relation.record.row)


def _past_pairs(
    pool: Pool, programme: Programme, matching: Matching, said: Mapping[Pair, Feedback]
) -> Iterator[Relation]:
    """Yield each pair as a fact for the next cycle, but for those that are known as one already."""
    known = {(fact.person, fact.other, fact.since, fact.until) for fact in pool.relations.of(Kind.PAST_PAIR)}
    for pair in sorted((pair.mentee, pair.mentor) for pair in matching.pairs):
        feedback = said.get(pair)
        until = (feedback and feedback.until) or programme.last_day
        if (*_keys(pool, pair), programme.start, until) not in known:
            completed = feedback.completed if feedback else None
            why = say("past_pair_why", programme=programme.name, answered=feedback is not None, completed=completed)
            mentee, mentor = pair
            yield Relation(
                person=mentee, other=mentor, kind=Kind.PAST_PAIR, since=programme.start, until=until, why=why
            )


def _ratings(pool: Pool, said: Mapping[Pair, Feedback]) -> Iterator[dict[str, object]]:
    """Yield what is known of everybody's qualities by now: the old means and the new marks, weighted by their count."""
    total: dict[tuple[str, str], int] = defaultdict(int)
    count: dict[tuple[str, str], int] = defaultdict(int)
    for key, quality, rated in pool.ratings.rows:
        total[key, quality] += rated.hundredths * rated.marks
        count[key, quality] += rated.marks
    for pair, feedback in said.items():
        for quality in QUALITIES:
            if (mark := getattr(feedback, quality)) is not None:
                total[_keys(pool, pair)[1], quality] += 100 * mark
                count[_keys(pool, pair)[1], quality] += 1
    for key, quality in sorted(total, key=lambda place: (place[0], QUALITIES.index(place[1]))):
        marks = count[key, quality]
        mean = (2 * total[key, quality] + marks) // (2 * marks)
        person = key.removeprefix(OUTSIDER)
        yield {"person": person, "quality": quality, "mean": f"{mean // 100}.{mean % 100:02}", "count": marks}


def _row(relation: Relation) -> dict[str, object]:
    """Return a relation as a row; people stand in it as they were written, or nobody would know them again."""
    said = relation.model_dump(mode="json")
    return said | {"why": inert(relation.why)}


def _keys(pool: Pool, pair: Pair) -> tuple[str, str]:
    mentee, mentor = pool.mentees[pool.mentee_index[pair[0]]], pool.mentors[pool.mentor_index[pair[1]]]
    return pool.directory.key(mentee), pool.directory.key(mentor)
