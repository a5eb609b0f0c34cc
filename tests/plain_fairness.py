"""A written proof of fairness added up by hand, as docs/answer.md says: every set a mentee may get is tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

from plain_sums import Legal, Proof

from matchmaker import Pool

Sets = dict[str, list[tuple[int, tuple[str, ...]]]]
"""What each mentee may get beyond pins: the sum of scores it makes with them, and the mentors."""


class PlainFairness:
    """What the pins leave open, and what a proof of fairness proves of it."""

    def __init__(self, pool: Pool, legal: Legal, pinned: Legal) -> None:
        pins_of, pins_at = Counter(a for a, _ in pinned), Counter(b for _, b in pinned)
        wants = {one.id: one.mentors_wanted - pins_of[one.id] for one in pool.mentees}
        rooms = {one.id: one.capacity - pins_at[one.id] for one in pool.mentors}
        free = [pair for pair in legal if pair not in pinned and wants[pair[0]] > 0 and rooms[pair[1]] > 0]
        liked = Counter(mentor for _, mentor in free)
        self.rooms = {mentor: min(places, liked[mentor]) for mentor, places in rooms.items()}
        self.begun, self.met = set(pins_of), sum(pinned.values())
        self.legal = legal
        have = {one: sum(score for pair, score in pinned.items() if pair[0] == one) for one in wants}
        self.sets: Sets = {}
        for one in dict.fromkeys(mentee for mentee, _ in free):
            partners = [mentor for mentee, mentor in free if mentee == one]
            sizes = range(wants[one] + 1)
            chosen = [some for size in sizes for some in combinations(partners, size) if some or one in self.begun]
            self.sets[one] = [(have[one] + sum(legal[one, mentor] for mentor in some), some) for some in chosen]

    def worst_off(self, pairs: Collection[tuple[str, str]]) -> int | None:
        """The least that a matched mentee gets of those who could get something beyond pins."""
        sums: Counter[str] = Counter()
        for mentee, mentor in pairs:
            sums[mentee] += self.legal.get((mentee, mentor), 0)
        return min((sums[mentee] for mentee in {mentee for mentee, _ in pairs} & self.sets.keys()), default=None)

    def bounds(self, proof: Proof, mentees_bound: int) -> tuple[int | None, int | None]:
        """What is proven of the worst off, and of the score; None for what is not."""
        fair, first = proof["fairness"], proof["mentees_matched"] - len(self.begun)
        if proof["mentees_matched"] != mentees_bound:
            return None, None
        highest = fair["worst_off_bound"]
        if fair["worst_off"] != highest:
            return highest, None
        most = self.most(highest or 0, fair["scale"], proof["prices"], first)
        return highest, None if most is None else self.met + most // fair["scale"]

    def holds(self, proof: Proof) -> bool:
        """Whether a proof says what its pairs give, and shows that nobody can be lifted above its bound."""
        fair, first = proof["fairness"], proof["mentees_matched"] - len(self.begun)
        worst, highest = self.worst_off(proof["pairs"]), fair["worst_off_bound"]
        if fair["worst_off"] != worst or (worst is None) != (highest is None):
            return False
        if worst is None or highest is None:
            return True
        above = self.most(highest + 1, 0, fair["above_prices"], first)
        return highest >= worst and (above is None or above < 0)

    def most(self, threshold: int, scale: int, prices: Mapping[str, int], first: int) -> int | None:
        """The most that scores can come to, times the scale, if whoever is matched gets the threshold at least."""
        best = dict(self._best(threshold, scale, prices))
        firsts = sorted((worth for one, worth in best.items() if one not in self.begun), reverse=True)[:first]
        if len(firsts) < first or not (self.sets.keys() & self.begun) <= best.keys():
            return None
        sold = sum(places * max(0, prices[mentor]) for mentor, places in self.rooms.items())
        return sold + sum(firsts) + sum(worth for one, worth in best.items() if one in self.begun)

    def _best(self, threshold: int, scale: int, prices: Mapping[str, int]) -> Iterator[tuple[str, int]]:
        for one, sets in self.sets.items():
            worth = [
                sum(scale * self.legal[one, mentor] - prices[mentor] for mentor in some)
                for total, some in sets
                if total >= threshold
            ]
            if worth:
                yield one, max(worth)
