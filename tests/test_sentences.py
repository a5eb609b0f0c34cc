"""The sentences' template files: each macro, compiled with what it uses, is whole; nothing of a file is lost."""

from __future__ import annotations

from importlib.resources import files

import pytest
from jinja2 import Environment, meta, nodes

from matchmaker import sentences

FILES = ("sentences", "handouts")


@pytest.mark.parametrize("file", FILES)
def test_every_macro_and_table_of_a_file_is_found(file: str) -> None:
    text = files("matchmaker").joinpath("data", f"{file}.en.j2").read_text(encoding="utf-8")
    whole = Environment(trim_blocks=True, lstrip_blocks=True).parse(text)
    macros = [node.name for node in whole.body if isinstance(node, nodes.Macro)]
    tables = [node.target.name for node in whole.body if isinstance(node, nodes.Assign)]
    assert len(macros) > 20
    assert sorted(sentences._parts(file)) == sorted(macros + tables)


@pytest.mark.parametrize("file", FILES)
def test_a_macro_comes_with_all_it_names(file: str) -> None:
    parts = sentences._parts(file)
    for name, part in parts.items():
        named = meta.find_undeclared_variables(sentences._environment().parse(part)) & parts.keys()
        assert named <= sentences._needed(parts, name), name
