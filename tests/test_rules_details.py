"""Corners of the rules: which of several lines is told, more languages than a machine word has bits, typed arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from itertools import product
from typing import Any, get_args, get_type_hints

import numpy as np
import pytest
from people import mentee, mentor, relation
from random_pools import random_pool

from matchmaker import CRITERIA, RULES, Criterion, Pool, Programme, Rule, Scores
from matchmaker.people import Record
from matchmaker.relations import Relation
from matchmaker.shapes import Shape

PEERS = Programme.model_validate({"rules": {"current_boss": {"peers": True}}})


def boss(row: int, person: str, other: str) -> Relation:
    return relation(person, other, "boss", record=Record(file="relations.csv", row=row))


def told(lines: list[tuple[str, str]], **others: str) -> tuple[str, tuple[str, ...]]:
    """What bans Maya with Tom, peers included; ``others`` are mentors, their names by id."""
    mentors = [mentor("tom", name="Tom"), *(mentor(key, name=name) for key, name in others.items())]
    facts = [boss(row, *line) for row, line in enumerate(lines, 2)]
    scores = Scores(Pool(mentors, [mentee("maya", name="Maya")], facts), PEERS)
    (ban,) = scores.pair("maya", "tom").bans
    return ban.why, ban.records


TWO_LINES = [("maya", "Ada Low"), ("maya", "Bea Low"), ("Ada Low", "tom"), ("Bea Low", "tom")]
ADA_S = ("Tom is above Maya in the line: Maya → Ada Low → Tom.", ("relations.csv row 2", "relations.csv row 4"))
SAME_BOSSES = [("maya", "Ada Low"), ("maya", "Bea Low"), ("tom", "Ada Low"), ("tom", "Bea Low")]
ADA = ("Maya and Tom have the same boss, Ada Low.", ("relations.csv row 2", "relations.csv row 4"))
POOLS = [{}, {"p": "Ada Low"}, {"p": "Bea Low"}, {"p": "Ada Low", "q": "Bea Low"}, {"q": "Ada Low", "p": "Bea Low"}]


@pytest.mark.parametrize("others", POOLS, ids=str)
@pytest.mark.parametrize("order", [1, -1])
def test_of_lines_as_short_the_first_by_name_is_told_whoever_is_in_the_pool(others: dict[str, str], order: int) -> None:
    """Neither ids nor who has a row of their own decide; the rows named are those of the line told."""
    for lines, (sentence, records) in ((TWO_LINES, ADA_S), (SAME_BOSSES, ADA)):
        why, rows = told(lines[::order], **others)
        assert why == sentence
        assert rows == (records if order == 1 else tuple(f"relations.csv row {7 - int(row[-1])}" for row in records))


def test_of_two_bosses_with_one_name_the_first_by_id_is_told_not_one_by_chance() -> None:
    """Among equal names the order in which a set is walked decided, and with it the hash seed."""
    for number in range(20):
        ids = f"a{number}", f"b{number}"
        lines = [(who, key) for key in ids for who in ("maya", "tom")]
        assert told(lines, **dict.fromkeys(ids, "Eva Lang"))[1] == ("relations.csv row 2", "relations.csv row 3")


def test_the_shortest_line_is_told() -> None:
    why, _ = told([("maya", "Ada"), ("Ada", "Abe"), ("Abe", "tom"), ("maya", "Zoe"), ("Zoe", "tom")])
    assert why == "Tom is above Maya in the line: Maya → Zoe → Tom."


def test_a_line_is_told_before_a_boss_in_common() -> None:
    why, rows = told([("maya", "Abe"), ("tom", "Abe"), ("maya", "Zoe"), ("Zoe", "tom")])
    assert why == "Tom is above Maya in the line: Maya → Zoe → Tom."
    assert rows == ("relations.csv row 4", "relations.csv row 5")


def test_a_boss_that_only_one_of_the_two_has_is_not_told() -> None:
    why, rows = told([("maya", "Abe"), ("maya", "Cyd"), ("tom", "Bea"), ("tom", "Cyd")])
    assert (why, rows) == (
        "Maya and Tom have the same boss, Cyd.", ("relations.csv row 3", "relations.csv row 5"),
    )  # fmt: skip


@pytest.mark.parametrize("unknown", ["allow", "ban"])
def test_more_languages_than_a_machine_word_has_bits(unknown: str) -> None:
    """129 languages, three to a person, and somebody who did not say: banned are those with none in common."""
    spoken: list[tuple[str, ...]] = [
        (),
        *((f"l{at:03}", f"l{(at + 1) % 129:03}", f"l{at // 2:03}") for at in range(129)),
    ]
    asks = [mentee(f"e{at}").model_copy(update={"languages": codes}) for at, codes in enumerate(spoken)]
    offers = [mentor(f"r{at}").model_copy(update={"languages": codes}) for at, codes in enumerate(spoken)]
    programme = Programme.model_validate({"rules": {"language": {"unknown": unknown}}})
    pool = Pool(offers, asks)
    banned = {rule.name: rule for rule in RULES}["language"].encode(pool, programme).block(0, len(asks))
    for (i, one), (j, other) in product(enumerate(pool.mentees), enumerate(pool.mentors)):
        apart = not set(one.languages) & set(other.languages)
        said = bool(one.languages and other.languages)
        assert banned[i, j] == (apart if said else unknown == "ban"), (one.languages, other.languages)


def test_any_language_in_common_is_enough() -> None:
    for asks, speaks in product(["German; French", "French; Welsh"], ["English; French", "French; Zulu"]):
        pool = Pool([mentor("tom", languages=speaks)], [mentee("maya", languages=asks)])
        assert Scores(pool).pair("maya", "tom").bans == ()


def arrays(shape: object) -> list[tuple[str, np.ndarray[Any, Any], object]]:
    """Every array of a shape and of the shapes inside it: where it is, itself, and the type it is declared with."""
    found = []
    declared = get_type_hints(type(shape))
    for field in fields(shape):  # type: ignore[arg-type]
        value, where = getattr(shape, field.name), f"{type(shape).__name__}.{field.name}"
        for part in value if isinstance(value, tuple) else (value,):
            found += arrays(part) if is_dataclass(part) else []
        if is_dataclass(value):
            continue
        if isinstance(value, np.ndarray):
            found.append((where, value, declared[field.name]))
    return found


NOBODY, SILENT = Pool([], []), Pool([mentor("tom")], [mentee("maya")])


@pytest.mark.parametrize("encoder", [*RULES, *CRITERIA], ids=lambda one: f"{one.name} {getattr(one, 'view', '')}")
def test_a_shape_holds_the_arrays_it_declares_whoever_is_in_the_pool(
    encoder: Rule | Criterion, counted: Callable[..., None]
) -> None:
    """Whole numbers of the declared width, so that a compiled kernel could take them over as they are."""
    seen = 0
    for pool, programme in [(NOBODY, Programme()), (SILENT, PEERS), *(random_pool(seed) for seed in range(10))]:
        shape: Shape = encoder.encode(pool, programme)
        for where, array, declared in arrays(shape):
            (element,) = get_args(get_args(declared)[-1])  # npt.NDArray is ndarray[…, dtype[element]]
            assert array.dtype == np.dtype(element), where
            seen += 1
        assert shape.block(0, len(pool.mentees)).shape == (len(pool.mentees), len(pool.mentors))
    counted(arrays=seen)
    assert seen
