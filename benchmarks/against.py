"""Peers side by side, as tables: how fast, how much memory, what total, and which of our rules they can express."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from peers import OURS, STABLE, Peer
from peers.race import Outcome, race
from peers.rules import ANSWERS, REASONS, RULES
from tables import table, watched

Found = Mapping[tuple[str, tuple[int, int]], Outcome]
Size = tuple[int, int]


def part(peers: Sequence[Peer], sizes: Sequence[Size], limit: int) -> str:
    """Run peers on every size and return all there is to tell of it."""
    outcomes = list(watched(race(peers, sizes, limit), lambda one: f"{one.size}: {one.peer.name}"))
    found = {(outcome.peer.name, outcome.size): outcome for outcome in outcomes}
    means = f"Stopped after {limit} processor seconds or at 8 GiB, and not started on larger pools then."
    heads = ("pool", "by", "seconds", "ratio", "peak MiB", "before", "total", "rows", "answer")
    measured = table(heads, [_cells(found, outcome) for outcome in outcomes])
    return "\n\n".join([means, measured, *_lost(found), *_different(found), _rules()])


def ratio(found: Found, outcome: Outcome) -> float | None:
    """Return a peer's seconds as a multiple of those of ours that seeks the same; below 1 we lose."""
    ours = found.get((OURS[outcome.peer.seeks], outcome.size))
    if ours is None or ours.stopped or outcome.stopped or outcome.peer.package is None:
        return None
    return outcome.seconds / max(ours.seconds, 1e-9)


def same(found: Found, outcome: Outcome) -> bool | None:
    """Whether a peer's answer is as good as ours, or for a stable one, the same; None where that cannot be said."""
    ours = found.get((OURS[outcome.peer.seeks], outcome.size))
    if ours is None or ours.stopped or outcome.stopped or outcome.peer.package is None:
        return None
    return outcome.digest == ours.digest if outcome.peer.seeks == STABLE else outcome.total == ours.total


def _cells(found: Found, outcome: Outcome) -> list[str]:
    pool = f"{outcome.size[0]} × {outcome.size[1]}"
    if outcome.stopped:
        return [pool, outcome.peer.name, f"stopped: {outcome.stopped}", *[""] * 6]
    times = ratio(found, outcome)
    words = {None: "", True: "the same pairs" if outcome.peer.seeks == STABLE else "as good", False: "ANOTHER"}
    return [
        pool,
        outcome.peer.name,
        f"{outcome.seconds:.3f}",
        "" if times is None else f"{times:.2g}" if times < 10 else f"{times:.0f}",
        _mib(outcome.peak),
        _mib(outcome.before),
        str(outcome.total),
        str(outcome.filled),
        words[same(found, outcome)],
    ]


def _lost(found: Found) -> Iterator[str]:
    """Yield where a peer is faster, or needs less memory, than ours that seeks the same."""
    lines = []
    for size in dict.fromkeys(size for _, size in found):
        here = [outcome for outcome in found.values() if outcome.size == size and ratio(found, outcome) is not None]
        faster = {outcome.peer.name: ratio(found, outcome) for outcome in here}
        smaller = {outcome.peer.name: _memory_ratio(found, outcome) for outcome in here}
        for what, ratios in (("of our time", faster), ("of our memory", smaller)):
            if less := [f"{name} {times:.2g}" for name, times in ratios.items() if times is not None and times < 1]:
                lines.append(f"- {size[0]} × {size[1]}, part {what} that they take: {', '.join(less)}.")
    yield "**Where we lose.**\n\n" + ("\n".join(lines) or "Nowhere in this run.")


def _memory_ratio(found: Found, outcome: Outcome) -> float | None:
    ours = found[OURS[outcome.peer.seeks], outcome.size]
    return outcome.peak / ours.peak if outcome.peak and ours.peak else None


def _different(found: Found) -> Iterator[str]:
    if wrong := [outcome.peer.name for outcome in found.values() if same(found, outcome) is False]:
        yield "**ANOTHER answer than ours**, which has to be explained: " + ", ".join(wrong)


def _rules() -> str:
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


def _mib(size: int | None) -> str:
    return "" if size is None else str(size >> 20)
