"""Who is compared, in the words of the command line: strategies by name, some of one's own, files of settings."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matchmaker.errors import InputError, Problem
from matchmaker.programme import Programme
from matchmaker.reading.folder import read_folder
from matchmaker.strategies import NAMES, strategy_of
from solvers.registry import Strategy

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
    """Return an entrant for every name: a strategy's, ``all``, or ``module:function`` or ``file.py:function``.

    Raises
    ------
    InputError
        For names that there are not, all of them at once.
    """
    found: dict[str, Entrant] = {}
    problems = []
    for name in (one for given in names for one in (NAMES if given == ALL else (given,))):
        try:
            own = None if name in NAMES else _own(name)
        except ValueError as error:
            problems.append(Problem("--strategies", 0, name, str(error)))
            continue
        settings = {} if own else {"strategy": name}
        called = own.name if own else name
        found.setdefault(called, Entrant(called, programme.model_copy(update=settings), own))
    if problems:
        raise InputError(problems)
    return [*found.values()]


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


def _own(name: str) -> Strategy:
    """Return a strategy of one's own by where it is; running its module is what the user asks for by naming it."""
    module, colon, function = name.rpartition(":")
    if not colon:
        from rapidfuzz import process

        near = process.extractOne(name, [*NAMES, ALL], score_cutoff=60)
        nearest = f"; the nearest is {near[0]}" if near else ""
        allowed = f"allowed are {ALL}, {', '.join(NAMES)}, or one of your own as module:function or file.py:function"
        raise ValueError(f"no such strategy{nearest}, {allowed}")
    found = getattr(_module(module), function, None)
    if isinstance(found, Strategy):
        return found
    if not callable(found):
        raise ValueError(f"{module} has no function {function}")
    return Strategy(function, None, "one of your own", run=found)


def _module(name: str) -> object:
    """Import a module by its name, or from a file of Python."""
    path = Path(name)
    try:
        if path.suffix != ".py":
            return importlib.import_module(name)
        spec = importlib.util.spec_from_file_location(path.stem, path)
        if spec is None or spec.loader is None:
            raise ValueError(f"{name} is no file of Python")
        module = importlib.util.module_from_spec(spec)
        sys.modules.setdefault(path.stem, module)  # dataclasses look their module up
        spec.loader.exec_module(module)
    except ValueError:
        raise
    except Exception as error:
        raise ValueError(f"{name} cannot be imported: {type(error).__name__}") from error
    return module
