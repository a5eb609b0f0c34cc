"""The published capped rows: what share of the best total is kept if no pair may be likelier than q.

    MATCHMAKER_DATA=FOLDER python benchmarks/capped.py

Exit codes as those of ``published.py``.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import NamedTuple

from published import DataError, Instance, folder_named, read_instances

from solvers import capped_lottery, solve
from solvers.capped_lottery import WHOLE


class Row(NamedTuple):
    """One row: the cap in parts of ``WHOLE``, the share published for it, and the share that is kept here, exactly."""

    instance: str
    cap: int
    known: Decimal
    kept: Fraction

    @property
    def reached(self) -> bool:
        """Whether both are the same to a thousand millionth."""
        return abs(self.kept - Fraction(self.known)) < Fraction(1, 10**9)


def capped_rows(folder: Path, instance: Instance) -> Iterator[Row]:
    """Solve an instance under each of its published caps; each result's odds are proven."""
    text = (folder / "published.toml").read_text("utf-8")
    published = tomllib.loads(text, parse_float=Decimal)[instance.name].get("capped", {"q": [], "kept": []})
    for share, known in zip(published["q"], published["kept"], strict=True):
        cap = Fraction(share) * WHOLE
        if cap.denominator != 1:
            raise DataError(f"{instance.name}: the cap {share} is no {WHOLE}th part")
        odds = solve(instance.problem, partial(capped_lottery, cap=int(cap))).odds
        assert odds is not None
        yield Row(instance.name, int(cap), known, odds.kept)


def main(folder: Path) -> int:
    """Print the table and return the exit code."""
    good = True
    for instance in read_instances(folder):
        for row in capped_rows(folder, instance):
            good &= row.reached
            print(f"{row.instance:10} {row.cap:5} of {WHOLE}   {float(row.kept):.12f}   known {row.known}")
    return 0 if good else 1


if __name__ == "__main__":
    try:
        sys.exit(main(folder_named()))
    except DataError as problem:
        print(problem, file=sys.stderr)
        sys.exit(2)
