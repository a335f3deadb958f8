"""Exponential and logarithm as straight lines of code, so that they compile to vectors.

A lane gives the same bits whatever its neighbours: every lane goes through each instruction.
"""

from typing import Any

from numba import njit, types
from numba.extending import intrinsic

__all__ = ["exp", "larger", "log"]

_LOG2E = 1.4426950408889634
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_ROUNDER = 6755399441055744.0
"""1.5 times 2 to the 52: added to a float, it leaves the nearest integer in the last bits."""


def _read_as(source: Any, target: Any) -> Any:
    """Compile to reading the bits of one type as those of another."""

    def choose(_context: Any, _x: Any) -> Any:
        def write(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            return builder.bitcast(arguments[0], context.get_value_type(target))

        return target(source), write

    return intrinsic(choose)


_bits: Any = _read_as(types.float64, types.int64)
_float: Any = _read_as(types.int64, types.float64)


@njit(inline="always", error_model="numpy")
def exp(x: float) -> float:
    """Exponential of zero or less, to the last bit or two, without a branch."""
    rounded = x * _LOG2E + _ROUNDER
    k = rounded - _ROUNDER
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    p = 1.0 / 6227020800.0
    p = p * r + 1.0 / 479001600.0
    p = p * r + 1.0 / 39916800.0
    p = p * r + 1.0 / 3628800.0
    p = p * r + 1.0 / 362880.0
    p = p * r + 1.0 / 40320.0
    p = p * r + 1.0 / 5040.0
    p = p * r + 1.0 / 720.0
    p = p * r + 1.0 / 120.0
    p = p * r + 1.0 / 24.0
    p = p * r + 1.0 / 6.0
    p = p * r + 0.5
    p = p * r + 1.0
    p = p * r + 1.0
    power = _float((_bits(rounded) << 52) + 4607182418800017408)
    return 0.0 if x < -708.0 else p * power


@njit(inline="always", error_model="numpy")
def larger(one: float, other: float) -> float:
    """Give the larger of two, and the second where the first is no number, without a branch."""
    return one if one > other else other


@njit(inline="always", error_model="numpy")
def log(x: float) -> float:
    """Logarithm of a positive number, without a branch."""
    bits = _bits(x) - 4604544271217802189  # the bits of the root of one half
    k = bits >> 52
    m = _float((bits & 4503599627370495) + 4604544271217802189)
    s = (m - 1.0) / (m + 1.0)
    z = s * s
    p = 1.0 / 21.0
    p = p * z + 1.0 / 19.0
    p = p * z + 1.0 / 17.0
    p = p * z + 1.0 / 15.0
    p = p * z + 1.0 / 13.0
    p = p * z + 1.0 / 11.0
    p = p * z + 1.0 / 9.0
    p = p * z + 1.0 / 7.0
    p = p * z + 1.0 / 5.0
    p = p * z + 1.0 / 3.0
    p = p * z
    return (2.0 * s * p + k * _LN2_LOW) + (2.0 * s + k * _LN2_HIGH)
