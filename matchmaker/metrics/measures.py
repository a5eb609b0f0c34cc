"""What is measured of a matching: each number's definition, unit, range and source. Plain data with a JSON schema.

Whole numbers throughout, rounded down: points and shares are basis points (0…10 000), ranks and mean loads hundredths.
None is where there is nothing to measure; it is never 0. ``Possible`` pairs are the legal ones, and those pinned below
the minimum score, of a mentee who asks for a place and a mentor who offers one; a possible mentee or mentor is in one.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from matchmaker.frozen import Data
from matchmaker.matching import Distribution

Count = Annotated[int, Field(ge=0)]
Basis = Annotated[int, Field(ge=0, le=10_000)]
"""Basis points: of a score or view, or 10 000 for a whole."""


class Measure(Data):
    """Frozen; what stands below a field describes it in the schema, too."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class Share(Measure):
    """So many of a whole."""

    count: Count
    of: Count
    share: Basis | None
    """``count / of`` in basis points; None of nothing."""


class Coverage(Measure):
    """How much of what mentees ask for was given; a mentee who asks for no place counts nowhere."""

    mentees: Share
    """Mentees with a mentor at least, of all."""
    places: Share
    """Places they got, of all that were wanted."""
    possible_mentees: Share
    """The same of the mentees who have a possible partner: what rules leave to a strategy."""
    possible_places: Share
    """The same of the places that those mentees want."""


class Spread(Distribution):
    """The distribution that a record tells, in basis points, with the lowest twentieth.

    A percentile is by nearest rank: the least value that so many per cent of all, at least, do not exceed
    (Hyndman & Fan 1996, definition 1).
    """

    p5: Basis


class Loads(Measure):
    """How many mentees the possible mentors have."""

    mentors: Count
    """How many possible mentors there are."""
    unused: Count
    """How many of them have nobody."""
    least: Count
    most: Count
    mean: Count
    """In hundredths of a mentee."""
    deviation: Count
    """The standard deviation (over all of them, not a sample) in thousandths of a mentee."""


class Ranks(Measure):
    """How far up their own list people got, over the pairs of one side (rank distributions: Featherstone 2020).

    A partner's rank is 1 + how many possible partners one's own view puts strictly higher: of equals all have the best.
    """

    mean: Annotated[int, Field(ge=100)] | None
    """Over the pairs, in hundredths of a rank: 100 is everybody's first choice. None without pairs."""
    worst: Annotated[int, Field(ge=1)] | None
    """The largest rank of any pair. None without pairs."""
    first: Share
    """People who have a first choice of theirs, of all possible ones; who has nobody has none."""


class BlockingPairs(Share):
    """Blocking pairs: two people not matched who would both rather have each other (Gale & Shapley 1962).

    Each by their own view has a free place, or a partner of a pair that is not pinned whom they like strictly less: of
    all possible pairs (their share as a measure of instability: Eriksson & Häggström 2008). A free place is worth less
    than any possible partner.
    """

    largest_gain: Basis | None
    """The most that any of them gives to both: to the one who gains less, against the partner given up or from 0. A
    matching is stable for all who move only for more (Pini, Rossi, Venable & Walsh 2013). None where none blocks."""


class Envy(Measure):
    """Justified envy: a mentee would rather have a mentor, who has somebody they like less than this mentee.

    As in blocking pairs views are strict; a pinned mentee is not envied, and a mentor's free place is no reason
    (Abdulkadiroğlu & Sönmez 2003).
    """

    pairs: Count
    """How many pairs of a mentee and a mentor there are with such envy."""
    mentees: Count
    """How many mentees have it."""


class Regret(Measure):
    """What possible mentees lack, in pair score, to the best they could have if they came first.

    That is the sum of as many of their best possible pairs as they want places, less the sum of those they got: 0 is
    nothing, all of it for who has nobody (regret as of Savage 1951, here of the matching for each mentee).
    """

    mean: Count
    p90: Count
    """By nearest rank: nine tenths of the mentees lack no more."""
    most: Count


class GroupRatio(Measure):
    """A group against the largest that is told of its column: 10 000 is as good, more is better."""

    group: str
    """As in the record's ``audit``."""
    match_rate: Count | None
    """Its share with a partner over the largest group's; None if in that one nobody has."""
    mean_score: Count | None
    """The mean score of its pairs over the largest group's; None where the record hides one or that one's is 0."""


class GroupRatios(Measure):
    """How the groups of an audit column compare, as far as the record tells them: never of fewer than ten people."""

    column: str
    role: Literal["mentee", "mentor"]
    groups: tuple[GroupRatio, ...]
    least_rate: Basis | None
    """The least match rate over the highest: below 8 000 the four-fifths rule asks why (29 CFR 1607.4 D). None without
    two groups, or if nobody has a partner."""
    hidden_groups: Count


class Measures(Measure):
    """All that is measured of one matching, by ``measure(scores, matching)``."""

    pairs: Count
    """How many pairs were made."""
    score: Spread | None
    """Of the pairs' scores; None without pairs, as the next three."""
    mentee_view: Spread | None
    mentor_view: Spread | None
    worse_off: Spread | None
    """Of the lower of the two views in each pair."""
    coverage: Coverage
    worst_off: Count | None
    """The least that a mentee with a partner gets: the sum of the scores of their pairs. ``fairest`` and ``leximin``
    lift it (max–min: Rawls 1971), there of those to whom pins leave something to get. None without pairs."""
    gini: Basis | None
    """How unevenly scores fall to the possible mentees, each with the sum of their pairs' (0 for who has nobody):
    ``Σ|xᵢ − xⱼ| / (2n · Σx)`` over all ordered two of the n (Gini 1912). 0 is all alike; None if all have 0."""
    loads: Loads | None
    """None without a possible mentor."""
    mentee_ranks: Ranks
    """Of the mentors, by the mentee's view."""
    mentor_ranks: Ranks
    """Of the mentees, by the mentor's view."""
    blocking: BlockingPairs
    envy: Envy
    regret: Regret | None
    """None without a possible mentee."""
    groups: tuple[GroupRatios, ...]
    """Column by column, as in the record's ``audit``."""
