"""Seeded random pools, small and nasty: few firms in many spellings, lines with loops, people in both roles, blanks."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache

import screening_draws
from people import mentee, mentor, ratings_of, relation

from matchmaker import Pool, Programme
from matchmaker.answers import GAINS, QUALITIES, READINESS, TOKENS
from matchmaker.companies import Companies
from matchmaker.people import STYLE_ITEMS, Record
from matchmaker.ratings import Rating
from matchmaker.relations import Relation
from matchmaker.scoring.combine import COMBINE
from matchmaker.settings import WEIGHTS
from matchmaker.topics import TopicGraph
from matchmaker.verification.plain_rules import PlainRules

NAMES = ["Ann Ash", "Bo Birch", "Cy Cole", "Di Dale", "Ed Elm", "Flo Fox", "Gus Gray", "Hal Hill", "Ida Iver", "Jo Jay"]
NAMES += ["Kim Kerr", "Lea Lund", "Max Moor", "Nia Nash", "Ole Oak", "Pia Park", "Quin Quay", "Ray Reed", "Sue Stone"]
OUTSIDERS = ["Olga Outside", "Otto Outside"]
COMPANIES = Companies(
    aliases={"Isenbruck Rail": ("IBR", "Big Rail")},
    groups={"Globex": ("Initech", "Acme Labs"), "Acme Labs": ("Hooli",)},
    competitors={"rail": ("Big Rail", "Umbrella AG"), "labs": ("Umbrella", "Hooli")},
)
EMPLOYERS = ["ACME", "Acme Ltd.", "acme, inc", "Hooli GmbH", "Globex", "INITECH", "acme labs", "IBR", "Big-Rail"]
EMPLOYERS += ["Isenbruck-Rail", "freelance", "n/a", "Student", "Acme; Initech", "Umbrella; IBR", "umbrella AG", "", ""]
ZONES = ["Europe/London", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Sydney", "UTC"]
FREE = ["weekdays 09:00-17:00", "Mon 18:00-20:00", "Tue 08:00-09:15; Thu 12:00-13:00", "daily 22:00-01:00"]
FREE += ["Sun 20:00-03:00", "Wed 17:00-18:00", "weekends 07:30-11:00", "Fri 00:00-24:00"]
LANGUAGES = ["", "", "English", "en; de", "Deutsch", "fr", "pt-BR; English", "pt"]
TOPICS = ["python", "leadership", "public speaking", "negotiation", "delegation", "people management", "owl taming"]
HOURS = [None, "0.5", "1", "1,75", "2", "4"]
STARTS = [None, date(2027, 3, 1), date(2027, 3, 31), date(2026, 10, 19), date(2028, 2, 29)]
WAIVERS = ["past_pair", "availability", "language", "language, past_pair", "not_ready", "not_mentoring, not_ready"]


@cache
def topics() -> TopicGraph:
    """The shipped graph, read once."""
    return TopicGraph.shipped()


@lru_cache(maxsize=1024)
def random_pool(seed: int, mentors: int = 5, mentees: int = 8) -> tuple[Pool, Programme]:
    """Draw people, facts and settings; ``match`` accepts every one of them. Kept, as many tests draw the same."""
    draw = random.Random(seed)
    apart = random.Random(f"screening {seed}")  # what screening reads changes nothing else that is drawn
    programme = random_programme(draw)
    rules = programme.rules.model_copy(update=screening_draws.settings(apart))
    programme = programme.model_copy(update={"rules": rules})
    names = [*NAMES, *(f"Una {number}" for number in range(mentors + mentees))]
    draw.shuffle(names)
    columns = [_cells(draw, f"r{at}", names.pop(), programme) for at in range(mentors)]
    rows = [_cells(draw, f"e{at}", names.pop(), programme) for at in range(mentees)]
    for mine, theirs in zip(rows, draw.sample(columns, mentors), strict=False):
        if draw.random() < 0.3:
            mine |= {"name": theirs["name"], "email": theirs["email"], "free": draw.choice([mine["free"], ()])}
            mine["id"] = draw.choice([mine["id"], theirs["id"]])
    everybody = list({cells["name"]: cells for cells in [*columns, *rows]}.values())
    offering = [mentor(**cells, **_mentor(draw), **screening_draws.refusals(apart)) for cells in columns]
    asking = [mentee(**cells, **_mentee(draw), **screening_draws.request(apart)) for cells in rows]
    pool = Pool(offering, asking, _facts(draw, everybody, programme), _ratings(draw, columns))
    return pool, programme.model_copy(update={"combine": draw.choice(["harmonic", *COMBINE])})


def demanding_pool(seed: int, mentors: int = 5, mentees: int = 8) -> tuple[Pool, Programme]:
    """Draw a random pool, and ask more of it: floors for some mentors, and a pin, where the pair it falls on can be."""
    pool, programme = random_pool(seed, mentors, mentees)
    return demanding(seed, pool, programme), programme


def demanding(seed: int, pool: Pool, programme: Programme) -> Pool:
    """Ask for floors and a pin."""
    draw = random.Random(seed)
    floored = [one.model_copy(update={"floor": draw.choice([0, 0, one.capacity])}) for one in pool.mentors]
    facts, ratings = [fact.relation for fact in pool.relations.facts], ratings_of(pool)
    row, column = draw.randrange(len(pool.mentees)), draw.randrange(len(floored))
    one, other = pool.mentees[row], floored[column]
    if one.mentors_wanted and other.capacity and not PlainRules(pool, programme).banning(row, column):
        facts.append(relation(one.id, other.id, "pin"))
    return Pool(floored, pool.mentees, facts, ratings)


def tied_pool(seed: int, mentors: int = 5, mentees: int = 8) -> tuple[Pool, Programme]:
    """Draw people of very few kinds, so that many matchings are equally good; bans, floors and several places."""
    draw = random.Random(seed)
    columns = []
    for at in range(mentors):
        capacity = draw.choice([0, 1, 1, 2, 3])
        floor = draw.choice([0, 0, capacity])
        columns.append(mentor(f"r{at}", offers=draw.choice(["python:5", "python:2"]), capacity=capacity, floor=floor))
    rows = [mentee(f"e{at}", mentors_wanted=draw.choice([0, 1, 1, 1, 2])) for at in range(mentees)]
    thin = draw.choice([0.0, 0.3, 0.6])
    facts = [relation(row.id, one.id, "forbid") for row in rows for one in columns if draw.random() < thin]
    return Pool(columns, rows, facts), Programme(topics=topics())


def random_programme(draw: random.Random) -> Programme:
    """Draw settings: every rule's, dates, weights, the least score."""
    start = draw.choice(STARTS)
    return Programme.model_validate(
        {
            "start": start,
            "weeks": draw.choice([None, None, 1, 5, 40]),
            "minimum_score": draw.choice([0, 0, 1, 2000, 5000]),
            "weights": {view: _shares(draw, names) for view, names in WEIGHTS.items() if draw.random() < 0.8},
            "style": {"scale": draw.choice([0.2, 0.2, 0.5, 1.0])},
            "wishes": {"next_wish": draw.choice([0, 60, 90])},
            "source": {"old_years": draw.choice([0, 1, 10])},
            "topics": topics(),
            "companies": COMPANIES,
            "rules": {
                "former_boss": {"months": draw.choice([None, 1, 12]) if start else None},
                "current_boss": {"levels": draw.choice(["all", "all", 1, 2]), "peers": draw.random() < 0.4},
                "same_company": {"unknown": draw.choice(["error", "ban", "allow"])},
                "availability": {
                    "enabled": draw.random() < 0.85,
                    "meeting_minutes": draw.choice([15, 45, 60, 75, 120]),
                },
                "language": {"enabled": draw.random() < 0.85, "unknown": draw.choice(["ban", "allow", "allow"])},
                "past_pair": {
                    "enabled": draw.random() < 0.85,
                    "months": draw.choice([None, 1, 12]) if start else None,
                },
            },
        }
    )


