"""The hash of a programme: every setting that can change an answer is in it, and what a record names itself is not."""

from __future__ import annotations

import pytest
from test_programme import Mine, weights

from matchmaker import CRITERIA, Programme
from matchmaker.companies import Companies
from matchmaker.topics import TopicGraph

OWN = {"name": "town", "view": "mentee", "kind": "same", "mentee": "town", "mentor": "town"}
CHANGES: list[dict[str, object]] = [
    {"name": "x"},
    {"start": "2027-03-01"},
    {"weeks": 9},
    {"combine": "mean"},
    {"minimum_score": 1},
    {"seed": 1},
    {"spread": True},
    {"salt": "another"},
    {"contact": "Noor"},
    weights(expertise=100),
    {"weights": {"mentor": {"style": 100}}},
    {"unknown": {"mentee": {"style": 1}}},
    {"expertise": {"levels_ahead": 3}},
    {"style": {"scale": 0.3}},
    {"availability": {"enough_starts": 9}},
    {"qualities": {"typical": 3.9}},
    {"source": {"knows": 1}},
    {"source": {"expert_level": 4}},
    {"source": {"recommenders": 3}},
    {"wishes": {"next_wish": 50}},
    {"benefit": {"gains_share": 71}},
    {"readiness": {"not_said": 2}},
    {"rules": {"current_boss": {"levels": 1}}},
    {"rules": {"current_boss": {"peers": True}}},
    {"start": "2027-03-01", "rules": {"former_boss": {"months": 1}}},
    {"rules": {"same_company": {"unknown": "ban"}}},
    {"rules": {"availability": {"enabled": False}}},
    {"rules": {"availability": {"meeting_minutes": 61}}},
    {"rules": {"language": {"enabled": False}}},
    {"rules": {"language": {"unknown": "ban"}}},
    {"rules": {"past_pair": {"enabled": False}}},
    {"limit": [{"of": "mentees", "column": "town", "value": "York", "at_most": 1}]},
    {"hours": {"not_said": 2.5}},
    {"criterion": [OWN]},
    {"audit": {"columns": ["town"]}},
    {"criterion": [OWN | {"unknown": 1}]},
    {"rules": {"not_ready": {"enabled": False}}},
    {"rules": {"not_ready": {"unknown": "allow"}}},
    {"rules": {"not_ready": {"minimum_hours": 2}}},
    {"rules": {"not_ready": {"unknown_hours": "ban"}}},
    {"rules": {"not_mentoring": {"enabled": False}}},
    {"capped_lottery": {"cap_percent": 49}},
    {"help": {"coaching": "Ruth"}},
    {"help": {"advice": "the notice board"}},
    {"companies": Companies(aliases={"IBM": ("Big Blue",)})},
    {"companies": Companies(groups={"IBM": ("Big Blue",)})},
    {"companies": Companies(competitors={"IBM": ("Big Blue", "HP")})},
    {"topics": TopicGraph(())},
    {"criteria": CRITERIA[::-1]},
    {"criteria": (*CRITERIA, Mine())},
    {"criteria": (*CRITERIA, Mine(unknown=1))},
]


def test_any_changed_setting_changes_the_hash() -> None:
    hashes = [Programme.model_validate(change).sha256 for change in CHANGES]
    assert len({*hashes, Programme().sha256}) == len(CHANGES) + 1
    unhashed = {"columns", "onet", "strategy", "solver"}
    assert {name for change in CHANGES for name in change} == Programme.model_fields.keys() - unhashed


UNHASHED = [
    {"columns": {"a": "b"}},
    {"onet": {"skills": "a", "tree": "b"}},
    {"strategy": "greedy"},
    {"solver": "cp_sat"},
]


@pytest.mark.parametrize("change", [*UNHASHED, {}])
def test_what_a_record_names_itself_does_not_change_the_hash(change: dict[str, object]) -> None:
    assert Programme.model_validate(change).sha256 == Programme().sha256
