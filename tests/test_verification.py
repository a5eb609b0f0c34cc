from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from people import mentee, mentor, relation
from pydantic import ValidationError

from matchmaker import Matching, Pool, Programme, Scores, match, verify
from matchmaker.certificate_record import CertificateRecord
from matchmaker.outcome.possible import Scan
from matchmaker.outcome.states import states

Record = dict[str, Any]
PROGRAMME = Programme.model_validate(
    {
        "name": "Pilot",
        "minimum_score": 1970,
        "start": "2027-03-01",
        "weights": {"mentee": {"expertise": 47, "style": 30, "availability": 23}, "mentor": {"style": 100}},
    }
)


@cache
def pool() -> Pool:
    """Six mentees, four mentors, six places; a ban of every kind, a waiver, a pin, a floor."""
    mentors = [
        mentor("ann", offers="python:5; leadership:3", capacity=1, style_pace=3, style_openness=4),
        mentor("bob", offers="python:4; negotiation:5", capacity=2, floor=1, style_pace=5, style_openness=2),
        mentor("cleo", offers="leadership:4", style_pace=2, style_openness=3, languages="French", company="Acme"),
        mentor("dan", offers="negotiation:4; public speaking:5", style_pace=4, style_openness=4),
    ]
    mentees = [
        mentee("eve", needs="python:3>1; leadership:1>1", style_pace=3, style_openness=4),
        mentee("fay", needs="leadership:2>2", style_pace=2, style_openness=3, languages="German"),
        mentee("gus", needs="python:2>3", mentors_wanted=2, style_pace=5, style_openness=2),
        mentee("hal", needs="public speaking:3>2", style_pace=3, style_openness=3),
        mentee("ivy", needs="negotiation:3>1; python:1>0", style_pace=4, style_openness=4, company="Acme Ltd."),
        mentee("joe", needs="leadership:2>1", style_pace=2, style_openness=4),
    ]
    facts = [
        relation("fay", "cleo", "waive", why="language"),
        relation("hal", "dan", "pin"),
        relation("eve", "dan", "veto"),
        relation("gus", "ann", "boss"),
    ]
    return Pool(mentors, mentees, facts)


@cache
def text(strategy: str = "most_people") -> str:
    """A true record and its certificate, as JSON."""
    found = match(pool(), PROGRAMME.model_copy(update={"strategy": strategy}))
    assert found.certificate is not None
    assert verify(pool(), PROGRAMME, found) == ()
    return json.dumps({"matching": found.model_dump(mode="json"), "certificate": found.certificate.model_dump()})


def breaches(record: Record) -> tuple[str, ...]:
    """What is wrong with a record: what reading refuses, or else what verify finds."""
    try:
        certificate = CertificateRecord.model_validate(record["certificate"])
        found = Matching.model_validate(record["matching"])
    except ValidationError as error:
        return tuple(".".join(map(str, one["loc"])) for one in error.errors())
    return verify(pool(), PROGRAMME, found.model_copy(update={"certificate": certificate}))


def pair(record: Record, mentee_id: str) -> Record:
    return next(one for one in record["matching"]["pairs"] if one["mentee"] == mentee_id)


def person(record: Record, key: str) -> Record:
    return next(one for one in record["matching"]["people"] if one["id"] == key)


def rebuilt(record: Record, chosen: list[tuple[str, str]]) -> None:
    """Let the record be about other pairs, with every part, total, state and reason as it is for them."""
    scores = Scores(pool(), PROGRAMME)
    found = [scores.pair(*ids) for ids in sorted(chosen)]
    at = {(pool().mentee_index[one.mentee], pool().mentor_index[one.mentor]): one.score for one in found}
    record["matching"]["pairs"] = [
        {
            "pinned": one.mentee == "hal",
            "waived": list(one.waived),
            "criteria": [vars(part) for part in one.criteria],
            **{name: getattr(one, name) for name in ("mentee", "mentor", "score", "mentee_view", "mentor_view")},
        }
        for one in found
    ]
    record["matching"]["people"] = [
        one.model_dump(mode="json")
        for one in states(pool(), PROGRAMME, Scan(scores), scores.tally, at, record["matching"]["strategy"])
    ]
    totals = {
        "mentors_matched": len({one for _, one in chosen}),
        "mentees_matched": len({one for one, _ in chosen}),
        "places_filled": len(chosen),
        "total_score": sum(at.values()),
    }
    record["matching"] |= totals
    record["certificate"] |= totals | {"pairs": [[one.mentee, one.mentor] for one in found]}


