"""Nobody is matched inside their own company."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matchmaker.rules.protocol import Ban
from matchmaker.sentences import say
from matchmaker.shapes import SameGroup, Shape, padded

if TYPE_CHECKING:
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme


class SameCompany:
    """Bans people with an employer in common, behind spellings, aliases, parents and subsidiaries.

    A blank company stops the run, bans all pairs or allows them, as ``unknown`` says.
    """

    name = "same_company"
    waivable = False

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Number the firms behind everybody's employers."""
        rows = [programme.companies.firms(mentee.company) for mentee in pool.mentees]
        columns = [programme.companies.firms(mentor.company) for mentor in pool.mentors]
        code = {firm: number for number, firm in enumerate(sorted(frozenset().union(*rows, *columns)))}
        blank_bans = programme.rules.same_company.unknown == "ban"
        return SameGroup(
            left=padded([[code[firm] for firm in firms] for firms in rows]),
            right=padded([[code[firm] for firm in firms] for firms in columns]),
            with_all_left=np.array([blank_bans and not mentee.company for mentee in pool.mentees], np.bool_),
            with_all_right=np.array([blank_bans and not mentor.company for mentor in pool.mentors], np.bool_),
        )

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> Ban:
        """Name both spellings and where they stand."""
        one, other = pool.mentees[mentee], pool.mentors[mentor]
        sentence = say("same_company", mentee=one, mentor=other)
        return Ban(self.name, sentence, (one.record.at("company"), other.record.at("company")))
