"""Peers, each used exactly as its documentation would have a user write it: one file each, one visible table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

TOTAL, PEOPLE, STABLE, MATRIX = "total", "people", "stable", "matrix"
"""What is sought: the best total; as many people as possible, then the best total; a stable choice, best for rows; the
best total of a whole matrix."""


class Peer(NamedTuple):
    """A peer: the function that runs it, the package it comes in, and what it seeks. Ours have no package.

    What ``prepare`` makes of the ``pool`` is run instead of the pool; that is in no time, but stops as anything does.
    What it makes is used up by a run unless it is ``lasting``.
    """

    name: str
    function: str
    package: str | None
    seeks: str = TOTAL
    prepare: str = ""
    pool: str = "peers.pool:Pool"
    lasting: bool = True


_PEERS = (
    Peer("matchmaker, best_score", "peers.ours:best_score", None),
    Peer("matchmaker, most_people", "peers.ours:most_people", None, PEOPLE),
    Peer("matchmaker, stable", "peers.ours:stable", None, STABLE),
    Peer("scipy", "peers.scipy_matrix:run", "scipy"),
    Peer("lapx", "peers.lapx_matrix:run", "lapx"),
    Peer("networkx", "peers.networkx_flow:run", "networkx"),
    Peer("OR-tools, assignment", "peers.ortools_assignment:run", "ortools"),
    Peer("OR-tools, flow", "peers.ortools_flow:run", "ortools"),
    Peer("OR-tools, CP-SAT", "peers.ortools_cp_sat:run", "ortools"),
    Peer("matching", "peers.matching_lists:run", "matching", STABLE),
    Peer(
        "matching, solve alone",
        "peers.matching_lists:solved",
        "matching",
        STABLE,
        "peers.matching_lists:made",
        lasting=False,
    ),
)

PEERS: Mapping[str, Peer] = MappingProxyType({peer.name: peer for peer in _PEERS})
"""Who is asked for the best choice of listed pairs."""


def _of_matrix(name: str, package: str | None, file: str, prepare: str = "seats", run: str = "run") -> Peer:
    made = f"peers.{file}:{prepare}" if prepare else ""
    return Peer(name, f"peers.{file}:{run}", package, MATRIX, made, "peers.matrix:Matrix")


_MATRIX_PEERS = (
    _of_matrix("matchmaker, solve_matrix", None, "matrix_ours", ""),
    _of_matrix("scipy, matrix", "scipy", "matrix_scipy"),
    _of_matrix("scipy, costs", "scipy", "matrix_scipy", "costs", "cheapest"),
    _of_matrix("scipy, sparse", "scipy", "matrix_scipy_sparse", "graph"),
    _of_matrix("lapx, lapjv", "lapx", "matrix_lapx"),
    _of_matrix("lapx, lapjvs", "lapx", "matrix_lapx", "short_seats", "lapjvs"),
    _of_matrix("lapx, lapjvr", "lapx", "matrix_lapx", "short_seats", "lapjvr"),
    _of_matrix("OR-tools, all pairs", "ortools", "matrix_flow", "arcs"),
)

MATRIX_PEERS: Mapping[str, Peer] = MappingProxyType({peer.name: peer for peer in _MATRIX_PEERS})
"""Who is asked for the best total of a whole matrix; each is given it in the form that its fast path wants."""

EVERY_PEER: Mapping[str, Peer] = MappingProxyType({**PEERS, **MATRIX_PEERS})

OURS: Mapping[str, str] = MappingProxyType(
    {peer.seeks: peer.name for peer in EVERY_PEER.values() if peer.package is None}
)
"""Which of ours seeks the same: whom a peer is compared with."""
