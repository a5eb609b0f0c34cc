"""One thing altered at a time in the tables of a large answer, the hashes mended: only what is told can show it."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
from random_pools import demanding_pool, random_pool
from test_streaming import written

from matchmaker import Pool, Programme

KEPT = ("pairs", "people", "prices")


def rewritten(folder: Path, name: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    """Change a table, and what both documents say of it, so that only what it tells can give it away."""
    path = folder / f"{name}.parquet"
    frame = change(pl.read_parquet(path))
    frame.write_parquet(path)
    told = {"file": path.name, "rows": frame.height, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    for document in ("matching.json", "certificate.json"):
        said(folder, document, lambda said: said["tables"].update({name: told}))


def said(folder: Path, document: str, change: Callable[[dict[str, Any]], object]) -> None:
    content = json.loads((folder / document).read_text("utf-8"))
    change(content)
    (folder / document).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


def other(draw: random.Random, value: object, column: pl.Series) -> object:
    """Return another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + draw.choice([-1, 1, 1_000])
    others = [one for one in column.unique().sort() if one != value]
    return draw.choice([*others, "else"])


def altered(draw: random.Random, name: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Return what alters one cell of one column."""

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        at = draw.randrange(frame.height)
        values = frame[name].to_list()
        values[at] = other(draw, values[at], frame[name])
        return frame.with_columns(pl.Series(name, values, frame[name].dtype))

    return change


def true_record(folder: Path, seed: int) -> tuple[Pool, Programme]:
    """Write the record of a random pool: with floors, pins and priorities, or without."""
    drawn: list[Callable[[], tuple[Pool, Programme]]] = [
        lambda: random_pool(seed, 6, 14),
        lambda: demanding_pool(seed),
    ]
    pool, programme = drawn[seed % 2]()
    names = ("most_people", "best_score") if seed % 2 else ("most_people", "fairest", "capped_lottery")
    programme = programme.model_copy(update={"strategy": names[seed // 2 % len(names)], "limit": ()})
    written(pool, programme, folder)
    return pool, programme


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def alterations(folder: Path, draw: random.Random) -> Iterator[tuple[str, str]]:
    """Alter one thing at a time; yield where, and put it back."""
    before = files(folder)
    for table in KEPT:
        for name in pl.read_parquet_schema(folder / f"{table}.parquet"):
            if pl.read_parquet(folder / f"{table}.parquet").height:
                rewritten(folder, table, altered(draw, name))
                yield table, name
                for path, data in before.items():
                    path.write_bytes(data)
