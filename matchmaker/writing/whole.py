"""A folder's files, all of one run: whole or not at all, whoever is killed, refused or in a hurry.

Hand-outs, which are many, lie in a folder of their own that is moved as a whole, like one more file.

All files are first written and synced inside ``.matchmaker.new``; one rename to ``.matchmaker.ready`` is the moment
the new result exists. Then each file is moved into its place, the old one into ``previous/``. Killed before that
moment, the old result stands and the leftovers are swept by the next run; killed after it, whoever comes next finishes
the moves. Writers keep each other out by a lock that ends with its process. Readers need neither lock nor right to
write: what waits in ``.matchmaker.ready`` counts before what lies beside it, so that all files change in one moment.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from matchmaker.errors import OutputError
from matchmaker.writing import disk
from matchmaker.writing.refusal import refusal

PREVIOUS = "previous"
"""Where the run before is kept."""

HANDOUTS = "handouts"
"""The one folder that may be part of a result."""

PATIENCE = 10.0
"""Seconds to wait for another run that is writing into the same folder; writing takes far less than matching."""

LARGEST = 1 << 30
"""Bytes; a larger file is no result, and is not read."""

_NEW, _READY, _LOCK = ".matchmaker.new", ".matchmaker.ready", ".matchmaker.lock"
_READS = 100
"""How often a reader starts again because a writer came between."""


@contextmanager
def alone(folder: Path, names: Sequence[str]) -> Iterator[None]:
    """Make a folder, keep other runs out of it, and finish what one that was cut short left there.

    Raises
    ------
    OutputError
        If it cannot be written, now or inside, or another run does not stop writing into it.
    """
    try:
        made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        if made:
            disk.sync(folder.parent)
        handle = _locked(folder)
        try:
            finish(folder, names)
            yield
        finally:
            disk.unlock(folder / _LOCK, handle)
    except OSError as error:
        raise OutputError(refusal(folder, folder / _READY, error)) from error


def others(folder: Path, ours: Sequence[str] = ()) -> list[str]:
    """Return what else is in a folder, but for ``ours`` and what this module puts there."""
    return sorted({path.name for path in folder.iterdir()} - {*ours, _NEW, _READY, _LOCK})


def put(folder: Path, texts: Mapping[str, str], gone: Sequence[str] = ()) -> None:
    """Replace a folder's files by new ones, in their order; only inside ``alone``.

    Paths that begin with ``HANDOUTS`` make a folder, which replaces the old one whole; of the names in ``gone`` the old
    ones go though none come. Where all say the same already nothing is replaced, so that ``previous/`` keeps what was
    different.
    """
    names = [*_names(texts), *(name for name in gone if (folder / name).exists())]
    _refuse_obstacles(folder, names)
    with suppress(OSError):  # what cannot be read can perhaps be replaced
        if names == _names(texts) and _says_the_same(folder, texts, HANDOUTS in names):
            return
    with _swept(folder):
        _begin(folder, names)
        _write(folder / _NEW, names, texts)
        disk.move(folder / _NEW, folder / _READY)
    disk.sync(folder)
    finish(folder, names)


def put_made(folder: Path, names: Sequence[str], make: Callable[[Path], None], gone: Sequence[str] = ()) -> None:
    """Replace a folder's files by those that ``make`` makes in the folder it is given; only inside ``alone``.

    They are all of ``names``, in their order, and no hand-outs. For what is too large to be held; else as ``put``.
    """
    every = [*names, *(name for name in gone if (folder / name).exists())]
    _refuse_obstacles(folder, every)
    new = folder / _NEW
    with _swept(folder):
        _begin(folder, every)
        make(new)
        if every == list(names) and all(disk.same(new / name, folder / name) for name in names):
            _sweep(new)
            return
        _write(new, every, {}, there=names)
        disk.move(new, folder / _READY)
    disk.sync(folder)
    finish(folder, every)


@contextmanager
def _swept(folder: Path) -> Iterator[None]:
    """Sweep what is new if anything goes wrong before it is ready."""
    try:
        yield
    except BaseException:
        with suppress(OSError):  # what cannot be swept now is swept by the next run
            _sweep(folder / _NEW)
        raise


def _begin(folder: Path, names: Sequence[str]) -> None:
    (folder / _NEW).mkdir()
    if not (folder / PREVIOUS).exists() and any((folder / name).exists() for name in names):
        (folder / _NEW / PREVIOUS).mkdir()  # now, so that a disk that is full by then can still move what is there


def _refuse_obstacles(folder: Path, names: Sequence[str]) -> None:
    if obstacle := _obstacle(folder, names):
        raise OutputError(f"{obstacle} stands in the way; move it, or choose another folder. Nothing was changed")


def finish(folder: Path, names: Sequence[str]) -> None:
    """Complete a write that was cut short after its decisive moment, and sweep what was cut short before it.

    Files are moved in the order of ``names``; others that wait there, too, after them.
    """
    ready = folder / _READY
    if ready.is_dir():
        there = {path.name for path in ready.iterdir()} - {PREVIOUS}
        waiting = [*(name for name in names if name in there), *sorted(there.difference(names))]
        old = [name for name in waiting if (folder / name).exists()]
        _keep(folder, names, old)
        for name in waiting:
            if name in old:
                if name == HANDOUTS:  # no folder can be moved onto another
                    _remove(folder / PREVIOUS / name)
                disk.move(folder / name, folder / PREVIOUS / name)
            if _is_empty(ready / name):
                _remove(ready / name)
            else:
                disk.move(ready / name, folder / name)
        if old:
            disk.sync(folder / PREVIOUS)
        disk.sync(folder)
        ready.rmdir()
    _sweep(folder / _NEW)


def read(folder: Path, names: Sequence[str]) -> dict[str, bytes | None]:
    """Return the content of a folder's files, all of one run; None for one that is not there."""
    _finish_if_nobody_else_does(folder, names)
    for _ in range(_READS):
        before = [_identity(folder, name) for name in names]
        found = {name: _content(folder, name) for name in names}
        if [_identity(folder, name) for name in names] == before:
            return found
    raise OSError(errno.EBUSY, "another run is writing it again and again", str(folder / names[0]))


