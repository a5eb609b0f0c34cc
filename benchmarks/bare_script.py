"""What somebody would write who has two CSV files and an afternoon: ``python benchmarks/bare_script.py FOLDER OUT``.

Reads mentors.csv and mentees.csv, scores topics, style and shared hours, assigns whoever fits best while places last,
and writes OUT. No rules, no proof, no reasons: it stands here to measure what those cost.
"""

from __future__ import annotations

import re
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import linear_sum_assignment

WEIGHTS = {"topics": 0.5, "style": 0.25, "hours": 0.25}
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
DAYS = {"weekdays": WEEKDAYS[:5], "weekends": WEEKDAYS[5:], "daily": WEEKDAYS}
WINDOW = re.compile(r"([A-Za-z,]+) (\d+)(?::(\d+))?(am|pm)?-(\d+)(?::(\d+))?(am|pm)?")
WEEK = 7 * 48  # half-hours
KICKOFF = datetime(2027, 3, 1)  # noqa: DTZ001 - each zone's own clock is asked for its offset then
STYLE = ["style_pace", "style_structure", "style_directness", "style_questioning", "style_openness"]

Matrix = npt.NDArray[np.float64]


def topics(lists: pd.Series, known: dict[str, int]) -> Matrix:
    """Mark each person's topics, levels left out; names not seen before are added."""
    names = [[part.split(":")[0].strip().casefold() for part in text.split(";") if part.strip()] for text in lists]
    for name in (name for row in names for name in row):
        known.setdefault(name, len(known))
    marks = np.zeros((len(names), len(known)))
    for at, row in enumerate(names):
        marks[at, [known[name] for name in row]] = 1
    return marks


def half_hours(free: pd.Series, zones: pd.Series) -> Matrix:
    """Mark each person's free half-hours of a week in universal time; what is written otherwise is left out."""
    marks = np.zeros((len(free), WEEK))
    full = {zone.rpartition("/")[2].replace("_", " "): zone for zone in available_timezones()}
    for at, (text, zone) in enumerate(zip(free, zones, strict=True)):
        offset = ZoneInfo(full.get(zone, zone)).utcoffset(KICKOFF).total_seconds() // 1800
        for words, *times in WINDOW.findall(text):
            start, end = clock(times)
            for day in DAYS.get(words, words.split(",")):
                first = 48 * WEEKDAYS.index(day) - int(offset)
                marks[at, np.arange(first + start, first + end) % WEEK] = 1
    return marks


def clock(times: list[str]) -> list[int]:
    """Return start and end, each given as hour, minutes and am or pm, as half-hours since midnight."""
    ends = []
    for hour, minutes, half in (times[:3], times[3:]):
        hours = int(hour) % 12 + 12 * (half == "pm") if half else int(hour)
        ends.append(2 * hours + int(minutes or 0) // 30)
    return ends


def scores(mentees: pd.DataFrame, mentors: pd.DataFrame) -> Matrix:
    """Score every mentee with every mentor, 0 to 1."""
    known: dict[str, int] = {}
    offered, needed = topics(mentors["offers"], known), topics(mentees["needs"], known)
    met = needed[:, : offered.shape[1]] @ offered.T / np.maximum(needed.sum(axis=1), 1)[:, None]
    styles = [people[STYLE].apply(pd.to_numeric).fillna(3).to_numpy(float) for people in (mentees, mentors)]
    apart = np.abs(styles[0][:, None, :] - styles[1][None, :, :]).mean(axis=2) / 4
    shared = half_hours(mentees["free"], mentees["time_zone"]) @ half_hours(mentors["free"], mentors["time_zone"]).T
    parts = {"topics": met, "style": 1 - apart, "hours": np.minimum(shared / 8, 1)}
    return sum((WEIGHTS[name] * part for name, part in parts.items()), np.zeros_like(met))


def main(folder: Path, out: Path) -> None:
    """Match the people of a folder and write the pairs."""
    mentees, mentors = (pd.read_csv(folder / f"{name}.csv", dtype=str).fillna("") for name in ("mentees", "mentors"))
    score = scores(mentees, mentors)
    seats = np.repeat(np.arange(len(mentors)), mentors["capacity"].astype(int))
    rows, taken = linear_sum_assignment(score[:, seats], maximize=True)
    columns = seats[taken]
    pairs = pd.DataFrame(
        {
            "mentee": mentees["id"].to_numpy()[rows],
            "mentor": mentors["id"].to_numpy()[columns],
            "score": (100 * score[rows, columns]).round(2),
        }
    )
    pairs.to_csv(out, index=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
