"""A comparison as people read it: a table for the terminal, one for spreadsheets, and the footnotes of both."""

from __future__ import annotations

from typing import NamedTuple

from matchmaker.comparison.marks import MARKS, Mark
from matchmaker.comparison.results import Contender, Difference, SideBySide
from matchmaker.problem.strategies import proves_the_best
from matchmaker.programme import BY_LOT
from matchmaker.sentences import say
from matchmaker.writing.csv_file import as_csv
from matchmaker.writing.harmless import inert, one_line, visible

SHOWN = ("mentees", "places", "mean", "worst_off", "p10", "first", "blocking", "envy")
"""The marks of the terminal's table; all of them are in the files."""
DIFFERING = ("places", "mean", "worst_off", "p10", "blocking")


class Table(NamedTuple):
    """Titles, all but the first column's, and rows that begin with a contender's name."""

    head: list[str]
    rows: list[list[str]]


def text(compared: SideBySide) -> str:
    """Return the tables and what is to be said of them, in plain text."""
    parts, apart = [_printed(table(compared))], differences(compared)
    if apart.rows:
        parts += [on_draws(compared), _printed(apart)]
    return visible("\n\n".join([*parts, *footnotes(compared)]))


def table(compared: SideBySide) -> Table:
    """Return what is told of every contender on the pool itself."""
    head = [*(MARKS[name].short for name in SHOWN), "given up", "seconds"]
    return Table(head, [_row(one) for one in compared.contenders])


def differences(compared: SideBySide) -> Table:
    """Return how far every contender but the first is from the first on the drawn pools; no rows without any."""
    head = [MARKS[name].short for name in DIFFERING]
    others = compared.contenders[1:] if compared.draws else ()
    return Table(head, [[called(one), *(_difference(one, name) for name in DIFFERING)] for one in others])


def on_draws(compared: SideBySide) -> str:
    """Return what the differences are of."""
    first = one_line(compared.contenders[0].name)
    return say("compared_on_draws", draws=compared.draws, first=first, without=compared.not_drawn)


def footnotes(compared: SideBySide) -> list[str]:
    """Return what is to be said of single contenders."""
    asides = dict.fromkeys(one.set_aside for one in compared.contenders if one.set_aside)
    without = {aside: [one_line(one.name) for one in compared.contenders if one.set_aside == aside] for aside in asides}
    found = [say("compared_without", names=names, aside=aside) for aside, names in without.items()]
    some = {"compared_stopped": _stopped, "compared_unproven": unproven, "compared_by_lot": _by_lot}
    for macro, concerns in some.items():
        names = [one_line(one.name) for one in compared.contenders if concerns(one)]
        found += [say(macro, names=names)] if names else []
    cut_short = compared.termination != "COMPLETED"
    found += [] if compared.same_settings else [say("compared_settings")]
    return found + ([say("compared_cut_short", draws=compared.draws)] if cut_short else [])


def called(one: Contender) -> str:
    """Return a contender's name as it is shown, marked where a footnote tells of it."""
    return one_line(one.name) + "*" * bool(one.set_aside) + "†" * _stopped(one) + "‡" * unproven(one)


def unproven(one: Contender) -> bool:
    """Whether a contender's strategy proves its answers best, but not this one."""
    return one.status == "FEASIBLE" and proves_the_best(one.strategy)


def _stopped(one: Contender) -> bool:
    return one.termination != "COMPLETED"


def _by_lot(one: Contender) -> bool:
    return one.strategy in BY_LOT


def shown(mark: Mark, units: int | None) -> str:
    """Return a mark as people read it; a dash where there is nothing to measure."""
    return "–" if units is None else f"{units / mark.units:.{len(str(mark.units)) - 1}f}"


def _row(one: Contender) -> list[str]:
    marks = [shown(MARKS[name], MARKS[name].of(one.measures)) for name in SHOWN]
    given_up = "–" if one.price is None else f"{one.price / 100:.2f}"
    return [called(one), *marks, given_up, f"{one.seconds:.2f}"]


def _difference(one: Contender, name: str) -> str:
    found = one.differences.get(name)
    return "–" if found is None else interval(MARKS[name], found)


def interval(mark: Mark, found: Difference) -> str:
    """Return a difference with its interval: ``+1.20 (−0.40 to +2.00)``."""
    digits = len(str(mark.units)) - 1
    mean, low, high = (
        f"{units / mark.units:+.{digits}f}".replace("-", "−") for units in (found.mean, found.low, found.high)
    )
    return f"{mean} ({low} to {high})"


def _printed(table: Table) -> str:
    """Return a table of plain text, its numbers on the right."""
    rows = [["", *table.head], *table.rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "   ".join(f"{cell:>{width}}" if at else f"{cell:<{width}}" for at, (cell, width) in enumerate(cells))
        for cells in (list(zip(row, widths, strict=True)) for row in rows)
    ]
    lines.insert(1, "─" * len(lines[0]))
    return "\n".join(line.rstrip() for line in lines)


def csv(compared: SideBySide) -> str:
    """Return one row a contender, in whole units as in the JSON file; a difference's interval beside it."""
    rows = [_cells(one) for one in compared.contenders]
    return as_csv(rows, list(rows[0]))


def _cells(one: Contender) -> dict[str, object]:
    cells: dict[str, object] = {
        "name": inert(one.name),
        "strategy": inert(one.strategy),
        "status": one.status.value,
        "termination": one.termination.value,
        "set_aside": inert("; ".join(one.set_aside)),
        "total_score": one.total_score,
        "price": one.price,
        "gap": one.gap,
        "seconds": one.seconds,
    }
    for name, mark in MARKS.items():
        found = one.differences.get(name)
        cells[name] = mark.of(one.measures)
        cells |= {f"{name}_{part}": getattr(found, part, None) for part in ("mean", "low", "high")}
    return cells
