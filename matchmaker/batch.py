"""A batch run: match a pool and write the answer, whole or, for a large pool, as tables."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from matchmaker.engine import Solved, solved
from matchmaker.errors import InputError, Problem
from matchmaker.handouts import handouts
from matchmaker.matching import Matching
from matchmaker.outcome.assembly import assemble
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.sensitivity import Sensitivity
from matchmaker.sensitivity import sensitivity as how_sensitive
from matchmaker.tables.large import LARGE, LargeMatching, is_large
from matchmaker.tables.streaming import write_large
from matchmaker.writing.progress import Note, unheard
from matchmaker.writing.result import read_record, write_matching
from solvers.pricing.progress import Tell, silent
from solvers.stop import Stop, never


class Written(NamedTuple):
    """An answer, the files it was written to, and how much it hangs on the weights, if that was asked for."""

    matching: Matching
    files: tuple[Path, ...]
    sensitivity: Sensitivity | None = None


def match_and_write(
    pool: Pool,
    programme: Programme,
    out: Path,
    *,
    plans: bool = False,
    sensitivity: bool = False,
    stop: Stop = never,
    tell: Tell = silent,
    note: Note = unheard,
    force: bool = False,
) -> Written:
    """Match a pool and write the answer into a folder; of a large one pairs and people are made as they are written.

    ``note`` hears what is done now, where ``tell`` hears nothing of it.

    Raises
    ------
    InputError, ClashError, StoppedError
        As ``match`` does; and InputError if a large pool is to have ``plans`` or ``sensitivity``.
    OutputError
        As ``write_matching`` does.
    """
    asked = {"--plans": plans, "--sensitivity": sensitivity}
    if is_large(pool):
        _refuse_for_large(asked)
    note(f"seeking {programme.strategy}")
    found = solved(pool, programme, stop=stop, tell=tell)
    note("saying why, and writing")
    if not any(asked.values()):
        return write_solved(found, out, note=note, force=force)
    matching = assemble(*found, found.scores.compiled)
    moved = how_sensitive(pool, programme, matching, stop=stop) if sensitivity else None
    taken = handouts(pool, programme, matching) if plans else {}
    return Written(matching, write_matching(matching, pool, out, sensitivity=moved, handouts=taken, force=force), moved)


def write_solved(found: Solved, out: Path, *, note: Note = unheard, force: bool = False) -> Written:
    """Write what was found for a pool into a folder, as tables if it is large.

    Raises
    ------
    OutputError
        As ``write_matching`` does.
    """
    pool, compiled = found.scores.pool, found.scores.compiled
    if is_large(pool):
        files = write_large(*found, out, source=compiled, note=note, force=force)
        return Written(read_record(out), files)
    matching = assemble(*found, compiled)
    return Written(matching, write_matching(matching, pool, out, force=force))


def told(matching: Matching) -> str:
    """Return an answer as JSON: of a large one what its record says, which tells where the rest is."""
    lists = {"pairs": (), "people": ()} if isinstance(matching, LargeMatching) else {}
    return matching.model_copy(update=lists).model_dump_json(indent=1)


def _refuse_for_large(asked: dict[str, bool]) -> None:
    message = f"not for more than {LARGE} people; leave it out"
    if problems := [Problem(name, 0, "", message) for name, wanted in asked.items() if wanted]:
        raise InputError(problems)
