"""A choice of pairs as a circulation: hub → rows → columns → hub. The one place that calls the flow engines.

What counts is sought in order: once a level is at its most, only arcs that can change without loss stay open for the
next (complementary slackness; Bertsekas, *Linear Network Optimization*, 1991), so no sum of levels has to fit into
one number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from solvers.compiled import worthwhile
from solvers.errors import EngineError
from solvers.problem import BoolArray, IntArray, Wholes
from solvers.remainder import Gains, Remainder

ENOUGH = 50_000
"""From so many free pairs on compiled code pays for its loading, about a second's third."""

_FEW = 100_000
"""Up to so many arcs are looked through again until no dead end is left, which need not take long."""


@dataclass(frozen=True, eq=False)
class Network:
    """The arcs: one a pair, then each row's first place and its other places, then each column's places by what counts.

    Of those, with floors alone, its floor comes first and then the others; with each count more there is a part more.
    """

    n_rows: int
    n_columns: int
    n_pairs: int
    n_counts: int
    tails: IntArray
    heads: IntArray
    capacities: IntArray

    @classmethod
    def of(cls, remainder: Remainder) -> Network:
        """Return the network of what the pins leave."""
        n, m, pairs = remainder.n_rows, remainder.n_columns, len(remainder.rows)
        rows, columns = np.arange(n), n + np.arange(m)
        hub_rows, hub_columns = np.full(n, n + m), np.full(m, n + m)
        first, counts = np.minimum(remainder.row_capacity, 1), len(remainder.counted)
        ends = [np.zeros(m, np.int64), *remainder.counted, remainder.column_capacity]
        capacities = (first, remainder.row_capacity - first, *np.diff(ends, axis=0))
        return cls(
            n_rows=n,
            n_columns=m,
            n_pairs=pairs,
            n_counts=counts,
            tails=np.concatenate([remainder.rows, hub_rows, hub_rows, columns, *[columns] * counts]),
            heads=np.concatenate([n + remainder.columns, rows, rows, hub_columns, *[hub_columns] * counts]),
            capacities=np.concatenate([np.ones(pairs, np.int64), *capacities]),
        )

    def in_parts(self, whole: int, cap: int) -> Network:
        """Return the same with every place cut into ``whole`` parts, of which a pair may take up to ``cap``."""
        capacities = self.capacities * whole
        capacities[: self.n_pairs] = cap
        return replace(self, capacities=capacities)

    def gains(self, counted: Gains) -> Wholes:
        """Return what a unit on each arc brings."""
        none = np.zeros(self.n_rows, np.int64)
        columns = (times * counted.floor for times in reversed(range(self.n_counts + 1)))
        return np.concatenate([counted.pairs, counted.first, none, *columns])

    def flows(self, taken: BoolArray | IntArray) -> IntArray:
        """Return the circulation of a choice of pairs, or of parts of pairs: the places that count most fill first."""
        rows, columns = self.tails[: self.n_pairs], self.heads[: self.n_pairs] - self.n_rows
        row_load = np.bincount(rows, taken, self.n_rows).astype(np.int64)
        column_load = np.bincount(columns, taken, self.n_columns).astype(np.int64)
        row_parts, column_parts = (self.capacities[part] for part in self.places)
        row_flows = filled(row_load, row_parts.reshape(2, self.n_rows))
        column_flows = filled(column_load, column_parts.reshape(self.n_counts + 1, self.n_columns))
        return np.concatenate([taken, row_flows, column_flows])

    @property
    def places(self) -> tuple[slice, slice]:
        """The arcs between the hub and the rows, and those between the columns and the hub: part after part."""
        columns = self.n_pairs + 2 * self.n_rows
        return slice(self.n_pairs, columns), slice(columns, len(self.tails))

    def best(self, flows: IntArray, levels: Iterable[Wholes], tight: BoolArray | None = None) -> IntArray:
        """Return a circulation that brings the most at the first level, then at the next, and so on.

        ``levels`` may go on for ever: it ends where only one circulation is left. ``flows`` is where to start;
        arcs that are not ``tight`` keep what they have.
        """
        free = np.ones(len(self.tails), np.bool_) if tight is None else tight
        before: Wholes | None = None
        potential: IntArray | None = None
        for level, gains in enumerate(levels):
            if before is not None:
                free = self.left_free(free, flows, before, potential, exact=level > 1)
            elif tight is not None and not self._compiled(free):
                free = free & self._on_a_cycle(free, flows, exact=False)
            if not free[: self.n_pairs].any():
                break
            flows, potential = self._improved(free, flows, gains)
            before = gains
        return flows

    def _improved(self, free: BoolArray, flows: IntArray, gains: IntArray) -> tuple[IntArray, IntArray | None]:
        """Return the best circulation by the engine that is sooner done, and potentials if it has them."""
        if self._compiled(free):
            from solvers.fast.flow import improved

            if found := improved(self, free, flows, gains):
                return found
        return self.improved(free, flows, gains), None

    def _compiled(self, free: BoolArray) -> bool:
        return worthwhile(int(np.count_nonzero(free[: self.n_pairs])), ENOUGH)

    def of_pairs(self, values: IntArray) -> IntArray:
        """Return gains of pairs alone: what a unit on each arc brings where only pairs count."""
        return np.concatenate([values, np.zeros(len(self.tails) - self.n_pairs, np.int64)])

    def left_free(
        self,
        free: BoolArray,
        flows: IntArray,
        gains: IntArray,
        potential: IntArray | None = None,
        *,
        exact: bool = True,
    ) -> BoolArray:
        """Return the arcs that another circulation could use differently, and bring as much as this one, the best.

        ``potential`` proves that it is, if there is one. If it need not be ``exact`` some may be returned that no
        other could.
        """
        tight = self._tight(free, flows, gains) if potential is None else self.no_reduced_gain(gains, potential)
        free = free & tight
        return free & self._on_a_cycle(free, flows, exact=exact)

    def _residual(self, free: BoolArray, flows: IntArray) -> tuple[IntArray, IntArray]:
        """Return the arcs on which flow can rise, and those on which it can fall."""
        return np.flatnonzero(free & (flows < self.capacities)), np.flatnonzero(free & (flows > 0))

    def improved(self, free: BoolArray, flows: IntArray, gains: IntArray) -> IntArray:
        """Return the best circulation by OR-tools' cost-scaling push-relabel (Goldberg & Kennedy 1995).

        Arcs that are not ``free`` keep what they have.
        """
        from ortools.graph.python import min_cost_flow

        up, down = self._residual(free, flows)
        engine = min_cost_flow.SimpleMinCostFlow()
        rising = engine.add_arcs_with_capacity_and_unit_cost(
            self.tails[up], self.heads[up], self.capacities[up] - flows[up], -gains[up]
        )
        falling = engine.add_arcs_with_capacity_and_unit_cost(
            self.heads[down], self.tails[down], flows[down], gains[down]
        )
        status = engine.solve()
        if status != engine.OPTIMAL:
            raise EngineError(f"flow answered {status.name}, though leaving all as it is is always possible")
        better = flows.copy()
        better[up] += np.asarray(engine.flows(rising))
        better[down] -= np.asarray(engine.flows(falling))
        return better

    def _tight(self, free: BoolArray, flows: IntArray, gains: IntArray) -> BoolArray:
        """Return the arcs that can change without loss at their own cost: those of no reduced gain."""
        return self.no_reduced_gain(gains, self.potentials(free, flows, gains))

    def potentials(self, free: BoolArray, flows: IntArray, gains: IntArray) -> IntArray:
        """Return a potential for every node that proves a circulation the best: no free arc brings more than its rise.

        Raises
        ------
        EngineError
            If the circulation can be improved, so that there are none.
        """
        up, down = self._residual(free, flows)
        tails = np.concatenate([self.tails[up], self.heads[down]])
        heads = np.concatenate([self.heads[up], self.tails[down]])
        gained = np.concatenate([gains[up], -gains[down]])
        potential = np.zeros(self._nodes, np.int64)
        for _ in range(len(potential) + 1):
            risen = potential.copy()
            np.maximum.at(risen, heads, potential[tails] + gained)
            if (risen == potential).all():
                return potential
            potential = risen
        raise EngineError("flow called a circulation the best that can be improved")

    def no_reduced_gain(self, gains: Wholes, potential: Wholes) -> BoolArray:
        """Return the arcs whose gain is just the rise of potential along them."""
        reduced: BoolArray = gains + potential[self.tails] == potential[self.heads]
        return reduced

    def _on_a_cycle(self, free: BoolArray, flows: IntArray, *, exact: bool) -> BoolArray:
        """Return the arcs that some other circulation could use differently: both ends in one strong component.

        None if those that can carry anything make a forest: an arc filled in part, which can go either way, has its
        ends together without any cycle. Few that need not be exact are not worth the loading of the graph library.
        """
        up, down = self._residual(free, flows)
        arcs = np.concatenate([up, down])
        tails = np.concatenate([self.tails[up], self.heads[down]])
        heads = np.concatenate([self.heads[up], self.tails[down]])
        left = _without_dead_ends(tails, heads, self._nodes)
        arcs, tails, heads = arcs[left], tails[left], heads[left]
        if not len(arcs) or (len(arcs) <= _FEW and not exact):
            found = np.zeros(len(self.tails), np.bool_)
            found[arcs] = True
            return found
        _, component = self._components(tails, heads, "strong")
        together: BoolArray = component[self.tails] == component[self.heads]
        usable = np.flatnonzero(free & together & (self.capacities > 0))
        low, high = np.sort([self.tails[usable], self.heads[usable]], axis=0)
        parts, _ = self._components(low, high, "weak")
        edges = len(np.unique(low * self._nodes + high))
        return together & (edges > self._nodes - parts)

    @property
    def _nodes(self) -> int:
        return self.n_rows + self.n_columns + 1

    def _components(
        self, tails: IntArray, heads: IntArray, connection: Literal["strong", "weak"]
    ) -> tuple[int, IntArray]:
        """Return how many components some arcs make, and each node's."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        graph = coo_array((np.ones(len(tails), np.int8), (tails, heads)), (self._nodes, self._nodes))
        count, component = connected_components(graph, connection=connection)
        return count, component.astype(np.int64)


def best_choice(remainder: Remainder, sought: Iterable[Gains]) -> BoolArray:
    """Return a choice of pairs that brings the most of what is sought, one after the other."""
    network = Network.of(remainder)
    flows = network.best(np.zeros(len(network.tails), np.int64), map(network.gains, sought))
    chosen: BoolArray = flows[: network.n_pairs] > 0
    return chosen


def _without_dead_ends(tails: IntArray, heads: IntArray, nodes: int) -> IntArray:
    """Return which arcs are left without those that nothing leads to, on from, or past: they are on no cycle.

    Again, until none is dropped; while many are, if they are not few.
    """
    left = np.arange(len(tails))
    edges = np.minimum(tails, heads) * nodes + np.maximum(tails, heads)
    few, many = len(left) <= _FEW, True
    while many and len(left):
        tail, head = tails[left], heads[left]
        ends = np.concatenate(np.divmod(np.unique(edges[left]), nodes))
        led_to, leading_on = np.bincount(head, minlength=nodes) > 0, np.bincount(tail, minlength=nodes) > 0
        passed = np.bincount(ends, minlength=nodes) > 1
        kept = led_to[tail] & leading_on[head] & passed[tail] & passed[head]
        count = int(np.count_nonzero(kept))
        many = count < len(left) if few else 4 * count <= 3 * len(left)
        left = left[kept]
    return left


def filled(load: IntArray, parts: IntArray) -> IntArray:
    """Return how much of each part of everybody's places is filled, the first parts first."""
    before = np.cumsum(parts, axis=0) - parts
    return np.clip(load - before, 0, parts).ravel()
