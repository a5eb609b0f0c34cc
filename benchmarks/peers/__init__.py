"""Peers, each used exactly as its documentation would have a user write it: one file each, one visible table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

TOTAL, PEOPLE, STABLE = "total", "people", "stable"
"""What is sought: the best total; as many people as possible, then the best total; a stable choice, best for rows."""


class Peer(NamedTuple):
    """A peer: the function that runs it, the package it comes in, and what it seeks. Ours have no package.

    What ``prepare`` makes of the pool is run instead of the pool; that is in no time, but stops as anything does.
    """

    name: str
    function: str
    package: str | None
    seeks: str = TOTAL
    prepare: str = ""


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
    Peer("matching, solve alone", "peers.matching_lists:solved", "matching", STABLE, "peers.matching_lists:made"),
)

PEERS: Mapping[str, Peer] = MappingProxyType({peer.name: peer for peer in _PEERS})

OURS: Mapping[str, str] = MappingProxyType({peer.seeks: peer.name for peer in _PEERS if peer.package is None})
"""Which of ours seeks the same: whom a peer is compared with."""
