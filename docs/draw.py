"""``python docs/draw.py``: draws the pictures of docs/scoring.md and brings its table of blanks up to date.

Needs the extra ``dev``. The same numbers give the same bytes. What a picture was drawn from stands in its last line, as
a hash, so that a test can tell an old picture from a new one without the libraries.
"""

from __future__ import annotations

import re
from pathlib import Path

import altair as alt
import vl_convert
from blanks import table
from curves import CURVES, Curve

DOCS = Path(__file__).parent
PAGE, PLOTS = DOCS / "scoring.md", DOCS / "plots"
BLANKS = re.compile(r"(<!-- blanks -->\n\n)(.*?)(\n<!-- end -->)", re.DOTALL)
COLOURS = ("#0072B2", "#D55E00", "#007A5E", "#A04A7C", "#555555")
"""After Okabe and Ito, darkened for text: told apart by everybody."""
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [1, 0])
WAYS = ("former boss", "recommended by somebody known", "known", "expert whom two recommend", "two steps")


def picture(name: str, curve: Curve) -> alt.LayerChart:
    """Return a picture as a chart: bars for the ways of source, lines for all others."""
    title = alt.TitleParams(
        curve.title, subtitle=curve.note, anchor="start", fontSize=14, subtitleFontSize=12, offset=12
    )
    chart = _bars(curve) if name == "source" else _lines(curve)
    chart = chart.properties(width=480, height=270, title=title, background="white", padding=16)
    return chart.configure_view(stroke=None).configure_axis(gridColor="#e6e6e6", labelFontSize=12, titleFontSize=12)


def _lines(curve: Curve) -> alt.LayerChart:
    """Draw lines, each with its name written on it."""
    rows = [{"line": name, "x": x, "y": y} for name, line in curve.lines.items() for x, y in line]
    names, steps = list(curve.lines), sorted({row["x"] for row in rows})
    whole = all(float(x).is_integer() for x in steps)
    axis = alt.Axis(tickMinStep=1 if whole or steps[-1] > 1 else 0.1, format="d" if whole or steps[-1] > 1 else ".1f")
    place = {
        "x": alt.X("x:Q", title=curve.x, axis=axis, scale=alt.Scale(nice=False, domain=[steps[0], steps[-1]])),
        "y": alt.Y("y:Q", title=curve.y, scale=alt.Scale(domain=[0, 100])),
    }
    colour = alt.Color("line:N", scale=alt.Scale(domain=names, range=COLOURS[: len(names)]), legend=None)
    dash = alt.StrokeDash("line:N", scale=alt.Scale(domain=names, range=DASHES[: len(names)]), legend=None)
    base = alt.Chart(alt.Data(values=rows)).encode(**place, color=colour)
    drawn = [base.mark_line(strokeWidth=2.5).encode(strokeDash=dash)]
    if whole and len(steps) < 25:
        drawn.append(base.mark_circle(size=40, opacity=1))
    said = alt.Chart(alt.Data(values=_names(curve))).encode(**place, text="line:N")
    halo = said.mark_text(fontSize=13, fontWeight="bold", stroke="white", strokeWidth=7, strokeJoin="round")
    return alt.layer(*drawn, halo, said.mark_text(fontSize=13, fontWeight="bold").encode(color=colour))


def _names(curve: Curve) -> list[dict[str, object]]:
    """Return the lines' names with the places on their lines."""
    found: list[dict[str, object]] = []
    for name, x in curve.named_at.items():
        (left, low), (right, high) = next(
            pair for pair in zip(curve.lines[name], curve.lines[name][1:], strict=False) if x <= pair[1][0]
        )
        found.append({"line": name, "x": x, "y": low + (high - low) * (x - left) / (right - left)})
    return found


def _bars(curve: Curve) -> alt.LayerChart:
    """Draw a bar for every way, another for the same long ago, and a line for no way."""
    *kinds, none = curve.lines
    rows = [{"way": WAYS[int(at)], "kind": kind, "y": y} for kind in kinds for at, y in curve.lines[kind]]
    colour = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=kinds, range=COLOURS[: len(kinds)]),
        legend=alt.Legend(title=None, orient="bottom", labelFontSize=12),
    )
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("way:N", sort=WAYS, title=None, axis=alt.Axis(labelLimit=300)),
        yOffset=alt.YOffset("kind:N", sort=kinds),
        x=alt.X("y:Q", title=curve.y, scale=alt.Scale(domain=[0, 100])),
    )
    numbers = base.mark_text(align="left", dx=4, fontSize=12).encode(text=alt.Text("y:Q", format=".0f"))
    rule = alt.Chart(alt.Data(values=[{"y": curve.lines[none][0][1]}])).encode(x="y:Q")
    return alt.layer(base.mark_bar().encode(color=colour), numbers, rule.mark_rule(strokeDash=[5, 4], strokeWidth=2))


def svg(name: str, curve: Curve) -> str:
    """Return a picture as a file."""
    drawn: str = vl_convert.vegalite_to_svg(picture(name, curve).to_json())
    return f"{drawn.rstrip()}\n<!-- drawn from {curve.digest} -->\n"


def main() -> None:
    """Draw every picture, and write the table into the page."""
    PLOTS.mkdir(exist_ok=True)
    for name, curve in CURVES.items():
        (PLOTS / f"{name}.svg").write_text(svg(name, curve()), "utf-8")
    page, new = PAGE.read_text("utf-8"), table()
    PAGE.write_text(BLANKS.sub(lambda found: found[1] + new + found[3], page), "utf-8")


if __name__ == "__main__":
    main()
