"""What a record says of a capped lottery: all verified, the draw itself drawn once more; nothing false accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from people import mentee, mentor, relation
from typer.testing import CliRunner

from matchmaker import InputError, Matching, Pool, Programme, match, verify
from matchmaker.certificate_record import LotteryProof
from matchmaker.cli import app
from solvers.chance.capped_lottery import WHOLE

TINY = Path(__file__).parents[1] / "fixtures" / "tiny"
Record = Matching


def programme(percent: int = 48, **changed: object) -> Programme:
    return Programme.model_validate(
        {"strategy": "capped_lottery", "capped_lottery": {"cap_percent": percent}} | changed
    )


def town(floor: int = 0, priority: int = 2) -> Pool:
    """Three mentors and five mentees, of several kinds; one pair is pinned."""
    mentors = [
        mentor("ann", floor=floor),
        mentor("bob", offers="python:2"),
        mentor("eve", offers="python:3", capacity=2),
    ]
    mentees = [mentee(name, needs=f"python:3>{own}") for own, name in enumerate(["cat", "dan", "fay", "gus", "ida"])]
    mentees[1] = mentees[1].model_copy(update={"priority": priority})
    return Pool(mentors, mentees, [relation("ida", "bob", "pin")])


def drawn(percent: int = 48, seed: int = 0) -> tuple[Pool, Programme, Matching]:
    pool, settings = town(), programme(percent, seed=seed)
    return pool, settings, match(pool, settings)


def proof_of(matching: Matching) -> LotteryProof:
    assert matching.certificate is not None
    assert matching.certificate.lottery is not None
    return matching.certificate.lottery


def with_proof(matching: Matching, **changed: object) -> Matching:
    assert matching.certificate is not None
    proof = proof_of(matching).model_copy(update=changed)
    return matching.model_copy(update={"certificate": matching.certificate.model_copy(update={"lottery": proof})})


def telling(matching: Matching, **changed: object) -> Matching:
    assert matching.lottery is not None
    return matching.model_copy(update={"lottery": matching.lottery.model_copy(update=changed)})


@pytest.mark.parametrize(("percent", "parts"), [(1, 10), (48, 491), (50, 512), (99, 1013), (100, 1024)])
def test_per_cent_are_rounded_down_to_parts(percent: int, parts: int) -> None:
    pool, settings, found = drawn(percent)
    assert verify(pool, settings, found) == ()
    proof, told = proof_of(found), found.lottery
    assert told is not None
    assert (proof.whole, proof.cap, told.cap) == (WHOLE, parts, 10_000 * parts // 1024)
    certain = [pair for *pair, chance in proof.chances if chance > parts]
    assert certain == ([] if percent == 100 else [["ida", "bob"]])
    assert (told.kept == 10_000) == (percent == 100)


@pytest.mark.promise("capped lottery")
def test_every_seeds_record_holds(counted: Callable[..., None]) -> None:
    seeds = 10
    records = [drawn(seed=seed) for seed in range(seeds)]
    assert all(verify(*record) == () for record in records)
    assert len({tuple(pair.mentee + pair.mentor for pair in found.pairs) for _, _, found in records}) > 2
    assert len({found.lottery.kept for _, _, found in records if found.lottery}) == 1
    counted(records=seeds)


def false(found: Matching) -> Iterator[tuple[Record, str]]:
    """Yield the record altered, each time with what has to be found."""
    assert found.lottery is not None
    proof, told = proof_of(found), found.lottery
    first, *rest = proof.chances
    yield telling(found, seed=1), "lottery: it is not what follows"
    yield telling(found, cap=told.cap - 1), "lottery: it is not what follows"
    yield telling(found, expected_score=told.expected_score + 1), "lottery: it is not what follows"
    yield telling(found, kept=told.kept + 1), "lottery: it is not what follows"
    yield telling(found, chances=told.chances[::-1] if len(set(told.chances)) > 1 else ()), "lottery: it is not"
    yield telling(found, best_score=told.best_score - 1), "certificate.lottery: odds:"
    yield with_proof(found, cap=proof.cap + 1), "its cap is not the programme's"
    yield with_proof(found, whole=2 * WHOLE), "its cap is not the programme's"
    yield with_proof(found, expected=proof.expected + 1), "is expected, it adds up to"
    yield with_proof(found, chances=((*first[:2], first[2] + 1), *rest)), "certificate.lottery: odds:"
    yield with_proof(found, chances=tuple(rest)), "certificate.lottery: odds:"
    yield with_proof(found, chances=(("nobody", *first[1:]), *rest)), "its people are not those of the pool"
    yield with_proof(found, prices={}), "its people are not those of the pool"
    yield with_proof(found, prices=dict.fromkeys(proof.prices, 0)), "may be possible"
    yield found.model_copy(update={"lottery": None}), "lottery: missing"
    yield found.model_copy(update={"strategy": "greedy", "solver": "greedy"}), "greedy draws by no such chances"


def test_nothing_false_is_accepted() -> None:
    pool, settings, found = drawn()
    for record, fault in false(found):
        assert any(fault in said for said in verify(pool, settings, record)), fault


def test_looser_prices_tell_less_and_never_more() -> None:
    """A bound that is further off than need be is a true one still, and what is kept is said to be at least so much."""
    pool, settings, found = drawn()
    assert found.certificate is not None
    assert found.lottery is not None
    assert found.score_bound is not None
    looser = 0
    for dear in found.certificate.prices:
        prices = found.certificate.prices | {dear: found.certificate.prices[dear] + 10_000}
        loose = found.model_copy(update={"certificate": found.certificate.model_copy(update={"prices": prices})})
        bounds = [said.split()[-1] for said in verify(pool, settings, loose) if said.startswith("score_bound: ")]
        for bound in map(int, bounds):
            best = {"best_score": bound, "kept": 10_000 * proof_of(found).expected // (WHOLE * bound)}
            told = telling(loose, **best).model_copy(update={"score_bound": bound, "gap": bound - found.total_score})
            assert verify(pool, settings, told) == ()
            assert bound > found.score_bound
            assert best["kept"] < found.lottery.kept
            looser += 1
    assert looser


def test_a_draw_picked_by_hand_is_refused() -> None:
    """Another seed's draw, honest in all else: each of its pairs had a chance."""
    pool, settings, _ = drawn(seed=0)
    refused = 0
    for seed in range(1, 6):
        _, other, picked = drawn(seed=seed)
        passed_off = telling(picked, seed=0).model_copy(update={"settings_sha256": settings.sha256})
        assert picked.certificate is not None
        signed = picked.certificate.model_copy(update={"settings_sha256": settings.sha256})
        faults = verify(pool, settings, passed_off.model_copy(update={"certificate": signed}))
        same = picked.pairs == match(pool, settings).pairs
        assert faults == (() if same else ("pairs: they are not what seed 0 draws",))
        assert verify(pool, other, picked) == ()
        refused += not same
    assert refused > 2


