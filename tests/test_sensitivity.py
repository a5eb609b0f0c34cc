"""What other weights would change: seeded, counted from the pairs, cut short after whole draws; and its file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from people import mentee_cells, mentor_cells, write
from random_pools import demanding_pool
from typer.testing import CliRunner

from matchmaker import generate, match
from matchmaker.cli import app
from matchmaker.reading.folder import read_folder
from matchmaker.sensitivity import DRAWS, REACH, Sensitivity, sensitivity
from solvers.result import Termination
from solvers.stop import Interrupt

ROOT = Path(__file__).parents[1]


def test_it_counts_what_matching_again_changes(tmp_path: Path, counted: Callable[..., None]) -> None:
    draws = changes = 0
    for seed in range(2):
        files = {name.split(".")[0]: text for name, text in generate(24, 40, seed).items()}
        pool, programme = read_folder(write(tmp_path / str(seed), **files))
        matching = match(pool, programme)
        found = sensitivity(pool, programme, matching, seed=seed, draws=4)
        assert found == sensitivity(pool, programme, matching, seed=seed, draws=4)
        pairs = {(pair.mentee, pair.mentor) for pair in matching.pairs}
        kept = set(pairs)
        for one in found.draws:
            again = match(pool, programme.model_copy(update={"weights": one.weights}))
            here = {(pair.mentee, pair.mentor) for pair in again.pairs}
            assert one.changed == len(pairs - here)
            kept &= here
            draws, changes = draws + 1, changes + one.changed
        counts = [one.changed for one in found.draws]
        assert (found.pairs, found.least, found.most) == (len(pairs), min(counts), max(counts))
        assert found.mean == 100 * sum(counts) // 4
        assert set(found.steady) == {mentee for mentee, _ in pairs} - {mentee for mentee, _ in pairs - kept}
        assert (found.people_sha256, found.settings_sha256) == (pool.sha256, programme.sha256)
    counted(draws=draws, changed_pairs=changes)
    assert changes > 3


def test_every_weight_moves_by_a_fifth_at_most_and_each_view_sums_to_100() -> None:
    pool, programme = demanding_pool(3)
    moved = set()
    found = sensitivity(pool, programme, match(pool, programme), draws=DRAWS)
    for one in found.draws:
        for view in ("mentee", "mentor"):
            before, after = getattr(programme.weights, view), getattr(one.weights, view)
            assert after.keys() == before.keys()
            assert sum(after.values()) == 100
            for name, weight in before.items():  # brought back to 100, so by a fifth of what is left of the others, too
                low, high = (weight * (100 - REACH) / (100 + REACH), weight * (100 + REACH) / (100 - REACH))
                assert low - 1 <= after[name] <= high + 1
                moved.add(after[name] - weight)
    assert len(moved) > 3
    assert len({one.weights.model_dump_json() for one in found.draws}) == DRAWS


def test_a_stop_leaves_the_draws_that_were_whole() -> None:
    pool, programme = demanding_pool(5)
    matching, asked = match(pool, programme), []
    stopped = Interrupt()
    stopped.set()
    none = sensitivity(pool, programme, matching, stop=stopped)
    assert (none.draws, none.least, none.mean, none.most, none.steady) == ((), None, None, None, ())

    def counting(most: int) -> Callable[[], Termination | None]:
        asked.clear()
        return lambda: stopped() if asked.append(1) or len(asked) > most else None  # type: ignore[func-returns-value]

    whole = sensitivity(pool, programme, matching, stop=counting(10**9))
    some = sensitivity(pool, programme, matching, stop=counting(len(asked) // 2))
    assert 0 < len(some.draws) < len(whole.draws) == DRAWS
    assert some.draws == whole.draws[: len(some.draws)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    mentors = [mentor_cells("ann") | {"offers": "python:5"}, mentor_cells("bob") | {"offers": "python:3"}]
    write(tmp_path / "pilot", mentors=mentors, mentees=[mentee_cells("cat"), mentee_cells("dan"), mentee_cells("eve")])
    return "pilot"


def test_the_command_writes_it_says_it_and_the_next_run_takes_it_away(folder: str) -> None:
    run = CliRunner().invoke
    ran = run(app, ["match", folder, "--sensitivity"])
    assert ran.exit_code == 0
    assert "  sensitive  every weight up to 20 % off, 10 times: 0 of 2 pairs change, 0.00 on average; " in ran.output
    assert "2 mentees keep theirs every time" in ran.output
    assert "sensitivity.json" in ran.output
    written = Path("out/sensitivity.json").read_text("utf-8")
    pool, programme = read_folder(Path(folder))
    assert Sensitivity.model_validate_json(written) == sensitivity(pool, programme, match(pool, programme))
    assert run(app, ["verify", "out", folder]).exit_code == 0
    Path("out/sensitivity.json").write_text(written.replace('"pairs": 2', '"pairs": 3'), "utf-8")
    assert run(app, ["verify", "out", folder]).exit_code == 0  # no part of the record
    assert run(app, ["match", folder]).exit_code == 0
    assert {path.name for path in Path("out").iterdir() if path.is_file()} >= {"matching.json", "pairs.csv"}
    assert not Path("out/sensitivity.json").exists()
    assert Path("out/previous/sensitivity.json").exists()
    assert run(app, ["verify", "out", folder]).exit_code == 0


def test_json_stays_the_record(folder: str) -> None:
    ran = CliRunner().invoke(app, ["match", folder, "--sensitivity", "--format", "json"])
    assert json.loads(ran.output)["places_filled"] == 2
    assert json.loads(Path("out/sensitivity.json").read_text("utf-8"))["pairs"] == 2
