"""What needs every legal pair listed is refused early where there are too many; all else goes through."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from random_pools import tied_pool
from test_corrupted_records import undemanding
from test_quotas import HOURS
from test_quotas import pool as limited

from matchmaker import InputError, Pool, Programme, Scores, match, measure
from matchmaker.comparison.entrants import by_strategies
from matchmaker.comparison.trials import side_by_side
from matchmaker.problem import list_bounds as listing_module
from matchmaker.problem.list_bounds import BOUNDS, Bound, refuse_many
from matchmaker.problem.strategies import NAMES, unlisted

SOME = Bound(3, 1 << 30)
"""So few pairs that any pool has more, of a GiB each."""
LISTED = "all legal pairs have to be listed"


def asking_for(places: int) -> Pool:
    """A pool that asks for nothing but so many places each."""
    drawn = undemanding(tied_pool(11))[0]
    return Pool(drawn.mentors, [one.model_copy(update={"mentors_wanted": places}) for one in drawn.mentees])


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Pool:
    """A pool with more pairs than are listed for anything."""
    monkeypatch.setattr(listing_module, "BOUNDS", dict.fromkeys(BOUNDS, SOME))
    monkeypatch.setattr(listing_module, "ANYTHING", SOME)
    return asking_for(1)


def refusal(call: Callable[..., object], *given: object, **named: object) -> str:
    with pytest.raises(InputError) as refused:
        call(*given, **named)
    assert refused.value.exit_code == 2
    return str(refused.value)


def test_every_strategy_needs_no_list_or_has_a_bound() -> None:
    assert {*NAMES} == {*unlisted(), *BOUNDS} - {listing_module.LIMITS, listing_module.CP_SAT, listing_module.SEVERAL}
    assert not {*unlisted()} & {*BOUNDS}


@pytest.mark.parametrize("name", NAMES)
def test_a_strategy_that_lists_is_refused_and_one_that_scans_is_not(name: str, pool: Pool) -> None:
    if name in unlisted():
        assert match(pool, strategy=name).pairs
        return
    pairs = len(Scores(pool).legal().rows)
    said = refusal(match, pool, strategy=name)
    assert said.startswith(
        f"programme.toml, strategy: for {name} all legal pairs have to be listed, about {pairs} of them, "
    )
    assert f"which would take {pairs} GiB of memory; allowed are 3." in said
    assert said.endswith(f"match needs no list for {', '.join(unlisted())}")


def test_comparing_measuring_and_strategies_of_ones_own_are_refused_too(pool: Pool) -> None:
    found, programme = match(pool), Programme()
    assert refusal(measure, Scores(pool), found).startswith(f"people: for measure {LISTED}")
    entrants = by_strategies(programme, ["greedy", "stable"])
    assert refusal(side_by_side, pool, entrants, draws=0).startswith(
        "people: for compare all legal pairs have to be listed"
    )
    entrants = by_strategies(programme, ["greedy", "leximin"])
    said = refusal(side_by_side, pool, entrants, draws=0)
    assert said.startswith(f"programme.toml, strategy: for leximin {LISTED}")
    assert f"people: for own:_mine {LISTED}" in refusal(match, pool, strategy=_mine)


def test_limits_are_refused_whatever_the_strategy(pool: Pool) -> None:
    said = refusal(match, limited(), Programme.model_validate(HOURS))
    assert said.startswith(f"programme.toml, hours.mentors: for limits {LISTED}, about 24 of them")


@pytest.mark.usefixtures("pool")
def test_fairest_lists_where_somebody_wants_several() -> None:
    said = refusal(match, asking_for(2), strategy="fairest")
    assert said.startswith(f"programme.toml, strategy: for {listing_module.SEVERAL} {LISTED}")
    assert "fairest" not in said.rpartition("match needs no list for ")[2]


def test_a_solver_that_lists_is_refused_where_one_is_asked_for(pool: Pool) -> None:
    programme = Programme(solver="cp_sat")
    assert refusal(match, pool, programme).startswith(f"programme.toml, solver: for cp_sat {LISTED}")
    assert match(pool, programme, strategy="greedy").pairs


def test_the_page_states_the_bounds() -> None:
    page = (Path(__file__).parents[1] / "docs" / "strategies.md").read_text("utf-8")
    rows = {line for line in page.splitlines() if line.startswith("| ") and "bytes each" in line}
    for name, bound in {**BOUNDS, "compare": listing_module.ANYTHING}.items():
        (row,) = (line for line in rows if name.strip(",") in line.split("|")[1].replace("`", ""))
        said = f"up to {bound.each:,}".replace(",", " "), f"{bound.pairs // 1_000_000} million pairs"
        assert all(words in row for words in said)
        assert f"{bound.pairs * bound.each / (1 << 30):.1f} GiB" in row
    scanned = "".join(line.split("|")[1] for line in page.splitlines() if line.endswith("| none |"))
    assert {*scanned.replace("`", "").replace(",", "").split()} == {*unlisted()}


def _mine(*_: object) -> None:
    raise AssertionError("nobody gets so far")


def test_pools_within_the_bound_are_not_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = Scores(asking_for(1))
    pairs = len(scores.legal().rows)
    for most, refused in ((pairs, False), (pairs - 1, True)):
        monkeypatch.setattr(listing_module, "ANYTHING", Bound(most, 1))
        if refused:
            assert f"allowed are {most}" in refusal(refuse_many, scores, "measure")
        else:
            refuse_many(scores, "measure")
