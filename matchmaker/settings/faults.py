"""What is wrong in programme.toml: each finding at its dotted key, with the nearest name that is allowed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, cast, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from matchmaker.criteria.own import OwnCriterion
from matchmaker.errors import Problem
from matchmaker.programme import Programme
from matchmaker.reading.faults import say_fault
from matchmaker.settings import View, nearest

NOT_SETTINGS = {"topics", "companies", "criteria"}
"""Fields of Programme that are not written in programme.toml."""

OWN_KINDS: Mapping[str, type[BaseModel]] = {
    kind: model
    for model in get_args(get_args(OwnCriterion)[0])
    for kind in get_args(model.model_fields["kind"].annotation)
}
"""The kinds of a table ``[[criterion]]``, and what each holds."""

Place = tuple[int | str, ...]


def own_names(settings: Mapping[str, object]) -> dict[View, set[str]]:
    """Return the names of a programme's own criteria, by view, even where something else in them is wrong.

    One that names no view counts in both, so that its weight is no second fault.
    """
    views: tuple[View, View] = ("mentee", "mentor")
    tables = [table for table in _tables(settings) if isinstance(table.get("name"), str)]
    return {
        view: {str(table["name"]) for table in tables if table.get("view") == view or table.get("view") not in views}
        for view in views
    }


def setting_problems(found: ErrorDetails, settings: Mapping[str, object]) -> list[Problem]:
    """Turn one finding about programme.toml into problems at their dotted keys."""
    place = found["loc"]
    if not place:  # found by Programme itself: one line a key, each beginning with it
        lines = str(found["ctx"]["error"]).split("\n")
        return [Problem("programme.toml", 0, *line.split(": ", 1)) for line in lines]
    key = _key(place, settings)
    if found["type"] == "extra_forbidden":
        return [Problem("programme.toml", 0, key, f"no such setting; {_nearest_setting(place)}")]
    if found["type"].startswith("union_tag"):
        came = found.get("ctx", {}).get("tag")
        message = f"there is no such kind; {nearest(str(came), OWN_KINDS)}" if came else _required(OWN_KINDS)
        return [Problem("programme.toml", 0, f"{key}.kind", message)]
    return [Problem("programme.toml", 0, key, say_fault(found, shown=False))]


def _required(allowed: Collection[str]) -> str:
    return f"required; allowed are {', '.join(sorted(allowed))}"


def _key(place: Place, settings: Mapping[str, object]) -> str:
    """Return a place as a dotted key. Numbers begin with 1; a table ``[[criterion]]`` is called by its name."""
    if place[0] == "criterion" and len(place) > 1:
        tables = _tables(settings)
        at = int(place[1])
        name = tables[at].get("name") if at < len(tables) else None
        called = name[:80] if isinstance(name, str) and name else at
        place = ("criterion", called, *place[3:])
    return ".".join(str(part + 1) if isinstance(part, int) else part or '""' for part in place)


def _tables(settings: Mapping[str, object]) -> Sequence[Mapping[str, object]]:
    """Return the tables ``[[criterion]]``; what is none stands as an empty one."""
    said = settings.get("criterion")
    return [table if isinstance(table, dict) else {} for table in said] if isinstance(said, list) else []


def _nearest_setting(place: Place) -> str:
    """Return what is allowed where a key is that is not."""
    model: type[BaseModel] = Programme
    steps = [*place[:-1]]
    if steps[:1] == ["criterion"]:
        model, steps = OWN_KINDS[str(steps[2])], steps[3:]
    for step in steps:
        if not isinstance(step, int):
            model = _inside(model.model_fields[step].annotation)
    return nearest(str(place[-1]), model.model_fields.keys() - NOT_SETTINGS)


def _inside(annotation: object) -> type[BaseModel]:
    """Return the table that a setting is, or that its list is of."""
    while get_origin(annotation) in (tuple, Annotated):
        annotation = get_args(annotation)[0]
    return cast(type[BaseModel], annotation)