def _cells(draw: random.Random, key: str, name: str, programme: Programme) -> dict[str, object]:
    blank_allowed = programme.rules.same_company.unknown != "error"
    cells: dict[str, object] = {
        "key": key,
        "id": key,
        "name": name,
        "email": f"{key}@example.org",
        "company": draw.choice(EMPLOYERS) or ("" if blank_allowed else "freelance"),
        "time_zone": draw.choice(ZONES),
        "free": "; ".join(draw.sample(FREE, draw.choice([1, 2, 2, 3]))),
        "languages": draw.choice(LANGUAGES),
    }
    if draw.random() < 0.8:
        marks = [f"{side}_{item}" for side in ("style", "wants") for item in STYLE_ITEMS]
        cells |= {mark: draw.randint(1, 5) for mark in marks if draw.random() < 0.6}
    return cells


def _mentor(draw: random.Random) -> dict[str, object]:
    offers = [
        topic + draw.choice(["", *(f":{n}" for n in range(1, 6))]) for topic in draw.sample(TOPICS, draw.randint(1, 4))
    ]
    return {
        "offers": "; ".join(offers),
        "capacity": draw.randint(0, 3),
        "hours_per_mentee": draw.choice(HOURS),
        "gains": _tokens(draw, GAINS),
        "enjoys": draw.sample(TOPICS, draw.choice([0, 1, 3])),
        "minimum_readiness": draw.choice([None, 1, 3, 5]),
        "qualities": _marks(draw, QUALITIES, 1, 5),
    }


