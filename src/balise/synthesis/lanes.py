"""Rows of sixteen numbers, one for each area worked at the same time.

A processor multiplies eight or sixteen numbers as fast as one, if they lie side by side.
Here they are the same quantity of sixteen areas: lanes never meet, so an area gets the same
bits whoever its neighbours are. Loops over plain arrays are left to the compiler elsewhere;
these few are written out because they are where the time goes (three times as fast).
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

__all__ = ["LANES", "bounded_run", "pair_run", "product_run", "run", "scale_row", "table"]

LANES: Final = 16
"""Areas side by side: two registers of AVX-512, four of AVX2."""

_LINE: Final = 8  # numbers in a line of cache
_ROW: Final = ir.VectorType(ir.DoubleType(), LANES)
_WORD: Final = ir.IntType(64)

Values = dict[str, Any]


def _place(builder: Any, data: Any, row: Any) -> Any:
    """Point to a row of a table, whose rows are lanes."""
    start = builder.gep(data, [builder.mul(row, ir.Constant(_WORD, LANES))])
    return builder.bitcast(start, _ROW.as_pointer())


def _load(builder: Any, data: Any, row: Any) -> Any:
    """Read a row."""
    return builder.load(_place(builder, data, row), align=8)


def _column(builder: Any, columns: Any, entry: Any) -> Any:
    """Read the row that an entry stands for, written in 32 bits."""
    return builder.sext(builder.load(builder.gep(columns, [entry])), _WORD)


def _every(builder: Any, number: Any) -> Any:
    """Put one number in every lane."""
    nothing = ir.Constant(_ROW, ir.Undefined)
    first = builder.insert_element(nothing, number, ir.Constant(ir.IntType(32), 0))
    places = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(first, nothing, places)


def _data(context: Any, builder: Any, signature: Any, args: Any) -> list[Any]:
    """Give arrays as pointers to their numbers, the rest as it is."""
    return [
        make_array(kind)(context, builder, value).data if isinstance(kind, types.Array) else value
        for kind, value in zip(signature.args, args, strict=True)
    ]


def _scale_row(_: Any, into: Any, row: Any, by: Any, other: Any) -> Any:  # noqa: ARG001 - places
    def write(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        into, row, by, other = _data(context, builder, signature, args)
        changed = builder.fmul(_load(builder, into, row), _load(builder, by, other))
        builder.store(changed, _place(builder, into, row), align=8)
        return context.get_dummy_value()

    return types.void(into, types.intp, by, types.intp), write


def _loop(builder: Any, span: Any, first: float, body: Callable[[Any, Any], Any]) -> Any:
    """Go from ``first`` to ``body(entry, so far)`` over the entries of a span, in order."""
    low, high = (builder.extract_value(span, place) for place in (0, 1))
    start = ir.Constant(_ROW, [first] * LANES)
    before = builder.block
    inside = builder.append_basic_block("entries")
    after = builder.append_basic_block("summed")
    builder.cbranch(builder.icmp_signed("<", low, high), inside, after)
    builder.position_at_end(inside)
    entry, total = builder.phi(_WORD), builder.phi(_ROW)
    then = body(entry, total)
    following = builder.add(entry, ir.Constant(_WORD, 1))
    for phi, opening, last in ((entry, low, following), (total, start, then)):
        phi.add_incoming(opening, before)
        phi.add_incoming(last, inside)
    builder.cbranch(builder.icmp_signed("<", following, high), inside, after)
    builder.position_at_end(after)
    result = builder.phi(_ROW)
    result.add_incoming(start, before)
    result.add_incoming(then, inside)
    return result


def _run(_: Any, into: Any, row: Any, entries: Any, span: Any, table: Any) -> Any:  # noqa: ARG001
    """Put into ``into[row]`` the sum of ``seeds[e] * table[columns[e]]`` for e in a span.

    ``entries`` is the tuple (columns, seeds), ``span`` (low, high).
    """

    def write(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        into, row, _, _, table = _data(context, builder, signature, args)
        columns, seeds = _unpacked(context, builder, signature.args[2], args[2])

        def body(entry: Any, total: Any) -> Any:
            column = _column(builder, columns, entry)
            weight = _every(builder, builder.load(builder.gep(seeds, [entry])))
            return builder.fadd(total, builder.fmul(weight, _load(builder, table, column)))

        total = _loop(builder, args[3], 0.0, body)
        builder.store(total, _place(builder, into, row), align=8)
        return context.get_dummy_value()

    return types.void(into, types.intp, entries, span, table), write


def _pair_run(_: Any, into: Any, row: Any, columns: Any, span: Any, tables: Any) -> Any:  # noqa: ARG001
    """Put into ``into[row]`` the sum of ``one[c] * two[c]`` for columns c in a span."""

    def write(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        into, row, columns, *_ = _data(context, builder, signature, args)
        one, two = _unpacked(context, builder, signature.args[4], args[4])

        def body(entry: Any, total: Any) -> Any:
            column = _column(builder, columns, entry)
            product = builder.fmul(_load(builder, one, column), _load(builder, two, column))
            return builder.fadd(total, product)

        total = _loop(builder, args[3], 0.0, body)
        builder.store(total, _place(builder, into, row), align=8)
        return context.get_dummy_value()

    return types.void(into, types.intp, columns, span, tables), write


def _product_run(_: Any, into: Any, row: Any, columns: Any, span: Any, table: Any) -> Any:  # noqa: ARG001
    """Put into ``into[row]`` the product of ``table[c]`` for columns c in a span."""

    def write(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        into, row, columns, _, table = _data(context, builder, signature, args)

        def body(entry: Any, product: Any) -> Any:
            return builder.fmul(product, _load(builder, table, _column(builder, columns, entry)))

        product = _loop(builder, args[3], 1.0, body)
        builder.store(product, _place(builder, into, row), align=8)
        return context.get_dummy_value()

    return types.void(into, types.intp, columns, span, table), write


def _bounded_run(
    _: Any,
    into: Any,
    row: Any,  # noqa: ARG001 - a place
    entries: Any,
    span: Any,
    tables: Any,
    bounds: Any,
) -> Any:
    """Do as ``run``, each product of two tables put between the bounds first.

    ``span`` is (low, high), ``tables`` (mine, theirs); with the product e the ratio of weight to
    seed is (L (U - 1) + U (1 - L) e) / ((U - 1) + (1 - L) e), ``bounds`` being (L, U).
    """

    def write(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        into, row, *_ = _data(context, builder, signature, args)
        columns, seeds = _unpacked(context, builder, signature.args[2], args[2])
        mine, theirs = _unpacked(context, builder, signature.args[4], args[4])
        least, most = (builder.extract_value(args[5], place) for place in (0, 1))
        one = ir.Constant(ir.DoubleType(), 1.0)
        above, below = builder.fsub(most, one), builder.fsub(one, least)
        floor = _every(builder, builder.fmul(least, above))
        slope = _every(builder, builder.fmul(most, below))
        above, below = _every(builder, above), _every(builder, below)
        own = _load(builder, mine, row)

        def body(entry: Any, total: Any) -> Any:
            column = _column(builder, columns, entry)
            weight = _every(builder, builder.load(builder.gep(seeds, [entry])))
            factor = builder.fmul(own, _load(builder, theirs, column))
            top = builder.fadd(floor, builder.fmul(slope, factor))
            ratio = builder.fdiv(top, builder.fadd(above, builder.fmul(below, factor)))
            return builder.fadd(total, builder.fmul(weight, ratio))

        total = _loop(builder, args[3], 0.0, body)
        builder.store(total, _place(builder, into, row), align=8)
        return context.get_dummy_value()

    return types.void(into, types.intp, entries, span, tables, bounds), write


def _unpacked(context: Any, builder: Any, kinds: Any, values: Any) -> list[Any]:
    """Give the arrays of a tuple as pointers to their numbers."""
    return [
        make_array(kind)(context, builder, builder.extract_value(values, place)).data
        for place, kind in enumerate(kinds)
    ]


scale_row: Final[Any] = intrinsic(_scale_row)
"""``scale_row(into, row, by, other)`` multiplies ``into[row]`` by ``by[other]``, lane by lane."""

pair_run: Final[Any] = intrinsic(_pair_run)
"""``pair_run(into, row, columns, (low, high), (one, two))``: a row of sums of products."""

product_run: Final[Any] = intrinsic(_product_run)
"""``product_run(into, row, columns, (low, high), table)``: a row of products."""

run: Final[Any] = intrinsic(_run)
"""``run(into, row, (columns, seeds), (low, high), table)``: a row of sums, see above."""

bounded_run: Final[Any] = intrinsic(_bounded_run)
"""``bounded_run(into, row, (columns, seeds), (low, high), (mine, theirs), (L, U))``."""


@njit(cache=True, nogil=True)
def table(rows: int) -> npt.NDArray[np.float64]:
    """Make a table of rows of lanes, each row on lines of cache of its own."""
    room = np.empty(rows * LANES + _LINE)
    first = ((-room.ctypes.data) // 8) % _LINE
    return room[first : first + rows * LANES].reshape(rows, LANES)
