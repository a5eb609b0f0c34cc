"""The few instructions that Python has no words for."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic


@intrinsic  # type: ignore[untyped-decorator]
def ones(typing: Any, word: Any) -> Any:
    """Return how many bits of a 64-bit word are set."""

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.ctpop(given[0])

    return types.uint64(types.uint64), write


@intrinsic  # type: ignore[untyped-decorator]
def zeros_below(typing: Any, word: Any) -> Any:
    """Return how many bits below the lowest set bit of a 64-bit word are not set. The word is not 0."""

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.cttz(given[0], ir.Constant(ir.IntType(1), 1))

    return types.uint64(types.uint64), write


@intrinsic  # type: ignore[untyped-decorator]
def fetch(typing: Any, array: Any, at: Any) -> Any:
    """Ask for the place in memory of an array's entry, which will soon be read."""

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        made = context.make_array(signature.args[0])(context, builder, value=given[0])
        place = builder.bitcast(builder.gep(made.data, [given[1]]), ir.IntType(8).as_pointer())
        kind, number = ir.FunctionType(ir.VoidType(), [place.type, *[ir.IntType(32)] * 3]), ir.IntType(32)
        ask = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(ask, [place, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, types.int64), write


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
