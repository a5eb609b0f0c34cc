"""Who sees what: an answer that is not for somebody changes nothing of what they are handed; no canary sings in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from canaries import canary, fact, facts, folder, found
from paired import paired
from people import mentee, mentor, relation, table

from matchmaker import Mentee, Mentor, Pool, Programme, handouts, introduction
from matchmaker.handouts.shown import SEEN, Seen, shown
from matchmaker.reading.folder import read_folder

VALUES: dict[str, tuple[object, object]] = {  # every answer there is, and another one
    "id": ("ben", "eve"),
    "name": ("Ben", "Eve"),
    "email": ("ben@x.org", "eve@x.org"),
    "company": ("Acme", "Initech"),
    "time_zone": ("Europe/London", "Europe/Berlin"),
    "languages": ("English; German", "English; French"),
    "free": ("Mon 09:00-12:00", "Mon 09:00-12:00; Tue 14:00-15:00"),  # the first hour they share stays
    "boss": ("Noor", "Zoe"),
    "wishes": ("Noor", "Zoe"),
    "other": ({"own": "so"}, {"own": "otherwise"}),
    "offers": ("python:5; sql:3", "python:4; sql:3"),
    "capacity": (1, 2),
    "floor": (0, 1),
    "hours_per_mentee": (4, 1),
    "gains": ("learn:10", "network:10"),
    "enjoys": ("sql", "excel"),
    "refuses": ("job", "funding"),
    "minimum_readiness": (1, 5),
    "qualities": ("time:5", "time:1"),
    "needs": ("python:3>1", "python:2>1"),
    "mentors_wanted": (1, 2),
    "asks": ("job", "funding"),
    "hours_per_month": (4, 2),
    "can_offer": ("learn:3", "network:1"),
    "goal": ("a", "b"),
    "goal_by": ("2027-06-01", "2027-07-01"),
    "goal_measure": ("a", "b"),
    "situation": ("a", "b"),
    "tried": ("a", "b"),
    "request": ("mentoring", "advice"),
    "readiness": ("5;5;5;5;5;5;5;5", "1;2;1;2;1;2;1;2"),
    "wants_qualities": ("time:10", "care:10"),
    "signed_up": ("2027-01-01", "2026-01-01"),
    "priority": (2, 1),
    **{f"style_{item}": (3, 1) for item in ("pace", "structure", "directness", "questioning", "openness")},
    **{f"wants_{item}": (3, 2) for item in ("pace", "structure", "directness", "questioning", "openness")},
}
FIELDS = [(role, field) for role, model in (("mentee", Mentee), ("mentor", Mentor)) for field in model.model_fields]
OWN = {"mentee": "introduction-for-mentee.md", "mentor": "introduction-for-mentor.md"}


def test_every_field_is_in_the_table() -> None:
    assert SEEN.keys() == {field for _, field in FIELDS} == VALUES.keys() | {"record"}


@cache
def handed(role: str = "", field: str = "") -> dict[str, str]:
    """What a pair is handed, file by file; one answer of one of them may be another."""
    people = {}
    for one, make in (("mentee", mentee), ("mentor", mentor)):
        known = {name: values[0] for name, values in VALUES.items() if (one, name) in FIELDS}
        if role == one and field != "record":
            known[field] = VALUES[field][1]
        twice = {name: f"{one}{known[name]}" for name in ("id", "email")}  # or the two would be one person
        people[one] = make("x", **known | twice)
    pool = Pool([people["mentor"]], [people["mentee"]])
    files = handouts(pool, Programme(start=date(2027, 3, 1)), paired(pool, (pool.mentees[0].id, pool.mentors[0].id)))
    return {path.rpartition("/")[2]: text for path, text in files.items()}


@pytest.mark.parametrize(("role", "field"), FIELDS)
def test_an_answer_changes_only_what_is_for_those_who_may_see_it(role: str, field: str) -> None:
    usual, other = handed(), handed(role, field)
    changed = {name for name in usual if usual[name] != other[name]}
    if SEEN[field] is Seen.NOBODY:
        assert changed == set()
    elif SEEN[field] is Seen.SELF:
        assert changed == {OWN[role]}
    else:
        assert changed


def test_what_nobody_may_see_is_blank_before_anything_is_written() -> None:
    one = mentee("ben", **{name: values[0] for name, values in VALUES.items() if ("mentee", name) in FIELDS})
    bare = shown(one, Seen.PAIR)
    assert {name for name in Mentee.model_fields if getattr(bare, name) == getattr(one, name)} >= {
        "name",
        "goal",
        "tried",
    }
    assert (bare.readiness, bare.wishes, bare.boss, bare.wants_pace, bare.mentors_wanted) == ({}, (), (), None, 1)
    assert shown(one, Seen.PAIR, Seen.SELF).wants_pace == 3


TOLD = {
    "plan.md": {"name", "situation", "tried", "goal", "goalmeasure", "needs", "offers"},
    "plan.json": {"id", "name", "company", "email", "situation", "tried", "goal", "goalmeasure", "needs", "offers"},
    "introduction-for-mentee.md": {"name", "company", "email", "offers"},
    "introduction-for-mentor.md": {"name", "company", "email", "goal", "needs"},
    "first-meeting.ics": {"name", "email"},
}


@pytest.mark.promise("canaries")
@pytest.mark.parametrize("ids", [True, False])
def test_no_private_canary_is_in_any_hand_out(ids: bool, tmp_path: Path, counted: Callable[..., None]) -> None:
    more = [fact(canary("mentee", "name"), canary("mentor", "name"), kind) for kind in ("veto", "wish", "knows")]
    pool, programme = read_folder(folder(tmp_path / "people", ids=ids, relations=table([*facts(), *more])))
    pairs = [(one.id, other.id) for one in pool.mentees for other in pool.mentors]
    files = handouts(pool, programme.model_copy(update={"start": date(2027, 3, 1)}), paired(pool, *pairs))
    assert len(files) == 4 * len(TOLD)
    for path, text in files.items():
        *_, own, name = path.split("/")
        sung = found(text.replace("\r\n ", ""))
        fields = {field.partition(".")[2] for field in sung}
        assert fields <= TOLD[name], path
        assert fields >= TOLD[name] - {"needs", "offers", "id"}, path
        assert found(own) <= {"mentee.id", "mentor.id"}
        assert bool(found(own)) == ids
    counted(files=len(files))


def test_a_fact_about_the_two_changes_nothing() -> None:
    people = [mentor("ann"), mentor("bob")], [mentee("cat"), mentee("dan")]
    bare = Pool(*people)
    kinds = ("veto", "wish", "knows", "recommends", "former_boss", "pin", "forbid")
    told = Pool(*people, [relation("cat", other, kind, why="private") for kind in kinds for other in ("ann", "bob")])
    programme = Programme(start=date(2027, 3, 1))
    first, second = (handouts(pool, programme, paired(pool, ("cat", "ann"))) for pool in (bare, told))
    assert first == second


def test_a_mentor_is_not_told_what_the_mentee_would_like() -> None:
    pool = Pool([mentor("ann", style_pace=4, wants_pace=2)], [mentee("ben", style_pace=2, wants_pace=4)])
    told = {
        to: introduction(pool, Programme(), paired(pool, ("ben", "ann")), mentee="ben", mentor="ann", to=to)
        for to in ("mentee", "mentor")
    }
    assert {to: one.style_in_common for to, one in told.items()} == {"mentee": ("pace",), "mentor": ("pace",)}
    assert not {"wants_pace", "style_pace"} & set(told["mentor"].model_dump())
