"""The invitation to a first meeting, as calendars read it (RFC 5545): the same bytes for the same pair and time.

Start and end are by the mentee's clock, the text says the time by both. The calendar library shields and folds text;
time zones are written here, as its own lack the offset that a change is counted from. Nothing is taken from today: the
stamp is the day before the programme, and the UID is made of the programme's name and the two ids.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from matchmaker.handouts.agenda import First
from matchmaker.handouts.parts import first_meeting, party
from matchmaker.handouts.shown import Seen, shown
from matchmaker.handouts.times import meeting_minutes
from matchmaker.people import Mentee, Mentor
from matchmaker.programme import Programme
from matchmaker.sentences import handout
from matchmaker.times.zones import clock_changes, zone

if TYPE_CHECKING:
    from icalendar import Timezone, vCalAddress


_UNREAD = str.maketrans({'"': "'", "\\": "/", "^": " "})
"""What the standard, or some reader of it, takes for an escape in a name beside an address."""


def make_invitation(programme: Programme, mentee: Mentee, mentor: Mentor, first: First) -> str:
    """Return the invitation of two people to their first meeting; its lines end in CRLF.

    With both e-mails it is a request that can be answered, from the mentee, who prepares; else a mere entry.
    """
    from icalendar import Calendar, Event

    mentee, mentor = shown(mentee, Seen.PAIR), shown(mentor, Seen.PAIR)
    start = first.start.astimezone(zone(mentee.time_zone))
    facts = {"mentee": party(mentee), "mentor": party(mentor), "first": first_meeting(first, mentee, mentor)}
    event = Event()
    event.add("uid", uid(programme, mentee, mentor))
    event.add("dtstamp", _stamp(programme))
    event.add("dtstart", start)
    event.add("dtend", (first.start + timedelta(minutes=meeting_minutes(programme))).astimezone(start.tzinfo))
    event.add("summary", handout("invitation_summary", **facts))
    event.add("description", handout("invitation", **facts, programme=programme))
    event.add("sequence", 0)
    calendar = Calendar()
    calendar.add("prodid", "-//matchmaker//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST" if mentee.email and mentor.email else "PUBLISH")
    if mentee.email and mentor.email:
        event.add("organizer", _address(mentee))
        for person in (mentee, mentor):
            event.add("attendee", _address(person, role="REQ-PARTICIPANT", partstat="NEEDS-ACTION", rsvp="TRUE"))
    if "TZID" in event["dtstart"].params:
        calendar.add_component(_timezone(mentee.time_zone, programme))
    calendar.add_component(event)
    return bytes(calendar.to_ical()).decode()


def uid(programme: Programme, mentee: Mentee, mentor: Mentor) -> str:
    """Return what calendars know the meeting by, also when another run has moved it."""
    who = json.dumps([programme.name, mentee.id, mentor.id])
    return f"{hashlib.sha256(who.encode()).hexdigest()[:32]}@matchmaker"


def _stamp(programme: Programme) -> datetime:
    assert programme.start is not None
    return datetime.combine(programme.start, time(), tzinfo=UTC) - timedelta(days=1)


def _address(person: Mentee | Mentor, **parameters: str) -> vCalAddress:
    from icalendar import vCalAddress

    address = vCalAddress(f"mailto:{quote(person.email or '', safe='@')}")
    address.params["CN"] = person.name.translate(_UNREAD)
    address.params.update({name.upper(): value for name, value in parameters.items()})
    return address


def _timezone(key: str, programme: Programme) -> Timezone:
    """Return a zone's clock from the day before the programme to the week after it."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    begin, last = _stamp(programme), programme.last_day
    assert last is not None
    end = datetime.combine(last, time(), tzinfo=UTC) + timedelta(weeks=1)
    found = Timezone()
    found.add("tzid", key)
    before = begin.astimezone(zone(key)).utcoffset()
    for moment in (begin, *(moment for moment, _ in clock_changes(key, begin, end))):
        local = moment.astimezone(zone(key))
        observance = TimezoneDaylight() if local.dst() else TimezoneStandard()
        observance.add("dtstart", (moment + (before or timedelta())).replace(tzinfo=None))
        observance.add("tzoffsetfrom", before)
        observance.add("tzoffsetto", local.utcoffset())
        observance.add("tzname", local.tzname())
        found.add_component(observance)
        before = local.utcoffset()
    return found
