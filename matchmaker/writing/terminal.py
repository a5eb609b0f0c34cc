"""What reaches the terminal: text folded to its width, JSON, complaints, a sign of life; nothing that steers it."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from matchmaker.errors import OutputError
from matchmaker.writing.harmless import visible

if TYPE_CHECKING:
    from rich.console import Console


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
    console = None if quiet else _terminal()
    if console is None:
        yield lambda _: None
    else:
        from rich.text import Text

        with console.status(Text(visible(what))) as status:
            yield lambda now: status.update(Text(visible(f"{what} {now}")))


def _terminal() -> Console | None:
    """Return the terminal that stderr is, or is said to be; what draws on it is loaded only if it may be one."""
    if not ((sys.stderr and sys.stderr.isatty()) or {"FORCE_COLOR", "TTY_COMPATIBLE"} & os.environ.keys()):
        return None
    from rich.console import Console

    console = Console(stderr=True, markup=False, emoji=False)
    return console if console.is_terminal else None
