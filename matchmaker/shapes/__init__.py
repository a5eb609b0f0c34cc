"""Shapes: the few ways two people's answers meet. Integer arrays in, integer points out.

A criterion or rule encodes people into one of these once; scores, and one day a compiled kernel, know only shapes.
A shape gives points 0…10 000, or for a rule 1 where the pair is banned, else 0; ``UNKNOWN`` where an answer is
missing.
"""

from matchmaker.shapes.alike import alike
from matchmaker.shapes.best_of import BestOf
from matchmaker.shapes.codes import marks, numbered, padded
from matchmaker.shapes.combined import Mean, Product, Ratio
from matchmaker.shapes.distance import Distance
from matchmaker.shapes.listed import Listed, listed, valued
from matchmaker.shapes.overlap import Overlap
from matchmaker.shapes.protocol import FULL, UNKNOWN, Bits, IntArray, Places, Shape, points_of
from matchmaker.shapes.row_only import RowOnly
from matchmaker.shapes.same_group import SameGroup
from matchmaker.shapes.table import Table
from matchmaker.shapes.through import Highest, Through
from matchmaker.shapes.tokens import Tokens

__all__ = [
    "FULL",
    "UNKNOWN",
    "BestOf",
    "Bits",
    "Distance",
    "Highest",
    "IntArray",
    "Listed",
    "Mean",
    "Overlap",
    "Places",
    "Product",
    "Ratio",
    "RowOnly",
    "SameGroup",
    "Shape",
    "Table",
    "Through",
    "Tokens",
    "alike",
    "listed",
    "marks",
    "numbered",
    "padded",
    "points_of",
    "valued",
]
