"""Who is compared, in the words of the command line: strategies by name, some of one's own, files of settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matchmaker.comparison.own import own_strategy
from matchmaker.errors import InputError, Problem
from matchmaker.problem.strategies import NAMES, seeking, strategy_of
from matchmaker.programme import OWN_STRATEGY, Programme
from matchmaker.reading.folder import read_folder
from solvers import Strategy

ALL = "all"


@dataclass(frozen=True)
class Entrant:
    """Who is compared: a strategy of one's own, or else the programme's."""

    name: str
    programme: Programme
    own: Strategy | None = None

    def strategy(self, seed: int = 0) -> Strategy:
        """Return the strategy; what it draws by lot is drawn by the programme's seed and this many more."""
        moved = self.programme.model_copy(update={"seed": self.programme.seed + seed})
        return self.own or strategy_of(moved)


def by_strategies(programme: Programme, names: Sequence[str]) -> list[Entrant]:
    """Return an entrant for every name, once each: a strategy's, ``all``, or where one of one's own is.

    Raises
    ------
    InputError
        For names that there are not, all of them at once.
    """
    found: list[Entrant] = []
    problems = []
    for name in dict.fromkeys(_told_apart(names)):
        try:
            entrant = _entrant(programme, name)
            if entrant.name in {one.name for one in found}:
                raise ValueError(f"another is called {entrant.name}; give the function a name of its own")
            found.append(entrant)
        except ValueError as error:
            problems.append(Problem("--strategies", 0, name, str(error)))
    if problems:
        raise InputError(problems)
    return found


def by_settings(folder: Path, files: Sequence[Path]) -> list[Entrant]:
    """Return an entrant for every file of settings, read as a folder's programme.toml would be.

    Raises
    ------
    InputError
        For a file that is missing, stands twice or has anything wrong in it.
    """
    names = [path.name for path in files]
    if twice := [name for name in names if names.count(name) > 1]:
        raise InputError([Problem("--settings", 0, twice[0], "stands twice; each file needs a name of its own")])
    return [Entrant(path.name, read_folder(folder, path)[1]) for path in files]


def _told_apart(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from NAMES if name == ALL else (name,)


def _entrant(programme: Programme, name: str) -> Entrant:
    if name in NAMES:
        return Entrant(name, seeking(programme, name))
    if ":" not in name:
        raise ValueError(_unknown(name))
    own = own_strategy(name)
    called = own.name.removeprefix(OWN_STRATEGY)
    if called in NAMES:
        raise ValueError(f"{called} is the name of one of ours; give the function a name of its own")
    return Entrant(called, programme, own)


def _unknown(name: str) -> str:
    from rapidfuzz import process

    near = process.extractOne(name, [*NAMES, ALL], score_cutoff=60)
    nearest = f"; the nearest is {near[0]}" if near else ""
    own = "one of your own as module:function or file.py:function"
    return f"no such strategy{nearest}; allowed are {ALL}, {', '.join(NAMES)}, or {own}"
