"""Two people without a language in common are no pair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from matchmaker.languages import language_name
from matchmaker.packed import answers
from matchmaker.rules.protocol import Ban
from matchmaker.sentences import say
from matchmaker.shapes import Bits, Overlap, Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matchmaker.pool import Pool
    from matchmaker.programme import Programme


class Language:
    """Bans pairs without a common language. Who did not say is taken to get along, or banned, as ``unknown`` says."""

    name = "language"
    waivable = True

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Give every language a bit; who did not say has all of them, or none."""
        sides = answers(pool.mentees, "languages"), answers(pool.mentors, "languages")
        names = sorted({name for side in sides for name in side.parts()})
        bit = {name: number for number, name in enumerate(names)}
        allow_blank = programme.rules.language.unknown == "allow"
        rows, columns = (_bits(side.different, bit, allow_blank)[side.places] for side in sides)
        return Overlap(rows, columns, np.array([1, 0], np.int32))

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> Ban:
        """Name both people's languages."""
        one, other = pool.mentees[mentee], pool.mentors[mentor]
        spoken = [[language_name(code) for code in person.languages] for person in (one, other)]
        sentence = say("language", mentee=one.name, mentor=other.name, asks=spoken[0], speaks=spoken[1])
        return Ban(self.name, sentence, (one.record.at("languages"), other.record.at("languages")))


def _bits(said: Sequence[Sequence[str]], bit: Mapping[str, int], allow_blank: bool) -> Bits:
    """Return one bitmap an answer, (answers, 1, words). Who did not say, and is let off, has every bit there is."""
    words = len(bit) // 64 + 1
    bits = np.zeros((len(said), 1, words), np.uint64)
    for row, languages in enumerate(said):
        for name in languages:
            bits[row, 0, bit[name] // 64] |= np.uint64(1 << bit[name] % 64)
        if not languages and allow_blank:
            bits[row] = np.uint64(2**64 - 1)
    return bits
