"""compiled: what every loop is decorated with; and the one instruction that Python has no word for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

Loop = TypeVar("Loop", bound=Callable[..., Any])


def compiled(loop: Loop) -> Loop:
    """Return the loop in machine code: kept on disk, and free of the interpreter's lock.

    Threads are Python's own, each with its rows: numba's would make every compilation several times longer, and some
    of its kinds may not be entered by two callers at once. Division is by what is never 0, and is not checked.
    """
    made: Loop = njit(cache=True, nogil=True, error_model="numpy")(loop)
    return made


@intrinsic  # type: ignore[untyped-decorator]
def ones(typing: Any, word: Any) -> Any:
    """Return how many bits of a 64-bit word are set."""

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.ctpop(given[0])

    return types.uint64(types.uint64), write


@intrinsic  # type: ignore[untyped-decorator]
def lent(typing: Any, arrays: Any) -> Any:
    """Return the same arrays, one or a tuple of them, without a count of who holds them: the caller holds them.

    Counting costs two locked instructions an array and call; a tuple of thirty, half a microsecond.
    """

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        def uncounted(kind: Any, value: Any) -> Any:
            array = context.make_array(kind)(context, builder, value=value)
            array.meminfo = cgutils.get_null_value(array.meminfo.type)
            array.parent = cgutils.get_null_value(array.parent.type)
            return array._getvalue()

        (kind,), (value,) = signature.args, given
        if isinstance(kind, types.Array):
            return uncounted(kind, value)
        for at, one in enumerate(kind.types):
            value = builder.insert_value(value, uncounted(one, builder.extract_value(value, at)), at)
        return value

    return arrays(arrays), write
