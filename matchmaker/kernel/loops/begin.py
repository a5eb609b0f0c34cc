"""Where the scan of a tile begins: the columns that no rule bans, and what each brings to the views by itself."""

from __future__ import annotations

import numpy as np

from matchmaker.kernel.loops.jit import ones, zeros_below
from matchmaker.kernel.loops.rules import ONE
from matchmaker.kernel.ops import WORD, Codes, Plan, Room, Words
from solvers.fast.loops.jit import compiled

DEAD = np.int32(-(1 << 30))
"""A view from which nothing comes back to 0: that of a banned pair."""
MANY = 0.6
"""Where this share of a tile is left, it is faster to look at all of it in order than at a list."""


@compiled
def begin(plan: Plan, room: Room, row: int, banned: Words, start: int, size: int, dense: bool) -> None:
    """Set the views to what row, columns and single pairs bring by themselves; bury what is banned, if it is there."""
    for view in range(2):
        own, columns = plan.row_points[view, row], plan.column_points[view]
        if not plan.settings[4 + view]:
            room.views[view, :size] = own
        elif dense:
            _spread(own, columns[start : start + size], room.views[view])
        else:
            _spread_far(own, columns, room.listed, size, room.views[view])
    mine = row - plan.settings[6]
    first, last = plan.single_starts[mine], plan.single_starts[mine + 1]
    _add_singles(plan.single_columns[first:last], plan.singles[:, first:last], room, start, size, dense)
    if dense:
        _bury(banned[start // WORD : (start + size + WORD - 1) // WORD], room.views[0])


@compiled
def list_columns(room: Room, banned: Words, start: int, size: int) -> int:
    """List the columns that are not banned, and return how many; -1, and no list, where it is most."""
    words = banned[start // WORD : (start + size + WORD - 1) // WORD]
    left = np.uint64(0)
    for word in words:
        left += ones(~word)
    return -1 if left > MANY * size else _unpack(words, start, room.listed)


@compiled
def _unpack(words: Words, start: int, listed: Words) -> int:
    count = 0
    for at in range(len(words)):
        word, first = ~words[at], np.uint64(start + at * WORD)
        while word:
            listed[count] = first + zeros_below(word)
            word &= word - ONE
            count += 1
    return count


@compiled
def _spread(own: int, columns: Codes, view: Codes) -> None:
    for at in range(len(columns)):
        view[at] = own + columns[at]


@compiled
def _spread_far(own: int, columns: Codes, listed: Words, size: int, view: Codes) -> None:
    for at in range(size):
        view[at] = own + columns[listed[at]]


@compiled
def _add_singles(columns: Codes, points: Codes, room: Room, start: int, size: int, dense: bool) -> None:
    """Add what single pairs bring, where their columns are looked at."""
    first, last = start, start + size
    if not dense:
        first, last = np.int64(room.listed[0]), np.int64(room.listed[size - 1]) + 1
    for one in range(np.searchsorted(columns, first), len(columns)):
        if columns[one] >= last:
            break
        at = columns[one] - start
        if not dense:
            at = np.searchsorted(room.listed[:size], np.uint64(columns[one]))
            if room.listed[at] != np.uint64(columns[one]):
                continue
        room.views[0, at] += points[0, one]
        room.views[1, at] += points[1, one]


@compiled
def _bury(banned: Words, view: Codes) -> None:
    for word in range(len(banned)):
        marks, mine = banned[word], view[word * WORD : (word + 1) * WORD]
        if marks:
            for at in range(len(mine)):
                mine[at] = DEAD if marks >> np.uint64(at) & ONE else mine[at]
