"""What a record says of itself, checked again: whose it is, its totals, loads, notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from matchmaker.check import notices
from matchmaker.matching import CriterionWeight, Matching, PersonState
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.tables.table_file import fields_of
from matchmaker.version import __version__


def hashes(pool: Pool, programme: Programme, matching: Matching) -> Iterator[str]:
    """Yield why a record is not about these people and settings."""
    certificate = matching.certificate
    if matching.version != __version__:
        yield f"version: the record was made by {matching.version}, this is {__version__}"
    if matching.people_sha256 != pool.sha256:
        yield "people_sha256: the record was made of other people or relations"
    if matching.settings_sha256 != programme.sha256:
        yield "settings_sha256: the record was made under other settings"
    if certificate is None:
        yield "certificate: missing"
    elif (certificate.people_sha256, certificate.settings_sha256) != (matching.people_sha256, matching.settings_sha256):
        yield "certificate: it belongs to another record"


def strangers(pool: Pool, matching: Matching) -> Iterator[str]:
    """Name the pairs, and the parts of the certificate, that are about people who are not in the pool."""
    for at, (mentee, mentor) in enumerate(fields_of(matching.pairs, "mentee", "mentor")):
        if mentee not in pool.mentee_index or mentor not in pool.mentor_index:
            yield f"pairs[{at}]: nobody in the pool has this id"
    if certificate := matching.certificate:
        mentors = {mentor for _, mentor in certificate.pairs} | certificate.prices.keys()
        mentors |= {*certificate.floors_cut, *certificate.floored_cut, *certificate.mentors_cut}
        mentors |= {*certificate.mentees_cut, *certificate.places_cut}
        priced = [certificate.prices] + [fair.above_prices for fair in [certificate.fairness] if fair]
        if not mentors <= pool.mentor_index.keys() or any(one.keys() != pool.mentor_index.keys() for one in priced):
            yield "certificate: its mentors are not those of the pool"
        if not {mentee for mentee, _ in certificate.pairs} <= pool.mentee_index.keys():
            yield "certificate: its mentees are not those of the pool"


def loads(pool: Pool, matching: Matching) -> Iterator[str]:
    """Yield which pairs stand twice or out of order, and who has more of them than places."""
    pairs = [(pair.mentee, pair.mentor) for pair in matching.pairs]
    if pairs != sorted(pairs):
        yield "pairs: they are not in order of mentee and mentor"
    counts = Counter(pairs).items()
    yield from (f"pairs[{pairs.index(pair)}]: stands {count} times" for pair, count in counts if count > 1)
    of_mentee = Counter(pair.mentee for pair in matching.pairs)
    of_mentor = Counter(pair.mentor for pair in matching.pairs)
    for mentee in pool.mentees:
        if of_mentee[mentee.id] > mentee.mentors_wanted:
            yield f"pairs: {mentee.label} has {of_mentee[mentee.id]} mentors and wanted {mentee.mentors_wanted}"
    for mentor in pool.mentors:
        if of_mentor[mentor.id] > mentor.capacity:
            yield f"pairs: {mentor.label} has {of_mentor[mentor.id]} mentees and room for {mentor.capacity}"


def head(pool: Pool, programme: Programme, matching: Matching, weights: Sequence[CriterionWeight]) -> Iterator[str]:
    """Check what a record says of itself: programme, notices, and how scores are combined."""
    if matching.combine != programme.combine:
        yield f"combine: the folder's programme says {programme.combine}"
    if matching.programme != programme.name:
        yield "programme: the folder's has another name"
    if matching.notices != notices(pool, programme, weights):
        yield "notices: they are not those of this pool"


def totals(matching: Matching) -> Iterator[str]:
    """Yield which totals are not what the pairs add up to."""
    so = {
        "mentors_matched": len({pair.mentor for pair in matching.pairs}),
        "mentees_matched": len({pair.mentee for pair in matching.pairs}),
        "places_filled": len(matching.pairs),
        "total_score": sum(pair.score for pair in matching.pairs),
    }
    yield from (f"{name}: it is {value}" for name, value in so.items() if getattr(matching, name) != value)


def wrong_people(
    pool: Pool, told: Matching, people: Iterable[PersonState], expected: Iterable[PersonState]
) -> Iterator[str]:
    """Check that everybody is there once, in order, as is expected of them; ``told`` names just the ``people``."""
    everybody = [("mentee", one) for one in pool.mentee_index] + [("mentor", one) for one in pool.mentor_index]
    if [(one.role, one.id) for one in told.people] != everybody:
        yield "people: not everybody is there exactly once"
        return
    for person, one, so in zip(chain(pool.mentees, pool.mentors), people, expected, strict=True):
        if one != so:
            yield f"people: what is said of {person.label} is not so"
