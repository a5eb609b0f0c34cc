"""The documents and tables of a large answer, read back: what is missing, odd, damaged or said twice is refused."""

from __future__ import annotations

import hashlib
from pathlib import Path

import polars as pl
import pytest
from altering import KEPT, rewritten, said
from random_pools import random_pool
from test_streaming import written

from matchmaker import InputError, RecordError, match, read_record, verify
from matchmaker.problem.list_bounds import Bound
from matchmaker.writing.result import altered


@pytest.mark.parametrize("table", KEPT)
def test_an_empty_cell_is_refused(tmp_path: Path, table: str) -> None:
    pool, programme = random_pool(5, 8, 20)
    written(pool, programme, tmp_path)
    name = [*pl.read_parquet_schema(tmp_path / f"{table}.parquet")][1]
    rewritten(tmp_path, table, lambda frame: frame.with_columns(pl.col(name).shift(1)))
    with pytest.raises(RecordError, match=rf"{table}\.parquet: column {name}: an empty cell"):
        read_record(tmp_path)


def test_a_price_that_is_no_number_is_refused(tmp_path: Path) -> None:
    written(*random_pool(5, 8, 20), tmp_path)
    for price in ("1.5", "", "9" * 5_000, "٣"):
        rewritten(tmp_path, "prices", lambda frame, price=price: frame.with_columns(price=pl.lit(price)))
        with pytest.raises(RecordError, match=r"prices\.parquet: column price: not a whole number"):
            read_record(tmp_path)


LISTS: list[tuple[str, str, object]] = [
    ("matching.json", "pairs", None),
    ("matching.json", "people", None),
    ("certificate.json", "pairs", [["x", "y"]]),
    ("certificate.json", "prices", {"x": 5}),
    ("certificate.json", "places_cut", ["z"]),
]


@pytest.mark.parametrize(("document", "name", "value"), LISTS)
def test_a_list_that_a_document_has_beside_its_table_is_refused(
    tmp_path: Path, document: str, name: str, value: object
) -> None:
    drawn = random_pool(5, 8, 20)
    written(*drawn, tmp_path)
    if value is None:
        value = match(*drawn).model_dump(mode="json")[name]
    said(tmp_path, document, lambda told: told.update({name: value}))
    with pytest.raises(RecordError, match=rf"{document}: {name}: to be empty here: it stands in a table"):
        read_record(tmp_path)


def test_what_a_proof_lists_of_chances_and_fairness_beside_its_table_is_refused(tmp_path: Path) -> None:
    pool, programme = random_pool(4, 6, 14)
    for strategy, proof, name, value in (
        ("fairest", "fairness", "above_prices", {"x": 1}),
        ("capped_lottery", "lottery", "prices", {"x": 1}),
        ("capped_lottery", "lottery", "chances", [["x", "y", 3]]),
    ):
        written(pool, programme.model_copy(update={"strategy": strategy, "limit": ()}), tmp_path)
        assert verify(pool, programme, read_record(tmp_path)) == ()
        said(tmp_path, "certificate.json", lambda told, at=(proof, name, value): told[at[0]].update({at[1]: at[2]}))
        with pytest.raises(RecordError, match=rf"certificate\.json: {proof}\.{name}: to be empty here"):
            read_record(tmp_path)
    said(tmp_path, "certificate.json", lambda told: told["lottery"].update(chances=[]))
    said(tmp_path, "matching.json", lambda told: told["lottery"].update(chances=[1]))
    with pytest.raises(RecordError, match=r"matching\.json: lottery\.chances: to be empty here"):
        read_record(tmp_path)


def test_chances_are_told_where_pairs_were_drawn_and_nowhere_else(tmp_path: Path) -> None:
    written(*random_pool(5, 8, 20), tmp_path)
    for document in ("matching.json", "certificate.json"):
        said(tmp_path, document, lambda told: told["tables"].update(chances=dict(told["tables"]["pairs"])))
    with pytest.raises(RecordError, match=r"matching\.json: tables\.chances: there where no pairs were drawn"):
        read_record(tmp_path)


@pytest.mark.parametrize("name", ["pairs_csv", "people_csv"])
@pytest.mark.parametrize("false", [{"rows": 7}, {"sha256": "0" * 64}])
def test_what_is_said_of_a_spreadsheet_is_checked(tmp_path: Path, name: str, false: dict[str, object]) -> None:
    pool, programme = random_pool(5, 8, 20)
    written(pool, programme, tmp_path)
    assert altered(read_record(tmp_path), pool, tmp_path, programme) == ()
    for document in ("matching.json", "certificate.json"):
        said(tmp_path, document, lambda told: told["tables"][name].update(false))
    file = name.replace("_", ".")
    assert altered(read_record(tmp_path), pool, tmp_path, programme) == (f"{file}: not what the record says",)


@pytest.mark.parametrize(
    ("table", "name", "kind"),
    [("prices", "price", pl.Float64), ("pairs", "score", pl.Float64), ("people", "state", pl.List(pl.String))],
)
def test_a_column_of_another_kind_is_refused(tmp_path: Path, table: str, name: str, kind: pl.DataType) -> None:
    written(*random_pool(5, 8, 20), tmp_path)
    other = pl.concat_list(name) if isinstance(kind, pl.List) else pl.col(name).cast(kind)
    rewritten(tmp_path, table, lambda frame: frame.with_columns(other.alias(name)))
    with pytest.raises(RecordError, match=rf"{table}\.parquet: column {name}: missing, or not of its kind"):
        read_record(tmp_path)


@pytest.mark.parametrize("table", KEPT)
def test_a_damaged_table_is_refused(tmp_path: Path, table: str) -> None:
    written(*random_pool(5, 8, 20), tmp_path)
    path = tmp_path / f"{table}.parquet"
    data = bytearray(path.read_bytes())
    data[4:40] = bytes(byte ^ 255 for byte in data[4:40])
    path.write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    for document in ("matching.json", "certificate.json"):
        said(tmp_path, document, lambda told: told["tables"][table].update(sha256=sha256))
    with pytest.raises(RecordError, match=rf"{table}\.parquet: not a table of this version, or damaged"):
        read_record(tmp_path)


def test_a_mentor_with_two_prices_is_refused(tmp_path: Path) -> None:
    written(*random_pool(5, 8, 20), tmp_path)
    rewritten(tmp_path, "prices", lambda frame: pl.concat([frame.head(1), frame]))
    with pytest.raises(RecordError, match=r"prices\.parquet: column mentor: somebody stands twice"):
        read_record(tmp_path)


def test_no_more_pairs_are_listed_than_a_match_would_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pool, programme = random_pool(5, 8, 20)
    written(pool, programme, tmp_path)
    said(tmp_path, "matching.json", lambda told: told.update(strategy="leximin"))
    monkeypatch.setattr("matchmaker.problem.list_bounds.BOUNDS", {"leximin": Bound(3, 1)})
    with pytest.raises(InputError, match="for leximin all legal pairs have to be listed"):
        verify(pool, programme, read_record(tmp_path))
