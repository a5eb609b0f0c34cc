"""Every measure on examples worked out by hand; what has nothing to measure; groups; records that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from markets import Market, ends
from markets import Pair as Ends
from people import mentee, mentor, relation

from matchmaker import Matching, Measures, Pool, Programme, RecordError, Scores, match, measure
from matchmaker.matching import AuditedColumn, AuditedGroup, Pair
from matchmaker.metrics.groups import group_ratios
from matchmaker.metrics.made import Made
from matchmaker.metrics.measure import measured
from matchmaker.metrics.measures import Loads, Regret

# Four mentees, the third wants two mentors and the fourth has nobody possible; three mentors, the first has two places.
VIEWS = {(0, 0): (9, 4), (0, 1): (7, 6), (1, 0): (8, 8), (1, 2): (2, 3), (2, 0): (5, 9), (2, 1): (6, 7)}
SCORE = {(0, 0): 600, (0, 1): 500, (1, 0): 800, (1, 2): 100, (2, 0): 700, (2, 1): 400}
PLACES = [1, 1, 2, 1], [2, 1, 1]
EXAMPLE = Market(VIEWS, PLACES, frozenset())


def of(seen: Market, score: dict[Ends, int], *made: Ends) -> Measures:
    problem = seen.scored([score[pair] for pair in seen.views])
    return measured(Made(problem, problem.positions(*ends(made))))


# fmt: off
BY_HAND: dict[str, object] = {  # for the pairs (0, 1) and (1, 0)
    "pairs": 2,
    "score": {"mean": 650, "least": 500, "p5": 500, "p10": 500, "p50": 500, "p90": 800},
    "mentee_view": {"mean": 7, "least": 7, "p5": 7, "p10": 7, "p50": 7, "p90": 8},
    "mentor_view": {"mean": 7, "least": 6, "p5": 6, "p10": 6, "p50": 6, "p90": 8},
    "worse_off": {"mean": 7, "least": 6, "p5": 6, "p10": 6, "p50": 6, "p90": 8},
    "coverage": {
        "mentees": {"count": 2, "of": 4, "share": 5000},
        "places": {"count": 2, "of": 5, "share": 4000},
        "possible_mentees": {"count": 2, "of": 3, "share": 6666},
        "possible_places": {"count": 2, "of": 4, "share": 5000},
    },
    "worst_off": 500,  # the others get 800 and nothing: who has nobody does not count
    "gini": 4102,  # they get 500, 800 and 0: 2 · (300 + 500 + 800) / (2 · 3 · 1300)
    "loads": {"mentors": 3, "unused": 1, "least": 0, "most": 1, "mean": 66, "deviation": 471},  # √(2/9) = 0.4714
    "mentee_ranks": {"mean": 150, "worst": 2, "first": {"count": 1, "of": 3, "share": 3333}},  # 7 after 9; 8 first
    "mentor_ranks": {"mean": 200, "worst": 2, "first": {"count": 0, "of": 3, "share": 0}},  # 6 after 7; 8 after 9
    # 0 would rather have mentor 0, who has a free place (they gain 2 and 4); so would 2, liked better than 1 (5 and 9);
    # and 2, who has two free places, would rather have mentor 1, too, who likes 2 better than 0 (6 and 1)
    "blocking": {"count": 3, "of": 6, "share": 5000, "largest_gain": 5},
    "envy": {"pairs": 2, "mentees": 1},
    "regret": {"mean": 400, "p90": 1100, "most": 1100},  # 600 − 500, 800 − 800, and 700 + 400 for two places
    "groups": (),
}
# fmt: on


@pytest.mark.parametrize("name", Measures.model_fields)
def test_by_hand(name: str) -> None:
    assert of(EXAMPLE, SCORE, (0, 1), (1, 0)).model_dump()[name] == BY_HAND[name]


def test_the_worst_off_is_told_by_all_that_a_mentee_gets() -> None:
    told = of(EXAMPLE, SCORE, (1, 0), (2, 0), (2, 1))
    assert (told.worst_off, told.score and told.score.least) == (800, 400)  # against 700 + 400


def test_of_equals_all_have_the_best_rank() -> None:
    views = {(0, 0): (5, 1), (0, 1): (5, 1), (0, 2): (4, 1), (0, 3): (3, 1)}
    seen = Market(views, ([4], [1] * 4), frozenset())
    told = of(seen, dict.fromkeys(views, 1), *views)
    assert (told.mentee_ranks.mean, told.mentee_ranks.worst) == (100 * (1 + 1 + 3 + 4) // 4, 4)
    assert told.mentee_ranks.first.count == 1


def test_a_pinned_place_is_neither_given_up_nor_envied() -> None:
    seen = EXAMPLE._replace(places=([1, 1, 2, 1], [1, 1, 1]))
    free, pinned = (of(one, SCORE, (0, 1), (1, 0)) for one in (seen, seen._replace(pinned=frozenset({(1, 0)}))))
    assert (free.blocking.count, free.envy.pairs, free.blocking.largest_gain) == (2, 2, 1)
    assert (pinned.blocking.count, pinned.envy.pairs, pinned.blocking.largest_gain) == (1, 1, 1)


def test_who_gets_the_same_has_a_gini_of_0_and_who_gets_all_nearly_1() -> None:
    views = {(row, 0): (1, 1) for row in range(100)}
    seen = Market(views, ([1] * 100, [100]), frozenset())
    score = dict.fromkeys(views, 30)
    assert (of(seen, score, *views).gini, of(seen, score, (7, 0)).gini) == (0, 9900)


def test_there_is_none_where_there_is_nothing_to_measure() -> None:
    nobody = of(Market({}, ([1], [2]), frozenset()), {})
    nothing = {"count": 0, "of": 0, "share": None}
    assert nobody.model_dump() == {
        "pairs": 0, "score": None, "mentee_view": None, "mentor_view": None, "worse_off": None, "gini": None,
        "coverage": {
            "mentees": {"count": 0, "of": 1, "share": 0}, "places": {"count": 0, "of": 1, "share": 0},
            "possible_mentees": nothing, "possible_places": nothing,
        },
        "worst_off": None, "loads": None, "regret": None, "blocking": nothing | {"largest_gain": None},
        "envy": {"pairs": 0, "mentees": 0}, "groups": (),
        "mentee_ranks": {"mean": None, "worst": None, "first": nothing},
        "mentor_ranks": {"mean": None, "worst": None, "first": nothing},
    }  # fmt: skip
    unmatched = of(EXAMPLE, SCORE)
    assert (unmatched.score, unmatched.gini, unmatched.mentee_ranks.mean) == (None, None, None)
    assert (unmatched.mentee_ranks.first.share, unmatched.loads and unmatched.loads.mean) == (0, 0)
    assert unmatched.regret == of(EXAMPLE, SCORE).regret
    assert measure(Scores(Pool([], [])), match(Pool([], []))).coverage.mentees.share is None


def test_who_offers_or_asks_for_no_place_is_nobody_s_partner() -> None:
    mentors = [mentor("ann"), mentor("bob", offers="python:2", capacity=0)]
    mentees = [mentee("cat"), mentee("dan"), mentee("eve", mentors_wanted=0)]
    pool = Pool(mentors, mentees, [relation("dan", "ann", "forbid")])
    told = measure(Scores(pool), match(pool))
    shares = (told.coverage.mentees, told.coverage.possible_mentees, told.mentor_ranks.first)
    assert [(one.count, one.of) for one in shares] == [(1, 2), (1, 1), (1, 1)]
    assert (told.blocking.of, told.loads, told.regret) == (
        1,
        Loads(mentors=1, unused=0, least=1, most=1, mean=100, deviation=0),
        Regret(mean=0, p90=0, most=0),
    )


def group(name: str, people: int, matched: int, mean: int | None) -> AuditedGroup:
    return AuditedGroup(
        group=name, people=people, matched=matched, match_rate=10_000 * matched // people, mean_score=mean
    )


def ratios(*groups: AuditedGroup, hidden: int = 0) -> tuple[list[tuple[int | None, int | None]], int | None]:
    found = group_ratios(AuditedColumn(column="gender", role="mentee", groups=groups, hidden_groups=hidden))
    assert (found.column, found.role, found.hidden_groups) == ("gender", "mentee", hidden)
    assert [one.group for one in found.groups] == [one.group for one in groups]
    return [(one.match_rate, one.mean_score) for one in found.groups], found.least_rate


def test_groups_are_told_against_the_largest() -> None:
    f, m, x = group("f", 30, 10, 4000), group("m", 20, 10, 5000), group("x", 10, 2, None)
    assert ratios(f, m, x, hidden=2) == ([(10_000, 10_000), (15_000, 12_500), (6000, None)], 4000)  # 1/5 over 1/2
    assert ratios(f) == ([(10_000, 10_000)], None)
    assert ratios(group("f", 30, 0, None), x) == ([(None, None), (None, None)], 0)
    assert ratios(group("f", 30, 0, None), group("m", 20, 0, None)) == ([(None, None)] * 2, None)
    assert ratios(group("f", 30, 10, 0), m) == ([(10_000, None), (15_000, None)], 6666)
    assert ratios() == ([], None)


def test_groups_that_the_record_hides_stay_hidden() -> None:
    sizes = {"f": 14, "m": 11, "x": 3}
    people = [mentee(f"{name}{at:02}", other={"gender": name}) for name, size in sizes.items() for at in range(size)]
    pool, programme = (
        Pool([mentor("ann", capacity=20)], people),
        Programme.model_validate({"audit": {"columns": ["gender"]}}),
    )
    (told,) = measure(Scores(pool, programme), match(pool, programme)).groups
    assert ([one.group for one in told.groups], told.hidden_groups, told.least_rate) == (["f"], 2, None)


def spoilt(change: Callable[[Matching], Matching]) -> str:
    pool = Pool([mentor("ann"), mentor("bob", offers="python:2")], [mentee("cat"), mentee("dan")], PINNED)
    with pytest.raises(RecordError) as error:
        measure(Scores(pool), change(match(pool)))
    assert error.value.exit_code == 6
    return "\n".join(error.value.breaches)


PINNED = [relation("cat", "ann", "pin"), relation("dan", "ann", "forbid")]
# fmt: off
SPOILT: dict[str, tuple[Callable[[Matching], Matching], str]] = {
    "of other people": (lambda one: one.model_copy(update={"people_sha256": "0"}),
        "people_sha256: the record was made of other people than these scores"),
    "a better score": (lambda one: with_pair(one, score=9999),
        "pairs[0]: it is not possible under these scores, or has another score"),
    "a better view": (lambda one: with_pair(one, mentor_view=9999),
        "pairs[0]: it is not possible under these scores, or has another score"),
    "a stranger": (lambda one: with_pair(one, mentee="eve"),
        "pairs[0]: it is not possible under these scores, or has another score"),
    "a banned pair, scored as another": (lambda one: with_pair(one, mentee="dan", **judged(one.pairs[1])),
        "pairs[0]: it is not possible under these scores, or has another score"),
    "a pair twice": (lambda one: one.model_copy(update={"pairs": one.pairs * 2}),
        "pairs: they fill more places than there are, miss a pin, or one stands twice"),
    "no pin": (lambda one: one.model_copy(update={"pairs": one.pairs[1:]}),
        "pairs: they fill more places than there are, miss a pin, or one stands twice"),
}
# fmt: on


def judged(pair: Pair) -> dict[str, int]:
    return {"score": pair.score, "mentee_view": pair.mentee_view, "mentor_view": pair.mentor_view}


def with_pair(matching: Matching, **fields: object) -> Matching:
    """Change the first pair."""
    first, *others = matching.pairs
    return matching.model_copy(update={"pairs": (first.model_copy(update=fields), *others)})


@pytest.mark.parametrize("case", SPOILT)
def test_a_record_that_cannot_be_of_these_scores_is_refused(case: str) -> None:
    change, said = SPOILT[case]
    assert spoilt(change) == said


def test_one_scored_pool_measures_every_strategy_and_seed() -> None:
    pool = Pool([mentor("ann"), mentor("bob", offers="python:2")], [mentee("cat"), mentee("dan")])
    scores = Scores(pool)
    for strategy, seed in (("most_people", 0), ("lottery", 1), ("lottery", 2)):
        programme = Programme.model_validate({"strategy": strategy, "seed": seed})
        assert measure(scores, match(pool, programme)).pairs == 2


def test_every_number_is_described_in_the_schema_by_itself_or_its_model() -> None:
    schema = Measures.model_json_schema()
    models = [schema, *schema["$defs"].values()]
    assert all(model["description"] for model in models)
    assert {"possible_places", "deviation", "gini", "largest_gain", "least_rate"} <= {
        name for model in models for name, field in model["properties"].items() if field.get("description")
    }


def test_the_page_names_every_measure() -> None:
    page = (Path(__file__).parents[1] / "docs" / "measures.md").read_text("utf-8")
    cells = re.findall(r"^\| (`.*`) \|", page, re.MULTILINE)
    assert re.findall(r"\w+", " ".join(cells)) == [*Measures.model_fields]
