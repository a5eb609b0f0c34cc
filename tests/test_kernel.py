"""The compiled kernel against the numpy reference: the same pairs and scores, to the last digit."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

import numpy as np
import pytest
from lengths import lengths
from people import mentee, mentor, ratings_of, relation
from random_pools import random_pool
from test_own_kinds import CELLS, KINDS

from matchmaker import Pool, Programme, Scores
from matchmaker.errors import CriterionError
from matchmaker.kernel import compiled
from matchmaker.kernel.plan import plan_of
from matchmaker.kernel.source import LARGEST, Compiled
from matchmaker.scoring.survey import Tally
from matchmaker.settings import View
from matchmaker.shapes import FULL, Mean, Product, RowOnly, SameGroup, Shape, Table
from solvers import BlockSource, Pairs
from solvers.problem import IntArray
from solvers.ties import Keys

pytest.importorskip("numba")


@dataclass(frozen=True)
class Odd:
    """A caller's own criterion: the shape it is made with, or what it makes of the pool."""

    make: Callable[[Pool], Shape]
    name: str = "odd"
    view: View = "mentee"
    unknown: int = 123

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        return self.make(pool)

    def why(self, pool: Pool, programme: Programme, row: int, column: int) -> str:
        return "odd"


class Hashed:
    """A shape that no kernel can know: points by the two numbers."""

    def __init__(self, pool: Pool) -> None:
        self.n_columns = len(pool.mentors)

    def block(self, start: int, stop: int) -> IntArray:
        rows, columns = np.arange(start, stop)[:, None], np.arange(self.n_columns)
        return np.minimum((rows * 7919 + columns * 104_729) % 11_000 - 1, FULL)

    def pair(self, row: int, column: int) -> int:
        return int(self.block(row, row + 1)[0, column])


def of_two_rows(pool: Pool) -> Shape:
    """Known shapes, made of each other in ways that no criterion of the house does."""
    rows, columns = len(pool.mentees), len(pool.mentors)
    draw = np.random.default_rng(rows * columns)
    table = Table(draw.integers(-1, FULL + 1, (3, 4)), draw.integers(0, 3, rows), draw.integers(0, 4, columns))
    alone = RowOnly(draw.integers(-1, FULL + 1, rows).astype(np.int32), columns)
    nobody = np.zeros(rows, np.bool_), np.zeros(columns, np.bool_)
    groups = SameGroup(draw.integers(-1, 3, (rows, 2)), draw.integers(-1, 3, (columns, 1)), *nobody)
    return Mean((Product(table, table, 77), alone, groups), (60, 0, 40), (5, 6, 7))


def compiled_of(scores: Scores, threads: int | None = None) -> Compiled:
    built = plan_of(scores)
    assert built is not None
    return Compiled(scores, built, threads)


def drawn(seed: int) -> Scores:
    """A random pool under random settings; some with criteria that the programme wrote, some with a caller's own."""
    draw = random.Random(f"kernel {seed}")
    pool, programme = random_pool(seed, mentors=draw.choice([1, 4, 9, 17]), mentees=draw.choice([1, 5, 12]))
    settings = programme.model_dump(exclude={"criteria", "topics", "companies"}, mode="python")
    kept = {"criteria": programme.criteria, "topics": programme.topics, "companies": programme.companies}
    kind = draw.choice(["built in", "built in", "written", "own", "both"])
    weights = {view: dict(shares) for view, shares in settings["weights"].items()}
    if kind in ("written", "both"):
        one = dict(draw.choice(KINDS), name="written", unknown=draw.choice([0, 4_321]))
        settings["criterion"], pool = [one], answered(draw, pool)
        weights[str(one["view"])] = halved(weights[str(one["view"])], "written")
    if kind in ("own", "both"):
        kept["criteria"] = (*programme.criteria, Odd(draw.choice([Hashed, of_two_rows])))
        weights["mentee"] = halved(weights["mentee"], "odd")
    return Scores(pool, Programme.model_validate(settings | kept | {"weights": weights}))


