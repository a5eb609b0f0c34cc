"""Run all benchmarks of matching, or some, and write a dated page: ``python benchmarks/run.py --help``.

1. The published instances: all that is known of them (``published.py``).
2. Every strategy on every pool: families of made-up pools, and the published ones again.
3. The peers on the same pools, each until it stops.
4. The peers of whole matrices, with the code of each.

``--strategies`` may name one of your own, as ``module:function`` or ``file.py:function``.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from against import DIFFERENT, code, rules
from against import part as peers_part
from instances import VARIABLE, DataError, read_instances
from matrix_families import MATRIX_FAMILIES
from measuring import measured, told
from peers import MATRIX_PEERS, PEERS
from peers.race import MissingPeerError, present
from published import MISSED
from published import part as published_part
from registry import FAMILIES, PUBLISHED, listed, matrices, named, pools
from tables import today, watched, where

from matchmaker import Programme
from matchmaker.comparison.entrants import by_strategies
from matchmaker.errors import InputError

PARTS = ("published", "strategies", "peers", "matrices")
SIZES = ((150, 60), (1000, 400))
PEER_SIZES = ((100, 40), (300, 120), (1000, 400), (2000, 800), (5000, 2000), (10_000, 4000))
MATRIX_SIZES = ((1000, 400), (4000, 1600), (10_000, 4000), (20_000, 8000))
ONCE = """Seconds of strategies are processor seconds, of all threads. Of peers both are told, and a ratio is of
seconds. Each was run once; a peer again where that was done in no time.
"""
NOT_SHOWN = """
**What these do not show.** The families are made up, each for one difficulty: no programme is like any of them, and
none says how well a pair gets on. Two published instances of one kind say little about others. Every run is one run;
where the load above is more than the cores, others used the machine, and ratios within a table are worth more than
seconds. Strategies are compared by numbers that not all of them seek. Peers are asked for capacities and bans only,
the most they have in common: a floor, a pin or a priority costs them what it costs whoever builds it. Each is used as
its documentation shows; who knows one well may have it faster. A whole answer of ours is timed, proof and its check
included; peers were not asked for proof, and most have none to give.
"""


def size(text: str) -> tuple[int, int]:
    """Read ``150x60``."""
    rows, _, columns = text.partition("x")
    return int(rows), int(columns)


def arguments(words: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--parts", nargs="+", choices=PARTS, default=PARTS)
    add("--families", nargs="+", choices=[PUBLISHED, *FAMILIES], default=named(), metavar="FAMILY")
    add("--sizes", nargs="+", type=size, default=SIZES, metavar="ROWSxCOLUMNS", help="of families")
    add("--strategies", nargs="+", default=["all"], metavar="STRATEGY")
    add("--seed", type=int, default=1, help="of families")
    add("--peers", nargs="+", choices=list(PEERS), default=list(PEERS), metavar="PEER")
    add("--peer-sizes", nargs="+", type=size, default=PEER_SIZES, metavar="ROWSxCOLUMNS")
    add("--matrix-families", nargs="+", choices=MATRIX_FAMILIES, default=list(MATRIX_FAMILIES), metavar="FAMILY")
    add("--matrix-peers", nargs="+", choices=MATRIX_PEERS, default=list(MATRIX_PEERS), metavar="PEER")
    add("--matrix-sizes", nargs="+", type=size, default=MATRIX_SIZES, metavar="ROWSxCOLUMNS")
    add("--limit", type=int, default=120, metavar="SECONDS", help="for one strategy or peer on one pool")
    add("--memory", type=int, default=8, metavar="GIB", help="for one peer on one pool")
    add("--out", type=Path, default=Path(__file__).parent / "results" / f"{today()}.md", help="the page to write")
    return parser.parse_args(words)


def sections(given: argparse.Namespace) -> Iterator[str]:
    """Run what was asked for and yield the page's sections, each as soon as it is there."""
    peers = present(given.peers) if "peers" in given.parts else []
    of_matrices = present(given.matrix_peers) if "matrices" in given.parts else []
    yield f"# {today()}\n\n{where()}\n{ONCE}"
    if "published" in given.parts and os.environ.get(VARIABLE):
        yield "## Published instances\n\n" + published_part(read_instances())[0] + "\n"
    if "strategies" in given.parts:
        strategies = {one.name: one.strategy() for one in by_strategies(Programme(), given.strategies)}
        rows = measured(pools(given.families, given.sizes, given.seed), strategies, given.limit)
        seen = watched(rows, lambda row: f"{row.pool}: {row.strategy}")
        yield "## Every strategy on every pool\n\n" + told(seen) + "\n"
    if peers:
        entries = listed(given.peer_sizes, given.seed)
        yield "## Against peers\n\n" + peers_part(peers, entries, given.limit, given.memory) + f"\n\n{rules()}\n"
    if of_matrices:
        yield "## Whole matrices\n"
        for family in given.matrix_families:
            entries = matrices(family, given.matrix_sizes, given.seed)
            yield f"### {family}\n\n" + peers_part(of_matrices, entries, given.limit, given.memory) + "\n"
        yield code(of_matrices) + "\n"
    yield NOT_SHOWN.lstrip()


def main(words: list[str]) -> int:
    """Write the page and return the exit code: 1 a value is missed or another, 2 something asked for is not there."""
    given = arguments(words)
    try:
        page = []
        for section in sections(given):
            page.append(section)
            given.out.write_text("\n".join(page), "utf-8")  # so that what is there is not lost to what comes after
            print(section, flush=True)
    except (DataError, InputError, MissingPeerError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 2
    return 1 if any(MISSED in section or DIFFERENT in section for section in page) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
