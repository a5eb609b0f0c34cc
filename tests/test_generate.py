"""generate(): the same seed gives the same bytes, the population keeps what the module promises, and it can be read."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import fmean, pstdev
from typing import get_args

import numpy as np
import pytest

from matchmaker.answers import QUALITIES, needs, offers
from matchmaker.answers import marks as parsed
from matchmaker.check import unfit
from matchmaker.companies import Companies, is_no_company, key
from matchmaker.generate import OPTIONAL, generate
from matchmaker.people import STYLE_ITEMS, Mentee, Mentor, Person
from matchmaker.population.town import society
from matchmaker.ratings import Rating
from matchmaker.reading.folder import read_folder
from matchmaker.relations import Kind, Relation
from matchmaker.scoring.scores import Scores
from matchmaker.shapes import UNKNOWN
from matchmaker.times.calendars import parse_free
from matchmaker.times.zones import parse_zone
from matchmaker.topics import TopicGraph
from matchmaker.ways import WayKind, Ways

MENTORS, MENTEES, SEED = 400, 1000, 7
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def folder() -> dict[str, str]:
    return generate(MENTORS, MENTEES, SEED)


@pytest.fixture(scope="module")
def mentors(folder: dict[str, str]) -> Rows:
    return rows(folder["mentors.csv"])


@pytest.fixture(scope="module")
def mentees(folder: dict[str, str]) -> Rows:
    return rows(folder["mentees.csv"])


@pytest.fixture(scope="module")
def scores(folder: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Scores:
    return Scores(*read_folder(written(folder, tmp_path_factory.mktemp("generated"))))


def rows(text: str) -> Rows:
    return list(csv.DictReader(io.StringIO(text)))


def written(folder: dict[str, str], path: Path) -> Path:
    for name, text in folder.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def test_the_same_seed_gives_the_same_folder_and_another_seed_another() -> None:
    assert generate(8, 20, 1) == generate(8, 20, 1)
    one, other = generate(8, 20, 1), generate(8, 20, 2)
    assert all(one[name] != other[name] for name in one)


@pytest.mark.parametrize("hash_seed", ["0", "1", "4711"])
def test_the_hash_seed_changes_nothing(hash_seed: str) -> None:
    code = "from matchmaker.generate import generate\nprint(ascii(generate(8, 20, 1)))"
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    found = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert found.stdout.decode().strip() == ascii(generate(8, 20, 1))


def test_the_columns_are_fields_of_the_models(folder: dict[str, str]) -> None:
    files = {"mentors.csv": Mentor, "mentees.csv": Mentee, "relations.csv": Relation, "ratings.csv": Rating}
    for name, model in files.items():
        header = next(csv.reader(io.StringIO(folder[name])))
        assert set(header) <= model.model_fields.keys() - {"record"} - (
            {"other"} if issubclass(model, Person) else set()
        )
        assert len(header) == len(set(header))


@pytest.mark.parametrize(("mentors", "mentees", "seed"), [(1, 1, 0), (4, 6, 1), (60, 150, 2), (30, 3, 3), (3, 1000, 4)])
def test_every_folder_can_be_read(mentors: int, mentees: int, seed: int, tmp_path: Path) -> None:
    pool, programme = read_folder(written(generate(mentors, mentees, seed), tmp_path))
    assert (len(pool.mentors), len(pool.mentees)) == (mentors, mentees)
    assert unfit(pool, programme) == []


def test_a_population_has_people_on_both_sides() -> None:
    with pytest.raises(ValueError, match="one mentor and one mentee"):
        generate(0, 5, 1)


def test_ids_and_addresses_are_nobody_elses(mentors: Rows, mentees: Rows) -> None:
    for people in (mentors, mentees):
        assert len({row["id"] for row in people}) == len({row["email"] for row in people}) == len(people)
    both = {row["email"] for row in mentors} & {row["email"] for row in mentees}
    assert 3 <= len(both) <= 20
    assert all(row["email"].split("@")[1] in ("example.org", "example.com", "example.net") for row in mentors + mentees)


def test_levels_and_places(mentors: Rows, mentees: Rows) -> None:
    offered = [offers(row["offers"]) for row in mentors]
    needed = [needs(row["needs"]) for row in mentees]
    levels = [offer.level for one in offered for offer in one]
    own = [need.own_level for one in needed for need in one]
    assert fmean(int(row["capacity"]) for row in mentors) == pytest.approx(1.7, abs=0.15)
    assert {row["capacity"] for row in mentors} == set("012345")
    assert fmean(level for level in levels if level) == pytest.approx(3.7, abs=0.1)
    assert fmean(level for level in own if level is not None) == pytest.approx(1.5, abs=0.1)
    assert levels.count(None) / len(levels) == pytest.approx(1 / 12, abs=0.02)
    assert {len(one) for one in offered} == set(range(3, 11))
    assert {len(one) for one in needed} == set(range(1, 6))


def test_topics_are_heavy_tailed_and_clustered(mentors: Rows) -> None:
    graph = TopicGraph.shipped()
    topics = [[graph.find(offer.topic) for offer in offers(row["offers"])] for row in mentors]
    fields = [[(graph.broader(topic) or (topic,))[-1] for topic in one if topic] for one in topics]
    counts = Counter(topic for one in topics for topic in one if topic)
    ranked = [count for _, count in counts.most_common()]
    assert sum(ranked[:30]) > 0.25 * sum(ranked)
    assert sum(count <= 3 for count in ranked) > 0.3 * len(ranked)
    assert max(len(set(one)) for one in fields) == 2
    assert fmean(max(Counter(one).values()) / len(one) for one in fields) > 0.7
    assert sum(topic is None for one in topics for topic in one) / sum(map(len, topics)) == pytest.approx(
        0.01, abs=0.01
    )


def test_time(mentors: Rows, mentees: Rows) -> None:
    said = [row for row in mentors + mentees if row["free"]]
    windows = [parse_free(row["free"]) for row in said]
    assert {len(one) for one in windows} == set(range(2, 9))
    assert {end - start for one in windows for _, start, end in one} == {60, 90, 120, 150, 180}
    zones = Counter(parse_zone(row["time_zone"]).split("/")[0] for row in said)
    zones["Asia"] += zones.pop("Singapore", 0)  # the city alone is a zone of its own
    assert zones["Europe"] / len(said) == pytest.approx(0.6, abs=0.06)
    assert set(zones) == {"Europe", "America", "Africa", "Asia", "Australia"}


def test_style(mentors: Rows, mentees: Rows) -> None:
    own = [int(row[f"style_{item}"]) for row in mentors + mentees for item in STYLE_ITEMS if row[f"style_{item}"]]
    wants = [row[f"wants_{item}"] for row in mentors + mentees for item in STYLE_ITEMS]
    said = [int(mark) for mark in wants if mark]
    for marks in (own, said):
        assert fmean(marks) == pytest.approx(3, abs=0.1)
        assert pstdev(marks) == pytest.approx(0.9, abs=0.1)
    assert len(said) / len(wants) == pytest.approx(0.36, abs=0.05)


def test_companies(mentors: Rows, mentees: Rows) -> None:
    cells = [row["company"] for row in mentors + mentees]
    firms = Counter(firm for cell in cells for firm in Companies().firms(cell))
    sizes = [size for _, size in firms.most_common()]
    assert sum(map(is_no_company, cells)) / len(cells) == pytest.approx(0.1, abs=0.03)
    assert sizes[0] / len(cells) == pytest.approx(0.1, abs=0.03)
    assert sizes[0] > 2 * sizes[4]
    assert len(firms) <= len(cells) // 5
    largest = {cell for cell in cells if firms.most_common(1)[0][0] in Companies().firms(cell)}
    assert len(largest) > 5, "one firm in several spellings"


def test_no_two_companies_count_as_one() -> None:
    found = society()
    names = [f"{first} {second}" for first in found.first for second in found.second]
    assert len({key(name) for name in names}) == len(names)
    for place in found.places.values:
        assert {key(f"{names[0]} {form}") for form in place.forms.values} == {key(names[0])}, place.zone


def test_every_field_has_topics_of_its_own_only() -> None:
    graph = TopicGraph.shipped()
    found = [{graph.broader(topic)[-1:] for topic in field.topics.values} for field in society().fields.values]
    assert all(len(fields) == 1 and () not in fields for fields in found)
    assert len(set().union(*found)) == len(found)


def test_blanks(mentors: Rows, mentees: Rows) -> None:
    columns = (mentors[0].keys() | mentees[0].keys()) & OPTIONAL
    assert columns == OPTIONAL
    for column in columns:
        cells = [row[column] for row in mentors + mentees if column in row]
        assert cells.count("") / len(cells) == pytest.approx(0.08, abs=0.04), column


def test_lines_of_bosses(folder: dict[str, str], mentors: Rows, mentees: Rows) -> None:
    facts = [row for row in rows(folder["relations.csv"]) if row["kind"] == "boss"]
    ids = {row["id"] for row in mentors + mentees}
    line = {fact["person"]: fact["other"] for fact in facts if not fact["why"].startswith("dotted")}
    assert any(fact["person"] not in ids for fact in facts), "an outsider who reports into the pool"
    assert any(fact["why"].startswith("dotted") for fact in facts)
    assert any(row["boss"] for row in mentees)
    assert len(line) > 0.25 * len(ids)
    for person in line:
        up = [person]
        while up[-1] in line:
            up.append(line[up[-1]])
            assert len(up) < 50, "a loop of bosses"
        assert all(one != other for one, other in pairwise(up))
    assert {row["kind"] for row in rows(folder["relations.csv"])} <= {kind.value for kind in Kind}


def test_qualities_as_mentors_see_themselves_and_as_earlier_mentees_did(folder: dict[str, str], mentors: Rows) -> None:
    own = [parsed(row["qualities"], QUALITIES, range(1, 6)) for row in mentors if row["qualities"]]
    assert fmean(mark for one in own for mark in one.values()) == pytest.approx(4, abs=0.1)
    assert 5 < fmean(map(len, own)) < len(QUALITIES)
    found = rows(folder["ratings.csv"])
    assert len({row["person"] for row in found}) / len(mentors) == pytest.approx(0.33, abs=0.06)
    assert {int(row["count"]) for row in found} == set(range(1, 13))
    assert fmean(float(row["mean"]) for row in found) == pytest.approx(3.9, abs=0.1)
    means = {len(row["mean"]) for row in found}
    assert means == {4}, "two decimals"
    assert all(1 <= float(row["mean"]) <= 5 for row in found)


def test_every_criterion_knows_some_pairs(scores: Scores) -> None:
    """A share of all pairs for each criterion, and every way there is from a mentee to a mentor."""
    known = {
        (one.criterion.view, one.criterion.name): (one.shape.block(0, scores.n_rows) != UNKNOWN).mean()
        for one in scores.encoded
    }
    assert min(known.values()) > 0.001
    assert known["mentee", "qualities"] > 0.8
    ways = Ways(scores.pool, scores.programme)
    kinds = Counter(way.kind for row in range(scores.n_rows) for way in ways.best(row).values())
    assert set(kinds) == set(get_args(WayKind))


def test_most_mentees_can_be_matched_and_every_rule_bans_some(scores: Scores) -> None:
    tally = scores.tally
    legal, _ = tally.legal
    screened = (tally.banned["not_ready"][0] > 0) | (tally.banned["not_mentoring"][0] > 0)
    assert 0.1 < screened.mean() < 0.25
    assert np.median(legal) > 50
    assert (legal[~screened] >= 3).mean() > 0.95
    for rule in ("current_boss", "same_company", "availability", "language", "past_pair", "veto", "refused_topic"):
        assert tally.banned[rule][0].sum() > 0, rule


def test_scores_are_spread(scores: Scores) -> None:
    legal = scores.legal()
    best = np.zeros(scores.n_rows)
    np.maximum.at(best, legal.rows, legal.scores)
    assert legal.scores.std() > 750
    assert np.median(best) > 1.5 * np.median(legal.scores)
