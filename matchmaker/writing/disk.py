"""The few file operations that writing a result is made of, as every system can do them.

Windows does not move a file that another program holds open, and a virus scanner holds every new file for a moment:
moves wait a little. Windows and some network drives cannot sync a folder, and some cannot lock a file: that is done
where it can be. All go through ``os``, the one place where tests make them fail.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

_PAUSES = (0.01, 0.04, 0.15, 0.3, 0.5)
"""Seconds between one try and the next at a file that another program holds."""

_HELD = frozenset({32, 33})
"""Windows' numbers for it: sharing violation, lock violation."""

_CANNOT = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.ENOLCK, errno.EBADF})
"""What a file system answers that does not know syncing a folder, or locking."""

Answer = TypeVar("Answer")


def write(path: Path, data: bytes) -> None:
    """Write a new file, and wait until the disk has it."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


class Growing:
    """A new file that grows piece by piece, its SHA-256 with it; others may write into it as into any file.

    ``error`` is what stopped it, if anything did: not everybody who writes into a file tells.
    """

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._sha256 = hashlib.sha256()
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write all of a piece."""
        rest = memoryview(data)
        self._sha256.update(rest)
        try:
            while rest:
                rest = rest[os.write(self._handle, rest) :]
        except OSError as error:
            self.error = error
            raise
        return len(data)

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def close(self) -> None:
        """Do nothing: ``growing`` closes it."""

    @property
    def sha256(self) -> str:
        """The SHA-256 of what was written."""
        return self._sha256.hexdigest()


@contextmanager
def growing(path: Path) -> Iterator[Growing]:
    """Yield a new file that grows, and wait at the end until the disk has it."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        file = Growing(handle)
        yield file
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256(path: Path) -> str:
    """Return a file's SHA-256, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def same(one: Path, other: Path) -> bool:
    """Whether two files hold the same; one that cannot be read can perhaps be replaced, and does not."""
    with suppress(OSError):
        return one.stat().st_size == other.stat().st_size and sha256(one) == sha256(other)
    return False


def read(path: Path, largest: int) -> bytes:
    """Read a file of at most so many bytes; no pipe, no device, which may never end."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):  # a folder says so itself
        raise OSError(errno.EINVAL, "is not a file", str(path))
    if found.st_size > largest:
        raise OSError(errno.EFBIG, f"larger than {largest >> 20} MiB", str(path))
    return _patiently(path.read_bytes)


def move(source: Path, target: Path) -> None:
    """Move a file or a folder, over the file of that name if there is one; a move onto itself tells if it can move."""
    _patiently(lambda: source.replace(target))


def remove(path: Path) -> None:
    """Remove a file, if it is there."""
    with suppress(FileNotFoundError):
        _patiently(path.unlink)


def remove_tree(path: Path) -> None:
    """Remove a folder with all that is in it, if it is there; of a link only the link."""
    if path.is_dir() and not path.is_symlink():
        for inner in path.iterdir():
            remove_tree(inner)
        _patiently(path.rmdir)
    else:
        remove(path)


def sync(folder: Path) -> None:
    """Make what was moved in a folder outlast a power cut, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows opens no folder; elsewhere one may be allowed to write it, but not to list it
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    finally:
        os.close(handle)


def lock(path: Path) -> int | None:
    """Lock a file, made if need be, and return its handle; None while another process has it.

    The lock is the system's: it ends with the process, however that ends. What stays of a killed one is a file that
    nobody has locked.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        taken = _take(handle, path)
    except BaseException:
        os.close(handle)
        raise
    if not taken:
        os.close(handle)
    return handle if taken else None


def unlock(path: Path, handle: int) -> None:
    """Give a lock back and remove its file, if possible: a file that stays harms nobody, and what was done is done."""
    if sys.platform == "win32":
        with suppress(OSError):
            os.close(handle)  # only a closed file can be removed, and only if nobody else has opened it by now
            path.unlink()
    else:
        with suppress(OSError):
            path.unlink()  # while it is locked: whoever waits for this very file sees that it has gone
        with suppress(OSError):
            os.close(handle)


def is_held(error: OSError) -> bool:
    """Whether Windows says that another program holds a file open."""
    return getattr(error, "winerror", None) in _HELD


def may_be_held(error: OSError) -> bool:
    """Whether that may be the reason: Windows often just says that access is denied."""
    return sys.platform == "win32" and isinstance(error, PermissionError)


def _take(handle: int, path: Path) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:  # its last owner removed it between opening and locking
        return False


def _patiently(act: Callable[[], Answer]) -> Answer:
    for pause in _PAUSES:
        try:
            return act()
        except OSError as error:
            if not may_be_held(error):
                raise
            time.sleep(pause)
    return act()
