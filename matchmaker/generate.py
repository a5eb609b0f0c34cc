"""Seeded, lifelike populations: a folder ready to match, from nothing but three numbers.

What ``generate`` promises of a population of some size (``tests/test_generate.py`` holds it to this):

- **Topics** follow the shipped graph: fields have weights, and within a field topics are drawn with weights
  1/(rank + 2), so that a few are in everybody's mouth and most are rare. Seven in ten of somebody's topics lie in one
  field, the others in a second one. Mentors offer 3–10 at levels averaging 3.7, mentees need 1–5 at own levels
  averaging 1.5; one level in twelve is not said, one topic in ten goes by another of its names, one in a hundred is
  not in the graph.
- **Places**: capacities 0–5 averaging 1.7. One mentee in fifty would like two mentors.
- **Time**: 2–8 windows a week of 1–3 hours in local time, at one or two habitual times of the day. Six in ten people
  live in Europe, nine in ten in Europe, the Americas or India; the zones lie on five continents.
- **Style**: marks 1–5 around 3, standard deviation 0.9, on both sides; six in ten leave open what they want of the
  other.
- **Companies** are Zipf-sized, one for five people, the largest with about a tenth of all, in several spellings; one
  person in ten has none, one in fifty has two. About half the people whose company has mentors in the pool have one of
  them as a boss; the others' bosses are outsiders, some of whom report to a mentor.
- **Ties**: some mentees know, worked for or were paired with a mentor; a few mentors know or recommend each other, so
  that ways lead over third people. One mentee in eight and one mentor in twenty-five wishes for somebody.
- **Qualities**: mentors see themselves at marks averaging 4.0. A third of them have ratings of earlier cycles, means of
  1–12 marks around 3.9.
- **Blanks**: 8 % of every column in ``OPTIONAL``. ``boss``, ``wishes``, ``refuses``, ``asks``, ``wants_…``,
  ``mentors_wanted`` and ``priority`` are filled by some people only. Floors and pins are left out: they may clash in a
  small pool.
- One mentee in a hundred is a mentor as well, in a row of their own with the same e-mail.

All draws come from ``random.Random(seed).random()``, the one method whose numbers Python promises to keep, and from
whole-number weights: the same seed gives the same bytes on every machine. Names and companies are invented
(``data/population.toml``); e-mail addresses lie in domains reserved for examples.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from random import Random

from matchmaker.answers import GAINS, QUALITIES, READINESS, TOKENS
from matchmaker.people import STYLE_ITEMS, Mentee, Mentor
from matchmaker.population.facts import RELATION_COLUMNS, among_mentors, boss_lines, facts, wishes
from matchmaker.population.qualities import RATING_COLUMNS, own_answers, ratings
from matchmaker.population.town import START, Field, Folded, Lots, Place, Someone, Town, society
from matchmaker.times.calendars import DAYS

_ABOUT_ME = ("languages", "hours_per_mentee", "gains", "enjoys", "minimum_readiness", "hours_per_month", "can_offer")
_MY_GOAL = ("goal", "goal_by", "goal_measure", "situation", "tried", "request", "readiness", "wants_qualities")
OPTIONAL = frozenset((*_ABOUT_ME, *_MY_GOAL, "signed_up", "qualities", *(f"style_{item}" for item in STYLE_ITEMS)))
"""The columns of which 8 % are left blank."""
_PIECE = 1000
"""Rows written at a time."""
SKIPPED, STYLE_PAGE_SKIPPED, STYLE_ITEM_SKIPPED = 0.08, 0.05, 0.032

CAPACITY = Lots.of({0: 6, 1: 44, 2: 31, 3: 12, 4: 5, 5: 2})
OFFERED = Lots.of({3: 10, 4: 18, 5: 22, 6: 20, 7: 14, 8: 9, 9: 4, 10: 3})
NEEDED = Lots.of({1: 8, 2: 30, 3: 37, 4: 20, 5: 5})
LEVEL = Lots.of({1: 2, 2: 10, 3: 29, 4: 35, 5: 24})
OWN_LEVEL = Lots.of({0: 18, 1: 34, 2: 30, 3: 14, 4: 4})
IMPORTANCE = Lots.of({1: 15, 2: 43, 3: 42})
MARK = Lots.of({1: 4, 2: 22, 3: 48, 4: 22, 5: 4})
READY = Lots.of({1: 2, 2: 6, 3: 24, 4: 42, 5: 26})
WINDOWS = Lots.of({2: 5, 3: 11, 4: 20, 5: 24, 6: 19, 7: 12, 8: 9})
DAY = Lots.of({0: 18, 1: 20, 2: 20, 3: 20, 4: 14, 5: 5, 6: 3})
TIME_OF_DAY = Lots.of({(420, 480): 8, (540, 660): 12, (720, 780): 20, (840, 960): 14, (1050, 1140): 46})
"""Earliest and latest start of the windows at one time of the day, in minutes since midnight."""
LENGTH = Lots.of({60: 18, 90: 20, 120: 38, 150: 10, 180: 14})
HOURS_GIVEN = Lots.of({"1": 14, "1.5": 14, "2": 42, "3": 18, "4": 12})
HOURS_ASKED = Lots.of({"1": 18, "1.5": 12, "2": 44, "3": 14, "4": 12})


def generate(mentors: int, mentees: int, seed: int) -> dict[str, str]:
    """Return a folder ready to match, file name -> text: programme.toml and the four CSV files.

    ``mentors`` and ``mentees`` are how many of each, 1 at least. See the module for what is promised of them.
    """
    if min(mentors, mentees) < 1:
        raise ValueError(f"a population needs one mentor and one mentee at least, not {mentors} and {mentees}")
    rng = Random(seed)
    town = Town(rng, society(), society().companies(rng, max(2, (mentors + mentees) // 5)))
    columns = [_mentor(town, number, max(4, len(str(mentors)))) for number in range(1, mentors + 1)]
    left = list(columns)  # mentors who do not ask for a mentor themselves yet: nobody stands twice among the mentees
    rows = [_mentee(town, number, max(4, len(str(mentees))), left) for number in range(1, mentees + 1)]
    relations = [*boss_lines(town, columns, rows), *facts(town, columns, rows), *wishes(town, columns, rows)]
    relations += among_mentors(town, columns)
    own_answers(town, columns, SKIPPED)
    return {
        "programme.toml": town.society.programme.format(start=START, mentors=mentors, mentees=mentees, seed=seed),
        "mentors.csv": _csv(_HEADERS[Mentor], (someone.row for someone in columns)),
        "mentees.csv": _csv(_HEADERS[Mentee], (someone.row for someone in rows)),
        "relations.csv": _csv(RELATION_COLUMNS, relations),
        "ratings.csv": _csv(RATING_COLUMNS, ratings(town, columns)),
    }


_NO_COLUMNS = ("other", "record", "floor")
_HEADERS = {model: tuple(name for name in model.model_fields if name not in _NO_COLUMNS) for model in (Mentor, Mentee)}


def _mentor(town: Town, number: int, width: int) -> Someone:
    rng = town.rng
    someone = _person(town, f"MR-{number:0{width}}", "no_company")
    topics = [topic for topic, _ in _topics(town, OFFERED.draw(rng))]
    levels = ("" if town.chance(SKIPPED) else f":{LEVEL.draw(rng)}" for _ in topics)
    enjoys = Lots.even(topics).distinct(rng, 1 + int(rng.random() * 3))
    someone.row.update(
        offers="; ".join(topic + level for topic, level in zip(topics, levels, strict=True)),
        capacity=str(CAPACITY.draw(rng)),
        hours_per_mentee=HOURS_GIVEN.draw(rng),
        gains=_tokens(town, GAINS),
        enjoys="; ".join(enjoys),
        refuses=town.text("kinds_of_help") if town.chance(0.1) else "",
        minimum_readiness=str(1 + int(rng.random() * 2) + int(rng.random() * 3)),
    )
    return _folded(_blanked(town, someone), Mentor)


def _mentee(town: Town, number: int, width: int, mentors: list[Someone]) -> Someone:
    rng = town.rng
    someone = _person(town, f"ME-{number:0{width}}", "no_company_yet")
    if town.chance(0.01) and mentors:
        someone = _as_mentee(town, someone, mentors.pop(int(rng.random() * len(mentors))))
    topics = _topics(town, NEEDED.draw(rng))
    needs = (f"{topic}:{IMPORTANCE.draw(rng)}" for topic, _ in topics)
    levels = ("" if town.chance(SKIPPED) else f">{OWN_LEVEL.draw(rng)}" for _ in topics)
    about, aim = topics[0][0], topics[0][1].aims.draw(rng)
    someone.row.update(
        needs="; ".join(need + level for need, level in zip(needs, levels, strict=True)),
        mentors_wanted="2" if town.chance(0.02) else "",
        hours_per_month=HOURS_ASKED.draw(rng),
        can_offer="; ".join(f"{gain}:{int(rng.random() * 4)}" for gain in GAINS if town.chance(0.7)),
        goal=town.text("goals", about, aim),
        goal_by=town.a_day(60, 400),
        goal_measure=town.text("measures", about),
        situation=town.text("situations", about),
        tried=town.text("tried", about),
        asks=town.text("kinds_of_help") if town.chance(0.06) else "",
        request=Lots.of({"mentoring": 90, "advice": 6, "coaching": 4}).draw(rng),
        readiness=";".join("-" if town.chance(0.02) else str(READY.draw(rng)) for _ in READINESS),
        wants_qualities=_tokens(town, QUALITIES),
        signed_up=town.a_day(-110, -20),
        priority=Lots.of({"": 90, "1": 5, "3": 5}).draw(rng),
    )
    return _folded(_blanked(town, someone), Mentee)


def _folded(someone: Someone, model: type[Mentor | Mentee]) -> Someone:
    return replace(someone, row=Folded(_HEADERS[model], someone.row))


def _person(town: Town, person_id: str, no_company: str) -> Someone:
    """Draw what both sides are asked."""
    rng, place = town.rng, town.society.places.draw(town.rng)
    firm = -1 if town.chance(0.1) else town.firms.draw(rng)
    name = town.name(place)
    row = {
        "id": person_id,
        "name": name,
        "email": _email(town, name),
        "company": town.text(no_company) if firm < 0 else _spelling(town, place, firm),
        "time_zone": place.city if town.chance(0.1) else place.zone,
        "free": _free(town),
        "languages": _languages(town, place),
    }
    if firm >= 0 and town.chance(0.02):
        row["company"] += "; " + _spelling(town, place, town.firms.draw(rng))
    for item in STYLE_ITEMS:
        row[f"style_{item}"] = str(MARK.draw(rng))
    if town.chance(0.4):
        row.update({f"wants_{item}": str(MARK.draw(rng)) for item in STYLE_ITEMS if town.chance(0.9)})
    return Someone(row, place, firm)


def _as_mentee(town: Town, mentee: Someone, mentor: Someone) -> Someone:
    """Return a mentor's second row: the free time is left to the first one."""
    shared = {name: mentor.row[name] for name in ("name", "email", "time_zone")}
    company = _spelling(town, mentor.place, mentor.firm) if mentor.firm >= 0 else mentor.row["company"]
    return Someone({**mentee.row, **shared, "company": company, "free": ""}, mentor.place, mentor.firm)


