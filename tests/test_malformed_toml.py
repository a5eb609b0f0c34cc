"""Malformed TOML: read, or refused with the key or the line; over a hundred defects by hand, and mutations."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from malformed import GOOD, LONG, PROMISE, Desk

DEEP = "a" + ".a" * 9

# fmt: off
KEYS = {  # of programme.toml -> values that are a defect there
    "name": ["1", "['x']", "{}", "true", "2027-03-01", f"'{'x' * 301}'", '"\\u0000"', '"\\u001b[2J"', '"a\\u0007"'],
    "start": ["'March'", "2027", "1972-12-31", "9999-12-31", "0001-01-01", "12:00:00", "'01.03.2027'", "[]", "-1"],
    "weeks": ["0", "261", "-1", "26.0", "'26'", "true", "1e9", "nan", "inf", "0xFFFFFFFFFFFFFFFFFFFF", "[26]", "{}"],
    "strategy": ["'best'", "1", "['greedy']", "''", "'MOST_PEOPLE'"],
    "solver": ["'simplex'", "0"],
    "minimum_score": ["-1", "10001", "0.5", "'10'", "true", "9223372036854775808"],
    "salt": ["7", f"'{'x' * 201}'"],
    "weights": ["1", "[]", "'all'"],
    "weights.mentee": ["100", "[100]", "{ style = 99 }", "{}", "{ stile = 100 }", "{ '' = 100 }"],
    "weights.mentor.style": ["101", "-1", "50.0", "'50'", "true", "nan"],
    "style": ["0.2", "[[]]"],
    "style.scale": ["0", "1.1", "nan", "inf", "-inf", "1e999", "'wide'", "-0.2"],
    "style.skale": ["0.2"],
    "rules": ["true"],
    "rules.current_boss.levels": ["0", "-1", "true", "1.0", "'ALL'", "[]", "{}", "nan"],
    "rules.current_boss.peers": ["'maybe'", "2", "[]", "nan"],
    "rules.same_company.unknown": ["'pardon'", "false", "[]"],
    "rules.availability.meeting_minutes": ["14", "481", "60.0", "'60'"],
    "rules.availability.enabled": ["'perhaps'", "3"],
    "rules.language.unknown": ["'error'"],
    "rules.past_pair.months": ["0", "1201", "true"],
    "rules.former_boss.months": ["0", "1201", "6.5", "'all'"],
    "rules.pastpair": ["{}"],
    "columns": ["'Zone'", "[]", "7"],
    "columns.Zone": ["5", "['time_zone']"],
    "criterion": ["3", "'town'", "{}", "true"],
    "audit": ["true", "[]"],
    "audit.columns": ["'gender'", "['a', 'A']", "3", "{}"],
    "combine": ["'maximum'", "2", "['mean']"],
    "topics": ["'mine.csv'"], "companies": ["{}"], "criteria": ["[]"],
    "'\u202e'": ["1"], "''": ["1"],
}
LINES = {  # what is told -> texts of programme.toml
    "line 1: not UTF-8": [b"name = '\xff'", "name = 'x'".encode("utf-16"), b"\xed\xa0\x80 = 1", b"# \xc0\x80"],
    "line 3: not UTF-8": [b"name = 'x'\n\nsalt = '\xe4'", b"\n\n\xe2\x82"],
    "line 1: more than 10 parts are joined": [f"{DEEP}.a = 1", f"x = [{{ {DEEP} . a = 1 }}]", f"[{DEEP}.'b']"],
    "line 2: more than 10 parts are joined": [f"\n[[ {DEEP} .a.'c' ]]", "\n" + "'\\'." * 10 + "a = 1"],
    "line 3: more than 10 parts are joined": ['\n\n"\\"".' + DEEP],
    "line 2: a number has a thousand digits": ["\nweeks = " + "9" * 5000, "\nstart = 2" + "_0" * 600],
    "is not TOML: nested too deeply": ["a = " + "[" * 5000, "a = " + "{a=" * 5000, "a = [" + "{b=[" * 3000],
    "is larger than 128 KiB": ["#" * (128 << 10) + "\n"],
    "is not TOML: …(at line 1,": [
        "weeks = = 3", "weeks = 0b", "weeks = +-1", "weeks = .5", "weeks = Infinity", "weeks = NaN", "weeks = True",
        "weeks = null", "weeks = \u0663", "weeks = --1", "weeks = #", "weeks = ‘1’", "weeks = 026", "weeks = 1,5",
        "weeks = 0x", "weeks = 1 2", "weeks = 1_", "weeks = 5.", "[style] scale = 1", "name = 'it's'",
        "start = 2027-3-1", "start = 01.03.2027", "start = 2027-02-30", "start = 0000-01-01", "weeks: 26", "name 'x'",
        "x-\u00e9 = 1", "weeks\n= 1", "= 1", "\ufeff\ufeffname = 1", "{}", "\0", "é = 1", "/ = 1",
        "\u00a0", "[\u2028]", "[[x]", "[]",
        "name = '\0'", "name = 'a\x1bb'", "name = '\n'", "# \x07", 'name = "\x7f"', 'name = "\\q"', "name = '''\0'''",
        'name = "C:\\Users"', 'name = "\\u12"', 'name = "\\uZZZZ"', 'name = "\\ud800"', 'name = "\\UFFFFFFFF"',
        "style = { scale = 1, scale = 1 }", "style = { scale = 1 x", "x = [1 2]", "a\rb = 1", "weeks = 1\r",
    ],
    "is not TOML: …(at line 2,": [
        "[style]\n[style]", "style = { scale = 1 }\n[style.more]", "x = [1]\n[[x]]", "weeks = 1\nweeks = 1\n",
        "style = 1\nstyle.scale = 1\n", "x.y = 1\nx.y.z = 1\n",
    ],
    "is not TOML: …(at end of document)": [
        "weeks", "weeks = ", 'name = "x', "name = 'x", 'name = """x', "name = '''x\n\n", "x = [1,", "x = [1, # ]",
        "x = { a = 1", "[", "[a", "a.",
    ],
}
COMPANIES = {  # what is told -> texts of companies.toml
    "aliases: must be a table": ["aliases = 1", "aliases = []", "aliases = 'IBM'"],
    "groups: must be a table": ["groups = 2027-03-01", "[[groups]]"],
    "alias: no such table; the nearest is [aliases]": ["[alias]", "alias = 1"],
    '"\\u202e": no such table': ["'\u202e' = 1"],
    "aliases.IBM: must be a list": ["aliases.IBM = 'Big Blue'", "aliases.IBM = {}", "aliases.IBM = 1"],
    "aliases.IBM: entry 2 is not a text": ["aliases.IBM = ['x', 1]", "aliases.IBM = ['x', []]"],
    'aliases.IBM: "" is empty': ["aliases.IBM = ['']"],
    'aliases.IBM: " " is empty': ["aliases.IBM = ['  ']"],
    'aliases.IBM: "\\u200b" means that there is no company': ["aliases.IBM = ['\u200b']"],
    'aliases."": "" is empty': ["[aliases]\n'' = ['x']"],
    'aliases.IBM: "freelance" means that there is no company': ["aliases.IBM = ['freelance']"],
    'aliases.IBM: "a;b" holds ";"': ["aliases.IBM = ['a;b']"],
    "aliases.IBM: \"x…x\" has more than 300 characters": [f"aliases.IBM = ['{'x' * 301}']"],
    'aliases.Acme: "ibm ltd" already stands for aliases.IBM': ["[aliases]\nIBM = ['x']\nAcme = ['ibm ltd']"],
    'groups.B: "X" already belongs to groups.A': ["[groups]\nA = ['X']\nB = ['X']"],
    "groups.A: its parents run in a circle": ["[groups]\nA = ['A']", "[groups]\nA = ['B']\nB = ['A']"],
    "competitors: must be a table": ["competitors = ['A', 'B']"],
    "competitor: no such table; the nearest is [competitors]": ["[competitor]"],
    "competitors.rail: must be a list": ["competitors.rail = 'A'"],
    "competitors.rail: entry 1 is not a text": ["competitors.rail = [['A', 'B'], 'C']"],
    'competitors.rail: "n/a" means that there is no company': ["competitors.rail = ['A1', 'n/a']"],
    "competitors.rail: needs two firms or more": ["competitors.rail = []", "competitors.rail = ['A1']"],
    'competitors.rail: "a1 ltd" and "A1" are one firm or group': ["competitors.rail = ['A1', 'B1', 'a1 ltd']"],
    "line 1: not UTF-8": [b"\xff", b"aliases.\xe9 = []"],
    "line 1: more than 10 parts are joined": [f"aliases.{DEEP} = ['x']"],
    "is not TOML: nested too deeply": ["aliases.A = " + "[" * 9999],
    "is not TOML: …(at line 1,": ["aliases.A = ['x' 'y']", "aliases.A = [x]", "aliases.A B = []"],
    "is not TOML: …(at end of document)": ["aliases.A = ['x',", "aliases.A", "[aliases"],
}
# fmt: on


