"""What reaches the terminal: text folded to its width, JSON, complaints, a sign of life; nothing that steers it."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

from matchmaker.errors import OutputError
from matchmaker.writing.harmless import visible


def print_json(document: str) -> None:
    """Print JSON as UTF-8, whatever the terminal speaks."""
    _write(f"{visible(document)}\n".encode())


def print_text(text: str) -> None:
    """Print text, folded to the width of a terminal; what the terminal cannot show becomes a question mark."""
    text = visible(text)
    if sys.stdout and sys.stdout.isatty():
        text = folded(text, shutil.get_terminal_size().columns)
    encoding = sys.stdout.encoding if sys.stdout else None
    _write(f"{text}\n".encode(encoding or "utf-8", errors="replace"))


def folded(text: str, width: int) -> str:
    """Return text with long lines folded under the column where their last part begins: after two spaces or more."""
    lines = []
    for line in text.split("\n"):
        columns = [gap.end() for gap in re.finditer(r"^ +| {2,}", line[:36])]
        indent = " " * (columns[-1] if columns else 0)
        lines += (
            textwrap.wrap(line, width, subsequent_indent=indent, drop_whitespace=True) if len(line) > width else [line]
        )
    return "\n".join(lines)


def _write(data: bytes) -> None:
    if sys.stdout is None:  # closed by whoever started this, who wants to read nothing
        return
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # whoever read this has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise OutputError(f"what was to be printed cannot be: {error.strerror}. All files were written") from error


def complain(message: str) -> None:
    """Say on stderr what is wrong, or what happens next."""
    sys.stderr.write(f"{visible(message)}\n")


@contextmanager
def working(what: str, quiet: bool = False) -> Iterator[Callable[[str], None]]:
    """Show on a terminal that something is going on, elsewhere nothing; yield what says how far it has come."""
    console = Console(stderr=True, markup=False, emoji=False)
    if quiet or not console.is_terminal:
        yield lambda _: None
    else:
        with console.status(Text(visible(what))) as status:
            yield lambda now: status.update(Text(visible(f"{what} {now}")))
