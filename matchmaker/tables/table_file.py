"""Tables too long to be held: written in row groups that follow each other, read back a piece at a time.

The same rows give the same bytes: one compression, row groups of one size, no statistics, no time of day.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Generic, Literal, TypeVar, cast, overload

from matchmaker.errors import RecordError
from matchmaker.tables.large import TableFile
from matchmaker.writing import disk

if TYPE_CHECKING:
    import polars as pl

ROWS = 1 << 14
"""How many rows a row group has."""

Kind = Literal["text", "whole", "flag", "other"]
Columns = Mapping[str, Kind]
Piece = dict[str, Sequence[object]]
"""Some rows, column by column."""

Row = TypeVar("Row")
Other = TypeVar("Other")


def write_table(path: Path, columns: Columns, pieces: Iterable[Piece]) -> TableFile:
    """Write a table piece by piece, none of which is empty, and return what the record says of it."""
    import polars as pl
    from polars.io.plugins import register_io_source

    schema = _schema(columns)
    rows, failed = 0, list[BaseException]()

    def frames(*_: object) -> Iterator[pl.DataFrame]:
        nonlocal rows
        try:
            for piece in pieces:
                frame = pl.DataFrame(piece, schema=schema)
                rows += frame.height
                yield frame
        except BaseException as error:
            failed.append(error)
            raise

    with disk.growing(path) as file:
        table = register_io_source(frames, schema=schema)
        try:
            table.sink_parquet(
                cast("IO[bytes]", file),  # all that is asked of a file is there
                compression="zstd",
                compression_level=3,
                statistics=False,
                row_group_size=ROWS,
                engine="streaming",
            )
        except Exception as error:  # what went wrong in here comes back as an error of polars
            raise next(iter(failed), file.error or error) from None
    return TableFile(file=path.name, rows=rows, sha256=file.sha256)


class Rows(Sequence[Row], Generic[Row]):
    """A table's rows as what they tell, made when they are asked for: all of them are never held."""

    def __init__(
        self, data: bytes, rows: int, make: Callable[[dict[str, Any]], Row], names: Sequence[str] | None = None
    ) -> None:
        """Take a table's bytes; ``make`` is given these columns of a row, all unless they are named."""
        self._data, self._rows, self._make, self._names = data, rows, make, names

    def __len__(self) -> int:
        return self._rows

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, self._rows, ROWS):
            yield from self._some(start, min(start + ROWS, self._rows))

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if isinstance(at, slice):
            start, stop, step = at.indices(self._rows)
            return self._some(start, stop) if step == 1 else [self[one] for one in range(start, stop, step)]
        if not -self._rows <= at < self._rows:
            raise IndexError(at)
        return self._some(at % self._rows, at % self._rows + 1)[0]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rows):
            return NotImplemented
        return self._data == other._data and self._names == other._names

    def __hash__(self) -> int:
        return hash(self._data)

    def told(self, names: Sequence[str] | None, make: Callable[[dict[str, Any]], Other]) -> Rows[Other]:
        """Return the same rows as something else that these of their columns tell, or all."""
        return Rows(self._data, self._rows, make, names)

    def column(self, name: str) -> list[Any]:
        """Return one column whole."""
        import polars as pl

        return pl.read_parquet(io.BytesIO(self._data), columns=[name])[name].to_list()

    def _some(self, start: int, stop: int) -> list[Row]:
        import polars as pl

        table = pl.scan_parquet(io.BytesIO(self._data))
        table = table if self._names is None else table.select(self._names)
        part = table.slice(start, max(0, stop - start)).collect()
        return [self._make(row) for row in part.iter_rows(named=True)]


def fields_of(rows: Sequence[object], *names: str) -> list[tuple[Any, ...]]:
    """Return some fields of every one of a list; of a table's rows none is made for it."""
    if isinstance(rows, Rows):
        return [*zip(*(rows.column(name) for name in names), strict=True)]
    return [tuple(getattr(one, name) for name in names) for one in rows]


def column(rows: Sequence[object], name: str) -> list[Any]:
    """Return one column of rows that were read back from a table, whole.

    Raises
    ------
    TypeError
        If they were not.
    """
    if not isinstance(rows, Rows):
        raise TypeError(f"rows of a table are needed, not {type(rows).__name__}")
    return rows.column(name)


def check_table(path: Path, data: bytes | None, said: TableFile) -> bytes:
    """Return a table's bytes if they are those that the record tells of.

    Raises
    ------
    RecordError
        If the file is missing, or has another content.
    """
    import hashlib

    if data is None:
        raise RecordError([f"{path}: cannot be read: No such file or directory"])
    if hashlib.sha256(data).hexdigest() != said.sha256:
        raise RecordError([f"{path}: not what matching.json says: another SHA-256"])
    return data


def check_columns(path: Path, data: bytes, said: TableFile, columns: Columns) -> None:
    """Refuse a table that has other columns, or another number of rows, than the record says.

    Raises
    ------
    RecordError
        With the first column that is wrong.
    """
    found, rows = told_columns(path, data)
    if rows != said.rows:
        raise RecordError([f"{path}: not what matching.json says: {rows} rows, not {said.rows}"])
    if wrong := next((name for name, kind in columns.items() if found.get(name) != kind), None):
        raise RecordError([f"{path}: column {wrong}: missing, or not of its kind"])
    if more := next((name for name in found if name not in columns), None):
        raise RecordError([f"{path}: column {len(columns) + 1}: more than a record has"]) from KeyError(more)
    if blank := next((name for name in columns if has_blanks(path, data, name)), None):
        raise RecordError([f"{path}: column {blank}: an empty cell"])


def has_blanks(path: Path, data: bytes, name: str) -> bool:
    """Whether a cell of a table's column says nothing at all, not even an empty text; so all of it has been read.

    Raises
    ------
    RecordError
        If some of it cannot be.
    """
    import polars as pl

    with _readable(path):
        return bool(pl.read_parquet(io.BytesIO(data), columns=[name])[name].null_count())


def told_columns(path: Path, data: bytes) -> tuple[Columns, int]:
    """Return the columns of a table, and how many rows it has.

    Raises
    ------
    RecordError
        If it is no table.
    """
    import polars as pl

    kinds = {dtype: kind for kind, dtype in _kinds().items()}
    with _readable(path):
        found = pl.read_parquet_schema(io.BytesIO(data))
        rows = pl.scan_parquet(io.BytesIO(data)).select(pl.len()).collect().item()
    return {name: kinds.get(dtype, "other") for name, dtype in found.items()}, rows


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Refuse a file in which polars finds no table, or a damaged one; it may even panic."""
    import polars as pl

    try:
        yield
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise RecordError([f"{path}: not a table of this version, or damaged"]) from error


def _kinds() -> dict[Kind, pl.DataType]:
    import polars as pl

    return {"text": pl.String(), "whole": pl.Int64(), "flag": pl.Boolean()}


def _schema(columns: Columns) -> dict[str, pl.DataType]:
    kinds = _kinds()
    return {name: kinds[kind] for name, kind in columns.items()}
