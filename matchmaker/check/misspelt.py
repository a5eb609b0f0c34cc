"""Outsiders nearly called like somebody in the pool: for review, never a ban."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from matchmaker.packed import answers
from matchmaker.pool import Pool
from matchmaker.relations import OUTSIDER, fold

MOST_COMPARED = 4000
"""Outsiders who are compared with everybody, the first by the alphabet: that takes its time."""


def misspelt(pool: Pool) -> tuple[list[tuple[str, str]], int]:
    """Return outsiders in relations and ratings with the name each is nearly called by, and how many more there are."""
    said = _said(pool)
    alike: dict[tuple[str, int], list[str]] = {}  # a slip in the first letter is rare, and this keeps large pools quick
    for text in sorted(said):
        alike.setdefault((text[:1], len(text)), []).append(text)
    mentioned = {key for fact in pool.relations.facts for key in (fact.person, fact.other)}
    mentioned |= {key for key, _, _ in pool.ratings.rows}
    outsiders = sorted(key for key in mentioned if key.startswith(OUTSIDER))
    near = ((key, _nearest(key.removeprefix(OUTSIDER), alike)) for key in outsiders[:MOST_COMPARED])
    return [(pool.name_of(key), said[text]) for key, text in near if text], max(0, len(outsiders) - MOST_COMPARED)


def _said(pool: Pool) -> dict[str, str]:
    """Return the name behind every name, id and e-mail of somebody in the pool, folded."""
    said: dict[str, str] = {}
    for people in (pool.mentors, pool.mentees):
        for texts in zip(*(answers(people, field) for field in ("name", "id", "email")), strict=True):
            said |= {fold(text or ""): texts[0] for text in texts}
    return said


def _nearest(outsider: str, alike: Mapping[tuple[str, int], list[str]]) -> str:
    """Return the nearest text that begins alike: one letter wrong or swapped in a short name, two in a longer."""
    slips = max(1, len(outsider) // 6)
    lengths = range(len(outsider) - slips, len(outsider) + slips + 1)
    found = (_nearest_of(outsider, alike.get((outsider[:1], length), []), slips) for length in lengths)
    return min((one for of_length in found for one in of_length), default=(0, ""))[1]


def _nearest_of(outsider: str, texts: list[str], slips: int) -> Iterator[tuple[int, str]]:
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    near = process.extractOne(outsider, texts, scorer=DamerauLevenshtein.distance, score_cutoff=slips)
    if near:
        yield near[1], near[0]
