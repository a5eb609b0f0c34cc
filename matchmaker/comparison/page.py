"""A comparison as one page of HTML: no script, nothing from the network, whatever names people chose shown as text."""

from __future__ import annotations

from matchmaker.comparison import told
from matchmaker.comparison.marks import MARKS
from matchmaker.comparison.pictures import pictures
from matchmaker.comparison.results import Contender, SideBySide
from matchmaker.sentences import say
from matchmaker.writing.harmless import one_line
from matchmaker.writing.record_file import as_json

COMPARED = ("comparison.json", "comparison.csv", "comparison.html")


def files_of(compared: SideBySide) -> dict[str, str]:
    """Return a comparison's files: the record, a table for spreadsheets, the page."""
    return dict(zip(COMPARED, (as_json(compared), told.csv(compared), html(compared)), strict=True))


def html(compared: SideBySide) -> str:
    """Return the whole page."""
    from importlib.resources import files

    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    text = files("matchmaker").joinpath("data", "comparison.en.j2").read_text(encoding="utf-8")
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=True)
    differences = told.differences(compared)
    return environment.from_string(text).render(
        programme=one_line(compared.programme) or "A pool",
        ways=len(compared.contenders),
        people=say("compared_people", mentees=compared.mentees, mentors=compared.mentors),
        table=told.table(compared),
        differences=differences if differences.rows else None,
        on_draws=told.on_draws(compared) if differences.rows else "",
        notes=told.footnotes(compared),
        pictures={name: Markup(drawn) for name, drawn in pictures(compared).items()},
        promises=[(one_line(one.name), _promise(one)) for one in compared.contenders],
        meanings=[(MARKS[name].short, MARKS[name].title) for name in told.SHOWN],
    )


def _promise(one: Contender) -> str:
    return say("promise", strategy=one.strategy, unproven=told.unproven(one))
