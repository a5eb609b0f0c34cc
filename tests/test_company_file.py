"""What companies.toml may not say: every fault is told, each with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from people import write

from matchmaker.companies import Companies
from matchmaker.errors import InputError

WRONG = [
    (
        '[aliases]\nIBM = ["Big Blue"]\nHP = ["big blue, inc."]',
        ['aliases.HP: "big blue, inc." already stands for aliases.IBM'],
    ),
    ('[aliases]\nIBM = ["HP"]\nHP = ["Hewlett"]', ['aliases.IBM: "HP" already stands for aliases.HP']),
    (
        '[groups]\nGlobex = ["Initech"]\n"Big Corp" = ["INITECH Ltd"]',
        ['groups."Big Corp": "INITECH Ltd" already belongs to groups.Globex'],
    ),
    ('[groups]\nA1 = ["B1"]\nB1 = ["C1"]\nC1 = ["A1"]', ["parents run in a circle"]),
    ('[groups]\nGlobex = ["Globex"]', ["groups.Globex: its parents run in a circle"]),
    ('[aliases]\nBeta = ["Bee"]\n[groups]\nAcme = ["Beta"]\nBee = ["Acme"]', ["parents run in a circle"]),
    ('[alias]\nIBM = ["Big Blue"]', ["alias: no such table; the nearest is [aliases]"]),
    ("gruops = 1", ["gruops: no such table; the nearest is [groups]"]),
    ("aliases = 3", ["aliases: must be a table"]),
    (
        '[aliases]\nIBM = ["Big Blue", 3, ["x"]]',
        ["aliases.IBM: entry 2 is not a text", "aliases.IBM: entry 3 is not a text"],
    ),
    ('[groups]\nIBM = "Big Blue"', ["groups.IBM: must be a list"]),
    (
        '[aliases]\nIBM = [" ", "n/a"]',
        ['aliases.IBM: " " is empty', 'aliases.IBM: "n/a" means that there is no company'],
    ),
    (
        '[aliases]\n"" = ["x"]\n"freelance" = ["y"]',
        ['aliases."": "" is empty', 'aliases.freelance: "freelance" means'],
    ),
    ('[groups]\nIBM = ["Lotus; Red Hat"]', ['groups.IBM: "Lotus; Red Hat" holds ";"']),
    (
        "[groups]\nx = 1\n[aliases]\ny = 2\n[other]",
        ["other: no such table", "aliases.y: must be", "groups.x: must be"],
    ),
    ("[aliases]\nIBM = [Big Blue]", ["companies.toml: is not TOML: Invalid value (at line 2, column 8)"]),
    (b'[aliases]\nIBM = ["Big Blu\xe9"]', ["line 2: not UTF-8"]),
    ("[aliases]\nIBM = " + "[" * 100_000, ["nested too deeply"]),
]

WRONG_SETS = [
    ("[competitor]", ["competitor: no such table; the nearest is [competitors]"]),
    ("competitors = 3", ["competitors: must be a table"]),
    ('[competitors]\nrail = "IBR"', ["competitors.rail: must be a list"]),
    ('[competitors]\nrail = ["IBR", 3]', ["competitors.rail: entry 2 is not a text"]),
    ('[competitors]\n"" = ["IBR", "n/a"]', ['competitors."": "n/a" means that there is no company']),
    ('[competitors]\nrail = ["IBR", "Hooli; Acme"]', ['competitors.rail: "Hooli; Acme" holds ";"']),
    (
        '[competitors]\nrail = ["IBR"]\n"big ships" = []',
        ["competitors.rail: needs two firms or more", 'competitors."big ships": needs two firms or more'],
    ),
    (
        '[competitors]\nrail = ["IBR", "Umbrella", "ibr Ltd.", "IBR"]',
        ['competitors.rail: "ibr Ltd." and "IBR" are one firm', 'competitors.rail: "IBR" and "IBR" are one firm'],
    ),
    (
        '[aliases]\nIBM = ["Big Blue"]\n[competitors]\nblue = ["Big Blue", "IBM"]',
        ['competitors.blue: "IBM" and "Big Blue" are one firm or group; list it once'],
    ),
    (
        '[competitors]\nlabs = ["Hooli", "Initech"]\n[groups]\nGlobex = ["Initech", "Acme"]\nAcme = ["Hooli"]',
        ['competitors.labs: "Initech" and "Hooli" are one firm or group'],
    ),
    (  # which names are one firm cannot be told before the aliases are right
        '[aliases]\nIBM = ["HP"]\nHP = ["Hewlett"]\n[competitors]\nblue = ["IBM", "IBM"]',
        ['aliases.IBM: "HP" already stands for aliases.HP'],
    ),
    ('[competitors]\nrail = ["IBR", "' + "x" * 301 + '"]', ['x" has more than 300 characters']),
]


@pytest.mark.parametrize(("text", "expected"), [*WRONG, *WRONG_SETS])
def test_a_wrong_file_is_refused_with_every_place(tmp_path: Path, text: str | bytes, expected: list[str]) -> None:
    with pytest.raises(InputError) as refused:
        Companies.read(write(tmp_path / "folder", companies=text) / "companies.toml")
    problems = [str(problem) for problem in refused.value.problems]
    assert all(problem.startswith("companies.toml") for problem in problems)
    assert len(problems) == len(expected)
    assert [pair for pair in zip(expected, problems, strict=True) if pair[0] not in pair[1]] == []


def test_the_constructor_refuses_what_the_file_would() -> None:
    with pytest.raises(InputError, match="circle"):
        Companies(groups={"Globex": ("Initech",), "Initech": ("Globex",)})
    with pytest.raises(InputError, match="two firms or more"):
        Companies(competitors={"rail": ("Initech",)})
