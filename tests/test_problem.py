"""What an assignment problem takes, what it refuses and how it says so."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import numpy as np
import pytest

from solvers import STRATEGIES, AssignmentProblem, ProblemError, Status, capped_lottery, solve

GOOD: dict[str, Any] = {
    "rows": [0, 0, 1],
    "columns": [0, 1, 1],
    "scores": [8000, 5000, 9000],
    "row_capacity": [1, 1],
    "column_capacity": [1, 1],
}
PER_PAIR = ["columns", "scores", "pinned", "row_view", "column_view"]
PER_ROW = ["row_priority", "row_keys", "row_order"]
PER_COLUMN = ["column_floor", "column_keys"]
KEYS = ["row_keys", "column_keys"]
INTEGERS = [*GOOD, "column_floor", *PER_ROW, "column_keys", "row_view", "column_view"]
NOT_NEGATIVE = [*GOOD, "column_floor", "row_view", "column_view"]


def problem(**changed: object) -> AssignmentProblem:
    return AssignmentProblem(**{**GOOD, **changed})


def good(field: str) -> list[int]:
    """Return values that ``field`` accepts."""
    if field in KEYS:
        return [7, -1]
    if field in PER_ROW or field in PER_COLUMN:
        return [1, 1]
    return list(GOOD.get(field, [1, 1, 1]))


def refuses(message: str, **changed: object) -> None:
    with pytest.raises(ProblemError, match=re.escape(message)):
        problem(**changed)


@pytest.mark.parametrize("field", INTEGERS)
def test_the_good_values_are_accepted(field: str) -> None:
    assert getattr(problem(**{field: good(field)}), field).tolist() == good(field)


@pytest.mark.parametrize("field", INTEGERS)
@pytest.mark.parametrize("kind", [np.float64, np.float32, np.bool_, np.complex128])
def test_numbers_that_are_not_integers_are_refused_even_when_whole(field: str, kind: type[np.generic]) -> None:
    refuses(f"{field}: a flat list of integers is needed, not {np.dtype(kind)}", **{field: np.array(good(field), kind)})


@pytest.mark.parametrize("field", INTEGERS)
def test_one_float_in_a_list_is_refused(field: str) -> None:
    refuses(f"{field}: a flat list of integers is needed, not float64", **{field: [*good(field)[:-1], 1.0]})


@pytest.mark.parametrize("field", INTEGERS)
def test_tables_and_words_are_refused(field: str) -> None:
    refuses(f"{field}: a flat list of integers is needed", **{field: [[value] for value in good(field)]})
    refuses(f"{field}: a flat list of integers is needed", **{field: [str(value) for value in good(field)]})


@pytest.mark.parametrize("field", NOT_NEGATIVE)
def test_a_negative_number_is_refused_with_its_position(field: str) -> None:
    values = [*good(field)[:-1], -1]
    refuses(f"{field}: entry {len(values) - 1} is -1, out of range; allowed is 0 at least", **{field: values})


def test_a_priority_counts_from_one() -> None:
    refuses("row_priority: entry 1 is 0, out of range; allowed is 1 at least", row_priority=[1, 0])


def test_an_index_beyond_the_last_is_refused_with_its_position() -> None:
    refuses("rows: entry 1 is 2, out of range; allowed is 1 at most", rows=[0, 2, 1])
    refuses("columns: entry 2 is 2, out of range; allowed is 1 at most", columns=[0, 1, 2])


@pytest.mark.parametrize("field", PER_PAIR)
@pytest.mark.parametrize("length", [0, 2, 4])
def test_one_entry_per_pair(field: str, length: int) -> None:
    refuses(f"{field}: 3 entries are needed, not {length}", **{field: [1] * length})


@pytest.mark.parametrize("field", PER_ROW + PER_COLUMN)
@pytest.mark.parametrize("length", [0, 1, 3])
def test_one_entry_per_row_or_column(field: str, length: int) -> None:
    refuses(f"{field}: 2 entries are needed, not {length}", **{field: [1] * length})


def test_a_pair_may_stand_once() -> None:
    refuses("rows, columns: the pair (0, 1) stands more than once", rows=[0, 1, 0], columns=[1, 1, 1])


def test_a_floor_may_not_be_above_its_capacity() -> None:
    refuses("column_floor: entry 1 is 2, out of range; allowed is the column's capacity at most", column_floor=[1, 2])


@pytest.mark.parametrize("field", [field for field in INTEGERS if field not in KEYS])
@pytest.mark.parametrize("large", [2**62 + 2**10, 2**64 - 1])
def test_a_number_too_large_to_compute_with_is_refused(field: str, large: int) -> None:
    with pytest.raises(ProblemError, match=rf"^{field}: entry 0 is {large}, out of range"):
        problem(**{field: np.array([large, *good(field)[1:]], np.uint64)})


@pytest.mark.parametrize("field", KEYS)
def test_keys_have_64_bits_and_stand_once(field: str) -> None:
    kept = getattr(problem(**{field: np.array([2**64 - 1, 2**63], np.uint64)}), field)
    assert kept.view(np.uint64).tolist() == [2**64 - 1, 2**63]
    refuses(f"{field}: entry 1, 5, stands more than once; each key once", **{field: [5, 5]})


@pytest.mark.parametrize("field", [*INTEGERS, "pinned"])
@pytest.mark.parametrize("values", [[[1], [1, 2], [1]], True, [2**64 - 1, -5, 1], [None, None, None]])
def test_whatever_is_no_flat_list_is_refused_by_name(field: str, values: object) -> None:
    with pytest.raises(ProblemError, match=rf"^{field}: "):
        problem(**{field: values})


@pytest.mark.parametrize("width", [np.int8, np.int16, np.int32])
def test_a_pair_is_found_by_its_numbers_however_narrow_they_are(width: type[np.signedinteger[Any]]) -> None:
    """Row · columns + column must not wrap round: 16 · 16 + 5 is 5 in eight bits."""
    largest = np.iinfo(width).max
    side = min(int(largest) + 1, 2**16)
    wide = AssignmentProblem([0], [5], [1], np.ones(side, np.int64), np.ones(side, np.int64))
    rows = np.arange(0, side, max(1, side // 64)).astype(width)
    found = wide.positions(rows, np.full(len(rows), 5, width))
    assert found.tolist() == [0, *[-1] * (len(rows) - 1)]


def test_an_earlier_priority_outweighs_all_that_comes_after() -> None:
    several = problem(row_priority=[7, 2])
    assert several.row_level.tolist() == [1, 0]
    after = 2 * 2 * several.bonus + 9000 + 8000  # two places, both a row's first, with the best scores
    assert several.level_units[1] == 1
    assert several.level_units[0] > 2 * after
    assert several.row_units.tolist() == [1, several.level_units[0]]


@pytest.mark.parametrize("field", INTEGERS)
def test_a_number_beyond_64_bits_is_refused(field: str) -> None:
    refuses(f"{field}: a flat list of integers is needed, not object", **{field: [2**70, *good(field)[1:]]})


def test_totals_that_would_not_fit_are_refused() -> None:
    refuses("scores: times places they are too large to add up in 64 bits", scores=[2**55, 0, 0])


@pytest.mark.parametrize("capacity", [2**40, 2**60, 2**62])
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_huge_capacity_is_refused_or_solved_never_an_accident(capacity: int, strategy: str) -> None:
    try:
        huge = problem(scores=[5, 3, 4], row_capacity=[capacity] * 2, column_capacity=[capacity] * 2)
    except ProblemError:
        return
    certain = partial(capped_lottery, cap=1024) if strategy == "capped_lottery" else strategy
    assert solve(huge, certain).score == 12


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("solver", ["flow", "cp_sat"])
@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 2), (3, 0), (3, 2)])
def test_without_pairs_nobody_is_chosen(n: int, m: int, strategy: str, solver: str) -> None:
    floors = "floors" in STRATEGIES[strategy].features
    empty = AssignmentProblem([], [], [], [1] * n, [2] * m, column_floor=[1] * m if floors else None)
    result = solve(empty, strategy, solver)
    assert (empty.n_rows, empty.n_columns, empty.bonus) == (n, m, 1)
    assert (len(result.rows), len(result.columns), result.score, result.gap) == (0, 0, 0, 0)
    assert (len(result.row_prices), len(result.column_prices)) == (n, m)
    assert result.status is (Status.OPTIMAL if STRATEGIES[strategy].objective else Status.FEASIBLE)


def test_empty_capacities_hold_no_pair() -> None:
    refuses("rows: entry 0 is 0, out of range", row_capacity=[])
    refuses("columns: entry 0 is 0, out of range", column_capacity=[])


def test_pairs_are_sorted_and_everything_per_pair_goes_with_them() -> None:
    mixed = AssignmentProblem(
        rows=[1, 0, 0],
        columns=[1, 1, 0],
        scores=[9000, 5000, 8000],
        row_capacity=[1, 1],
        column_capacity=[1, 1],
        pinned=[True, False, False],
        row_view=[3, 2, 1],
        column_view=[6, 5, 4],
    )
    assert list(zip(mixed.rows.tolist(), mixed.columns.tolist(), strict=True)) == [(0, 0), (0, 1), (1, 1)]
    assert mixed.scores.tolist() == [8000, 5000, 9000]
    assert mixed.pinned.tolist() == [False, False, True]
    assert (mixed.row_view.tolist(), mixed.column_view.tolist()) == ([1, 2, 3], [4, 5, 6])


def test_what_is_not_given_has_its_default() -> None:
    plain = problem()
    assert plain.column_floor.tolist() == [0, 0]
    assert plain.pinned.tolist() == [False] * 3
    assert plain.row_priority.tolist() == [1, 1]
    assert plain.spread is False
    assert plain.row_keys.tolist() == plain.column_keys.tolist() == plain.row_order.tolist() == [0, 1]
    assert plain.row_view.tolist() == plain.column_view.tolist() == plain.scores.tolist()


def test_the_arrays_are_copies_that_cannot_be_written_to() -> None:
    given = np.array([8000, 5000, 9000])
    kept = problem(scores=given)
    given[0] = 1
    assert kept.scores.tolist() == [8000, 5000, 9000]
    for field in [*INTEGERS, "pinned"]:
        with pytest.raises(ValueError, match="read-only"):
            getattr(kept, field)[0] = 1
        with pytest.raises(ValueError, match="WRITEABLE"):
            getattr(kept, field).setflags(write=True)


class Lent:
    """A list that hands out its own memory even where a copy is asked for, as columns of some tables do."""

    def __init__(self, values: list[int]) -> None:
        self.values = np.array(values)

    def __len__(self) -> int:
        return len(self.values)

    def __array__(self, dtype: object = None, copy: object = None) -> np.ndarray:
        return self.values


def test_nobody_s_memory_is_kept() -> None:
    lent = Lent([8000, 5000, 9000])
    kept = problem(scores=lent)
    lent.values[0] = 1
    assert kept.scores.tolist() == [8000, 5000, 9000]


def test_the_fields_cannot_be_replaced() -> None:
    with pytest.raises(AttributeError):
        problem().scores = np.zeros(3, np.int64)  # type: ignore[misc]


@pytest.mark.parametrize("kind", [np.int8, np.int32, np.uint64])
def test_any_integer_type_becomes_64_bits(kind: type[np.integer]) -> None:
    small = problem(scores=np.array([1, 2, 3], kind))
    assert small.scores.dtype == np.int64
    assert small.scores.tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("changed", "features"),
    [
        ({}, set()),
        ({"column_floor": [0, 0], "pinned": [False] * 3, "row_priority": [1, 1]}, set()),
        ({"column_floor": [0, 1]}, {"floors"}),
        ({"pinned": [False, False, True]}, {"pins"}),
        ({"row_priority": [1, 2]}, {"priorities"}),
        ({"row_priority": [2, 2]}, set()),
        ({"spread": True}, {"spread"}),
        (
            {"column_floor": [1, 1], "pinned": [True, False, False], "row_priority": [3, 1], "spread": True},
            {"floors", "pins", "priorities", "spread"},
        ),
    ],
)
def test_features_are_what_the_problem_really_uses(changed: dict[str, Any], features: set[str]) -> None:
    assert problem(**changed).features == features


@pytest.mark.parametrize("spread", [1, "yes", None, [True]])
def test_spread_is_true_or_false(spread: object) -> None:
    refuses(f"spread: True or False is needed, not {type(spread).__name__}", spread=spread)


def test_each_count_of_columns_is_part_of_the_next() -> None:
    counts = problem(column_floor=[2, 0], column_capacity=[3, 1]).column_counts
    assert [count.tolist() for count in counts] == [[1, 0], [2, 0], [2, 1]]


def test_positions_finds_legal_pairs_and_no_others() -> None:
    wanted = np.array([(1, 1), (0, 0), (1, 0), (-1, 1), (0, 2), (2, 0), (0, -1)])
    assert problem().positions(wanted[:, 0], wanted[:, 1]).tolist() == [2, 0, -1, -1, -1, -1, -1]


def test_the_bonus_outweighs_all_scores_together() -> None:
    assert problem().bonus > 9000 * 2
