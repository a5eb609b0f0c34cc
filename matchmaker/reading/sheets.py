"""The XML inside a workbook, read as it comes: a sheet's rows, the strings its cells share, and where these stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from matchmaker.answers import LONGEST_CELL
from matchmaker.errors import InputError, Problem
from matchmaker.reading.archive import Archive
from matchmaker.reading.tables import MOST_COLUMNS

MOST_TAGS = 1_800_000
"""Of a part's XML, where a cell has four or six."""

_DEEPEST, _MOST_WORDS, _LONGEST_WORD = 50, 1000, 1 << 20
"""Elements inside each other; their different names, with those of attributes; bytes of one tag."""

_LAST_ROW = 1 << 20
_MOST_PIECES = 1000
"""Of one cell's text."""

Attributes = Mapping[str, str]
Cells = dict[int, str]
"""The cells of a row that say something, by their column from 0."""


class Handler:
    """What makes something of a part's elements, as they begin and end, and of the text between."""

    depth = 0
    """How many elements are open."""

    def start(self, name: str, attributes: Attributes) -> None:
        """Take an element's beginning."""
        self.depth += 1

    def end(self, name: str) -> None:
        """Take its end."""
        self.depth -= 1

    def text(self, piece: str) -> None:
        """Take what is between."""


def parsed(archive: Archive, part: str, largest: int, handler: Handler) -> Iterator[None]:
    """Parse a part of at most ``largest`` bytes, yielding after each piece; raise InputError where it is not XML."""
    words: dict[str, str] = {}
    parser = expat.ParserCreate("UTF-8", None, words)  # as all workbooks are, and whatever this one says
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
    parser.CharacterDataHandler = handler.text

    def refuse(*_: object) -> None:
        raise archive.refusal(f"{part} defines words of its own, as no workbook does")

    parser.StartDoctypeDeclHandler = refuse
    fed = tags = 0
    try:
        for piece in archive.part(part, largest):
            parser.Parse(piece, False)
            fed += len(piece)
            tags += piece.count(b"<")
            longest = fed - parser.CurrentByteIndex
            if tags > MOST_TAGS or handler.depth > _DEEPEST or len(words) > _MOST_WORDS or longest > _LONGEST_WORD:
                raise archive.refusal(f"{part}, line {parser.CurrentLineNumber}, holds more than any workbook")
            yield
        parser.Parse(b"", True)
        yield
    except expat.ExpatError as error:
        raise archive.refusal(f"{part}, line {error.lineno}: {expat.ErrorString(error.code)}") from error


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


class Starts(Handler):
    """The attributes of each element of one name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[dict[str, str]] = []

    def start(self, name: str, attributes: Attributes) -> None:
        """Keep them, without prefixes."""
        super().start(name, attributes)
        if local(name) == self.name:
            self.found.append({local(key): value for key, value in attributes.items()})


class _Texts(Handler):
    """The text of one cell, which comes in pieces; not how it is read aloud, nor what is longer than any cell."""

    _NAMES: tuple[str, ...] = ("t", "rPh")

    def __init__(self) -> None:
        self._kinds: dict[str, str] = {}
        """What elements are called here, with the first one's prefix, and without."""
        self._pieces: list[str] = []
        self._is_open = self._is_aloud = False

    def text(self, piece: str) -> None:
        """Keep a piece, if it is a text's."""
        if self._is_open and len(self._pieces) < _MOST_PIECES:
            self._pieces.append(piece)

    def _kind(self, name: str) -> str | None:
        if not self._kinds:
            prefix = name.removesuffix(local(name))
            self._kinds = {prefix + kind: kind for kind in self._NAMES}
        return self._kinds.get(name)

    def _taken(self) -> str:
        """Return the text, and begin anew."""
        text = "".join(self._pieces)[: LONGEST_CELL + 1]
        self._pieces.clear()
        return text


