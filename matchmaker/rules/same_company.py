"""Nobody is matched inside their own company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matchmaker.packed import answers
from matchmaker.rules.protocol import Ban
from matchmaker.sentences import say
from matchmaker.shapes import SameGroup, Shape

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
        sides = answers(pool.mentees, "company"), answers(pool.mentors, "company")
        rows, columns = (side.changed(programme.companies.firms) for side in sides)
        code = {firm: number for number, firm in enumerate(sorted({*rows.parts(), *columns.parts()}))}
        blank_bans = programme.rules.same_company.unknown == "ban"
        left_alone, right_alone = (side.array(lambda company: blank_bans and not company) == 1 for side in sides)
        return SameGroup(
            left=rows.padded(lambda firms: sorted(code[firm] for firm in firms)),
            right=columns.padded(lambda firms: sorted(code[firm] for firm in firms)),
            with_all_left=left_alone,
            with_all_right=right_alone,
        )

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> Ban:
        """Name both spellings and where they stand."""
        one, other = pool.mentees[mentee], pool.mentors[mentor]
        sentence = say("same_company", mentee=one, mentor=other)
        return Ban(self.name, sentence, (one.record.at("company"), other.record.at("company")))
