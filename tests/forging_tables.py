"""What a forger may do to the tables."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from forging import Forgery, UnfitError, another, one_of
from written import Record, Written


def table(alter: Callable[[Random, list[list[str]]], object]) -> Forgery:
    return lambda draw, written, record: alter(draw, draw.choice([record.pairs, record.people]))


def alter_a_cell(draw: Random, lines: list[list[str]]) -> None:
    line = one_of(draw, lines)
    at = draw.randrange(len(line))
    line[at] = another(draw, ["", f"{line[at]}0", line[at][:-1], "100.00", one_of(draw, lines)[at]], line[at])


def exchange_cells(draw: Random, lines: list[list[str]]) -> None:
    if len(lines) < 3:
        raise UnfitError
    one, two = draw.sample(lines[1:], 2)
    at = draw.randrange(len(one))
    one[at], two[at] = two[at], one[at]


def tables_of_another(draw: Random, written: Written, record: Record) -> None:
    strange = one_of(draw, written.others).record()
    record.pairs, record.people = draw.choice([(strange.pairs, record.people), (record.pairs, strange.people)])
