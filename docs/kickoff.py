"""``python docs/kickoff.py``: compares all strategies on fixtures/kickoff, and brings what is shown of it up to date.

That is the table in README.md and docs/strategies.md, each strategy's numbers and the prices there, and the picture
docs/plots/kickoff.svg. What it was drawn from stands in its last line, as a hash, as ``draw.py`` does it.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from matchmaker.comparison import SideBySide, by_strategies, side_by_side
from matchmaker.comparison.marks import MARKS
from matchmaker.comparison.pictures import pictures
from matchmaker.comparison.results import Contender
from matchmaker.comparison.told import shown, text
from matchmaker.reading.folder import read_folder

ROOT = Path(__file__).parents[1]
PAGES, PICTURE = (ROOT / "README.md", ROOT / "docs" / "strategies.md"), ROOT / "docs" / "plots" / "kickoff.svg"
PRICED = {"stable": "stability, mentees proposing", "stable_mentors": "stability, mentors proposing"}
PRICED |= {"fairest": "the best for the worst off", "leximin": "fairness to the last"}
TABLE = re.compile(r"(<!-- compared -->\n).*?(<!-- end -->)", re.DOTALL)
MEASURED = re.compile(r"(^## (\w+)\n(?:(?!^## ).*\n)*?On kickoff: ).*(?:\n.+)*", re.MULTILINE)
PRICES = re.compile(r"^Prices: .*(?:\n.+)*", re.MULTILINE)


def compared() -> SideBySide:
    """Return what ``matchmaker compare fixtures/kickoff --seeds 0`` finds; no number shown here needs the draws."""
    pool, programme = read_folder(ROOT / "fixtures" / "kickoff")
    return side_by_side(pool, by_strategies(programme, ["all"]), draws=0)


def page(old: str, found: SideBySide) -> str:
    """Return a page with the comparison's numbers in their places."""
    one = {contender.name: contender for contender in found.contenders}
    new = TABLE.sub(lambda at: f"{at[1]}\n```text\n{table(found)}\n```\n\n{at[2]}", old)
    new = MEASURED.sub(lambda at: at[1] + measured(one[at[2]], found) if at[2] in one else at[0], new)
    return PRICES.sub(lambda _: prices(found), new)


def table(found: SideBySide) -> str:
    """Return what the command prints of the pool itself, without the seconds, which differ from run to run."""
    return re.sub(r"( +seconds| +\d+\.\d\d|─{10})$", "", text(found), flags=re.MULTILINE)


def measured(one: Contender, found: SideBySide) -> str:
    """Return a strategy's numbers in a sentence."""
    mentees, mean, worst_off, blocking = (
        shown(MARKS[name], MARKS[name].of(one.measures)) for name in ("mentees", "mean", "worst_off", "blocking")
    )
    said = f"{mentees} of {found.mentees} mentees matched, mean {mean}, worst off {worst_off},"
    return f"{said}\nblocking pairs {blocking}; {_share(one)} of the best total score given up."


def prices(found: SideBySide) -> str:
    """Return what is paid for stability and fairness, in a sentence."""
    said = [f"{PRICED[one.name]} {_share(one)}" for one in found.contenders if one.name in PRICED]
    return "Prices: " + ";\n".join(said) + "."


def _share(one: Contender) -> str:
    return f"{100 * one.price / (one.total_score + one.price):.2f} %"


def picture(found: SideBySide) -> str:
    """Return the picture as a file."""
    return f"{pictures(found)['worst_off'].rstrip()}\n<!-- drawn from {digest(found)} -->\n"


def digest(found: SideBySide) -> str:
    """Return a hash of all that the picture shows."""
    numbers = [
        (one.name, MARKS["mean"].of(one.measures), MARKS["worst_off"].of(one.measures)) for one in found.contenders
    ]
    return sha256(repr(numbers).encode()).hexdigest()


def main() -> None:
    """Bring both pages and the picture up to date."""
    found = compared()
    for path in PAGES:
        path.write_text(page(path.read_text("utf-8"), found), "utf-8")
    PICTURE.write_text(picture(found), "utf-8")


if __name__ == "__main__":
    main()
