"""Keys: a lasting number for everybody, by which equals are told apart and lots are drawn; of nobody's choosing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from matchmaker.packed import answers
from solvers.ties import Words

if TYPE_CHECKING:
    from matchmaker.people import Mentee, Mentor


def keys(people: Sequence[Mentee] | Sequence[Mentor], salt: str) -> Words:
    """Return everybody's key, 64 bits made of their id and the programme's salt alone."""
    digests = [hashlib.sha256(f"{salt}\n{id_}".encode()).digest()[:8] for id_ in answers(people, "id")]
    return np.array([int.from_bytes(digest, "big") for digest in digests], np.uint64)