def handouts(folder: Path) -> list[str]:
    """Return the paths of all files in a folder's hand-outs."""
    waits = folder / _READY / HANDOUTS
    place = folder / _READY if waits.is_dir() else folder
    return sorted(path.relative_to(place).as_posix() for path in (place / HANDOUTS).rglob("*") if not path.is_dir())


def _names(texts: Mapping[str, str]) -> list[str]:
    """Return the names of the files, and of the hand-outs as one, in order."""
    return list(dict.fromkeys(name.partition("/")[0] for name in texts))


def _says_the_same(folder: Path, texts: Mapping[str, str], with_handouts: bool) -> bool:
    same = not with_handouts or handouts(folder) == sorted(name for name in texts if "/" in name)
    return same and all(_content(folder, name) == text.encode() for name, text in texts.items())


def _write(new: Path, names: Sequence[str], texts: Mapping[str, str], there: Sequence[str] = ()) -> None:
    """Write all files where nobody looks yet, but for those that are ``there``.

    What goes though none comes is an empty file, or an empty folder.
    """
    if HANDOUTS in names:
        (new / HANDOUTS).mkdir()
    for name in names:
        if name != HANDOUTS and name not in texts and name not in there:
            disk.write(new / name, b"")
    folders = dict.fromkeys((new / name).parent for name in texts)
    for inner in folders:
        if inner != new:
            inner.mkdir()
    for name, text in texts.items():
        disk.write(new / name, text.encode())
    for inner in (*(inner for inner in folders if inner != new), *([new / HANDOUTS] if HANDOUTS in names else []), new):
        disk.sync(inner)


def _locked(folder: Path) -> int:
    until = time.monotonic() + PATIENCE
    while (handle := disk.lock(folder / _LOCK)) is None:
        if time.monotonic() >= until:
            raise OutputError(f"another run is writing into {folder}; wait for it, or choose another folder")
        time.sleep(0.02)
    return handle


def _keep(folder: Path, names: Sequence[str], old: Sequence[str]) -> None:
    """Make ``previous/`` fit for the old files; before the first of them is moved, see that all can be."""
    previous = folder / PREVIOUS
    for path in [folder / name for name in old] + [previous / name for name in old]:
        if path.exists():
            disk.move(path, path)
    spare = folder / _READY / PREVIOUS
    if spare.is_dir() and not previous.exists():
        disk.move(spare, previous)
    elif spare.is_dir():
        spare.rmdir()
    elif old:
        previous.mkdir(exist_ok=True)
    if names[0] in old:  # none has been moved yet: what the old run lacks must not be left of one before it
        for name in names:
            if name not in old:
                _remove(previous / name)


def _is_empty(path: Path) -> bool:
    return not (any(path.iterdir()) if path.is_dir() else path.stat().st_size)


def _sweep(folder: Path) -> None:
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name == PREVIOUS:
                path.rmdir()
            else:
                _remove(path)
        folder.rmdir()


def _remove(path: Path) -> None:
    """Remove a file; hand-outs with all that is in them."""
    if path.name == HANDOUTS:
        disk.remove_tree(path)
    else:
        disk.remove(path)


def _finish_if_nobody_else_does(folder: Path, names: Sequence[str]) -> None:
    if not os.path.isdir(folder / _READY):  # noqa: PTH112 - False for whatever cannot be looked at
        return
    try:
        handle = disk.lock(folder / _LOCK)
    except OSError:  # whoever may not write here may still read
        return
    if handle is not None:
        try:
            finish(folder, names)
        except OSError as error:
            raise OutputError(refusal(folder, folder / _READY, error)) from error
        finally:
            disk.unlock(folder / _LOCK, handle)


def _identity(folder: Path, name: str) -> tuple[int, ...] | None:
    """Return what tells a file from one that replaced it; a move does not change it."""
    for place in (folder / _READY, folder):
        with suppress(FileNotFoundError):
            found = (place / name).stat()
            return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
    return None


def _content(folder: Path, name: str) -> bytes | None:
    for place in (folder / _READY, folder):
        with suppress(FileNotFoundError):
            data = disk.read(place / name, LARGEST)
            return data if data or place.name != _READY else None  # empty there: none comes, and the old one goes
        if "/" in name and (place / HANDOUTS).is_dir():  # new as a whole, and this one is not in it
            return None
    return None


def _obstacle(folder: Path, names: Sequence[str]) -> Path | None:
    """Return what no file can be moved onto, or past: a folder, or a file where a folder should be."""
    previous = folder / PREVIOUS
    if previous.exists() and not previous.is_dir():
        return previous
    paths = [place / name for name in names for place in (folder, previous)]
    return next((path for path in paths if path.exists() and path.is_dir() != (path.name == HANDOUTS)), None)
