"""Nobody is matched with somebody of a competing firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matchmaker.packed import answers
from matchmaker.rules.protocol import Ban
from matchmaker.sentences import say
from matchmaker.shapes import Shape, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matchmaker.pool import Pool
    from matchmaker.programme import Programme

Firms = frozenset[str]


class Competitors:
    """Bans people of two firms in one set of ``[competitors]``, behind spellings, aliases, parents and subsidiaries.

    One firm is ``same_company``'s business, and so is a blank company: it competes with none.
    """

    name = "competitors"
    waivable = False

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Number the employers that are in any set, and look up which of them compete."""
        companies = programme.companies
        in_sets = Firms().union(*companies.competing)
        rows = answers(pool.mentees, "company").each(lambda company: companies.firms(company) & in_sets)
        columns = answers(pool.mentors, "company").each(lambda company: companies.firms(company) & in_sets)
        code = {firms: number for number, firms in enumerate(sorted({*rows, *columns}, key=sorted))}
        rivals = [_rivals(firms, companies.competing) for firms in code]
        table = [[not others.isdisjoint(firms) for firms in code] for others in rivals]
        return Table(
            np.array(table, np.int32).reshape(len(code), len(code)),
            np.array([code[firms] for firms in rows], np.int32),
            np.array([code[firms] for firms in columns], np.int32),
        )

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> Ban:
        """Name both employers and where they stand."""
        one, other = pool.mentees[mentee], pool.mentors[mentor]
        sentence = say("competitors", mentee=one, mentor=other)
        return Ban(self.name, sentence, (one.record.at("company"), other.record.at("company")))


def _rivals(firms: Firms, sets: Iterable[Firms]) -> Firms:
    """Return the firms that compete with any of these: whoever else is in a set with one of them."""
    return Firms().union(*(members - {mine} for members in sets for mine in firms & members))
