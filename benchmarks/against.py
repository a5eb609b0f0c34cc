"""Peers side by side, as tables: how fast, how much memory, what total, and which of our rules they can express."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from types import MappingProxyType

from peers import OURS, STABLE, Peer
from peers.race import Entry, Outcome, race
from peers.rules import ANSWERS, REASONS, RULES
from tables import table, watched

Found = Mapping[tuple[str, str], Outcome]
"""What each peer, by its name, did on each pool, by its."""

HEADS = ("pool", "by", "seconds", "ratio", "processor", "peak MiB", "ratio", "before", "total", "rows", "answer")
DIFFERENT = "**ANOTHER answer than ours**, which has to be explained: "

CLOCKS: Mapping[str, Callable[[Outcome], float | None]] = MappingProxyType(
    {
        "of our time": lambda one: one.seconds,
        "of our processor time": lambda one: one.processor,
        "of our memory": lambda one: one.peak,
    }
)


def part(peers: Sequence[Peer], entries: Iterable[Entry], limit: int, memory: int) -> str:
    """Run peers on every pool and return all there is to tell of it."""
    outcomes = list(watched(race(peers, entries, limit, memory), lambda one: f"{one.pool}: {one.peer.name}"))
    found = {(outcome.peer.name, outcome.pool): outcome for outcome in outcomes}
    means = f"Stopped after {limit} processor seconds or at {memory} GiB, and not started on larger pools then."
    measured = table(HEADS, [_cells(found, outcome) for outcome in outcomes])
    return "\n\n".join([means, measured, *_lost(found), *_different(found)])


def code(peers: Iterable[Peer]) -> str:
    """Return how each is asked, ours first: the files that run them."""
    files = dict.fromkeys(peer.function.partition(":")[0].rpartition(".")[2] for peer in peers)
    texts = [(Path(__file__).parent / "peers" / f"{name}.py").read_text("utf-8") for name in files]
    shown = [f"`peers/{name}.py`\n\n```python\n{text.rstrip()}\n```" for name, text in zip(files, texts, strict=True)]
    return "\n\n".join(["### How each is asked", *shown])


def ratio(found: Found, outcome: Outcome, measure: str = "of our time") -> float | None:
    """Return what a peer takes as a multiple of what ours takes that seeks the same; below 1 we lose."""
    ours = _ours(found, outcome)
    taken = CLOCKS[measure](outcome), ours and CLOCKS[measure](ours)
    return taken[0] / max(taken[1], 1e-9) if taken[0] and taken[1] else None


def same(found: Found, outcome: Outcome) -> bool | None:
    """Whether a peer's answer is as good as ours, or for a stable one, the same; None where that cannot be said."""
    ours = _ours(found, outcome)
    if ours is None:
        return None
    return outcome.digest == ours.digest if outcome.peer.seeks == STABLE else outcome.total == ours.total


def _ours(found: Found, outcome: Outcome) -> Outcome | None:
    """Return what ours did that seeks the same, where both came to an end; None for ours itself."""
    ours = found.get((OURS[outcome.peer.seeks], outcome.pool))
    return None if not ours or ours.stopped or outcome.stopped or outcome.peer.package is None else ours


def _cells(found: Found, outcome: Outcome) -> list[str]:
    if outcome.stopped:
        return [outcome.pool, outcome.peer.name, f"stopped: {outcome.stopped}", *[""] * (len(HEADS) - 3)]
    words = {None: "", True: "the same pairs" if outcome.peer.seeks == STABLE else "as good", False: "ANOTHER"}
    return [
        outcome.pool,
        outcome.peer.name,
        f"{outcome.seconds:.4f}",
        _times(ratio(found, outcome)),
        f"{outcome.processor:.4f}",
        _mib(outcome.peak),
        _times(ratio(found, outcome, "of our memory")),
        _mib(outcome.before),
        str(outcome.total),
        str(outcome.filled),
        words[same(found, outcome)],
    ]


def _lost(found: Found) -> Iterator[str]:
    """Yield where a peer is faster, or needs less memory, than ours that seeks the same."""
    lines = []
    for pool, measure in product(dict.fromkeys(pool for _, pool in found), CLOCKS):
        here = {name: ratio(found, outcome, measure) for (name, at), outcome in found.items() if at == pool}
        if less := [f"{name} {times:.2g}" for name, times in here.items() if times is not None and times < 1]:
            lines.append(f"- {pool}, part {measure} that they take: {', '.join(less)}.")
    ended = any(outcome.peer.package is None and not outcome.stopped for outcome in found.values())
    nowhere = "Nowhere in this run." if ended else "Not known: ours came to no end."
    yield "**Where we lose.**\n\n" + ("\n".join(lines) or nowhere)


def _different(found: Found) -> Iterator[str]:
    if wrong := [f"{name} on {pool}" for (name, pool), outcome in found.items() if same(found, outcome) is False]:
        yield DIFFERENT + ", ".join(wrong)


def rules() -> str:
    """Return which of our rules each can express, and a sentence of why."""
    marks = table(["", *RULES], [[name, *answers] for name, answers in ANSWERS.items()])
    return "\n\n".join(
        [
            "### Which of our rules they can express",
            marks,
            "`by hand`: by building it into the numbers, or by solving again. Read from documentation, not measured.",
            "\n".join(f"- {name}: {reason}" for name, reason in REASONS.items()),
        ]
    )


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2g}" if ratio < 10 else f"{ratio:.0f}"


def _mib(size: int | None) -> str:
    return "" if size is None else str(size >> 20)
