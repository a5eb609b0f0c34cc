"""What an honest record would say, and whether one lies: the measure that corrupted records are held to.

How pairs score and how their sentences go is told by the code that writes records, which a forger has, too. Which pairs
there can be is told by the encoded rules, which verification does not use; what a certificate proves, by plain sums;
what is best, by brute force.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args

import numpy as np
from fair_oracle import fairest_of, told_of
from leximin_definition import best_values, values_of
from markets import Market
from oracle import Best, Small, best, reached
from plain_fairness import PlainFairness
from plain_leximin import proves_leximin
from plain_sums import Sums
from remembering import Remembering

from matchmaker import Matching, Pool, Programme, Scores
from matchmaker.outcome.assembly import assemble, floor_shortage
from matchmaker.problem.demand import assignment_problem, pinned_pairs
from matchmaker.programme import StrategyName
from solvers import SOLVERS, STRATEGIES, Result, Status, Termination
from solvers.pairs import Pairs
from solvers.proof.floors import Shortage, unmet_floors

Document = dict[str, Any]
Ids = tuple[tuple[str, str], ...]
"""Pairs, each of a mentee's and a mentor's id."""

EXACT = [name for name, strategy in STRATEGIES.items() if strategy.run is None]
CUTS = ("floors_cut", "floored_cut", "mentors_cut", "mentees_cut", "places_cut")
PROOF = (*CUTS, "bonus", "prices", "fairness")
"""The parts of a certificate that claim nothing by themselves: others may prove the same, or less."""
TOTALS = ("mentors_matched", "mentees_matched", "places_filled", "total_score")
TOLD = (*TOTALS, "floor_places_filled", "unmet_floors", "distributions", "audit", "pairs", "people")
"""What a record says of its pairs alone."""
BOUNDS = ("floor_places_bound", "mentors_bound", "mentees_bound", "places_bound", "score_bound", "worst_off_bound")
ASKED = ("strategy", "solver", "termination")
"""What was asked for, who solved it and why it stopped: that it was another nobody can tell, if the rest fits it."""


@dataclass(frozen=True, eq=False)
class Honest:
    """A true result, with the pool and the programme that it is about."""

    pool: Pool
    programme: Programme
    found: Matching

    def told(self, pairs: Iterable[tuple[str, str]], strategy: str = "") -> tuple[Document, Document]:
        """Return matching and certificate with other pairs, honest in all they say of them, the bounds unchanged.

        ``strategy`` is what the reasons told are of, the found matching's unless said.
        """
        key, by = tuple(sorted(pairs)), strategy or self.found.strategy
        if (key, by) not in self._told:
            fresh, (true, proof) = self._assembled(key, by).model_dump(mode="json"), documents(self.found)
            totals = {name: fresh[name] for name in TOTALS} | {"floor_places": fresh["floor_places_filled"]}
            these: Document = {"pairs": [list(pair) for pair in key]}
            if proof["fairness"]:
                true["worst_off"] = self.fairness.worst_off(key)
                these["fairness"] = proof["fairness"] | {"worst_off": true["worst_off"]}
            self._told[key, by] = true | {name: fresh[name] for name in TOLD}, proof | totals | these
        return self._told[key, by]

    def lies(self, record: Matching) -> bool:
        """Whether a record claims anything that is not so."""
        said, proof = documents(record)
        pairs = sorted((pair.mentee, pair.mentor) for pair in record.pairs)
        if not self._allowed(pairs) or record.strategy not in get_args(StrategyName):
            return True
        if record.strategy in ("stable", "stable_mentors") and self._market.blocking(self._at(record)):
            return True
        so, so_proof = self.told(pairs, record.strategy)
        exact = record.strategy in EXACT
        fair, leximin = record.strategy == "fairest", record.strategy == proof["objective"] == "leximin"
        objective = record.strategy if exact or fair or leximin else "best_score"
        so_proof = so_proof | {name: proof[name] for name in PROOF} | {"objective": objective}
        if _in_order(so_proof) != _in_order(proof) or not self._about_the_mentors(proof):
            return True
        if fair != (proof["fairness"] is not None) or (fair and not self.fairness.holds(proof)):
            return True
        *counts, score = self.sums.bounds(proof)
        highest, score = self._fair_bounds(proof, counts[2]) if fair or leximin else (None, score)
        gap = None if score is None else score - proof["total_score"]
        proven = (exact or fair or leximin) and gap == 0
        so = so | dict(zip(BOUNDS, (*counts, score, highest), strict=True)) | {name: said[name] for name in ASKED}
        so["worst_off"] = self.fairness.worst_off(proof["pairs"]) if fair or (leximin and proven) else None
        so |= {"gap": gap, "status": "OPTIMAL" if proven else "FEASIBLE", "proof": "certificate" if proven else None}
        if self._shows_them_short(said["unmet_floors"], so["unmet_floors"], proven):
            so["unmet_floors"] = said["unmet_floors"]
        if _in_order(so) != _in_order(said) or (proven and not self.best(record)):
            return True
        hard = not exact and (not fair or any(one.mentors_wanted > 1 for one in self.pool.mentees))
        ended = proven or hard or record.termination is not Termination.COMPLETED
        return not ended or record.solver not in (SOLVERS if exact else [record.strategy])

    def _fair_bounds(self, proof: Document, mentees_bound: int) -> tuple[int | None, int | None]:
        """What is proven of the worst off, and of the score."""
        if proof["objective"] == "fairest":
            return self.fairness.bounds(proof, mentees_bound)
        if not proves_leximin(self.fairness, proof):
            return None, None
        return self.fairness.worst_off(proof["pairs"]), proof["total_score"]

    def best(self, record: Matching) -> bool:
        """Whether a record's pairs are as good as any, by brute force."""
        at = [(self.pool.mentee_index[pair.mentee], self.pool.mentor_index[pair.mentor]) for pair in record.pairs]
        if record.strategy == "fairest":
            true = fairest_of(self._small)
            assert true is not None
            return told_of(self._small, at)[:3] == true[:3]
        if record.strategy == "leximin":
            lifted = best_values(self._small)
            assert lifted is not None
            return values_of(self._small, at) == lifted[0]
        people = record.strategy == "most_people"
        so = self._oracle.people if people else self._oracle.score
        return reached(self._small, self._at(record), people)[:-1] == so[:-1]  # equals differ in tie values alone

    @cached_property
    def legal(self) -> dict[tuple[str, str], int]:
        """Every possible pair with its score, the pinned ones among them."""
        return self._named(self._scores.legal()) | self.pinned

    @cached_property
    def pinned(self) -> dict[tuple[str, str], int]:
        """Every pinned pair with its score."""
        return self._named(pinned_pairs(self._scores))

    @cached_property
    def sums(self) -> Sums:
        """What certificates prove of this pool."""
        return Sums(self.pool, self.legal, self.pinned, self.programme.spread)

    @cached_property
    def fairness(self) -> PlainFairness:
        """What proofs of fairness prove of this pool."""
        return PlainFairness(self.pool, self.legal, self.pinned)

    @cached_property
    def _scores(self) -> Scores:
        return Remembering(self.pool, self.programme)

    @cached_property
    def _told(self) -> dict[tuple[Ids, str], tuple[Document, Document]]:
        return {}

    @cached_property
    def _small(self) -> Small:
        rows, columns = self.pool.mentee_index, self.pool.mentor_index
        score: list[dict[int, int]] = [{} for _ in rows]
        for (mentee, mentor), points in self.legal.items():
            score[rows[mentee]][columns[mentor]] = points
        return Small(
            score=score,
            wanted=[one.mentors_wanted for one in self.pool.mentees],
            offered=[one.capacity for one in self.pool.mentors],
            floor=[one.floor for one in self.pool.mentors],
            pinned=frozenset((rows[mentee], columns[mentor]) for mentee, mentor in self.pinned),
            priority=[one.priority for one in self.pool.mentees],
            row_keys=range(len(rows)),
            column_keys=range(len(columns)),
            spread=self.programme.spread,
        )

    @cached_property
    def _market(self) -> Market:
        views = {}
        for pairs in (self._scores.legal(), pinned_pairs(self._scores)):
            ends = zip(pairs.rows.tolist(), pairs.columns.tolist(), strict=True)
            views |= dict(
                zip(ends, zip(pairs.mentee_view.tolist(), pairs.mentor_view.tolist(), strict=True), strict=True)
            )
        return Market(views, (list(self._small.wanted), list(self._small.offered)), self._small.pinned)

    def _at(self, record: Matching) -> list[tuple[int, int]]:
        return [(self.pool.mentee_index[pair.mentee], self.pool.mentor_index[pair.mentor]) for pair in record.pairs]

    @cached_property
    def _oracle(self) -> Best:
        found = best(self._small)
        assert found is not None
        return found

    def _named(self, pairs: Pairs) -> dict[tuple[str, str], int]:
        at = zip(pairs.rows.tolist(), pairs.columns.tolist(), strict=True)
        ids = ((self.pool.mentees[row].id, self.pool.mentors[column].id) for row, column in at)
        return dict(zip(ids, pairs.scores.tolist(), strict=True))

    def _assembled(self, pairs: Ids, strategy: str) -> Matching:
        """A matching of these pairs that knows no bounds."""
        problem = assignment_problem(self.pool, self.programme, self._scores.legal(), pinned_pairs(self._scores))
        rows = np.array([self.pool.mentee_index[mentee] for mentee, _ in pairs], np.int64)
        columns = np.array([self.pool.mentor_index[mentor] for _, mentor in pairs], np.int64)
        loads, nothing = Counter(columns.tolist()), np.zeros(0, np.int64)
        result = Result(
            strategy=strategy,
            solver="",
            status=Status.OPTIMAL,
            termination=Termination.COMPLETED,
            rows=rows,
            columns=columns,
            floor_places=sum(min(loads[at], one.floor) for at, one in enumerate(self.pool.mentors)),
            floor_bound=0,
            columns_filled=len(loads),
            columns_bound=None,
            rows_filled=len(set(rows.tolist())),
            rows_bound=0,
            places_filled=len(rows),
            places_bound=0,
            score=sum(self._scores.pair(*pair).score for pair in pairs),
            score_bound=None,
            row_prices=nothing,
            column_prices=nothing,
            unmet_floors=unmet_floors(problem, rows, columns),
            certificate=None,
        )
        return assemble(self._scores, problem, result, self.found.notices)

    def _shows_them_short(self, said: list[Document], so: list[Document], proven: bool) -> bool:
        """Whether shortages name all unmet floors, each once, and add up; mentors may be grouped in several ways."""

        def unmet(shortages: list[Document]) -> list[Document]:
            return sorted((one for shortage in shortages for one in shortage["unmet"]), key=str)

        if unmet(said) != unmet(so):
            return False
        index = self.pool.mentor_index
        load = {index[one["mentor"]]: one["filled"] for one in unmet(so)}
        for shortage in said:
            short, group = [one["mentor"] for one in shortage["unmet"]], shortage["group"]
            if not set(short) <= set(group) <= index.keys():
                return False
            asked, available = self.sums.shortage(group)
            columns = (tuple(sorted(index[one] for one in names)) for names in (short, group))
            true = floor_shortage(self.pool, Shortage(*columns, asked, available), load)
            if true.model_dump(mode="json") != shortage or (proven and available >= asked):
                return False
        return True

    def _allowed(self, pairs: list[tuple[str, str]]) -> bool:
        """Whether pairs are possible, each once, the pinned ones among them, and nobody has more than their places."""
        loads = Counter(one for pair in pairs for one in enumerate(pair))
        places = {(0, one.id): one.mentors_wanted for one in self.pool.mentees}
        places |= {(1, one.id): one.capacity for one in self.pool.mentors}
        possible = self.pinned.keys() <= set(pairs) <= self.legal.keys() and len(set(pairs)) == len(pairs)
        return possible and all(load <= places[one] for one, load in loads.items())

    def _about_the_mentors(self, proof: Document) -> bool:
        """Whether there is a price for each mentor and nobody else, and every cut is a set of them."""
        mentors, cuts = self.pool.mentor_index.keys(), [proof[name] for name in CUTS]
        sets = all(set(cut) <= mentors and len(set(cut)) == len(cut) for cut in cuts)
        above = proof["fairness"]["above_prices"].keys() if proof["fairness"] else mentors
        return sets and proof["prices"].keys() == above == mentors


def documents(record: Matching) -> tuple[Document, Document]:
    """A record's two documents, as JSON holds them."""
    assert record.certificate is not None
    return record.model_dump(mode="json"), json.loads(record.certificate.model_dump_json())


def _in_order(document: Document) -> Document:
    """A document whose lists of pairs, people and mentors stand in one order: to reorder them claims nothing else."""
    listed = {"pairs", "people", *CUTS} & document.keys()
    return document | {name: sorted(document[name], key=str) for name in listed}
