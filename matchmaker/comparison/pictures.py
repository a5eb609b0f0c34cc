"""The four pictures of a comparison, as SVG: coverage, mean against worst-off, blocking pairs, seconds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from matchmaker.comparison.marks import MARKS
from matchmaker.comparison.results import SideBySide
from matchmaker.comparison.told import called

if TYPE_CHECKING:
    import altair as alt

_BLUE, _GREY = "#0072B2", "#555555"
"""After Okabe and Ito: told apart from each other by everybody, and from white."""
_WIDTH, _STEP = 430, 26


def pictures(compared: SideBySide) -> Mapping[str, str]:
    """Return the pictures by name, each an SVG element; the same numbers give the same bytes."""
    rows = [_row(at, compared) for at in range(len(compared.contenders))]
    names = [row["name"] for row in rows]
    charts = {
        "coverage": _bars(rows, names, "coverage", "Wanted places that were filled, per cent"),
        "worst_off": _scatter(rows),
        "blocking": _bars(rows, names, "blocking", "Blocking pairs: two who would both rather have each other"),
        "seconds": _bars(rows, names, "seconds", "Seconds of solving, in this run"),
    }
    return {name: _svg(chart) for name, chart in charts.items()}


def _row(at: int, compared: SideBySide) -> dict[str, Any]:
    """Return what is drawn of a contender: in ones, with the interval of its difference put on the first's value."""
    one, first = compared.contenders[at], compared.contenders[0]
    row: dict[str, Any] = {"name": called(one), "seconds": one.seconds}
    for name in ("coverage", "blocking", "mean", "worst_off"):
        mark, units = MARKS[name], MARKS[name].of(one.measures)
        row[name] = None if units is None else units / mark.units
        base, found = mark.of(first.measures), one.differences.get(name)
        if base is not None and found:
            row |= {f"{name}_low": (base + found.low) / mark.units, f"{name}_high": (base + found.high) / mark.units}
    return row


def _bars(rows: list[dict[str, Any]], names: list[str], mark: str, title: str) -> alt.LayerChart:
    """Draw a bar for every contender, its number at the end, and where nine of ten drawn pools lie."""
    import altair as alt

    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=300, ticks=False, domain=False)),
        x=alt.X(f"{mark}:Q", title=None, axis=alt.Axis(tickCount=5)),
    )
    digits = ".2f" if mark == "seconds" else ".1f" if mark == "coverage" else "d"
    number = base.mark_text(align="left", dx=5, dy=-1, fontSize=12).encode(text=alt.Text(f"{mark}:Q", format=digits))
    layers = [base.mark_bar(color=_BLUE, height=alt.RelativeBandSize(0.62)), number]
    if any(f"{mark}_low" in row for row in rows):
        layers.insert(1, base.mark_rule(color="black", strokeWidth=1.5).encode(x=f"{mark}_low:Q", x2=f"{mark}_high:Q"))
    return alt.layer(*layers).properties(width=_WIDTH, height=_STEP * len(rows), title=_title(title))


def _scatter(rows: list[dict[str, Any]]) -> alt.LayerChart:
    """Draw every contender where its mean and its lowest score meet, by name; up and to the right is better."""
    import altair as alt

    base = alt.Chart(alt.Data(values=[row for row in rows if row["mean"] is not None])).encode(
        x=alt.X("mean:Q", title="mean score of the pairs", scale=alt.Scale(zero=False, padding=40)),
        y=alt.Y("worst_off:Q", title="lowest score of a pair", scale=alt.Scale(zero=False, padding=20)),
    )
    names = base.mark_text(align="left", dx=8, fontSize=12).encode(text="name:N")
    dots = base.mark_circle(size=70, color=_BLUE, opacity=1)
    return alt.layer(dots, names).properties(width=_WIDTH, height=260, title=_title("Mean score against lowest score"))


def _title(text: str) -> alt.TitleParams:
    import altair as alt

    return alt.TitleParams(text, anchor="start", fontSize=14, offset=10)


def _svg(chart: alt.LayerChart) -> str:
    import vl_convert

    chart = chart.properties(background="white", padding=12).configure_view(stroke=None)
    chart = chart.configure_axis(gridColor="#e6e6e6", labelFontSize=12, titleFontSize=12, labelColor=_GREY)
    drawn: str = vl_convert.vegalite_to_svg(chart.to_json())
    return drawn.strip()
