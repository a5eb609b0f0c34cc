"""Plans, introductions and invitations: what they hold, what they ask for where nothing was said, and their bytes."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from command_line import shell
from icalendar import Calendar
from paired import all_paired, paired
from people import mentee, mentor

from matchmaker import Plan, Pool, Programme, RecordError, UnknownPersonError, handouts, introduction, invitation, plan
from matchmaker.handouts.invitations import uid
from matchmaker.handouts.plans import REVIEW_AFTER
from matchmaker.times.zones import clock_changes, zone

ROOT = Path(__file__).parents[1]
START = date(2027, 3, 1)
TWO = {"mentee": "ben", "mentor": "ann"}
NO_GOAL: dict[str, object] = {"goal": "", "goal_by": None, "goal_measure": ""}


def of(to: dict[str, object] | None = None, by: dict[str, object] | None = None, **settings: object) -> Plan:
    """The plan of ben, who says no goal unless ``to`` has one, and ann, with answers ``by`` her."""
    pool = Pool([mentor("ann", **by or {})], [mentee("ben", **NO_GOAL | (to or {}))])
    return plan(pool, Programme(**{"start": START, "weeks": 26, **settings}), all_paired(pool), **TWO)


def test_a_plan_rests_on_what_the_two_wrote() -> None:
    answers = {"situation": "Here", "tried": "This", "goal": "There", "goal_by": date(2027, 6, 1), "goal_measure": "So"}
    told = of(answers | {"can_offer": "learn:2; energy:0"}, {"gains": "learn:4; network:6"})
    assert {name: getattr(told, name) for name in answers} == answers
    assert (told.mentee_can_offer, told.mentor_hopes_for) == (("learn",), ("learn", "network"))
    assert [(one.topic, one.own_level, one.offer, one.level, one.same) for one in told.topics] == [
        ("python", 1, "python", 5, True)
    ]
    for text in ("> Here", "> This", "> There", "By when: 1 June 2027", "How you will both know: So", "something new"):
        assert text in told.text()


BLANK = {  # the section, what it asks where nothing was said, and an answer after which it does not
    "situation": ("Where does Ben Mentee stand today?", {"situation": "Here"}),
    "goal": ("What should be different at the end?", {"goal": "There"}),
    "topics": ("How far along is Ben Mentee in python, from 0 to 5?", {"needs": "python:2>1"}),
    "options": ("What would Ann Mentor try first about python", {"needs": "opera singing"}),
    "exchange": ("What can Ben Mentee give in return?", {"can_offer": "learn:3"}),
}  # fmt: skip


@pytest.mark.parametrize("section", BLANK)
def test_what_was_not_said_is_asked(section: str) -> None:
    asked, answer = BLANK[section]
    needs = {"needs": "python:2"}
    assert any(one.startswith(asked) for one in of(needs).prompts[section])
    assert not any(one.startswith(asked) for one in of(needs | answer).prompts[section])


DAYS = {  # a goal's day -> what is asked of it, and the day half of the way
    None: ("By when? Choose a day; the programme ends on 29 August 2027.", date(2027, 5, 30)),
    "2027-12-24": ("The programme ends on 29 August 2027, before that day.", date(2027, 5, 30)),
    "2026-12-24": ("That day is before the programme begins.", date(2027, 5, 30)),
    "2027-05-01": ("Could somebody who knows neither of you", date(2027, 3, 31)),
}


@pytest.mark.parametrize("day", DAYS)
def test_a_goal_s_day_is_held_against_the_programme(day: str | None) -> None:
    asked, halfway = DAYS[day]
    told = of({"goal": "There", "goal_by": day, "goal_measure": "So"})
    assert told.prompts["goal"][1].startswith(asked)
    assert told.halfway == halfway


RHYTHMS = [  # hours a month of mentee and mentor, minutes of a meeting -> every how many weeks, and what is said
    (2, 2, 60, 2, "every other week, within the 2 hours a month that both of you have."),
    (4, 1.5, 60, 3, "every third week, within the 1.5 hours a month that both of you have."),
    (None, 1, 60, 4, "every fourth week, within the 1 hour a month that both of you have."),
    (8, 8, 60, 1, "every week, within the 8 hours a month that both of you have."),
    (0.5, 4, 60, 4, "within the 0.5 hours a month that both of you have if some meetings are shorter."),
    (None, None, 60, 2, "every other week; the hours a month were not said, so begin with this and change it"),
    (2, 2, 90, 3, "From then on 90 minutes every third week"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "given", "minutes", "every", "said"), RHYTHMS)
def test_the_rhythm_takes_no_more_hours_than_both_have(
    asked: float | None, given: float | None, minutes: int, every: int, said: str
) -> None:
    rules = {"availability": {"meeting_minutes": minutes}}
    told = of({"hours_per_month": asked}, {"hours_per_mentee": given}, rules=rules)
    assert told.every_weeks == every
    assert said in told.text()
    days = [meeting.day for meeting in told.meetings if meeting.day]
    assert [after - before for before, after in pairwise(days)] == [timedelta(weeks=every)] * 2
    assert [meeting.week for meeting in told.meetings] == [1, 1 + every, 1 + 2 * every]


def test_the_review_comes_after_the_third_meeting_and_is_nobody_s_fault() -> None:
    told = of(contact="Noor, room 4")
    assert (told.review_after, len(told.meetings)) == (REVIEW_AFTER, 3)
    review = told.text().partition("## After the third meeting")[2]
    for text in ("Meeting 3 (Monday 29 March 2027)", "need not say why", "nobody's fault", "Tell Noor, room 4"):
        assert text in review
    assert "Tell whoever runs the programme" in of().text()


def test_a_meeting_is_prepared_the_day_before_and_written_up_within_two() -> None:
    for meeting in of().meetings:
        assert (meeting.day - meeting.prepare_by, meeting.write_up_by - meeting.day) == (
            timedelta(days=1),
            timedelta(days=2),
        )


def test_without_a_start_there_are_weeks_and_no_dates() -> None:
    told = of(start=None, weeks=None)
    assert (told.first_meeting, told.end, told.meetings[2].day, told.meetings[2].week) == (None, None, None, 5)
    assert "| 2 | week 3 | the day before | two days later |" in told.text()
    assert "agree on the day of the first meeting by mail" in told.text()
    assert not re.search(r"\d{4}", told.text())


def test_no_common_hour_is_said_to_both_and_nobody_is_invited() -> None:
    pool = Pool([mentor("ann", free="Mon 09:00-10:00")], [mentee("ben", free="Tue 09:00-10:00")])
    matching, programme = all_paired(pool), Programme(start=START)
    assert invitation(pool, programme, matching, **TWO) is None
    assert "no hour in common" in plan(pool, programme, matching, **TWO).text()
    for to in ("mentee", "mentor"):
        assert "no hour at which you are both free" in introduction(pool, programme, matching, **TWO, to=to).text()
    assert not any(path.endswith(".ics") for path in handouts(pool, programme, matching))


def test_a_clash_and_alternate_weeks_are_said_in_all_three() -> None:
    once = {"free": "Mon 09:00-10:00", "hours_per_month": 2}
    pool = Pool([mentor("ann", free="Mon 09:00-10:00")], [mentee(key, **once) for key in ("ben", "cat", "dan")])
    said = {"ben": "", "cat": "weeks between", "dan": "overlaps with"}
    for path, text in handouts(pool, Programme(start=START), all_paired(pool)).items():
        own = said[path.split("/")[1].partition("--")[0]]
        for words in {*said.values()} - {""}:
            assert (words in text.replace("\r\n ", "")) == (words == own and not path.endswith(".json")), path


def test_json_is_the_plan_again() -> None:
    told = of({"goal": "There", "goal_by": START}, {"time_zone": "Asia/Kolkata", "free": "weekdays 09:00-21:00"})
    again = Plan.model_validate_json(told.model_dump_json())
    assert again == told
    assert json.loads(told.model_dump_json())["first_meeting"]["mentor_start"] == "2027-03-01T14:30:00+05:30"


def test_people_who_are_no_pair_have_no_hand_out() -> None:
    pool = Pool([mentor("ann"), mentor("bob")], [mentee("ben")])
    for two, said in (({"mentor": "bob"}, "are no pair of this matching"), ({"mentor": "eve"}, "no mentor has the id")):
        with pytest.raises(UnknownPersonError, match=said):
            plan(pool, Programme(), paired(pool, ("ben", "ann")), **TWO | two)
    with pytest.raises(RecordError, match="nobody in the pool has this id"):
        handouts(pool, Programme(), paired(pool, ("ben", "eve")))


def test_people_are_found_by_e_mail_and_name_as_everywhere() -> None:
    pool = Pool([mentor("ann", email="ann@x.org")], [mentee("ben")])
    made = plan(pool, Programme(), all_paired(pool), mentee="Ben Mentee", mentor="ANN@x.org")
    assert (made.mentee.id, made.mentor.id) == ("ben", "ann")


def folders(mentees: list[str], mentor_id: str = "ann") -> list[str]:
    pool = Pool([mentor("x", id=mentor_id)], [mentee("x", id=one) for one in mentees])
    return list(dict.fromkeys(path.split("/")[1] for path in handouts(pool, Programme(), all_paired(pool))))


@pytest.mark.parametrize(
    "id_", ["../../etc", "a/b", "a\\b", "ann@example.org", "CON", ".", "-rf", "=1+1", "é", "x" * 99]
)
def test_folders_are_named_harmlessly(id_: str) -> None:
    for name in (*folders([id_]), *folders(["ben"], id_)):
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", name)
        assert name.startswith(("mentee-", "CON--", "ben--mentor-", "ben--CON"))
        assert "example" not in name


def test_no_two_pairs_share_a_folder() -> None:
    odd = ["ben", "BEN", "Ben", "b/n", "b n", "b\\n"]
    assert len({name.casefold() for name in folders(odd)}) == len(odd)


def event(text: str) -> tuple[Calendar, dict[str, object]]:
    calendar = Calendar.from_ical(text)
    [found] = calendar.walk("VEVENT")
    return calendar, found


def invited(**zones: str) -> tuple[str, Pool]:
    free = "weekdays 08:00-22:00"
    pool = Pool(
        [mentor("ann", email="ann@x.org", time_zone=zones["mentor"], free=free)],
        [mentee("ben", email="ben@x.org", time_zone=zones["mentee"], free=free)],
    )
    text = invitation(pool, Programme(name="P", start=START), all_paired(pool), **TWO)
    assert text is not None
    return text, pool


def test_an_invitation_is_what_calendars_expect() -> None:
    text, _ = invited(mentee="America/New_York", mentor="Europe/London")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.count("\n") == text.count("\r\n")
    calendar, found = event(text)
    assert (calendar["method"], str(found["organizer"])) == ("REQUEST", "mailto:ben@x.org")
    assert [str(one) for one in found["attendee"]] == ["mailto:ben@x.org", "mailto:ann@x.org"]
    assert found["dtstart"].params["TZID"] == "America/New_York"
    assert found.decoded("dtstart").astimezone(UTC) == datetime(2027, 3, 1, 13, tzinfo=UTC)
    assert found.decoded("dtend") - found.decoded("dtstart") == timedelta(hours=1)
    assert found.decoded("dtstamp") == datetime(2027, 2, 28, tzinfo=UTC)
    for clock in ("08:00 for Ben Mentee (America/New_York)", "13:00 for Ann Mentor (Europe/London)"):
        assert clock in str(found["description"])


def test_the_uid_stays_and_is_one_pair_s() -> None:
    _, pool = invited(mentee="UTC", mentor="UTC")
    two, programme = (pool.mentees[0], pool.mentors[0]), Programme(name="P", start=START)
    later = programme.model_copy(update={"start": START + timedelta(days=30), "minimum_score": 5})
    assert uid(programme, *two) == uid(later, *two)
    others = [
        uid(Programme(name="Q"), *two),
        uid(programme, mentee("eve"), two[1]),
        uid(programme, two[0], mentor("eve")),
    ]
    assert len({uid(programme, *two), *others}) == 4


def test_utc_needs_no_time_zone_and_no_address_gives_a_mere_entry() -> None:
    pool = Pool([mentor("ann", email="ann@x.org")], [mentee("ben", time_zone="UTC")])
    text = invitation(pool, Programme(start=START), all_paired(pool), **TWO)
    assert "DTSTART:20270301T090000Z" in text
    assert {"METHOD:PUBLISH"} < set(text.split("\r\n"))
    assert not {"VTIMEZONE", "ATTENDEE", "ORGANIZER"} & set(re.findall(r"[A-Z]+", text))


def observances(calendar: Calendar) -> Iterator[tuple[datetime, timedelta]]:
    """When each offset of the calendar's zone begins, in UTC, as the standard says it is counted."""
    for one in (*calendar.walk("STANDARD"), *calendar.walk("DAYLIGHT")):
        yield one["dtstart"].dt.replace(tzinfo=UTC) - one["tzoffsetfrom"].td, one["tzoffsetto"].td


