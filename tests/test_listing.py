"""What needs every legal pair listed is refused early where there are too many; all else goes through."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from random_pools import tied_pool
from test_corrupted_records import undemanding
from test_quotas import HOURS
from test_quotas import pool as limited

from matchmaker import InputError, Pool, Programme, Scores, match, measure
from matchmaker import listing as listing_module
from matchmaker.comparison.entrants import by_strategies
from matchmaker.comparison.trials import side_by_side
from matchmaker.listing import BOUNDS, Bound, refuse_many, unlisted
from matchmaker.strategies import NAMES

SOME = Bound(3, 1 << 30)
"""So few pairs that any pool has more, of a GiB each."""
LISTED = "all legal pairs have to be listed"


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Pool:
    """A pool with more pairs than are listed for anything."""
    monkeypatch.setattr(listing_module, "BOUNDS", dict.fromkeys(BOUNDS, SOME))
    monkeypatch.setattr(listing_module, "ANYTHING", SOME)
    monkeypatch.setattr("matchmaker.comparison.trials.BOUNDS", BOUNDS)
    return undemanding(tied_pool(11))[0]


def refusal(call: Callable[..., object], *given: object, **named: object) -> str:
    with pytest.raises(InputError) as refused:
        call(*given, **named)
    assert refused.value.exit_code == 2
    return str(refused.value)


def test_every_strategy_needs_no_list_or_has_a_bound() -> None:
    assert {*NAMES} == {*unlisted(), *BOUNDS} - {listing_module.LIMITS}
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


def _mine(*_: object) -> None:
    raise AssertionError("nobody gets so far")


def test_pools_within_the_bound_are_not_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = Scores(undemanding(tied_pool(11))[0])
    pairs = len(scores.legal().rows)
    for most, refused in ((pairs, False), (pairs - 1, True)):
        monkeypatch.setattr(listing_module, "ANYTHING", Bound(most, 1))
        if refused:
            assert f"allowed are {most}" in refusal(refuse_many, scores, "measure")
        else:
            refuse_many(scores, "measure")