class Strings(_Texts):
    """The strings that cells share, in their order."""

    _NAMES = ("si", "t", "rPh")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin a text, or what is not part of it."""
        super().start(name, attributes)
        kind = self._kind(name)
        self._is_aloud = self._is_aloud or kind == "rPh"
        self._is_open = kind == "t" and not self._is_aloud

    def end(self, name: str) -> None:
        """Keep the string that ends here."""
        super().end(name)
        kind = self._kind(name)
        self._is_open = False
        if kind == "rPh":
            self._is_aloud = False
        elif kind == "si":
            self.found.append(self._taken())


class Sheet(_Texts):
    """One sheet's rows. ``kept``, once it is set, are the columns that count."""

    _NAMES = ("c", "v", "t", "row", "rPh")

    def __init__(self, file: str, shared: list[str]) -> None:
        super().__init__()
        self.kept: Mapping[int, str] | None = None
        self._file, self._shared = file, shared
        self._row, self._column, self._type = 0, -1, ""
        self._places: dict[str, int] = {}
        self._cells: Cells = {}
        self._rows: list[tuple[int, Cells]] = []

    def taken(self) -> list[tuple[int, Cells]]:
        """Return the rows that came since this was last asked, with their numbers."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin a row, a cell or its text."""
        self.depth += 1  # as above, in a third of the time
        kind = self._kind(name)
        if kind == "c":
            self._column = self._column_of(attributes.get("r"))
            self._type = attributes.get("t", "n")
        elif kind == "v" or kind == "t":
            self._is_open = not self._is_aloud and (self.kept is None or self._column in self.kept)
        elif kind == "row":
            self._row, self._column = self._row_of(attributes.get("r")), -1
        elif kind == "rPh":
            self._is_aloud = True

    def end(self, name: str) -> None:
        """Keep what ends here."""
        self.depth -= 1
        kind = self._kinds.get(name)
        self._is_open = False
        if kind == "c" and self._pieces:
            if (text := self._said(self._taken())).strip():
                self._cells[self._column] = text
        elif kind == "row" and self._cells:
            self._rows.append((self._row, self._cells))
            self._cells = {}
        elif kind == "rPh":
            self._is_aloud = False

    def _row_of(self, said: str | None) -> int:
        row = self._row + 1 if said is None else int(said) if re.fullmatch("[0-9]{1,7}", said) else 0
        if not self._row < row <= _LAST_ROW:
            raise self._refusal("the number of the next row is wrong; save it anew")
        return row

    def _column_of(self, said: str | None) -> int:
        """Return the column that a cell's place, such as AB12, begins with; without one, the next."""
        if said is None:
            column = self._column + 1
        else:
            letters = said.rstrip("0123456789")
            column = self._places[letters] if letters in self._places else _place(letters)
        if not 0 <= column < MOST_COLUMNS:
            raise self._refusal(f"a cell stands in none of the first {MOST_COLUMNS} columns")
        if said is not None:
            self._places[letters] = column
        return column

    def _said(self, text: str) -> str:
        """Return what a cell says; a whole number is written without a point."""
        if self._type == "s":
            if not re.fullmatch(r"\s*[0-9]{1,7}\s*", text) or int(text) >= len(self._shared):
                raise self._refusal("the text of a cell is not there; save it anew")
            return self._shared[int(text)]
        if self._type == "n" and re.fullmatch(r"[0-9]{1,15}\.0+|[0-9](\.[0-9]{1,14})?[eE]\+?[0-9]{1,2}", text):
            number = float(text)
            return str(int(number)) if number.is_integer() else text
        return text

    def _refusal(self, message: str) -> InputError:
        return InputError([Problem(self._file, self._row, "", message)])


def _place(letters: str) -> int:
    """Return the column called so, A is 0; -1 for what is no column's name."""
    column = -1
    for letter in letters if re.fullmatch("[A-Z]{1,3}", letters) else "":
        column = 26 * (column + 1) + ord(letter) - ord("A")
    return column
