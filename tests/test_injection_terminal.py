"""Orders to a terminal in every text field there is, and in settings: no command prints one, nor a line of theirs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Run
from hostile_text import MARKUP, ORDERS, PAYLOADS, obeyed
from loud_people import MODELS, loud, refused_rows, said, settings, takes, text_fields, toml
from people import mentor_cells, table, write

from matchmaker import Pool, Programme
from matchmaker.errors import MOST_TOLD
from matchmaker.reading import folder
from matchmaker.relations import Kind
from matchmaker.writing.harmless import visible

pytestmark = pytest.mark.promise("injection")
JSON = ("--format", "json")


def banned_by_a_boss(pool: Pool) -> dict[str, str]:
    """From mentees to mentors above them in a line of bosses through somebody who is not there."""
    bosses = {(fact.person, fact.other) for fact in pool.relations.of(Kind.BOSS)}
    lines = {(one, other) for one, boss in bosses for person, other in bosses if person == boss}
    pairs = {pair for line in lines for pair in pool.pairs(*line)}
    return {pool.mentees[row].id: pool.mentors[column].id for row, column in pairs}


def test_no_page_holds_an_order(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    pool, programme = loud(tmp_path / "loud")
    monkeypatch.setattr(folder, "read_folder", lambda folder: (pool, programme))
    steering = [one.id for one in pool.mentees if any(obeyed(said(one, field)) for field in text_fields("mentee"))]
    above = banned_by_a_boss(pool)
    commands = [["match", "loud", *more] for more in ((), JSON)]
    commands += [["verify", "out", "loud", *more] for more in ((), JSON)]
    commands += [["explain", "out", "loud", "--mentee", one, "--mentor", above[one]] for one in steering]
    commands += [["explain", "out", "loud", "--mentee", one] for one in steering[:3]]
    ran = [run(*command) for command in commands]
    assert [(one.code, one.err, obeyed(one.out)) for one in ran] == [(0, "", [])] * len(commands)
    assert json.loads(ran[1].out) == json.loads(Path("out/matching.json").read_text("utf-8"))
    assert "\\u001b" in ran[1].out
    assert len(steering) >= len(ORDERS)
    counted(pages=len(ran))


@pytest.mark.parametrize("kind", MODELS)
def test_what_is_refused_is_said_without_orders(
    kind: str, run: Run, tmp_path: Path, counted: Callable[..., None]
) -> None:
    """Every field with every payload it does not take, a few hundred in a file: a line for each fault, at its place."""
    refused = list(refused_rows(kind))
    for start in range(0, len(refused), MOST_TOLD // 2):
        rows = refused[start : start + MOST_TOLD // 2]
        write(tmp_path / f"bad{start}", **{f"{kind}s": [cells for _, cells in rows]})
        ran = run("match", f"bad{start}")
        assert (ran.code, ran.out, obeyed(ran.err)) == (2, "", [])
        lines = [re.match(r"(\w+)\.csv, row (\d+), (\w+): ", line) for line in ran.err.splitlines()]
        places = {line.groups() for line in lines if line}
        assert (len(lines), places) == (
            len(rows),
            {(f"{kind}s", str(at), field) for at, (field, _) in enumerate(rows, 2)},
        )
    counted(cells=len(refused))


def broken_settings(payload: str) -> dict[str, str]:
    """Every setting with a value that is none, companies and topics with a fault for each name in them."""
    firms = {payload: payload, "aliases": {payload: [payload, 7, f"{payload}; a", "n/a"]}}
    firms["groups"] = {payload: 7, f"{payload} a": [f"{payload} b"], f"{payload} b": [f"{payload} a"]}
    rows = [{"topic": payload, "broader": payload, "related": f"{payload}:x", "aliases": payload}] * 2
    return {"programme": toml(settings(Programme, payload)), "companies": toml(firms), "topics": table(rows)}


def test_broken_settings_are_said_without_orders(run: Run, tmp_path: Path, counted: Callable[..., None]) -> None:
    faults = 0
    for payload in PAYLOADS:
        write(tmp_path / "bad", **broken_settings(payload))
        ran = run("match", "bad")
        assert (ran.code, ran.out, obeyed(ran.err)) == (2, "", [])
        said = ran.err.splitlines()
        assert [line for line in said if not re.match(r"(programme\.toml|companies\.toml|topics\.csv)[,:]", line)] == []
        assert len(said) >= 20
        faults += len(said)
    counted(faults=faults)


def test_good_settings_are_shown_without_orders(run: Run, tmp_path: Path, counted: Callable[..., None]) -> None:
    names = [payload for payload in (*MARKUP, *ORDERS) if takes("mentor", "name", payload)]
    for payload in names:
        programme = {"name": payload, "salt": payload, "columns": {payload: "company"}}
        person = mentor_cells("ann") | {payload: "Acme", f"wishes{payload}": "x"}
        del person["company"]
        companies = toml({"aliases": {f"Acmee {payload}": [f"Acmeee {payload}"]}})
        write(tmp_path / "good", mentors=[person], programme=toml(programme), companies=companies)
        ran = run("match", "good")
        assert (ran.code, ran.err, obeyed(ran.out)) == (0, "", [])
        assert ran.out.split("\n")[1] == "1 of 1 mentee is matched."
    counted(names=len(names))


@pytest.mark.parametrize("name", ["x[/y]", "[bold]x[/bold]", "x\x1b[2J\x9b2J\u202e", "x\udc9b"])
def test_a_folder_s_name_is_no_markup_and_no_order(
    name: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    write(tmp_path / name)
    ran = [run("match", name), run("match", f"{name}!")]
    assert [(one.code, obeyed(one.out + one.err)) for one in ran] == [(0, []), (2, [])]
    monkeypatch.setenv("FORCE_COLOR", "1")  # a terminal that is told what goes on
    ran = run("match", name)
    assert ran.code == 0
    assert f"matching {visible(name)} …" in ran.err


def test_what_was_typed_is_repeated_without_orders(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "good")
    run("match", "good")
    for payload in ORDERS:
        ran = run("explain", "out", "good", "--mentee", payload)
        assert (ran.code, ran.out, obeyed(ran.err)) == (2, "", [])
        assert ran.err.startswith('no mentee has the id "')


@pytest.mark.parametrize("order", [*(order for order in ORDERS if obeyed(order)), "\udc9b", "\x00"])
def test_an_order_is_written_out(order: str) -> None:
    assert obeyed(order)
    assert obeyed(visible(order)) == []
    assert json.loads(visible(json.dumps(order, ensure_ascii=False))) == order
    assert visible("Zoë 張\n\u200d👩") == "Zoë 張\n\u200d👩"