def _blanked(town: Town, someone: Someone) -> Someone:
    """Leave some answers out: the page about style as a whole or in parts, the others one by one."""
    skips_page = town.chance(STYLE_PAGE_SKIPPED)
    for name in [name for name in someone.row if name in OPTIONAL]:
        style = name.startswith("style_")
        if town.chance(STYLE_ITEM_SKIPPED if style else SKIPPED) or (style and skips_page):
            someone.row[name] = ""
    return someone


def _email(town: Town, name: str) -> str:
    """Return an address made of the name's letters, numbered if it is taken."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    local = "".join(letter for letter in plain if letter in "abcdefghijklmnopqrstuvwxyz.-")
    number = 1
    while (address := f"{local}{number if number > 1 else ''}@{_DOMAINS.draw(town.rng)}") in town.taken:
        number += 1
    town.taken.add(address)
    return address


_LETTERS = str.maketrans({"ł": "l", "ß": "ss", "ı": "i", "đ": "d", "ø": "o", " ": "."})
_DOMAINS = Lots.even(("example.org", "example.com", "example.net"))


def _spelling(town: Town, place: Place, firm: int) -> str:
    """Write a company's name as one of its people would."""
    name, form = town.companies[firm], place.forms.draw(town.rng)
    spellings = [name] * 3 + [f"{name} {form}"] * 2 + [f"{name}, {form}", name.upper(), name.lower()]
    spellings += [name.replace(" ", "-"), f"{name} Group", f"{name} ({place.city})"]
    return Lots.even(spellings).draw(town.rng)


