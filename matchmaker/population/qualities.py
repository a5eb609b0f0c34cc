"""What generated mentors are like: their own short answers, and what earlier mentees found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matchmaker.answers import QUALITIES
from matchmaker.population.town import Lots, Row, Someone, Town

RATING_COLUMNS = ("person", "quality", "mean", "count")
OWN = Lots.of({2: 5, 3: 20, 4: 45, 5: 30})
FOUND = {
    "liked": Lots.of({2: 2, 3: 13, 4: 45, 5: 40}),
    "usual": Lots.of({1: 2, 2: 6, 3: 22, 4: 42, 5: 28}),
    "tiring": Lots.of({1: 8, 2: 20, 3: 37, 4: 27, 5: 8}),
}
KIND = Lots.of({"liked": 35, "usual": 50, "tiring": 15})
"""Of a mentor in one quality: how earlier mentees' marks fall."""
RATED, LEFT_OUT = 0.33, 0.1
MOST_MARKS = 12


def own_answers(town: Town, mentors: Sequence[Someone], skipped: float) -> None:
    """Let mentors say how they see themselves, but for a share who skip it; one quality in ten is left out."""
    for mentor in mentors:
        said = [f"{quality}:{OWN.draw(town.rng)}" for quality in QUALITIES if not town.chance(LEFT_OUT)]
        mentor.row["qualities"] = "" if town.chance(skipped) else "; ".join(said)


def ratings(town: Town, mentors: Sequence[Someone]) -> Iterator[Row]:
    """Yield what a third of the mentors got in earlier cycles: for most qualities the mean of 1–12 marks."""
    for mentor in mentors:
        marks = 1 + int(town.rng.random() * MOST_MARKS)
        if not town.chance(RATED):
            continue
        for quality in QUALITIES:
            found = FOUND[KIND.draw(town.rng)]
            total = sum(found.draw(town.rng) for _ in range(marks))
            if not town.chance(LEFT_OUT):
                hundredths = (200 * total + marks) // (2 * marks)
                mean = f"{hundredths // 100}.{hundredths % 100:02}"
                yield {"person": mentor.row["id"], "quality": quality, "mean": mean, "count": str(marks)}