def chosen(record: Record) -> list[tuple[str, str]]:
    return [(one["mentee"], one["mentor"]) for one in record["matching"]["pairs"]]


def swap(record: Record, one: str, other: str) -> None:
    mentors = dict(chosen(record))
    kept = [ids for ids in chosen(record) if ids[0] not in {one, other}]
    rebuilt(record, [*kept, (one, mentors[other]), (other, mentors[one])])


def changed(record: Record, **fields: object) -> None:
    record["matching"] |= fields


def without(record: Record, gone: str) -> None:
    rebuilt(record, [ids for ids in chosen(record) if ids[0] != gone])


def proven_worse(record: Record) -> None:
    """A worse matching, whose prices make what it leaves out look dear."""
    swap(record, "eve", "fay")
    total = record["matching"]["total_score"]
    record["matching"] |= {"score_bound": total, "gap": 0}
    record["certificate"]["prices"] = dict.fromkeys(record["certificate"]["prices"], 10**9)


def stranger(record: Record) -> None:
    record["matching"]["pairs"][0]["mentor"] = record["certificate"]["pairs"][0][1] = "zoe"


def twice(record: Record) -> None:
    record["matching"]["pairs"].append(record["matching"]["pairs"][-1])
    record["certificate"]["pairs"].append(record["certificate"]["pairs"][-1])


def out_of_order(record: Record) -> None:
    for part in record:
        record[part]["pairs"].reverse()


