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
        "worst_off": _spans(rows, names),
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
        y=_by_name(names),
        x=alt.X(f"{mark}:Q", title=None, axis=alt.Axis(tickCount=5)),
    )
    digits = ".2f" if mark == "seconds" else ".1f" if mark == "coverage" else "d"
    number = base.mark_text(align="left", dx=5, dy=-1, fontSize=12).encode(text=alt.Text(f"{mark}:Q", format=digits))
    bars = base.mark_bar(color=_BLUE, height=alt.RelativeBandSize(0.62))
    return alt.layer(bars, number).properties(width=_WIDTH, height=_STEP * len(rows), title=_title(title))


def _spans(rows: list[dict[str, Any]], names: list[str]) -> alt.LayerChart | alt.FacetChart:
    """Draw a line for every contender from what the worst-off mentee gets to the mean score, with both numbers."""
    import altair as alt

    base = alt.Chart(_data([row for row in rows if row["mean"] is not None])).encode(y=_by_name(names))
    scale = alt.Scale(zero=False, padding=40)
    layers: list[alt.Chart] = [base.mark_rule(strokeWidth=2, color=_BLUE).encode(x="worst_off:Q", x2="mean:Q")]
    for mark, other, inside in (("worst_off", "mean", _BLUE), ("mean", "worst_off", "white")):
        end = base.encode(x=alt.X(f"{mark}:Q", title=None, scale=scale))
        layers.append(end.mark_point(size=70, color=_BLUE, fill=inside, opacity=1))
        for before in (True, False):  # a number stands outside the line, whichever end is the lower one
            here = f"datum.{mark} < datum.{other}" if before else f"datum.{mark} > datum.{other}"
            here += f" || datum.{mark} == datum.{other}" if before == (mark == "worst_off") else ""
            number = end.mark_text(align="right" if before else "left", dx=-9 if before else 9, dy=-1, fontSize=12)
            layers.append(number.encode(text=alt.Text(f"{mark}:Q", format=".2f")).transform_filter(here))
    title = _title("What the worst-off mentee gets (●), and the mean score of a pair (○)")
    return alt.layer(*layers).properties(width=_WIDTH, height=_STEP * len(rows), title=title)


def _by_name(names: list[str]) -> alt.Y:
    """Return a row for every name, one with nothing to show too."""
    import altair as alt

    axis = alt.Axis(labelLimit=300, ticks=False, domain=False)
    return alt.Y("name:N", sort=names, title=None, axis=axis, scale=alt.Scale(domain=names))


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
