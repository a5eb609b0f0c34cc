"""Opening the files that people hand in, and reading the TOML ones; nothing is read that is too large or no file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from matchmaker.errors import InputError, Problem

LARGEST_FILE = 2 << 30
"""Bytes; a larger file is refused before it is read. A million people take some 700 MiB."""

LARGEST_TOML = 128 << 10
"""Bytes; settings and companies are read whole, into several hundred times as much memory where somebody means harm."""

_MOST_PARTS = 10
_PART = r"""(?:(?<![\w-])[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.){,99}+"|'[^'\n]{,99}+')[ \t]*+"""
_TOO_LONG = {
    re.compile(
        rf"(?:{_PART}\.[ \t]*+){{{_MOST_PARTS}}}"
    ): f"more than {_MOST_PARTS} parts are joined by dots; no key has so many",
    re.compile(r"[0-9_]{1000}"): "a number has a thousand digits or more",
}
"""What makes the parser's time and memory grow with its square, wherever it stands, or what it cannot say itself."""


@contextmanager
def opened(path: Path, largest: int = LARGEST_FILE) -> Iterator[BinaryIO]:
    """Open a file to read its bytes.

    Raises
    ------
    InputError
        If it is no regular file, is larger than ``largest`` bytes, or cannot be read, now or inside.
    """
    try:
        if not path.is_file():
            raise InputError([Problem(path.name, 0, "", "is not a file" if path.exists() else "is missing")])
        if path.stat().st_size > largest:
            raise InputError([Problem(path.name, 0, "", f"is larger than {_size(largest)}")])
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise InputError([Problem(path.name, 0, "", f"cannot be read: {error.strerror}")]) from error


def read_toml(path: Path) -> dict[str, object]:
    """Return a TOML file's content.

    Raises
    ------
    InputError
        If it cannot be read, is too large, is not UTF-8 or is not TOML.
    """
    with opened(path, LARGEST_TOML) as file:
        data = file.read(LARGEST_TOML)
    try:
        text = data.decode("utf-8-sig")  # spreadsheets and Notepad write the mark
        for pattern, fault in _TOO_LONG.items():
            if long := pattern.search(text):
                line = text.count("\n", 0, long.start()) + 1
                raise InputError([Problem(path.name, 0, "", f"line {line}: {fault}")])
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        message = f"line {error.object[: error.start].count(10) + 1}: not UTF-8; save the file as UTF-8"
    except tomllib.TOMLDecodeError as error:
        message = f"is not TOML: {error}"
    except RecursionError:
        message = "is not TOML: nested too deeply"
    raise InputError([Problem(path.name, 0, "", message)])


def _size(bytes_: int) -> str:
    if bytes_ >> 30:
        return f"{bytes_ >> 30} GiB"
    return f"{bytes_ >> 20} MiB" if bytes_ >> 20 else f"{bytes_ >> 10} KiB"
