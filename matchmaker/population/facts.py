"""What is between generated people: lines of bosses, and everything else that stands in relations.csv."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matchmaker.population.town import Lots, Row, Someone, Town

RELATION_COLUMNS = ("person", "other", "kind", "since", "until", "why")
FACTS = (
    ("boss", 0.015, "why_dotted"),
    ("former_boss", 0.02, ""),
    ("past_pair", 0.03, ""),
    ("veto", 0.01, "why_veto"),
    ("decline", 0.003, ""),
    ("knows", 0.05, "why_knows"),
    ("recommends", 0.04, "why_recommends"),
)
"""Facts between a mentee and any mentor: kind, share of the mentees, text of the why."""
AMONG_MENTORS = (("knows", 0.2, "why_knows"), ("recommends", 0.2, "why_recommends"))
"""Facts between two mentors: kind, share of the mentors, text of the why."""
OVER = ("former_boss", "past_pair")
"""The kinds that have ended before the programme starts."""


def boss_lines(town: Town, mentors: Sequence[Someone], mentees: Sequence[Someone]) -> Iterator[Row]:
    """Yield the lines of bosses inside every company; an outsider's name goes into people's own column.

    A boss inside the pool is a mentor from an earlier row, so that no line runs in a circle.
    """
    seniors: dict[int, list[Someone]] = {}
    outsiders: dict[int, str] = {}
    for someone in (*mentors, *mentees):
        if someone.firm < 0:
            continue
        known = seniors.setdefault(someone.firm, [])
        if known and town.chance(0.5):
            boss = known[int(town.rng.random() * len(known))]
            if boss.row["email"] != someone.row["email"]:
                yield _fact(someone.row["id"], boss.row["id"], "boss", since=town.a_day(-2000, -60))
        elif town.chance(0.6):
            if someone.firm not in outsiders:
                outsiders[someone.firm] = _outsider(town, someone)
                if known and town.chance(0.4):
                    yield _fact(outsiders[someone.firm], known[0].row["id"], "boss", why="from the staff directory")
            someone.row["boss"] = outsiders[someone.firm]
        if "capacity" in someone.row:
            known.append(someone)


def facts(town: Town, mentors: Sequence[Someone], mentees: Sequence[Someone]) -> Iterator[Row]:
    """Yield what else mentees have to do with mentors of the pool."""
    anyone = Lots.even(mentors)
    for kind, share, why in FACTS:
        for mentee in mentees:
            mentor = anyone.draw(town.rng)
            if not town.chance(share) or mentor.row["email"] == mentee.row["email"]:
                continue
            since, until = (town.a_day(-2500, -900), town.a_day(-800, -60)) if kind in OVER else ("", "")
            one, other = mentee.row["id"], mentor.row["id"]
            if kind == "veto" and town.chance(0.5):
                one, other = other, one
            yield _fact(one, other, kind, since, until, town.text(why) if why else "")


def among_mentors(town: Town, mentors: Sequence[Someone]) -> Iterator[Row]:
    """Yield who of the mentors knows or recommends another one."""
    anyone = Lots.even(mentors)
    for kind, share, why in AMONG_MENTORS:
        for mentor in mentors:
            other = anyone.draw(town.rng)
            if town.chance(share) and other is not mentor:
                yield _fact(mentor.row["id"], other.row["id"], kind, why=town.text(why))


def wishes(town: Town, mentors: Sequence[Someone], mentees: Sequence[Someone]) -> Iterator[Row]:
    """Let one mentee in eight wish for up to three mentors, in their own column; yield the wishes of a few mentors."""
    any_mentor, any_mentee = Lots.even(mentors), Lots.even(mentees)
    for mentee in mentees:
        if town.chance(0.12):
            wished = any_mentor.distinct(town.rng, min(len(mentors), 1 + int(town.rng.random() * 3)))
            others = (mentor.row for mentor in wished if mentor.row["email"] != mentee.row["email"])
            mentee.row["wishes"] = "; ".join(row["id"] for row in others)
    for mentor in mentors:
        mentee = any_mentee.draw(town.rng)
        if town.chance(0.04) and mentor.row["email"] != mentee.row["email"]:
            yield _fact(mentor.row["id"], mentee.row["id"], "wish", why="1")


def _outsider(town: Town, someone: Someone) -> str:
    """Name a boss outside the pool. Nobody in the pool has an initial, so the name is never mistaken for theirs."""
    while True:
        name = town.name(someone.place, f" {'ABCDEFGHJKLMNPRSTVWZ'[int(town.rng.random() * 20)]}. ")
        if name not in town.taken:
            town.taken.add(name)
            return name


def _fact(person: str, other: str, kind: str, since: str = "", until: str = "", why: str = "") -> Row:
    return {"person": person, "other": other, "kind": kind, "since": since, "until": until, "why": why}
