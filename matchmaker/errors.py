"""The error tree of matchmaker.

::

    MatchmakerError            1  a bug, if it is nothing more precise
    ├── InputError             2  the files or values handed in; lists every problem found
    ├── ClashError             3  demands that cannot all be met; says which
    ├── StoppedError           4  stopped before there was any matching to write
    ├── OutputError            2  the result cannot be written where it was asked for
    ├── CriterionError         1  a criterion of one's own that gives no points 0…10 000
    ├── UnknownPersonError     2  an id that nobody has
    └── RecordError            6  a record that does not hold

The number is the exit code of the command line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matchmaker.writing.harmless import told

MOST_TOLD = 1000
"""How many problems one message lists; the others are counted."""


class MatchmakerError(Exception):
    """Anything matchmaker refuses to do; ``exit_code`` is what the command line answers with."""

    exit_code = 1


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with the input: which file, where in it, and what is allowed there.

    ``row`` is the row as a spreadsheet numbers it (the header is row 1), 0 if the problem has none;
    ``column`` is a column's name or a dotted key, empty if the problem has none.
    """

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = [self.file]
        if self.row:
            place.append(f"row {self.row}")
        if self.column:
            place.append(self.column)
        return told(f"{told(', '.join(place), 200)}: {self.message}", 1000)


class InputError(MatchmakerError):
    """Input that cannot be used. ``problems`` holds everything wrong, in file order; the message, the first of it."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(_listed(self.problems))


class ClashError(MatchmakerError):
    """Demands that cannot all be met, such as a pin on a banned pair. ``clashes`` names each one."""

    exit_code = 3

    def __init__(self, clashes: Iterable[str]) -> None:
        self.clashes = tuple(clashes)
        super().__init__("\n".join(self.clashes))


class StoppedError(MatchmakerError):
    """Stopped before any matching was found that keeps all limits: whether there is one is not known."""

    exit_code = 4


class OutputError(MatchmakerError):
    """A result that cannot be written where it was asked for; the message says what to do, and what is there now."""

    exit_code = 2


class UnknownPersonError(MatchmakerError, LookupError):
    """An id that nobody in the pool has."""

    exit_code = 2


class CriterionError(MatchmakerError):
    """A criterion that does not keep its promise; its own fault, so exit code 1."""


class RecordError(MatchmakerError):
    """A written record that does not hold. ``breaches`` says what is not so, each with its place."""

    exit_code = 6

    def __init__(self, breaches: Iterable[str]) -> None:
        self.breaches = tuple(breaches)
        listed = _listed([told(breach, 1000) for breach in self.breaches])
        super().__init__(f"{listed}\nmatch again, or bring all files back as they were written")


def _listed(findings: Sequence[object]) -> str:
    first = [str(finding) for finding in findings[:MOST_TOLD]]
    more = len(findings) - len(first)
    return "\n".join([*first, *([f"and {more} more"] if more else [])])