@pytest.mark.parametrize(
    ("pool", "changed", "place"),
    [
        (town(floor=1), {}, "people, floor: capped_lottery knows no floors: leave it blank"),
        (town(priority=1), {}, "people, priority: capped_lottery knows no priorities: leave it the same for all"),
        (town(priority=3), {}, "people, priority: capped_lottery knows no priorities: leave it the same for all"),
        (town(), {"spread": True}, "programme.toml, spread: capped_lottery knows no spread: leave it false"),
    ],
)
def test_what_it_does_not_know_is_told_where_it_is_asked_for(
    pool: Pool, changed: dict[str, object], place: str
) -> None:
    with pytest.raises(InputError) as refused:
        match(pool, programme(**changed))  # type: ignore[arg-type]
    assert [
        str(problem).partition(", or choose a strategy of most_people, ")[0] for problem in refused.value.problems
    ] == [place]


def test_the_first_screen_tells_of_the_draw(tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["match", str(TINY), "--out", str(tmp_path / "out"), "--strategy", "capped_lottery"])
    assert ran.exit_code == 4  # a draw is not proven best
    said = "drawn      by lot, seed 0: no pair was likelier than 50.00 %, unless pinned; at least 76.62 % of the best"
    assert said in ran.output
    assert "drawn " not in CliRunner().invoke(app, ["match", str(TINY), "--out", str(tmp_path / "plain")]).output


def test_other_strategies_tell_of_no_chances() -> None:
    for strategy in ("most_people", "greedy", "lottery"):
        assert match(town(), Programme(strategy=strategy)).lottery is None