def halved(shares: dict[str, int], name: str) -> dict[str, int]:
    """Give the criterion what is over when all the others have half of what they had."""
    rest = {other: share // 2 for other, share in shares.items()}
    return rest | {name: 100 - sum(rest.values())}


def answered(draw: random.Random, pool: Pool) -> Pool:
    """Let everybody write something into the columns of the programme's own."""
    mentees = [one.model_copy(update={"other": {"seeks": draw.choice(CELLS)}}) for one in pool.mentees]
    mentors = [one.model_copy(update={"other": {"has": draw.choice(CELLS)}}) for one in pool.mentors]
    return Pool(mentors, mentees, [fact.relation for fact in pool.relations.facts], ratings_of(pool))


def listed(*lists: Pairs) -> list[list[tuple[int, int, int]]]:
    parts = ((pairs.rows.tolist(), pairs.columns.tolist(), pairs.scores.tolist()) for pairs in lists)
    return [[*zip(*part, strict=True)] for part in parts]


def answer_of(source: Scores | Compiled, method: str, asked: dict[str, object]) -> list[list[tuple[int, int, int]]]:
    answer = getattr(source, method)(**asked)
    return listed(*answer) if method == "best_of_both" else listed(answer)


def counts(tally: Tally) -> list[object]:
    def plain(both: tuple[IntArray, IntArray]) -> list[list[int]]:
        return [both[0].tolist(), both[1].tolist()]

    by_rule = [(name, plain(found[name])) for found in (tally.banned, tally.only) for name in found]
    return [*by_rule, plain(tally.below_minimum), plain(tally.legal)]


def prices(draw: random.Random, count: int) -> IntArray:
    highest = draw.choice([0, 3, 3_000, 12_000, 10**9, LARGEST, 2 * LARGEST])
    return np.array([draw.randint(-highest // draw.choice([1, 4]), highest) for _ in range(count)], np.int64)


def subset(draw: random.Random, count: int) -> IntArray | None:
    if draw.random() < 0.4:
        return None
    return np.array(sorted(draw.sample(range(count), draw.randint(0, count))), np.int64)


def questions(draw: random.Random, n: int, m: int) -> Iterator[tuple[str, dict[str, object]]]:
    """What pricing may ask of a source, and how."""
    for k in (0, 1, 2, 9, 10**6):
        keys = (
            Keys.of(np.arange(n), np.arange(m) // draw.choice([1, m]), draw.randrange(9))
            if draw.random() < 0.6
            else None
        )
        rows = subset(draw, n)
        above = None
        if draw.random() < 0.6:
            reach = draw.choice([6_000, 60_000, 2 * LARGEST])
            above = np.array([draw.randint(-reach, reach) for _ in range(n if rows is None else len(rows))], np.int64)
        yield "best_per_row", {
            "column_prices": prices(draw, m), "k": k, "rows": rows, "above": above, "keys": keys,
            "scale": draw.choice([0, 1, 1, 7, 10_001, 2**40]),
        }  # fmt: skip
        yield "best_per_column", {"row_prices": prices(draw, n), "k": k, "keys": keys}
        done = draw.choice([None, lambda _: None])  # whoever hears how far it is gets it in steps
        yield "best_of_both", {"of_row": draw.choice([0, 1, 3, k]), "of_column": k, "keys": keys, "done": done}
    for _ in range(3):
        yield "improving", {
            "row_prices": prices(draw, n), "column_prices": prices(draw, m),
            "rows": subset(draw, n), "columns": subset(draw, m),
        }  # fmt: skip


def compare(scores: Scores, source: Compiled, draw: random.Random) -> int:
    """Ask both the same; return how many pairs the answers hold."""
    n, m, found = scores.n_rows, scores.n_columns, 0
    first = draw.randint(0, n)
    assert (source.block(first, n) == scores.block(first, n)).all()
    views = zip(source.view_block(first, n), scores.view_block(first, n), strict=True)
    assert all((one == other).all() for one, other in views)
    assert [both.tolist() for both in source.degrees()] == [both.tolist() for both in scores.degrees()]
    assert counts(source.tally()) == counts(scores.tally)
    assert listed(source.legal()) == listed(scores.legal())
    for method, asked in questions(draw, n, m):
        least = draw.choice([0, 0, 2_500, 5_000])
        answer, reference = (answer_of(one.at_least(least), method, asked) for one in (source, scores))
        assert answer == reference, (method, asked, least)
        found += len(answer[0])
    some = source.at_least(draw.choice([2_500, 5_000]))
    assert [both.tolist() for both in some.degrees()] == [both.tolist() for both in BlockSource.degrees(some)]
    return found


def check(seeds: range) -> dict[str, int]:
    pairs, full = 0, 0
    for seed in seeds:
        scores = drawn(seed)
        found = compare(scores, compiled_of(scores, threads=1 + seed % 3), random.Random(seed))
        pairs, full = pairs + found, full + (found > 0)
    return {"pools": len(seeds), "with pairs": full, "pairs": pairs}


def some_at_a_time(patch: pytest.MonkeyPatch) -> None:
    """Let lists be made, and shapes be asked, a few rows at a time, as those of large pools are."""
    patch.setattr("matchmaker.kernel.source.BATCH", 1)
    patch.setattr("solvers.source.ROWS", 3)
    patch.setattr("solvers.source.AT_ONCE", 20)
    patch.setattr("matchmaker.kernel.team._GIVEN", 30)
    patch.setattr("matchmaker.kernel.team._SINGLES", 3)
    patch.setattr("matchmaker.kernel.singles._FEW", 0)
    patch.setattr("matchmaker.criteria.source.MOST_LISTED", -1)


@pytest.mark.promise("compiled kernel")
@lengths(30, 150)
def test_every_answer_is_the_reference_s(
    seeds: range, counted: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    some_at_a_time(monkeypatch)
    found = check(seeds)
    counted(**{name.replace(" ", "_"): number for name, number in found.items()})
    assert found["with pairs"] > 0.6 * len(seeds)
    assert found["pairs"] > 20 * len(seeds)


def test_the_answer_does_not_depend_on_the_number_of_threads() -> None:
    for seed in range(20):
        scores = drawn(seed)
        n, m = scores.n_rows, scores.n_columns
        keys = Keys.of(np.arange(n), np.arange(m))
        one, two, five = (compiled_of(scores, threads) for threads in (1, 2, 5))
        for method, asked in questions(random.Random(seed), n, m):
            answers = [answer_of(source, method, asked) for source in (one, two, five)]
            assert answers[0] == answers[1] == answers[2]
        for source in (two, five):
            assert listed(source.best_per_column(np.zeros(n, np.int64), 2, keys=keys)) == listed(
                one.best_per_column(np.zeros(n, np.int64), 2, keys=keys)
            )
            assert counts(source.tally()) == counts(one.tally())


def test_how_far_the_lists_are_is_told_by_share(monkeypatch: pytest.MonkeyPatch) -> None:
    some_at_a_time(monkeypatch)
    scores, told = drawn(3), list[float]()
    compiled_of(scores).best_of_both(1, 1, done=told.append)
    assert len(told) > 1
    assert told == sorted({*told})
    assert (told[0] > 0, told[-1]) == (True, 1)


def test_callers_may_share_one_source() -> None:
    scores = drawn(3)
    shared, together = compiled_of(scores), Barrier(4)

    def ask(_: int) -> object:
        together.wait()
        prices = np.zeros(scores.n_columns, np.int64)
        return counts(shared.tally()), listed(shared.best_per_row(prices, 2)), listed(shared.legal())

    with ThreadPoolExecutor(4) as threads:
        answers = [*threads.map(ask, range(4))]
    assert answers == [answers[0]] * 4


def alike_pool(n: int, m: int, **settings: object) -> tuple[Pool, Programme]:
    return Pool([mentor(f"r{at:02}") for at in range(m)], [mentee(f"e{at:02}") for at in range(n)]), Programme(
        **settings
    )


@pytest.mark.parametrize("case", ["one pair", "all equal", "all banned", "nobody speaks", "every mark of a tile"])
def test_pools_in_which_little_differs(case: str) -> None:
    n, m = {"one pair": (1, 1), "every mark of a tile": (2, 2050)}.get(case, (9, 7))
    pool, programme = alike_pool(n, m)
    if case == "all banned":
        facts = [relation(one.id, other.id, "forbid") for one in pool.mentees for other in pool.mentors]
        pool = Pool(pool.mentors, pool.mentees, facts)
    if case == "nobody speaks":
        programme = Programme.model_validate({"rules": {"language": {"unknown": "ban"}}})
    scores = Scores(pool, programme)
    compare(scores, compiled_of(scores), random.Random(case))


def test_a_criterion_that_breaks_its_promise_is_told_as_the_reference_tells_it() -> None:
    pool, programme = alike_pool(3, 2)
    broken = Odd(lambda pool: Table(np.array([[FULL + 1]]), np.zeros(3, np.int64), np.zeros(2, np.int64)))
    scores = Scores(pool, programme.model_copy(update={"criteria": (*programme.criteria, broken)}))
    for source in (scores, compiled_of(scores)):
        with pytest.raises(CriterionError, match=r"odd: points must be -1 .unknown. or 0 to 10000, not 10001"):
            source.best_per_row(np.zeros(2, np.int64), 1)


def test_only_large_pools_are_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = Scores(*alike_pool(3, 2))
    assert compiled(scores) is None
    monkeypatch.setattr("matchmaker.kernel.SMALLEST", 6)
    assert isinstance(compiled(scores), Compiled)
    monkeypatch.setattr("matchmaker.kernel.find_spec", lambda name: None)
    assert compiled(scores) is None


@pytest.mark.promise("compiled kernel")
@pytest.mark.long
def test_every_answer_is_the_reference_s_at_length(counted: Callable[..., None]) -> None:
    found = check(range(1_000, 6_000))
    counted(**{name.replace(" ", "_"): number for name, number in found.items()})
    assert found["with pairs"] > 3_000
