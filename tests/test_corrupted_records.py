"""Written results, altered towards a false claim as a forger would: verify refuses every one, and names the place."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from unittest.mock import patch

import pytest
from forgeries import FORGERIES
from forging import UnfitError
from lengths import chunks
from random_pools import demanding_pool, random_pool, tied_pool
from remembering import Remembering, kept
from test_verification import PROGRAMME, pool
from wishful_pools import wishful_pool
from written import Record, Written, cells

import solvers.engines.flow
from matchmaker import Matching, Pool, Programme, RecordError, State, match, read_record, verify
from matchmaker.certificate_record import CertificateRecord
from matchmaker.reading.folder import read_folder
from matchmaker.verification import record as verification
from matchmaker.verification.plain_rules import PlainRules
from matchmaker.verification.plain_survey import plain_survey
from matchmaker.writing.result import FILES, altered
from solvers import Status, Termination

Both = tuple[Pool, Programme]
TABLES = {"pairs.csv", "people.csv"}
TINY = Path(__file__).parents[1] / "fixtures" / "tiny"


def wishful(seed: int) -> Both:
    made = wishful_pool(seed, 5, 8)
    return made.pool, made.programme


def prioritised(seed: int, both: Both) -> Both:
    """The same people, served in three turns."""
    draw, (people, programme) = Random(seed), both
    mentees = [one.model_copy(update={"priority": draw.randint(1, 3)}) for one in people.mentees]
    return Pool(people.mentors, mentees, [fact.relation for fact in people.relations.facts]), programme


def by(strategy: str, both: Both) -> Both:
    return both[0], both[1].model_copy(update={"strategy": strategy})


def wanting_two(both: Both) -> Both:
    """The same people, of whom every other mentee wants two mentors."""
    people, programme = both
    mentees = [one.model_copy(update={"mentors_wanted": 1 + at % 2}) for at, one in enumerate(people.mentees)]
    return Pool(people.mentors, mentees, [fact.relation for fact in people.relations.facts]), programme


def undemanding(both: Both) -> Both:
    """The same people without floors and priorities."""
    people, programme = both
    mentors = [one.model_copy(update={"floor": 0}) for one in people.mentors]
    mentees = [one.model_copy(update={"priority": 2}) for one in people.mentees]
    return Pool(mentors, mentees, [fact.relation for fact in people.relations.facts]), programme


def spread(both: Both) -> Both:
    return both[0], both[1].model_copy(update={"spread": True})


def without_floors(both: Both) -> Both:
    people, programme = both
    mentors = [one.model_copy(update={"floor": 0}) for one in people.mentors]
    return Pool(mentors, people.mentees, [fact.relation for fact in people.relations.facts]), programme


def stopped_at_once(people: Pool, programme: Programme) -> Matching:
    """Solve in rounds of very few pairs, as if the problem were large, and stop after the first."""
    few = {"AT_ONCE": 0, "_OF_ROW": 1, "_OF_COLUMN": 1, "_MORE": 1}
    with patch.multiple(solvers.engines.flow, **few):
        return match(people, programme, stop=lambda: Termination.TIME_LIMIT)


CASES: dict[str, tuple[Callable[[], Both], Callable[[Pool, Programme], Matching]]] = {
    "tiny": (lambda: read_folder(TINY), match),
    "a ban of every kind": (lambda: (pool(), PROGRAMME), match),
    "nasty": (lambda: random_pool(49), match),
    "nasty, best score": (lambda: by("best_score", random_pool(33)), match),
    "floors": (lambda: demanding_pool(19), match),
    "a floor and a pin": (lambda: demanding_pool(35), match),
    "greedy with both": (lambda: by("greedy", demanding_pool(35)), match),
    "pins and waivers": (lambda: wishful(21), match),
    "pins and waivers, in order": (lambda: prioritised(1, wishful(31)), match),
    "ties": (lambda: tied_pool(1), match),
    "ties with floors": (lambda: by("best_score", tied_pool(51)), match),
    "ties, in order": (lambda: prioritised(2, tied_pool(38)), match),
    "greedy among ties": (lambda: by("greedy", tied_pool(13)), match),
    "drawn by lot": (lambda: by("capped_lottery", without_floors(tied_pool(13))), match),
    "stable": (lambda: by("stable", without_floors(tied_pool(13))), match),
    "stable with pins, by mentors": (lambda: by("stable_mentors", wishful(21)), match),
    "spread": (lambda: spread(by("best_score", tied_pool(34))), match),
    "spread, after floors": (lambda: spread(tied_pool(43)), match),
    "spread and a pin, in order": (lambda: spread(prioritised(4, demanding_pool(35))), match),
    "greedy, not spread": (lambda: spread(by("greedy", tied_pool(13))), match),
    "fairest": (lambda: by("fairest", undemanding(tied_pool(11))), match),
    "fairest and a pin": (lambda: by("fairest", wanting_two(undemanding(demanding_pool(43)))), match),
    "fairest, one place each": (lambda: by("fairest", wishful(21)), match),
    "leximin": (lambda: by("leximin", undemanding(tied_pool(11))), match),
    "leximin and a pin": (lambda: by("leximin", wanting_two(undemanding(demanding_pool(43)))), match),
    "leximin, one place each": (lambda: by("leximin", wishful(21)), match),
    "stopped": (lambda: tied_pool(4), stopped_at_once),
    "stopped, in order": (lambda: prioritised(3, demanding_pool(24)), stopped_at_once),
}


@pytest.fixture(scope="module", autouse=True)
def nothing_worked_out_twice() -> Iterator[None]:
    """Let verify keep what it works out of a pool alone: only records are altered here, those of a few pools."""
    once = {"Scores": Remembering, "PlainRules": PlainRules, "plain_survey": plain_survey}
    with patch.multiple(verification, **{name: kept(make) for name, make in once.items()}):
        yield


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> list[Written]:
    """Every case, written into a folder of its own."""
    made = []
    for number, (people, solve) in enumerate(CASES.values()):
        both = people()
        made.append(Written(*both, solve(*both), tmp_path_factory.mktemp(f"result{number}")))
    for one in made:
        one.others.extend(other for other in made if other is not one)
    return made


def judged(one: Written, changed: set[str], texts: dict[str, str]) -> tuple[bool | None, tuple[str, ...]]:
    """Whether what is written claims anything that is not so, None if it cannot be read; and what is found wrong.

    A table is false if any of its lines is not as it should be. What the command line finds ends it in 6.
    """
    if changed <= TABLES:  # what the record says is known to hold
        false = any(sorted(cells(texts[name])) != sorted(cells(one.texts[name])) for name in changed)
        return false, altered(one.found, one.pool, one.folder)
    try:
        record = read_record(one.folder)
    except RecordError as error:
        return None, error.breaches
    return one.lies(record), verify(one.pool, one.programme, record)


def located(one: Written, message: str) -> bool:
    """Whether a message begins with its place: a file, or a field of a document."""
    fields = "|".join([*Matching.model_fields, *CertificateRecord.model_fields])
    files = "|".join(re.escape(path) for name in FILES for path in (name, str(one.folder / name)))
    return re.match(rf"({files}|({fields})(\[\d+\])?(\.\w+)?): .", message) is not None


def forged(one: Written, name: str, draw: Random) -> str:
    """Forge a result, hold it against its pool and put it right again; say what came of it, nothing if nothing was."""
    record = one.record()
    try:
        FORGERIES[name](draw, one, record)
    except UnfitError:
        return ""
    texts = record.texts()
    changed = one.put(texts)
    false, found = judged(one, changed, texts)
    one.restore(changed)
    assert all(located(one, message) for message in found), (name, found)
    assert found or not false, f"{name}: what is claimed is not so, and nothing was found"
    return {None: "unreadable", True: "false_claims", False: "true_after_all"}[false] if changed else ""


def test_as_they_were_written_they_hold(results: list[Written]) -> None:
    seen = Counter[str]()
    for one in results:
        assert Record.of(one.texts).texts() == one.texts
        assert judged(one, set(FILES), one.texts) == (False, ())
        assert altered(read_record(one.folder), one.pool, one.folder) == ()
        seen.update([one.found.status, one.found.termination, *(person.state for person in one.found.people)])
        seen["unmet floors"] += bool(one.found.unmet_floors)
        seen["spread"] += one.programme.spread
        seen["some without a mentee"] += one.programme.spread and one.found.mentors_bound != one.found.mentors_matched
        seen["pinned"] += any(pair.pinned for pair in one.found.pairs)
        seen["waived"] += any(pair.waived for pair in one.found.pairs)
        seen["in order"] += len(one.record().certificate["units"]) > 1
        seen["several wanted"] += any(mentee.mentors_wanted > 1 for mentee in one.pool.mentees)
        seen["below the minimum"] += any(person.below_minimum for person in one.found.people)
    assert seen.keys() >= {*State, Status.OPTIMAL, Status.FEASIBLE, Termination.COMPLETED, Termination.TIME_LIMIT}
    assert min(seen.values()) > 0, seen


@pytest.mark.promise("corrupted records rejected")
@chunks(1, 2, 22)
def test_whatever_is_claimed_falsely_is_refused(
    chunk: int, results: list[Written], counted: Callable[..., None]
) -> None:
    """What counts is a record, or a table beside it, that can be read and says something that is not so.

    An altered record may still be true: other prices may prove as much, other pairs be as good, another bound be
    proven. ``Honest.lies`` tells by definitions; what it calls true may be refused, as for a bonus beyond all sums.
    """
    seen, refused, names = Counter[str](), set[str](), itertools.cycle(FORGERIES)
    while seen["false_claims"] < 500:
        draw, name = Random(f"{chunk} {seen.total()}"), next(names)
        outcome = next(filter(None, (forged(one, name, draw) for one in draw.sample(results, len(results)))))
        seen[outcome] += 1
        refused |= {name} if outcome != "true_after_all" else set()
    assert refused == FORGERIES.keys()
    counted(**{name: seen[name] for name in ("false_claims", "unreadable", "true_after_all")})
