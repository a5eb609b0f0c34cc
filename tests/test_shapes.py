from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from made_shapes import MAKERS, ByPair, Made
from people import mentee, mentor

from matchmaker import RULES, Pool, Programme, Scores
from matchmaker.shapes import (
    UNKNOWN,
    BestOf,
    Distance,
    Listed,
    Mean,
    Overlap,
    Product,
    Ratio,
    RowOnly,
    SameGroup,
    Table,
    Tokens,
    alike,
    marks,
    padded,
    points_of,
)


def blocks(draw: random.Random, rows: int) -> Iterator[tuple[int, int]]:
    yield 0, rows
    for _ in range(3):
        start = draw.randint(0, rows)
        yield start, draw.randint(start, rows)


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_blocks_and_pairs_are_the_definition(make: Callable[..., Made], counted: Callable[..., None]) -> None:
    pairs = 0
    for seed in range(200):
        draw = random.Random(seed)
        shape, rows, columns, naive = make(draw, draw.randint(0, 7), draw.randint(0, 6))
        wanted = np.array([[naive(r, c) for c in range(columns)] for r in range(rows)], int).reshape(rows, columns)
        for start, stop in blocks(draw, rows):
            block = shape.block(start, stop)
            assert block.shape == (stop - start, columns)
            assert np.issubdtype(block.dtype, np.integer)
            assert (block == wanted[start:stop]).all()
        assert all(shape.pair(r, c) == wanted[r, c] for r in range(rows) for c in range(columns))
        each = np.array([draw.sample(range(rows * columns), rows * columns)], np.int64).reshape(-1)
        for one in (shape, ByPair(shape)):
            assert np.issubdtype(points_of(one, each[:0], each[:0]).dtype, np.integer)
            assert (points_of(one, *np.divmod(each, max(columns, 1))) == wanted.reshape(-1)[each]).all()
        pairs += rows * columns
    counted(pairs=pairs)
    assert pairs > 1000


def test_every_shape_is_tried() -> None:
    tried = {type(make(random.Random(0), 3, 3)[0]) for make in MAKERS}
    assert tried == {BestOf, Distance, Overlap, Ratio, Product, Listed, SameGroup, Tokens, Mean, Table, RowOnly}


def test_a_row_or_column_of_nothing_but_padding_is_unknown() -> None:
    nothing, something = padded([[], [0]]), padded([[0], []])
    block = BestOf(np.array([[7_000]], np.int32), nothing, padded([[], [2]]), something).block(0, 2)
    assert block.tolist() == [[UNKNOWN, UNKNOWN], [7_000, UNKNOWN]]


def test_arrays_that_do_not_go_together_are_refused() -> None:
    two, three = padded([[1, 2]]), padded([[1, 2, 3]])
    for shape in (
        BestOf(np.zeros((4, 4), np.int32), three, two, two),
        Distance(two, three, np.zeros((4, 9), np.int32)),
    ):
        with pytest.raises(ValueError, match="argument 2 is"):
            shape.block(0, 1)


def test_shares_a_group_only_by_a_real_code_never_by_padding() -> None:
    no = np.zeros(2, np.bool_)
    block = SameGroup(padded([[0, 1], [2]]), padded([[3], [1, 4]]), no, no).block(0, 2)
    assert block.tolist() == [[0, 1], [0, 0]]


def test_more_languages_than_a_word_has_bits() -> None:
    codes = "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu ha he hi hr hu hy id is it ja ka"
    codes += " kk km kn ko ky lo lt lv mk ml mn mr mt my ne nl no pa pl ps pt ro ru rw si sk sl so sq sr sv sw ta te tg"
    people = [[make(code, languages=code) for code in codes.split()] for make in (mentor, mentee)]
    (language,) = [rule for rule in RULES if rule.name == "language"]
    banned = language.encode(Pool(*people), Programme()).block(0, len(people[0]))
    assert len(banned) > 64
    assert (banned == 1 - np.eye(len(banned))).all()


def test_padded_keeps_the_order_and_fills_with_minus_one() -> None:
    assert padded([[3, 1], [], [2]]).tolist() == [[3, 1], [-1, -1], [2, -1]]
    assert padded([]).shape == (0, 0)
    assert padded([[], []]).shape == (2, 0)


def test_marks_left_out_count_nothing_and_no_marks_are_unknown() -> None:
    names = ("time", "care", "knowledge")
    assert marks([{"care": 4}, {}, {"knowledge": 1, "time": 0}], names).tolist() == [[0, 4, 0], [-1, -1, -1], [0, 0, 1]]
    assert marks([], names).shape == (0, 3)


@pytest.mark.parametrize(("mentors", "mentees"), [(0, 0), (0, 2), (2, 0)])
@pytest.mark.parametrize("unknown", ["ban", "allow"])
def test_pools_without_mentors_or_mentees_score_to_nothing(mentors: int, mentees: int, unknown: str) -> None:
    pool = Pool([mentor(f"r{n}") for n in range(mentors)], [mentee(f"e{n}") for n in range(mentees)])
    rules = {"same_company": {"unknown": unknown}, "language": {"unknown": unknown}, "current_boss": {"peers": True}}
    programme = Programme.model_validate({"rules": rules})
    for criterion in programme.criteria:
        assert criterion.encode(pool, programme).block(0, mentees).shape == (mentees, mentors)
    scores = Scores(pool, programme)
    assert scores.block(0, mentees).shape == scores.score_block(0, mentees).shape == (mentees, mentors)
    assert [len(part) for part in vars(scores.legal()).values()] == [0] * 5
    assert [len(counts) for counts in scores.tally.legal] == [mentees, mentors]
    none, prices = [], (np.zeros(mentees, np.int64), np.zeros(mentors, np.int64))
    assert scores.best_per_row(prices[1], 2).rows.tolist() == none
    assert scores.best_per_column(prices[0], 2).rows.tolist() == none
    assert scores.improving(*prices).rows.tolist() == none


def test_shapes_are_alike_that_are_the_same_to_the_last_number() -> None:
    def product(bits: int, assumed: int, kind: type[np.integer] = np.int32) -> Product:
        overlap = Overlap(np.full((2, 1, 1), bits, np.uint64), np.ones((3, 1, 1), np.uint64), np.array([0, 9], kind))
        return Product(overlap, Ratio(np.ones(2, np.int32), np.ones(3, np.int32)), assumed)

    assert alike(product(1, 5), product(1, 5))
    assert not any(alike(product(1, 5), other) for other in (product(3, 5), product(1, 6), product(1, 5, np.int64)))
    assert not alike(product(1, 1), product(1, True))
    assert not alike(product(1, 5).first, product(1, 5).share)
