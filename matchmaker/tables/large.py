"""The answer of a large pool: the record without its long lists, which are tables beside it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from matchmaker.certificate_record import CertificateRecord
from matchmaker.frozen import Data, Whole
from matchmaker.matching import Matching
from matchmaker.pool import Pool

LARGE = 20_000
"""The answer for more people than this, both sides together, is written as tables."""


def is_large(pool: Pool) -> bool:
    """Whether a pool's answer is written as tables."""
    return len(pool.mentees) + len(pool.mentors) > LARGE


class TableFile(Data):
    """A file that lies beside the record: its name, how many rows it has, and its SHA-256."""

    file: str
    rows: Whole = Field(ge=0)
    sha256: str


class Tables(Data):
    """Where the long lists are. The two CSV files say the same as the tables beside them, to people.

    ``chances`` are those of every pair that had one, where pairs were drawn under a cap.
    """

    schema_version: Literal[1] = 1
    pairs: TableFile
    people: TableFile
    prices: TableFile
    chances: TableFile | None
    pairs_csv: TableFile
    people_csv: TableFile


class LargeMatching(Matching):
    """A matching whose ``pairs``, ``people`` and chances are in ``tables``; read back, they are lists again."""

    tables: Tables


class LargeCertificate(CertificateRecord):
    """A certificate whose pairs, prices, chances and sets of mentors are in ``tables``."""

    tables: Tables
