"""Table: two codes and a look-up."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaker.shapes.protocol import IntArray, Places


@dataclass(frozen=True, eq=False)
class Table:
    """``table[row's code, column's code]`` holds the points, or ``UNKNOWN``. Codes are (rows,) and (columns,)."""

    table: IntArray
    rows: IntArray
    columns: IntArray

    def block(self, start: int, stop: int) -> IntArray:
        """Return what the table holds for every pair."""
        points: IntArray = self.table[self.rows[start:stop, None], self.columns]
        return points

    def pairs(self, rows: Places, columns: Places) -> IntArray:
        """Return what the table holds for many pairs."""
        points: IntArray = self.table[self.rows[rows], self.columns[columns]]
        return points

    def pair(self, row: int, column: int) -> int:
        """Return what the table holds for one pair."""
        return int(self.table[self.rows[row], self.columns[column]])
