"""What a forger may do to a proof of fairness."""

from __future__ import annotations

from random import Random

from forging import UnfitError, altered, one_of
from honest import Document
from written import Record, Written


def made_up(record: Record) -> Document:
    """A proof of fairness of one's own making."""
    mentors = record.certificate["prices"]
    return {"worst_off": 0, "worst_off_bound": 0, "above_prices": dict.fromkeys(mentors, 0), "scale": 1}


def call_it_fairer(draw: Random, written: Written, record: Record) -> None:
    """Claim another worst off, a lower bound of it, or both alike."""
    fair = record.certificate["fairness"]
    if not fair or fair["worst_off"] is None:
        raise UnfitError
    by = draw.choice([1, -1, 100, -fair["worst_off"]])
    for name in draw.choice([["worst_off"], ["worst_off_bound"], ["worst_off", "worst_off_bound"]]):
        fair[name] = record.matching[name] = fair[name] + by


def fairest_below(draw: Random, written: Written, record: Record) -> None:
    """Pass the best total off as the fairest: with the worst off that it has, and nothing above."""
    if record.certificate["fairness"] or record.matching["gap"] != 0 or len(record.certificate["units"]) > 1:
        raise UnfitError
    worst = written.fairness.worst_off(record.certificate["pairs"])
    fair = made_up(record) | {"worst_off": worst, "worst_off_bound": worst}
    record.certificate |= {"objective": "fairest", "fairness": fair}
    record.matching |= {"strategy": "fairest", "solver": "fairest", "worst_off": worst, "worst_off_bound": worst}


def leximin_below(draw: Random, written: Written, record: Record) -> None:
    """Pass a proven best total off as leximin, with prices that prove one thing or the other."""
    if record.matching["strategy"] == "leximin" or record.matching["gap"] != 0:
        raise UnfitError
    worst = written.fairness.worst_off(record.certificate["pairs"])
    record.certificate |= {"objective": "leximin", "fairness": None}
    record.matching |= {"strategy": "leximin", "solver": "leximin", "worst_off": worst, "worst_off_bound": worst}
    for mentor in record.certificate["prices"] if draw.random() < 0.5 else ():
        record.certificate["prices"][mentor] *= draw.choice([0, 1, 10**9])


def alter_the_fairness(draw: Random, written: Written, record: Record) -> None:
    fair = record.certificate["fairness"]
    if not fair:
        raise UnfitError
    if draw.random() < 0.3:
        altered(draw, fair, "scale")
    else:
        fair["above_prices"][one_of(draw, fair["above_prices"])] += draw.choice([1, -1, 10_000, -10_000])