# fmt: off
MUTANTS: dict[str, tuple[str, Callable[[Record], object]]] = {
    "a mentor with more mentees than places": (
        "mentor ann has 2 mentees and room for 1", lambda r: rebuilt(r, [*chosen(r), ("joe", "ann")])),
    "a mentee with more mentors than wanted": (
        "mentee eve has 2 mentors and wanted 1", lambda r: rebuilt(r, [*chosen(r), ("eve", "bob")])),
    "two mentees swapped": ("gap", lambda r: swap(r, "eve", "fay")),
    "two mentees swapped, called proven": ("score_bound", proven_worse),
    "a better bound": ("mentees_bound", lambda r: changed(r, mentees_bound=4)),
    "a better bound of mentors": ("mentors_bound", lambda r: changed(r, mentors_bound=None)),
    "a mentor too many": ("mentors_matched", lambda r: changed(r, mentors_matched=5)),
    "a better bound of places": ("places_bound", lambda r: changed(r, places_bound=4)),
    "a floor place too many": ("floor_places_filled", lambda r: changed(r, floor_places_filled=2)),
    "a bound of floors": ("floor_places_bound", lambda r: changed(r, floor_places_bound=2)),
    "a boss": ("current_boss bans it", lambda r: rebuilt(r, [*chosen(r), ("gus", "ann")])),
    "a veto": ("veto bans it", lambda r: rebuilt(r, [*chosen(r), ("eve", "dan")])),
    "one company": ("same_company bans it", lambda r: rebuilt(r, [*chosen(r), ("ivy", "cleo")])),
    "below the minimum": ("scores below the minimum", lambda r: rebuilt(r, [*chosen(r), ("joe", "bob")])),
    "a pin left out": ("pinned pair", lambda r: without(r, "hal")),
    "an altered score": ("pairs[0].score", lambda r: pair(r, "eve").update(score=9999)),
    "an altered view": ("pairs[0].score", lambda r: pair(r, "eve").update(mentor_view=9999)),
    "altered points": ("pairs[0].criteria", lambda r: pair(r, "eve")["criteria"][0].update(points=9999)),
    "an altered weight": ("pairs[1].criteria", lambda r: pair(r, "fay")["criteria"][1].update(weight=31)),
    "an altered reason": ("pairs[1].criteria", lambda r: pair(r, "fay")["criteria"][1].update(why="Alike.")),
    "a blank called known": ("pairs[1].criteria", lambda r: pair(r, "fay")["criteria"][2].update(known=False)),
    "a pair left out": ("score_bound", lambda r: without(r, "ivy")),
    "a pair left out of the certificate": ("certificate: its pairs", lambda r: r["certificate"]["pairs"].pop()),
    "a state": ("mentee joe", lambda r: person(r, "joe").update(state="no_legal_partner")),
    "a reason": ("mentee joe", lambda r: person(r, "joe").update(why="Came too late.")),
    "a count of bans": ("mentee eve", lambda r: person(r, "eve")["banned_by"].update(veto=2)),
    "a count of lone bans": ("mentee eve", lambda r: person(r, "eve")["only_banned_by"].update(availability=2)),
    "advice": ("mentee joe", lambda r: person(r, "joe").update(advice="Wait and see.")),
    "a count of low scores": ("mentor bob", lambda r: person(r, "bob").update(below_minimum=0)),
    "somebody left out": ("people: not everybody", lambda r: r["matching"]["people"].pop()),
    "people's hash": ("people_sha256", lambda r: changed(r, people_sha256="0" * 64)),
    "people's hash in both": ("people_sha256", lambda r: [r[part].update(people_sha256="0" * 64) for part in r]),
    "settings' hash": ("settings_sha256", lambda r: changed(r, settings_sha256="0" * 64)),
    "another version": ("version", lambda r: changed(r, version="9.9.9")),
    "another version of the schema": ("schema_version", lambda r: changed(r, schema_version=2)),
    "a gap": ("gap", lambda r: changed(r, gap=1)),
    "a total": ("total_score", lambda r: changed(r, total_score=31492, score_bound=31492)),
    "the certificate of another record": (
        "certificate: it is about best_score",
        lambda r: r.update(certificate=json.loads(text("greedy"))["certificate"])),
    "a pair twice": ("stands 2 times", twice),
    "pairs in another order": ("pairs: they are not in order", out_of_order),
    "an unknown person": ("pairs[0]: nobody in the pool", stranger),
    "waived without a waiver": ("pairs[0].waived", lambda r: pair(r, "eve").update(waived=["language"])),
    "waived and not named": ("pairs[1].waived", lambda r: pair(r, "fay").update(waived=[])),
    "pinned without a pin": ("pairs[0].pinned", lambda r: pair(r, "eve").update(pinned=True)),
    "a pin not marked": ("pairs[3].pinned", lambda r: pair(r, "hal").update(pinned=False)),
    "a price for nobody": ("its mentors", lambda r: r["certificate"]["prices"].update(zoe=0)),
    "a price beyond all sums": ("out of range", lambda r: r["certificate"]["prices"].update(ann=2**61)),
    "a strategy that nobody has": ("strategy", lambda r: changed(r, strategy="kindest")),
    "the name of the programme": ("programme", lambda r: changed(r, programme="Another pilot")),
    "a notice too many": ("notices", lambda r: changed(r, notices=["All is well."])),
    "an engine that nobody has": ("solver", lambda r: changed(r, solver="abacus")),
}
# fmt: on


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_mutant_is_caught_at_its_place(name: str) -> None:
    place, mutate = MUTANTS[name]
    record = json.loads(text())
    mutate(record)
    found = breaches(record)
    assert any(place in breach for breach in found), found


def test_a_heuristic_proves_nothing_best() -> None:
    mentors = [mentor("ann"), mentor("bob", offers="python:2")]
    people = Pool(mentors, [mentee("cat"), mentee("dan", needs="python:2>4")])
    programme = Programme(strategy="greedy")
    found = match(people, programme)
    assert (found.status, found.total_score) == ("FEASIBLE", 7161)
    assert (found.gap != 0, verify(people, programme, found)) == (True, ())
    for lie in ({"status": "OPTIMAL"}, {"gap": 0}, {"score_bound": 7161, "gap": 0, "status": "OPTIMAL"}):
        named = next(iter(lie))
        assert any(one.startswith(f"{named}:") for one in verify(people, programme, found.model_copy(update=lie))), lie


def test_a_record_of_other_people_or_settings_does_not_hold() -> None:
    found = match(pool(), PROGRAMME)
    assert verify(pool(), PROGRAMME, found.model_copy(update={"certificate": None})) == ("certificate: missing",)
    assert verify(Pool(pool().mentors, []), PROGRAMME, found)[0].startswith("people_sha256")
    stricter = Programme.model_validate(PROGRAMME.model_dump() | {"minimum_score": 1971})
    assert any(one.startswith("settings_sha256") for one in verify(pool(), stricter, found))
    copied = PROGRAMME.model_copy(update={"minimum_score": 1971})  # the hash was worked out before
    assert copied.sha256 == stricter.sha256
