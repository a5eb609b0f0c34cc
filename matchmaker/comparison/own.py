"""A strategy of one's own, found by where it is: ``module:function``, or ``file.py:function``."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import sysconfig
import traceback
from pathlib import Path
from types import ModuleType

import matchmaker
import solvers
from matchmaker.problem.own_strategies import own
from solvers import SolverError, Strategy


def own_strategy(name: str) -> Strategy:
    """Return the strategy of that place, as it may stand in a record.

    Its module is run for that, which is what somebody asks for who names it.

    Raises
    ------
    ValueError
        If there is none, or its module cannot be imported; the message says what is wrong where.
    """
    place, _, function = name.rpartition(":")
    found = getattr(_module(place), function, None)
    if not (isinstance(found, Strategy) or callable(found)):
        raise ValueError(f"{place} has no function {function}")
    return own(found)


def mishap(error: BaseException) -> str:
    """Return what went wrong in somebody's code: the error's kind and their line it came from, not what it says.

    Errors of ``solvers`` say more: they know of nobody.
    """
    if isinstance(error, SolverError):
        return str(error)
    if isinstance(error, ModuleNotFoundError):
        return f"there is no module {error.name}"
    if isinstance(error, SyntaxError):
        return f"{type(error).__name__} in {Path(error.filename or '').name}, line {error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    last = next((one for one in reversed(frames) if _is_theirs(one.filename)), frames[-1])
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"


def _is_theirs(file: str) -> bool:
    """Whether a file is neither ours nor Python's nor of a library."""
    ours = [str(Path(package.__file__ or "").parent) for package in (matchmaker, solvers)]
    return not file.startswith(("<", *ours, *sysconfig.get_paths().values()))


def _module(place: str) -> ModuleType:
    """Import a module by its name, or from a file of Python."""
    if place.endswith(".py") and not Path(place).is_file():
        raise ValueError(f"{place} is not there")
    try:
        return _of_file(Path(place)) if place.endswith(".py") else importlib.import_module(place)
    except (Exception, SystemExit) as error:
        raise ValueError(f"{place} cannot be imported: {mishap(error)}") from error


def _of_file(path: Path) -> ModuleType:
    name = f"own_{path.stem}"  # of no module that is there already
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None  # a name that ends in .py always has one
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module