@pytest.mark.parametrize(
    "key", ["Europe/Dublin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca"]
)
def test_the_zone_s_clock_is_told_for_all_of_the_programme(key: str) -> None:
    calendar, _ = event(invited(mentee=key, mentor=key)[0])
    told = sorted(observances(calendar))
    for day in range(26 * 7):
        for hour in (0, 1, 2, 3, 12):
            moment = datetime(2027, 3, 1, hour, tzinfo=UTC) + timedelta(days=day)
            offset = [ahead for since, ahead in told if since <= moment][-1]
            assert offset == moment.astimezone(zone(key)).utcoffset(), moment


def test_clock_changes_are_found_to_the_minute() -> None:
    year = datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    assert clock_changes("Europe/Berlin", *year) == [
        (datetime(2027, 3, 28, 1, tzinfo=UTC), 120),
        (datetime(2027, 10, 31, 1, tzinfo=UTC), 60),
    ]
    assert clock_changes("Asia/Tokyo", *year) == []


HASHED = """
import hashlib
from matchmaker import Pool, Programme, handouts, match
pool, programme = Pool.read("fixtures/kickoff"), Programme.read("fixtures/kickoff")
print(hashlib.sha256(repr(handouts(pool, programme, match(pool, programme))).encode()).hexdigest())
"""


def test_hand_outs_do_not_know_the_machine() -> None:
    places = [{"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"}, {"PYTHONHASHSEED": "2", "TZ": "UTC"}]
    told = {shell("-c", HASHED, cwd=ROOT, script=sys.executable, **place) for place in places}
    assert len(told) == 1
    assert {(ran.code, ran.err) for ran in told} == {(0, "")}


def test_the_order_of_people_and_pairs_changes_nothing() -> None:
    people = [mentor("ann"), mentor("bob")], [mentee("ben"), mentee("cat")]
    pairs = [("ben", "ann"), ("cat", "bob")]
    one, other = Pool(*people), Pool(*(side[::-1] for side in people))
    assert handouts(one, Programme(start=START), paired(one, *pairs)) == handouts(
        other, Programme(start=START), paired(other, *pairs[::-1])
    )
