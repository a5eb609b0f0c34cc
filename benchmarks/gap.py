"""The gap against time, drawn: ``python benchmarks/gap.py TOLD.csv PICTURE.svg [TITLE]``.

TOLD.csv is what ``stages.py`` or ``growth.py`` wrote of a match. The same file gives the same bytes.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import altair as alt
import recording
import vl_convert
from recording import Told

LINE, MARK = "#0072B2", "#007A5E"
"""After Okabe and Ito, as in docs/draw.py."""


class Point(NamedTuple):
    """When a gap was known from, in seconds, and how large it was as a part of the bound; 0 is proven."""

    seconds: float
    gap: float
    label: str


def points(told: Sequence[Told]) -> list[Point]:
    """Return each gap as it became known, and the last one at the end of the last scan, which proved it."""
    known: list[Point] = []
    for one in told[:-1]:
        gap = one.relative
        if gap and (not known or gap < known[-1].gap):
            known.append(Point(one.seconds, gap, f"{100 * gap:.2g} % with {one.candidates / 1e6:.2f} M pairs listed"))
    last, proven = told[-1], told[-2 if len(told) > 1 else -1]
    if last.gap == 0:
        return [*known, Point(proven.seconds, 0.0, f"proven after {_time(proven.seconds)}: gap 0")]
    return known


def picture(known: Sequence[Point], title: str) -> alt.LayerChart:
    """Return the picture: steps from gap to gap on a scale of powers of ten, the proof at the foot of it.

    Raises
    ------
    ValueError
        If no gap above 0 was ever told, so that there is nothing to draw.
    """
    above = [point.gap for point in known if point.gap]
    if not above:
        raise ValueError("nothing to draw: no gap was told before the end")
    floor = 10.0 ** (math.floor(math.log10(min(above))) - 1)
    ceiling = 10.0 ** math.ceil(math.log10(max(above)))
    late = max(point.seconds for point in known)
    rows = [
        {"seconds": point.seconds, "gap": point.gap or floor, "label": label, "kind": _kind(point, late)}
        for point, label in zip(known, _labels(known), strict=True)
    ]
    x = alt.X("seconds:Q", title="seconds since reading ended", scale=alt.Scale(domain=[0, late * 1.02], nice=False))
    axis = alt.Axis(values=_powers(floor * 10, ceiling), labelExpr="format(datum.value * 100, '~g') + ' %'")
    scale = alt.Scale(type="log", domain=[floor, ceiling], nice=False)
    base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=alt.Y("gap:Q", title="gap", axis=axis, scale=scale))
    drawn = [base.mark_line(interpolate="step-after", strokeWidth=2.5, color=LINE)]
    for kind, (words, mark) in _LOOKS.items():
        these = base.transform_filter(alt.datum.kind == kind)
        drawn += [these.mark_point(filled=True, opacity=1, **mark), these.mark_text(**words).encode(text="label:N")]
    title = alt.TitleParams(title, anchor="start", fontSize=14, offset=12)
    chart = alt.layer(*drawn).properties(width=560, height=280, background="white", padding=16, title=title)
    return chart.configure_view(stroke=None).configure_axis(gridColor="#e6e6e6", labelFontSize=12, titleFontSize=12)


_LOOKS = {
    "early": ({"fontSize": 12, "align": "left", "dx": 8, "dy": -9}, {"size": 60, "color": LINE}),
    "late": ({"fontSize": 12, "align": "right", "dx": -9}, {"size": 60, "color": LINE}),
    "proven": (
        {"fontSize": 13, "align": "right", "dx": -11, "dy": -9, "fontWeight": "bold", "color": MARK},
        {"size": 110, "color": MARK, "shape": "diamond"},
    ),
}
"""How a point's words and its mark look: early ones have their words to the right, above the line that follows."""


def _kind(point: Point, late: float) -> str:
    return "proven" if not point.gap else "early" if point.seconds < late / 2 else "late"


def _labels(known: Sequence[Point]) -> Iterator[str]:
    """Yield what stands beside each point; nothing where the next one's words would stand upon it."""
    for point, after in pairwise([*known, Point(0, 0.0, "")]):
        yield "" if after.gap and point.gap < 3 * after.gap else point.label


def svg(known: Sequence[Point], title: str) -> str:
    """Return the picture as a file."""
    drawn: str = vl_convert.vegalite_to_svg(picture(known, title).to_json())
    return drawn.rstrip() + "\n"


def _powers(low: float, high: float) -> list[float]:
    exponents = range(round(math.log10(low)), round(math.log10(high)) + 1)
    return [10.0**exponent for exponent in exponents]


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.1f} min"


def main(told: str, out: str, title: str = "What is still possible, while it searches") -> None:
    """Draw it."""
    Path(out).write_text(svg(points(recording.read(Path(told))), title), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
