"""A large record read back: its lists from the tables, which have to be those it tells of."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from matchmaker.errors import RecordError
from matchmaker.matching import Pair
from matchmaker.pool import Pool
from matchmaker.tables import large_tables
from matchmaker.tables.large import LargeCertificate, LargeMatching, TableFile
from matchmaker.tables.table_file import ROWS, Columns, Rows, check_columns, check_table, told_columns
from matchmaker.writing import disk
from matchmaker.writing.lines import Lines
from matchmaker.writing.record_file import from_json

Found = Mapping[str, bytes | None]
_WHOLE = re.compile(r"-?[0-9]{1,4300}")
"""A price as text: no longer than one that ``certificate_record.Price`` takes."""


def read_large(folder: Path, record: bytes, certificate: bytes, found: Found) -> LargeMatching:
    """Return a large record with its certificate; pairs and people are made when they are asked for.

    ``found`` is what the folder's tables hold, by name.

    Raises
    ------
    RecordError
        If a file is not what it should be, or not the one that the record tells of.
    """
    matching = from_json(folder / "matching.json", record, LargeMatching)
    proof = from_json(folder / "certificate.json", certificate, LargeCertificate)
    if proof.tables != matching.tables:
        raise RecordError([f"{folder / 'certificate.json'}: it tells of other tables than matching.json"])
    if full := next(iter(_full(matching, proof)), None):
        raise RecordError([f"{folder / full}: to be empty here: it stands in a table"])
    if (matching.tables.chances is None) != (proof.lottery is None):
        raise RecordError([f"{folder / 'matching.json'}: tables.chances: there where no pairs were drawn, or missing"])
    pairs = _rows(folder, found, matching)
    people = _people(folder, found, matching.tables.people)
    lists: dict[str, object] = {"pairs": pairs, "people": people, "certificate": _proven(folder, found, proof, pairs)}
    if matching.lottery:
        lists["lottery"] = matching.lottery.model_copy(update={"chances": tuple(pairs.column("chance"))})
    return matching.model_copy(update=lists)


def altered_tables(matching: LargeMatching, pool: Pool, folder: Path) -> list[str]:
    """Return which of the two spreadsheets of a large record do not say what its tables say."""
    assert isinstance(matching.pairs, Rows)
    pairs, parts = matching.pairs.told(None, dict), large_tables.parts_of(matching.weights)
    told, people = Lines(pool), matching.people
    said = {
        "pairs.csv": _hashed(told.pairs(pairs[at], parts, at.start == 0) for at in _pieces(pairs)),
        "people.csv": _hashed(told.people(people[at], at.start == 0) for at in _pieces(people)),
    }
    there = {name: disk.sha256(folder / name) if (folder / name).is_file() else "" for name in said}
    tables, rows = matching.tables, (len(pairs), len(people))
    told_of = zip((tables.pairs_csv, tables.people_csv), said.items(), rows, strict=True)
    so = {name: one == TableFile(file=name, rows=count, sha256=sha256) for one, (name, sha256), count in told_of}
    return [name for name in said if not so[name] or there[name] != said[name]]


def _full(matching: LargeMatching, proof: LargeCertificate) -> Iterator[str]:
    """Yield what the two documents list themselves of what the tables say, which would not be looked at."""
    record, certificate = "matching.json: ", "certificate.json: "
    yield from (record + name for name in ("pairs", "people") if getattr(matching, name))
    if matching.lottery and matching.lottery.chances:
        yield record + "lottery.chances"
    yield from (certificate + name for name in ("pairs", "prices", *large_tables.CUTS) if getattr(proof, name))
    if proof.fairness and proof.fairness.above_prices:
        yield certificate + "fairness.above_prices"
    if proof.lottery:
        yield from (certificate + f"lottery.{name}" for name in ("chances", "prices") if getattr(proof.lottery, name))


def _pieces(rows: Sequence[object]) -> Iterator[slice]:
    for start in range(0, max(1, len(rows)), ROWS):
        yield slice(start, start + ROWS)


def _hashed(texts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode())
    return digest.hexdigest()


def _rows(folder: Path, found: Found, matching: LargeMatching) -> Rows[Pair]:
    said, drawn = matching.tables.pairs, matching.lottery is not None
    columns = large_tables.pair_columns(matching.weights, drawn)
    return Rows(_data(folder, found, said, columns), said.rows, large_tables.pair_of(matching.weights))


def _people(folder: Path, found: Found, said: TableFile) -> Rows[Any]:
    path = folder / said.file
    data = check_table(path, found.get(said.file), said)
    rules = large_tables.rules_of(told_columns(path, data)[0])
    check_columns(path, data, said, large_tables.person_columns(rules))
    return Rows(data, said.rows, large_tables.person_of(rules))


def _proven(folder: Path, found: Found, proof: LargeCertificate, pairs: Rows[Pair]) -> LargeCertificate:
    """Return the certificate with its lists."""
    tables = proof.tables
    more = {"above_price": proof.fairness, "lottery_price": proof.lottery}
    extra = [name for name, there in more.items() if there]
    path = folder / tables.prices.file
    data = check_table(path, found.get(tables.prices.file), tables.prices)
    fit = told_columns(path, data)[0].get("price") == "whole"
    check_columns(path, data, tables.prices, large_tables.price_columns(fit, extra))
    prices: Rows[Mapping[str, Any]] = Rows(data, tables.prices.rows, dict)
    mentors = prices.column("mentor")
    if len(set(mentors)) < len(mentors):
        raise RecordError([f"{path}: column mentor: somebody stands twice"])

    def priced(name: str) -> dict[str, int]:
        said = prices.column(name)
        if any(not _WHOLE.fullmatch(one) for one in said if isinstance(one, str)):
            raise RecordError([f"{path}: column {name}: not a whole number"])
        return dict(zip(mentors, map(int, said), strict=True))

    cuts = {
        name: tuple(mentor for mentor, inside in zip(mentors, prices.column(name), strict=True) if inside)
        for name in large_tables.CUTS
    }
    lists: dict[str, object] = {
        "pairs": pairs.told(("mentee", "mentor"), lambda row: (row["mentee"], row["mentor"])),
        "prices": priced("price"),
        **cuts,
    }
    if proof.fairness:
        lists["fairness"] = proof.fairness.model_copy(update={"above_prices": priced("above_price")})
    if proof.lottery:
        chances = _chances(folder, found, tables.chances)
        lists["lottery"] = proof.lottery.model_copy(update={"chances": chances, "prices": priced("lottery_price")})
    return proof.model_copy(update=lists)


def _chances(folder: Path, found: Found, said: TableFile | None) -> Rows[tuple[str, str, int]]:
    if said is None:
        raise RecordError([f"{folder / 'matching.json'}: tables.chances: missing"])
    data = _data(folder, found, said, large_tables.CHANCES)
    return Rows(data, said.rows, lambda row: (row["mentee"], row["mentor"], row["chance"]))


def _data(folder: Path, found: Found, said: TableFile, columns: Columns) -> bytes:
    path = folder / said.file
    data = check_table(path, found.get(said.file), said)
    check_columns(path, data, said, columns)
    return data
