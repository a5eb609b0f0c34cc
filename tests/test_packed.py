"""Packed people are the same as plain ones in every respect, and few of them are ever there at once."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from crowds import lifelike
from people import ratings_of
from random_pools import random_pool

from matchmaker import InputError, Mentee, Mentor, Pool, Programme, generate, packed
from matchmaker.packed import Packed, Packing
from matchmaker.reading.folder import read_folder
from matchmaker.rules import in_force
from matchmaker.scoring.scores import Scores

FIXTURES = Path(__file__).parents[1] / "fixtures"
MOST_ALIVE = 1000
"""Checked people at once while a packed pool is read and encoded: those of one piece of a file."""


def pack(people: Sequence[Any], model: type[Any]) -> Packed[Any]:
    """Pack people in pieces of three, the last ones first."""
    packing: Packing[Any] = Packing(model)
    backwards = list(people)[::-1]
    for start in range(0, len(backwards), 3):
        packing.add(backwards[start : start + 3])
    found = packing.people()
    assert isinstance(found, Packed)
    return found


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pack however few there are."""
    monkeypatch.setattr(packed, "PACKED_FROM", 1)


def pools() -> Iterator[tuple[Pool, Programme]]:
    yield from ((pool, Programme()) for pool in lifelike())
    yield from (random_pool(seed) for seed in range(100))


def both(pool: Pool) -> tuple[Pool, Pool]:
    """The pool anew, and packed; who is in both files leaves their free time to one of them."""
    facts, ratings = [fact.relation for fact in pool.relations.facts if not fact.column], ratings_of(pool)
    mentees = [
        one.model_copy(update={"free": ()}) if pool.directory.key(one) in pool.column_of else one
        for one in pool.mentees
    ]
    plain = Pool([*pool.mentors], mentees, facts, ratings)
    return plain, Pool(pack(pool.mentors, Mentor), pack(mentees, Mentee), facts, ratings)


@pytest.mark.usefixtures("always")
def test_packed_people_are_the_same_people(counted: Callable[..., None]) -> None:
    people = 0
    for pool, _ in pools():
        for plain, found in zip(*((one.mentors, one.mentees) for one in both(pool)), strict=True):
            assert isinstance(found, Packed)
            assert isinstance(plain, tuple)
            assert found == plain
            assert plain == found
            assert found != plain[1:]
            assert len(found) == len(plain)
            assert tuple(found) == plain
            assert tuple(reversed(found)) == plain[::-1]
            assert [found[at] for at in range(-len(plain), len(plain))] == [*plain, *plain]
            assert found[1:] == plain[1:]
            assert found[::-2] == plain[::-2]
            assert plain[0] in found
            for one, other in zip(found, plain, strict=True):
                assert type(one) is type(other)
                assert one.model_dump_json() == other.model_dump_json()
                assert (one.record, one.model_fields_set) == (other.record, other.model_fields_set)
                assert one.model_copy(update={"name": "x"}) != other
                people += 1
            with pytest.raises(IndexError):
                found[len(plain)]
    counted(people=people)


@pytest.mark.usefixtures("always")
def test_a_packed_pool_is_scored_and_hashed_alike() -> None:
    for pool, programme in pools():
        plain, found = both(pool)
        assert plain.sha256 == found.sha256
        assert (plain.row_of, plain.column_of, plain.mentee_index) == (
            found.row_of,
            found.column_of,
            found.mentee_index,
        )
        assert plain.relations.facts == found.relations.facts
        one, other = Scores(plain, programme), Scores(found, programme)
        rows = len(pool.mentees)
        assert np.array_equal(one.block(0, rows), other.block(0, rows))
        assert np.array_equal(one.banned_block(0, rows), other.banned_block(0, rows))
        pair = pool.mentees[0].id, pool.mentors[-1].id
        assert one.pair(*pair) == other.pair(*pair)


@pytest.mark.usefixtures("always")
def test_what_is_only_audited_is_not_in_a_packed_pool() -> None:
    pool, _ = random_pool(1)
    other = {"other": {"region": "north", "team": "blue"}}
    mentees = [one.model_copy(update=other) for one in pool.mentees]
    seen = Pool(pool.mentors, pack(mentees, Mentee)).without({"region"}).mentees
    assert [one.other for one in seen] == [{"team": "blue"}] * len(mentees)


def told(folder: Path) -> tuple[object, ...]:
    """A pool's hash, or everything wrong in it."""
    try:
        pool, programme = read_folder(folder)
    except InputError as error:
        return error.problems
    return pool.sha256, programme.sha256


def test_errors_are_the_same_and_at_the_same_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, text in generate(40, 60, 3).items():
        (tmp_path / name).write_text(text.replace("Mon", "Mom").replace("ME-0007", "ME-0008"), "utf-8")
    folders = [tmp_path, *sorted({path.parent for path in FIXTURES.rglob("mentees.csv")})]
    plain = [told(folder) for folder in folders]
    monkeypatch.setattr(packed, "PACKED_FROM", 1)
    assert [told(folder) for folder in folders] == plain
    refused = [one for one in plain if isinstance(one, tuple) and not isinstance(one[0], str)]
    assert len(plain[0]) > 20
    assert len(refused) < len(plain)


@pytest.mark.usefixtures("always")
def test_few_people_are_there_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    """Counts every model that comes to be while a pool is read, hashed and encoded, until it is gone."""
    alive: dict[int, weakref.ref[Any]] = {}
    most = made = 0

    def born(person: Any) -> Any:  # noqa: ANN401
        nonlocal most, made
        if not isinstance(person, Mentor | Mentee):
            return person
        number = made
        alive[number] = weakref.ref(person, lambda _: alive.pop(number))
        made, most = made + 1, max(most, len(alive))
        return person

    add, checked = Packing.add, packed._checked
    monkeypatch.setattr(Packing, "add", lambda self, people: add(self, [*map(born, people)]))
    monkeypatch.setattr(packed, "_checked", lambda *args: born(checked(*args)))
    for name, text in generate(800, 3500, 1).items():
        (tmp_path / name).write_text(text, "utf-8")
    pool, programme = read_folder(tmp_path)
    assert isinstance(pool.mentees, Packed)
    assert made >= 4300
    assert pool.sha256
    scores = Scores(pool, programme)
    for one in programme.every_criterion:
        one.encode(pool, programme)
    for rule in in_force(programme):
        rule.encode(pool, programme)
    assert scores.block(0, 2).shape == (2, 800)
    assert sum(1 for _ in pool.mentees) == 3500
    assert 0 < most <= MOST_ALIVE + 10
    counted(made=made, at_once=most)
    shutil.rmtree(tmp_path)