def _languages(town: Town, place: Place) -> str:
    spoken = ["English"] if place.language == "English" or not town.chance(0.05) else []
    if place.language != "English" and (not spoken or town.chance(0.85)):
        spoken.append(place.tag if town.chance(0.1) else place.language)
    if town.chance(0.12):
        spoken.append(town.society.places.draw(town.rng).language)
    return "; ".join(dict.fromkeys(spoken))


def _free(town: Town) -> str:
    """Return a week's free windows: a habitual hour or two of the day, on some days."""
    rng, count = town.rng, WINDOWS.draw(town.rng)
    habits = [
        (first + 30 * int(rng.random() * ((last - first) // 30 + 1)), LENGTH.draw(rng))
        for first, last in TIME_OF_DAY.distinct(rng, 2)
    ]
    habit = Lots.of(dict(zip(habits, (2, 1), strict=True)))
    windows: dict[tuple[int, tuple[int, int]], None] = {}
    while len(windows) < count:
        windows[DAY.draw(rng), habit.draw(rng)] = None
    twelve_hours = town.chance(0.15)
    return "; ".join(
        _days([day for day, one in sorted(windows) if one == hours]) + " " + _hours(*hours, twelve_hours)
        for hours in sorted({one for _, one in windows})
    )


def _days(days: Sequence[int]) -> str:
    return "weekdays" if days == [0, 1, 2, 3, 4] else ",".join(DAYS[day][:3] for day in days)


def _hours(start: int, length: int, twelve_hours: bool) -> str:
    if not twelve_hours:
        return "-".join(f"{at // 60:02}:{at % 60:02}" for at in (start, start + length))
    times = ((at // 60, at % 60) for at in (start, start + length))
    return "-".join(
        f"{(hour - 1) % 12 + 1}{f':{minute:02}' if minute else ''}{'am' if hour < 12 else 'pm'}"
        for hour, minute in times
    )


def _topics(town: Town, count: int) -> list[tuple[str, Field]]:
    """Draw topics, each once though perhaps under another name, with their fields; the first is of the main field."""
    rng = town.rng
    main, second = town.society.fields.distinct(rng, 2)
    drawn = {main.topics.draw(rng): main}
    while len(drawn) < count:
        of = main if town.chance(0.7) else second
        drawn.setdefault(of.topics.draw(rng), of)
    named: dict[str, Field] = {}
    for topic, of in drawn.items():
        name = _topic_name(town, topic)
        named[topic if name in named else name] = of
    return list(named.items())


def _topic_name(town: Town, topic: str) -> str:
    if town.chance(0.01):
        return town.text("own_topics")
    others = town.society.other_names.get(topic)
    return others.draw(town.rng) if others and town.chance(0.1) else topic


def _tokens(town: Town, names: Sequence[str]) -> str:
    """Spread ten tokens over one to five names."""
    chosen = Lots.even(names).distinct(town.rng, 1 + int(town.rng.random() * 5))
    spread = dict.fromkeys(chosen, 1)
    for _ in range(TOKENS - len(chosen)):
        spread[Lots.even(chosen).draw(town.rng)] += 1
    return "; ".join(f"{name}:{count}" for name, count in spread.items())


def _csv(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    pieces = [",".join(header) + "\n"]
    rows = iter(rows)
    while piece := [*islice(rows, _PIECE)]:
        text = io.StringIO()
        csv.DictWriter(text, header, restval="", lineterminator="\n").writerows(piece)
        pieces.append(text.getvalue())
    return "".join(pieces)