def data(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


@pytest.mark.promise(PROMISE)
def test_each_defect_is_told_where_it_is(tmp_path: Path, counted: Callable[..., None]) -> None:
    keys = [(key.replace("'\u202e'", "\\u202e").replace("''", '""'), key, value) for key in KEYS for value in KEYS[key]]
    cases = [(f"programme.toml, {told}: ", f"{key} = {value}\n".encode()) for told, key, value in keys]
    cases += [(f"programme.toml: {said}", data(text)) for said, texts in LINES.items() for text in texts]
    for said, texts in COMPANIES.items():
        mark = ":" if re.match("line|is", said) else ","
        cases += [(f"companies.toml{mark} {said}", data(text)) for text in texts]
    counted(hand_made_toml_files=Desk(tmp_path).refuses_all(cases))


def rearranged(file: str, mix: Random) -> bytes:
    """Return a good file with keys, values and lines doubled, moved, or put where others belong."""
    lines = GOOD[file].decode().split("\n")
    strays = [part.strip() for name in FILES for part in re.split("[=,{}\n]", GOOD[name].decode())]
    for _ in range(mix.randint(1, 3)):
        at, to, act = mix.randrange(len(lines)), mix.randrange(len(lines)), mix.randrange(5)
        if act == 0:
            lines[at], lines[to] = lines[to], lines[at]
        elif act == 1:
            lines.insert(to, lines[at])
        elif act == 2:
            del lines[at : at + 1 + to % 3]
            lines = lines or [""]
        else:
            key, _, value = lines[at].partition(" = ")
            lines[at] = f"{key if act == 3 else mix.choice(strays)} = {mix.choice(strays) if act == 3 else value}"
    return "\n".join(lines).encode()


FILES = ("programme.toml", "companies.toml")


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("times", LONG)
def test_mutations_are_read_or_refused(times: int, tmp_path: Path, counted: Callable[..., None]) -> None:
    counted(mutated_toml_files=times, refused=Desk(tmp_path).refuses_some(times, FILES, rearranged))
