"""What proves a matching, in people words: what certificate.json holds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, FailFast, Field

from matchmaker.frozen import Data, Texts, Whole


def _written_in_full(value: int) -> int:
    """Return a price, unless it is one that readers of records would refuse for its length."""
    if abs(value).bit_length() > _LONGEST_PRICE:
        raise ValueError(f"must have {_LONGEST_PRICE} bits at most")
    return value


_LONGEST_PRICE = 14_100
Price = Annotated[int, AfterValidator(_written_in_full)]
"""An integer that may be longer: several priorities or levels, each outweighing all that come after, in one sum."""


class FairnessRecord(Data):
    """What proves a matching the fairest: prices by mentor that show that nobody worst off can be better off.

    ``solvers.proof.fairness`` says what they mean and checks them. ``scale`` is how many units of a mentor's price in
    the certificate are a basis point of score.
    """

    worst_off: Whole | None
    worst_off_bound: Whole | None
    above_prices: dict[str, Whole]
    scale: Annotated[Whole, Field(ge=1)]


class LotteryProof(Data):
    """How likely each pair was to be drawn, if it had a chance; the proof that no chances under the cap have more.

    Chances are parts of ``whole``, in order of mentee and mentor; ``expected`` is the expected score times ``whole``.
    With a price for each mentor no chances under ``cap`` have more: ``solvers.proof.odds`` checks it.
    """

    whole: Whole
    cap: Whole
    expected: Whole
    chances: Annotated[tuple[tuple[str, str, Whole], ...], FailFast()]
    prices: dict[str, Whole]


class CertificateRecord(Data):
    """What proves a matching, in people words: totals, five sets of mentors, a price for each mentor.

    ``solvers.proof.certificate`` says what they mean and checks them. ``units`` is what a point counts for mentees
    of each priority: 1 for the last, and before it more than all that comes after. ``limit_prices`` are those of
    limits, by name; where there are any, all prices are in parts of a point, ``scale`` of them to one. ``fairness``
    is for ``fairest`` only. An answer of ``leximin`` that is not proven has a certificate of ``best_score``, as
    heuristics have.
    """

    schema_version: Literal[1] = 1
    objective: Literal["most_people", "best_score", "fairest", "leximin"]
    pairs: Annotated[tuple[tuple[str, str], ...], FailFast()]
    floor_places: Whole
    mentors_matched: Whole
    mentees_matched: Whole
    places_filled: Whole
    total_score: Whole
    floors_cut: Texts
    floored_cut: Texts
    mentors_cut: Texts
    mentees_cut: Texts
    places_cut: Texts
    bonus: Whole
    units: dict[int, Annotated[Price, Field(ge=1)]]
    prices: dict[str, Price]
    limit_prices: dict[str, Whole]
    scale: Annotated[Whole, Field(ge=1)]
    fairness: FairnessRecord | None
    lottery: LotteryProof | None
    people_sha256: str
    settings_sha256: str
