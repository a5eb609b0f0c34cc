"""The page of mutants says what mutmut found, and every judgement speaks of lines that are there."""

from __future__ import annotations

import mutation
import pytest
from mutation import GROUPS, JUDGED, PAGE, ROOT, Mutant, Survivor

LISTED = """
    matchmaker.rules.x_in_force__mutmut_1: killed
    matchmaker.rules.language.x__bits__mutmut_4: survived
    solvers.proof.certificate.xǁ_Leftǁof__mutmut_12: timeout
    solvers.proof.certificate.x_count_bound__mutmut_4: no tests
"""
SHOWN = """# matchmaker.rules.language.x__bits__mutmut_4: survived
--- matchmaker/rules/language.py
+++ matchmaker/rules/language.py
@@ -1,4 +1,4 @@
 def _bits(people: Sequence[Mentee | Mentor]) -> Bits:
-    words = len(bit) // 64 + 1
+    words = len(bit) // 65 + 1
     bits = np.zeros((len(people), 1, words), np.uint64)
"""
BITS = Survivor("matchmaker/rules/language.py", "_bits", "words = len(bit) // 64 + 1", "words = len(bit) // 65 + 1")
NOTICED = [Mutant(group, group.replace("*", "a"), "f", "killed") for group in GROUPS]


def test_what_mutmut_lists_and_shows_is_read() -> None:
    found = mutation.results(LISTED)
    assert [(one.file, one.function, one.survived) for one in found] == [
        ("matchmaker/rules/__init__.py", "in_force", False),
        ("matchmaker/rules/language.py", "_bits", True),
        ("solvers/proof/certificate.py", "_Left.of", False),
        ("solvers/proof/certificate.py", "count_bound", True),
    ]
    assert mutation.survivor(found[1], SHOWN) == BITS


def test_the_page_counts_by_file_and_group_and_shows_each_survivor() -> None:
    text = mutation.page("today", mutation.results(LISTED), [BITS], {BITS: "Seldom."})
    for row in (
        "| matchmaker/rules/__init__.py | 1 | 1 | 0 | 0 | 100.0 % |",
        "| **`matchmaker/rules/*.py`** | 2 | 1 | 0 | 1 | 50.0 % |",
        "| **`solvers/proof/certificate.py`** | 2 | 0 | 1 | 1 | 50.0 % |",
        "| **all** | 4 | 1 | 1 | 2 | 50.0 % |",
        "matchmaker/rules/language.py, `_bits`: Seldom.",
        f"- {BITS.was}\n+ {BITS.became}\n",
    ):
        assert row in text


def test_what_is_not_good_enough_is_named() -> None:
    assert list(mutation.faults(NOTICED, [], {})) == []
    few = [*NOTICED, Mutant("", "solvers/proof/certificate.py", "f", "survived")]
    assert list(mutation.faults(few, [], {})) == ["solvers/proof/certificate.py: 50.0 % noticed, 90 % are needed"]
    assert [fault.partition(":")[0] for fault in mutation.faults(NOTICED, [BITS], {})] == [
        "not judged in tests/mutation.toml"
    ]
    assert [fault.partition(":")[0] for fault in mutation.faults(NOTICED, [], {BITS: "Seldom."})] == [
        "judged in tests/mutation.toml, but no survivor"
    ]


@pytest.mark.parametrize(("one", "judgement"), mutation.judgements(JUDGED.read_text("utf-8")).items())
def test_a_judgement_speaks_of_lines_that_are_there_and_is_on_the_page(one: Survivor, judgement: str) -> None:
    lines = [line.strip() for line in (ROOT / one.file).read_text("utf-8").splitlines()]
    assert set(one.was.splitlines()) <= set(lines)
    assert judgement.startswith(("equivalent: ", "harmless: ", "gap: "))
    page = PAGE.read_text("utf-8")
    assert f"{one.file}, `{one.function}`: {judgement}" in page
    assert one.became.splitlines()[0] in page