def _mentee(draw: random.Random) -> dict[str, object]:
    levels = ["", *(f">{n}" for n in range(6))]
    needs = [f"{topic}:{draw.randint(1, 3)}{draw.choice(levels)}" for topic in draw.sample(TOPICS, draw.randint(1, 4))]
    return {
        "needs": "; ".join(needs),
        "mentors_wanted": draw.choice([0, 1, 1, 1, 2]),
        "hours_per_month": draw.choice(HOURS),
        "can_offer": _marks(draw, GAINS, 0, 3),
        "readiness": _marks(draw, READINESS, 1, 5),
        "wants_qualities": _tokens(draw, QUALITIES),
    }


def _shares(draw: random.Random, names: Collection[str]) -> dict[str, int]:
    """Spread 100 over some of the names, or give all to one."""
    chosen = draw.sample(sorted(names), draw.choice([1, 3, 4, len(names)]))
    cuts = sorted(draw.randint(0, 100) for _ in chosen[1:])
    return {name: upper - lower for name, lower, upper in zip(chosen, [0, *cuts], [*cuts, 100], strict=True)}


def _tokens(draw: random.Random, names: Sequence[str]) -> dict[str, int]:
    """Lay ten tokens on some names; a quarter of the people lay none."""
    laid = draw.choices(draw.sample(names, 3), k=TOKENS if draw.random() < 0.75 else 0)
    return {name: laid.count(name) for name in names if name in laid}


def _marks(draw: random.Random, names: Sequence[str], least: int, most: int) -> dict[str, int]:
    """Give some of the names a mark; a quarter of the people give none."""
    chosen = draw.sample(names, draw.randint(1, len(names)) if draw.random() < 0.75 else 0)
    return {name: draw.randint(least, most) for name in names if name in chosen}


def _ratings(draw: random.Random, mentors: list[dict[str, object]]) -> list[Rating]:
    """Rate some mentors in some qualities."""
    rated = [(cells, quality) for cells in mentors for quality in QUALITIES if draw.random() < 0.2]
    return [
        Rating(person=_called(draw, one), quality=quality, mean=draw.randint(100, 500) / 100, count=draw.randint(1, 9))
        for one, quality in rated
    ]


def _facts(draw: random.Random, everybody: list[dict[str, object]], programme: Programme) -> list[Relation]:
    """Boss lines with dotted lines, outsiders, ends and loops; who said no; past pairs and waivers."""
    people = [*everybody, *({"name": name} for name in OUTSIDERS)]
    kinds = ["boss"] * 6 + ["veto", "forbid", "decline", "past_pair", "past_pair", "waive", "waive"]
    kinds += ["knows"] * 4 + ["former_boss", "recommends", "recommends", "recommends", *["wish"] * 4]
    found = []
    for row in range(draw.randint(0, 2 * len(people)) if len(people) > 1 else 0):
        one, other = draw.sample(people, 2)
        kind = draw.choice(kinds)
        fields: dict[str, object] = {"record": Record(file="relations.csv", row=row + 2)}
        if kind == "wish":
            fields["why"] = draw.choice(["", "1", "2", "4", "as a friend says"])
        if kind in {"boss", "past_pair", "knows", "former_boss", "recommends"} and draw.random() < 0.5:
            fields["until"] = _day(draw, programme)
        if kind == "waive":
            fields["why"] = draw.choice(WAIVERS)
        found.append(relation(_called(draw, one), _called(draw, other), kind, **fields))
    return found


def _day(draw: random.Random, programme: Programme) -> date:
    """A day about the start, or about a number of months before it."""
    back = draw.choice([0, 0, 28, 30, 31, 365, 366])
    return (programme.start or date(2026, 1, 5)) + timedelta(days=draw.randint(-2, 2) - back)


def _called(draw: random.Random, cells: dict[str, object]) -> str:
    """Name somebody by id, e-mail or full name, in some spelling."""
    return draw.choice([str(cells[name]) for name in ("id", "email") if name in cells] + [str(cells["name"]).upper()])
