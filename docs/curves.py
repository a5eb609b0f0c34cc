"""The curves behind the scores, as numbers: what docs/draw.py draws, and the tests of docs/scoring.md hold it to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction

import numpy as np

from matchmaker import CRITERIA, Mentee, Mentor, Pool, Programme
from matchmaker.criteria import qualities, readiness, wishes
from matchmaker.criteria.availability import starts_curve
from matchmaker.criteria.style import Style, style_curve
from matchmaker.scoring.combine import COMBINE
from matchmaker.shapes import FULL, Mean, Table
from matchmaker.topics import Topic, TopicGraph

POINTS, ALIKE = "points of 100", "likeness, per cent"
DEFAULTS = Programme()
Line = list[tuple[float, float]]


@dataclass(frozen=True)
class Curve:
    """A picture: lines by name, each with its (x, y), and the x at which a line's name is written on it."""

    title: str
    note: str
    x: str
    lines: Mapping[str, Line]
    named_at: Mapping[str, float] = field(default_factory=dict)
    y: str = POINTS

    @property
    def digest(self) -> str:
        """The hash of what it shows."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def _line(values: Iterable[float], points: Callable[..., float], scale: float = 100) -> Line:
    return [(float(value), round(points(value) / scale, 4)) for value in values]


def expertise() -> Curve:
    """What an offer is worth by how far it is ahead, for three settings."""
    here = {"name": "Somebody", "company": "none", "time_zone": "UTC", "free": "Mon 09:00-17:00", "capacity": 1}
    mentees = [Mentee.model_validate(_asking(here) | {"id": str(own), "needs": f"python:2>{own}"}) for own in range(3)]
    mentors = [Mentor.model_validate(here | {"id": str(n), "offers": f"python:{n}"}) for n in range(1, 6)]
    pool = Pool(mentors, mentees)

    def ahead(far: int) -> Line:
        shape = CRITERIA[0].encode(pool, Programme.model_validate({"expertise": {"levels_ahead": far}}))
        return _line(range(-1, 6), lambda levels: shape.pair(max(0, 1 - levels), max(0, levels - 1)))

    return Curve(
        "Expertise: an offer of the very topic, by how far it is ahead",
        "levels_ahead 1, 2 (the default) and 4",
        "the mentor's level − the mentee's own",
        {str(far): ahead(far) for far in (1, 2, 4)},
        {"1": 0.5, "2": 1, "4": 2},
    )


def _asking(here: Mapping[str, object]) -> dict[str, object]:
    return {name: said for name, said in here.items() if name != "capacity"}


def likeness_line() -> Curve:
    """How alike a topic and a broader one are, by the steps between."""
    graph = TopicGraph(tuple(Topic(str(at), str(at - 1) if at else None, (), ()) for at in range(8)))
    line = _line(range(8), lambda steps: graph.likeness("0", str(steps)))
    note = "below 5 per cent two topics are not alike"
    return Curve("Likeness of a topic and a broader or narrower one", note, "steps", {"": line}, {}, ALIKE)


def likeness_siblings() -> Curve:
    """How alike two topics under one parent are, by how many it has."""

    def siblings(count: int) -> int:
        children = [Topic(f"child {at}", "parent", (), ()) for at in range(count)]
        return TopicGraph((Topic("parent", None, (), ()), *children)).likeness("child 0", "child 1")

    note = "in a long list, standing beside each other means nothing"
    line = _line(range(2, 21), siblings)
    return Curve("Likeness of two topics under one parent", note, "topics under that parent", {"": line}, {}, ALIKE)


def style() -> Curve:
    """Points by the mean difference, for three scales, all five items answered."""

    def answered(scale: float) -> Line:
        curve = style_curve(scale, Style("mentee").unknown)[5]
        return _line(np.arange(21) / 20, lambda apart: curve[round(20 * apart)])

    return Curve(
        "Communication style, all five items answered by both",
        "scale 0.1, 0.2 (the default) and 0.4",
        "mean difference d, 0 to 1",
        {str(scale): answered(scale) for scale in (0.1, 0.2, 0.4)},
        {"0.1": 0.08, "0.2": 0.17, "0.4": 0.34},
    )


def style_answered() -> Curve:
    """Points by how many items both answered."""
    curve = style_curve(DEFAULTS.style.scale, Style("mentee").unknown)
    lines = {
        f"d = {apart / 4}": _line(range(6), lambda items, apart=apart: curve[items, apart * items])
        for apart in (0, 1, 3)
    }
    note = "an item left open counts its fifth as unknown, 25"
    return Curve(
        "Communication style, by how many items both answered",
        note,
        "items answered by both",
        lines,
        {"d = 0.0": 3, "d = 0.25": 3.5, "d = 0.75": 3},
    )


def starts() -> Curve:
    """Points by shared starts, all hours given."""
    curves = {str(enough): starts_curve(enough) for enough in (4, 8, 16)}
    lines = {
        name: _line(range(17), lambda n, curve=curve: curve[min(n, len(curve) - 1)]) for name, curve in curves.items()
    }
    return Curve(
        "Availability, by starts a whole meeting fits at",
        "enough_starts 4, 8 (the default) and 16; times the hours given of those asked for, at most 1",
        "shared quarter-hours a week to start at",
        lines,
        {"4": 2, "8": 4, "16": 9},
    )


def shrunk() -> Curve:
    """Points of a quality by how many ratings its mean rests on."""
    lines = {
        f"mean {mean}": _line(range(31), lambda n, mean=mean: qualities.points(100 * mean, n, DEFAULTS.qualities))
        for mean in (5, 4, 3, 2, 1)
    }
    return Curve(
        "One quality, by how many ratings its mean rests on",
        "few ratings count little beside the typical mark, 3.8",
        "ratings",
        lines,
        dict.fromkeys(lines, 20),
    )


def source() -> Curve:
    """The points of every way, fresh and old, and of none."""
    settings = DEFAULTS.source
    full = [
        getattr(settings, way) for way in ("former_boss", "recommended", "knows", "expert_recommended", "two_steps")
    ]
    lines = {
        "as it is": _line(range(5), lambda at: full[at]),
        "ended over ten years ago": _line(range(5), lambda at: full[at] * settings.old_share // 100),
        "no way known": _line(range(5), lambda _: CRITERIA[4].unknown),
    }
    return Curve("Source: the best way from the mentee to the mentor", "dashed: no way known, 30", "", lines)


def wished() -> Curve:
    """Points by the rank of a wish."""
    given = {str(share): DEFAULTS.wishes.model_copy(update={"next_wish": share}) for share in (80, 60, 40)}
    lines = {name: _line(range(1, 8), lambda rank, one=one: wishes.points(rank, one)) for name, one in given.items()}
    note = "next_wish 80, 60 (the default) and 40 per cent; no wish counts 30, and no wish counts less"
    return Curve("Wishes, by rank", note, "rank of the wish", lines, {"80": 3, "60": 2.3, "40": 1.7})


def benefit() -> Curve:
    """Points by the tokens that meet a 3, for three shares of enjoyed needs."""
    settings, tokens = DEFAULTS.benefit, np.arange(11, dtype=np.int32)
    weights = (settings.gains_share, 100 - settings.gains_share)
    assumed = (settings.gains_not_said, settings.enjoys_not_said)
    gains = Table((FULL // 10 * tokens)[:, None], tokens, 0 * tokens[:1])

    def enjoyed(share: int) -> Line:
        enjoys = Table(np.array([[share]], np.int32), 0 * tokens, 0 * tokens[:1])
        return _line(range(11), lambda at: Mean((gains, enjoys), weights, assumed).pair(at, 0))

    lines = {"all": enjoyed(FULL), "half": enjoyed(FULL // 2), "none": enjoyed(0)}
    return Curve(
        "Benefit, by the tokens laid on what the mentee offers in full",
        "of the needs, the mentor enjoys all, half or none",
        "tokens of ten that meet a 3, the others a 0",
        lines,
        dict.fromkeys(lines, 5),
    )


def ready() -> Curve:
    """Points by the mean of eight answers, for every minimum."""
    means = [Fraction(eighths, 8) for eighths in range(8, 41)]
    lines = {
        str(least): _line(means, lambda mean, least=least: readiness.points(mean, least)) for least in (2, 3, 4, 5)
    }
    note = "the mentor asks for 2, 3, 4 or 5 at least; who asks for 1 gives everybody 100"
    named = {str(least): least - 0.6 for least in (2, 3, 4, 5)}
    return Curve("Readiness", note, "mean of the mentee's eight answers, 1 to 5", lines, named)


def combined() -> Curve:
    """The score where the mentee's view is 80, by the mentor's, with the other ways to combine two views."""
    ways = {"harmonic mean": COMBINE["harmonic"], "mean": COMBINE["mean"], "minimum": COMBINE["minimum"]}
    lines = {
        name: _line(range(0, 101, 2), lambda view, way=way: int(way(8_000, 100 * view))) for name, way in ways.items()
    }
    note = "the harmonic mean is the default: what one side lacks the other can hardly make up"
    named = {"mean": 12, "harmonic mean": 26, "minimum": 46}
    return Curve("Score of a pair whose mentee's view is 80", note, "the mentor's view", lines, named, "score of 100")


CURVES: Mapping[str, Callable[[], Curve]] = {
    "expertise": expertise, "likeness_line": likeness_line, "likeness_siblings": likeness_siblings, "style": style,
    "style_answered": style_answered, "starts": starts, "qualities": shrunk, "source": source, "wishes": wished,
    "benefit": benefit, "readiness": ready, "combined": combined,
}  # fmt: skip
"""Every picture by its file's name."""
