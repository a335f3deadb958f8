"""Relative magnitudes: the published intervals, the linear program, and what the bound means."""

import numpy as np
import pytest
from scipy import optimize

from balise.impact.columns import FloatArray
from balise.impact.did import Honest, breakdown, interval
from balise.impact.did.honest import is_rejected, sides

# Benzarti and Carloni (2019) as Rambachan and Roth (2023) use it: four years before the
# reform, four after; estimates and covariance as HonestDiD ships them.
EFFECT = np.array(
    [0.006696352, 0.029345034, -0.006472972, 0.073014989, 0.195961118, 0.312063903, 0.239541546,
     0.126042500]
)  # fmt: skip
COVARIANCE = 1e-6 * np.array(
    [
        [842.8358, 476.8687, 261.8051, 235.4220, 167.6371, 112.8708, 19.9282, -136.8265],
        [476.8687, 642.5420, 398.7425, 243.5515, 220.1960, 180.4591, 38.4377, -29.6042],
        [261.8051, 398.7425, 522.9950, 211.7686, 184.0723, 145.8528, 70.0520, 59.5299],
        [235.4220, 243.5515, 211.7686, 308.9595, 119.7866, 133.4081, 101.6335, 107.9051],
        [167.6371, 220.1960, 184.0723, 119.7866, 359.9704, 247.8819, 174.9579, 165.4257],
        [112.8708, 180.4591, 145.8528, 133.4081, 247.8819, 426.3950, 217.1438, 289.2748],
        [19.9282, 38.4377, 70.0520, 101.6335, 174.9579, 217.1438, 488.6698, 380.5322],
        [-136.8265, -29.6042, 59.5299, 107.9051, 165.4257, 289.2748, 380.5322, 761.7394],
    ]
)


def reform(target: list[float]) -> Honest:
    return Honest(EFFECT, COVARIANCE, 4, np.array(target))


def moments(case: Honest, s: int, sign: float, mbar: float) -> FloatArray:
    """Changes after, at most and at least ``mbar`` times the ``s``-th change before."""
    levels = np.insert(np.eye(len(case.effect)), case.before, 0.0, axis=0)
    changes = np.diff(levels, axis=0)
    bound = mbar * sign * changes[s]
    return np.vstack([changes[case.before :] - bound, -changes[case.before :] - bound])


def program(case: Honest, a: FloatArray, value: float) -> float:
    """Solve the linear program of Andrews, Roth and Pakes by a solver."""
    sd = np.sqrt(np.einsum("ij,jk,ik->i", a, case.covariance, a))
    after = a[:, case.before :]
    y = a @ case.effect - after @ case.target / (case.target @ case.target) * value
    free = after @ np.linalg.svd(case.target[None, :])[2][1:].T
    solved = optimize.linprog(
        np.r_[1.0, np.zeros(free.shape[1])],
        A_ub=-np.column_stack([sd, free]),
        b_ub=-y,
        bounds=[(None, None)] * (1 + free.shape[1]),
        method="highs",
    )
    assert solved.success
    return float(solved.fun or 0.0)


@pytest.mark.published
@pytest.mark.parametrize(
    ("target", "mbar", "low", "high"),
    [
        ([1, 0, 0, 0], 0.5, 0.1181, 0.2716),
        ([1, 0, 0, 0], 1.0, 0.0672, 0.3187),
        ([0.25] * 4, 0.5, 0.0678, 0.3692),
        ([0.25] * 4, 1.0, -0.0697, 0.5066),
    ],
)
def test_intervals_are_those_of_honestdid(
    target: list[float], mbar: float, low: float, high: float
) -> None:
    # HonestDiD 0.2.8, C-LF; its critical value comes from 1,000 draws, ours from others.
    assert interval(reform(target), mbar) == pytest.approx((low, high), abs=0.0015)


@pytest.mark.property
@pytest.mark.parametrize("target", [[1, 0, 0, 0], [0.25] * 4, [0.1, 0.2, 0.3, 0.4], [0, 0, 0, 1]])
def test_the_corners_give_what_the_linear_program_gives(target: list[float]) -> None:
    case = reform(target)
    normals = np.random.default_rng(1).standard_normal((50, 8))
    for side in sides(case, 0.7, normals):
        a = moments(case, side.s, side.sign, 0.7)
        for value in (-0.3, 0.0, 0.2):
            largest = (side.middle - side.slope * value).max()
            assert largest == pytest.approx(program(case, a, value), abs=1e-7)


def test_zero_leaves_the_set_at_the_breakdown_value() -> None:
    case = reform([0.25] * 4)
    edge = breakdown(case)
    assert edge == pytest.approx(0.74, abs=0.03)
    assert is_rejected(case, edge - 0.03)
    assert not is_rejected(case, edge + 0.03)


@pytest.mark.property
def test_a_wider_bound_gives_a_wider_interval() -> None:
    found = [interval(reform([0.25] * 4), mbar) for mbar in (0.0, 0.5, 1.0, 2.0)]
    lows, highs = zip(*found, strict=True)
    assert list(lows) == sorted(lows, reverse=True)
    assert list(highs) == sorted(highs)


def test_one_period_after_needs_no_other_effects() -> None:
    case = Honest(EFFECT[:5], COVARIANCE[:5, :5], 4, np.array([1.0]))
    assert interval(case, 1.0) == pytest.approx(interval(reform([1, 0, 0, 0]), 1.0), abs=0.01)


@pytest.mark.property
def test_a_straight_trend_is_told_as_an_effect_at_most_once_in_twenty() -> None:
    rng = np.random.default_rng(8)
    root = np.linalg.cholesky(COVARIANCE)
    drift = 0.05 * np.array([-4, -3, -2, -1, 1, 2, 3, 4.0])
    wrong = sum(
        is_rejected(Honest(drift + root @ rng.normal(size=8), COVARIANCE, 4, np.full(4, 0.25)), 1)
        for _ in range(200)
    )
    assert wrong <= 14
