"""Exponential and logarithm that compile to vectors."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from balise.synthesis.vector_math import exp, larger, log


@njit(error_model="numpy")
def _all_three(x: float, y: float) -> tuple[float, float, float]:
    return exp(x), log(y), larger(x, y)


@pytest.mark.property
@given(x=st.floats(-708, 0), y=st.floats(1e-300, 1e300))
def test_both_are_right_to_the_last_bits(x: float, y: float) -> None:
    power, logarithm, _ = _all_three(x, y)
    assert power == pytest.approx(math.exp(x), rel=5e-16)
    assert logarithm == pytest.approx(math.log(y), rel=5e-16, abs=1e-16)


def test_what_is_too_small_for_a_float_is_nothing() -> None:
    assert _all_three(-np.inf, 1.0) == (0.0, 0.0, 1.0)
    assert _all_three(-800.0, 1.0)[0] == 0.0
    assert _all_three(0.0, 1.0)[0] == 1.0
