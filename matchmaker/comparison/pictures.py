"""The four pictures of a comparison, as SVG: coverage, mean against worst-off, blocking pairs, seconds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from matchmaker.comparison.marks import MARKS
from matchmaker.comparison.results import Contender, SideBySide
from matchmaker.comparison.told import called

if TYPE_CHECKING:
    import altair as alt

_BLUE, _GREY = "#0072B2", "#555555"
"""After Okabe and Ito: told apart from each other by everybody, and from white."""
_WIDTH, _STEP = 430, 26


def pictures(compared: SideBySide) -> Mapping[str, str]:
    """Return the pictures by name, each an SVG element; the same numbers give the same bytes."""
    rows = [_row(one) for one in compared.contenders]
    names = [row["name"] for row in rows]
    charts = {
        "coverage": _bars(rows, names, "coverage", "Wanted places that were filled, per cent"),
        "worst_off": _scatter(rows),
        "blocking": _bars(rows, names, "blocking", "Blocking pairs: two who would both rather have each other"),
        "seconds": _bars(rows, names, "seconds", "Seconds of solving, in this run"),
    }
    return {name: _svg(chart) for name, chart in charts.items()}


def _row(one: Contender) -> dict[str, Any]:
    """Return what is drawn of a contender, in ones."""
    row: dict[str, Any] = {"name": called(one), "seconds": one.seconds}
    for name in ("coverage", "blocking", "mean", "worst_off"):
        units = MARKS[name].of(one.measures)
        row[name] = None if units is None else units / MARKS[name].units
    return row


def _bars(rows: list[dict[str, Any]], names: list[str], mark: str, title: str) -> alt.LayerChart | alt.FacetChart:
    """Draw a bar for every contender, with its number at the end."""
    import altair as alt

    base = alt.Chart(_data(rows)).encode(
        y=alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=300, ticks=False, domain=False)),
        x=alt.X(f"{mark}:Q", title=None, axis=alt.Axis(tickCount=5)),
    )
    digits = ".2f" if mark == "seconds" else ".1f" if mark == "coverage" else "d"
    number = base.mark_text(align="left", dx=5, dy=-1, fontSize=12).encode(text=alt.Text(f"{mark}:Q", format=digits))
    bars = base.mark_bar(color=_BLUE, height=alt.RelativeBandSize(0.62))
    return alt.layer(bars, number).properties(width=_WIDTH, height=_STEP * len(rows), title=_title(title))


def _scatter(rows: list[dict[str, Any]]) -> alt.LayerChart | alt.FacetChart:
    """Draw every contender where its mean and its lowest score meet, by name; up and to the right is better."""
    import altair as alt

    at = {
        "x": alt.X("mean:Q", title="mean score of the pairs", scale=alt.Scale(zero=False, padding=60)),
        "y": alt.Y("worst_off:Q", title="lowest score of a pair", scale=alt.Scale(zero=False, padding=24)),
    }
    placed = [row for row in rows if row["mean"] is not None]
    dots = alt.Chart(_data(placed)).mark_circle(size=70, color=_BLUE, opacity=1).encode(**at)
    names = alt.Chart(_data(_labels(placed))).mark_text(align="left", dx=8, fontSize=12, lineBreak="\n")
    return alt.layer(dots, names.encode(**at, text="name:N")).properties(
        width=_WIDTH, height=260, title=_title("Mean score against lowest score")
    )


def _labels(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the dots' names; those of dots too close for a name each share one, line by line."""
    width, height = (
        max((row[end] for row in rows), default=0) - min((row[end] for row in rows), default=0)
        for end in ("mean", "worst_off")
    )
    labels: list[dict[str, Any]] = []
    for row in rows:
        for label in labels:
            beside = abs(label["mean"] - row["mean"]) <= width / 4
            if beside and abs(label["worst_off"] - row["worst_off"]) <= height / 12:
                label["name"] += f"\n{row['name']}"
                break
        else:
            labels.append(dict(row))
    return labels


def _data(rows: list[dict[str, Any]]) -> alt.Data:
    import altair as alt

    return alt.Data(values=rows)  # type: ignore[no-untyped-call]


def _title(text: str) -> alt.TitleParams:
    import altair as alt

    return alt.TitleParams(text, anchor="start", fontSize=14, offset=10)


def _svg(chart: alt.LayerChart | alt.FacetChart) -> str:
    import vl_convert

    chart = chart.properties(background="white", padding=12).configure_view(stroke=None)
    chart = chart.configure_axis(gridColor="#e6e6e6", labelFontSize=12, titleFontSize=12, labelColor=_GREY)
    drawn: str = vl_convert.vegalite_to_svg(chart.to_json())
    return drawn.strip()
