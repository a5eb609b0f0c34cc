"""A written certificate added up by hand, as docs/answer.md says, for any pool: for tests only, in plain sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from matchmaker import Pool

Legal = Mapping[tuple[str, str], int]
"""Every possible pair of ids, and the pinned ones, with the score."""
Proof = Mapping[str, Any]
"""A certificate as JSON holds it."""


class Sums:
    """What the pins leave to decide, and what a certificate's cuts and prices prove of it."""

    def __init__(self, pool: Pool, legal: Legal, pinned: Collection[tuple[str, str]], spread: bool) -> None:
        self.pool, self.legal, self.pinned = pool, legal, set(pinned)
        mentors_of, mentees_of = Counter(a for a, _ in legal), Counter(b for _, b in legal)
        pins_of, pins_at = Counter(a for a, _ in pinned), Counter(b for _, b in pinned)
        wants = {one.id: min(one.mentors_wanted, mentors_of[one.id]) for one in pool.mentees}
        rooms = {one.id: min(one.capacity, mentees_of[one.id]) for one in pool.mentors}
        self.bonus = max(legal.values(), default=0) * min(sum(wants.values()), sum(rooms.values())) + 1
        self.wants = {one: places - pins_of[one] for one, places in wants.items()}
        self.rooms = {one: places - pins_at[one] for one, places in rooms.items()}
        self.first = {one: int(places > 0 and not pins_of[one]) for one, places in self.wants.items()}
        extra = [{one.id: most(one.floor, 1) for one in pool.mentors} for most in (min, lambda floor, _: floor, max)]
        self.extra_met = [sum(min(n, pins_at[one]) for one, n in count.items()) for count in extra]
        self.extra = [
            {one: min(max(0, n - pins_at[one]), self.rooms[one]) for one, n in count.items()} for count in extra
        ]
        self.spread = spread
        self.counted = self.extra if spread else self.extra[1:2]
        self.met = (len(pins_of), len(self.pinned))
        self.partners: dict[str, dict[str, int]] = {one.id: {} for one in pool.mentees}
        for (mentee, mentor), score in legal.items():
            if (mentee, mentor) not in self.pinned:
                self.partners[mentee][mentor] = score

    def bounds(self, proof: Proof) -> tuple[int | None, ...]:
        """The most floor places, mentors, mentees, places and score; None for mentors or score if not proven."""
        cuts = zip(self.extra_met, self.extra, ("floored_cut", "floors_cut", "mentors_cut"), strict=True)
        floored, floors, firsts = (met + self._most(proof[cut], self.wants, rooms) for met, rooms, cut in cuts)
        mentees = self.met[0] + self._most(proof["mentees_cut"], self.first, self.rooms)
        places = self.met[1] + self._most(proof["places_cut"], self.wants, self.rooms)
        mentors = floored + firsts - floors if proof["floor_places"] == floors else None
        counts = (floors, mentors, mentees, places)
        if len(proof["units"]) > 1:
            best = proof["bonus"] == self.bonus and self._reached(proof) == self._priced(proof)
            return *counts, proof["total_score"] if best else None
        before = [(proof["floor_places"], floors, self.extra_met[1])]  # claimed, bounded, met by pins
        if self.spread:
            both = proof["mentors_matched"] + proof["floor_places"]
            before.append((both, floored + firsts, self.extra_met[0] + self.extra_met[2]))
        if proof["objective"] == "most_people":
            before += [(proof["mentees_matched"], mentees, self.met[0]), (proof["places_filled"], places, self.met[1])]
        if proof["bonus"] < 0 or any(claimed != bound for claimed, bound, _ in before):
            return *counts, None
        left = sum(bound - met for _, bound, met in before)
        pinned = sum(self.legal[pair] for pair in self.pinned)
        return *counts, self._priced(proof) - proof["bonus"] * left + pinned

    def shortage(self, group: Collection[str]) -> tuple[int, int]:
        """How many places the floors of a group of mentors ask for, and how many the mentees can fill at most."""
        asked = sum(one.floor for one in self.pool.mentors if one.id in group)
        partners = Counter(mentee for mentee, mentor in self.legal if mentor in group)
        elsewhere = Counter(mentee for mentee, mentor in self.pinned if mentor not in group)
        return asked, sum(min(one.mentors_wanted - elsewhere[one.id], partners[one.id]) for one in self.pool.mentees)

    def _most(self, cut: Collection[str], wants: Mapping[str, int], rooms: Mapping[str, int]) -> int:
        outside = {mentor for mentor, places in rooms.items() if places and mentor not in cut}
        inside = sum(rooms[mentor] for mentor in cut)
        return inside + sum(min(wants[one], len(outside & mentors.keys())) for one, mentors in self.partners.items())

    def _priced(self, proof: Proof) -> int:
        """The most that scores and bonuses can be worth together, at these prices."""
        price, (unit, counted, bonus), total = proof["prices"], self._worth(proof), 0
        for one, places in self.rooms.items():
            extra = [sum(min(load, count[one]) for count in self.counted) for load in range(places + 1)]
            total += max(load * price[one] + extra[load] * bonus for load in range(places + 1))
        for one, mentors in self.partners.items():
            gains = sorted(((score + counted) * unit[one] - price[j] for j, score in mentors.items()), reverse=True)
            gains[:1] = [gain + counted * self.first[one] * unit[one] for gain in gains[:1]]
            total += sum(max(0, gain) for gain in gains[: self.wants[one]])
        return total

    def _reached(self, proof: Proof) -> int:
        """What scores and bonuses of the certificate's pairs are worth together, without the pins."""
        unit, counted, bonus = self._worth(proof)
        pairs = [(mentee, mentor) for mentee, mentor in proof["pairs"] if (mentee, mentor) not in self.pinned]
        loads = Counter(mentor for _, mentor in pairs)
        extra = sum(min(n, loads[one]) for count in self.counted for one, n in count.items())
        first = sum(counted * self.first[one] * unit[one] for one in {mentee for mentee, _ in pairs})
        return sum((self.legal[pair] + counted) * unit[pair[0]] for pair in pairs) + first + extra * bonus

    def _worth(self, proof: Proof) -> tuple[dict[str, int], int, int]:
        """What a point counts for every mentee, the bonus of a counted place, and that of a mentor's."""
        units = {one.id: proof["units"][str(one.priority)] for one in self.pool.mentees}
        counted = proof["bonus"] if proof["objective"] == "most_people" else 0
        return units, counted, proof["bonus"] * max(units.values(), default=1)
