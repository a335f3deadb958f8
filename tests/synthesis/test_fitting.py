"""People of a province tilted to the margins of its areas."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from balise.synthesis import (
    BLOCK,
    FEATURES,
    AreaMargins,
    Tilts,
    feature_tilts,
    fit_tilts,
    in_blocks,
    moments,
    seed_cells,
)
from balise.vocabulary import MarginError

Array = npt.NDArray[np.float64]

AGES = np.array([20.0, 29.7, 39.6, 49.7, 59.4, 69.1, 82.0, 7.3, 15.5])
CELLS = seed_cells()
X = CELLS.features(AGES)
SEED = np.random.default_rng(11).dirichlet(np.full(len(CELLS.cell), 3.0))
LOWER = 3
"""Place of lower income among the five margins."""


def _own() -> Array:
    """Margins of the seed itself, shape (5,)."""
    whole = SEED @ X
    return np.array([*whole[:3], whole[3] / whole[5], whole[4]])


def _fit(targets: Array, price: Array | float, workers: int = 1) -> Tilts:
    margins = AreaMargins(targets, np.broadcast_to(price, targets.shape).astype(float))
    return fit_tilts(SEED, X, margins, np.zeros((len(targets), 6)), workers=workers)


def _reached(targets: Array, tilts: Array) -> Array:
    """Margins of the fitted compositions, income as a share of adults, shape (n, 5)."""
    shares = moments(SEED, X, tilts, targets).shares
    found = shares @ X
    return np.column_stack([found[:, :3], found[:, 3] / found[:, 5], found[:, 4]])


def _areas(count: int, spread: float = 0.15) -> Array:
    """Targets of invented areas around those of the seed."""
    return _own() * np.random.default_rng(5).uniform(1 - spread, 1 + spread, (count, 5))


def test_two_cells_at_even_odds_and_a_price_share_the_difference() -> None:
    # By hand: ages 0 and 1 in equal parts, wanted mean 0.7 at a price of 0.1. With tilt t the
    # mean is 1 / (1 + exp(-t)), and 0.7 - mean = 0.1 t. At t = 0.5828: mean 0.6417, gap 0.0583.
    features = np.array([[0.0, 0, 0, 0, 0, 1], [1, 0, 0, 0, 0, 1]])
    targets = np.array([[0.7, np.nan, np.nan, np.nan, np.nan]])
    margins = AreaMargins(targets, np.full((1, 5), 0.1))
    tilts = fit_tilts(np.array([0.5, 0.5]), features, margins, np.zeros((1, 6)))
    mean = float(1 / (1 + np.exp(-tilts.values[0, 0])))
    assert mean == pytest.approx(0.7 - 0.1 * tilts.values[0, 0], abs=1e-9)
    assert tilts.values[0, 0] == pytest.approx(0.5828, abs=1e-4)


def test_without_margins_an_area_is_its_province() -> None:
    tilts = _fit(np.full((1, 5), np.nan), 1.0)
    assert tilts.values.tolist() == [[0.0] * 5]
    shares = moments(SEED, X, tilts.values, np.full((1, 5), np.nan)).shares
    assert shares[0] == pytest.approx(SEED)


def test_no_area_at_all_is_no_trouble() -> None:
    tilts = _fit(np.empty((0, 5)), 1.0)
    assert tilts.values.shape == (0, 5)


@pytest.mark.parametrize(
    ("target", "price", "found"),
    [(np.inf, 0.01, "1 cannot be used: area 1 margin 0"), (0.4, -0.01, "area 1 margin 0")],
)
def test_a_margin_that_cannot_be_used_is_named(target: float, price: float, found: str) -> None:
    targets, prices = np.full((2, 5), 0.4), np.full((2, 5), 0.01)
    targets[1, 0], prices[1, 0] = target, price
    with pytest.raises(MarginError, match=f"Margins of 2 areas: .*{found}"):
        _fit(targets, prices)


@pytest.mark.property
def test_hard_margins_within_reach_are_met() -> None:
    targets = _areas(50, 0.1)
    tilts = _fit(targets, 0.0)
    assert _reached(targets, tilts.values) == pytest.approx(targets, abs=1e-8)


@pytest.mark.property
def test_the_dual_gradient_is_zero_at_the_answer() -> None:
    targets, price = _areas(50), 0.02
    tilts = _fit(targets, price)
    found = moments(SEED, X, tilts.values, targets).means
    aims = targets.copy()
    aims[:, LOWER] = 0  # people of lower income less the target times adults
    assert aims - found - price * tilts.values == pytest.approx(np.zeros((50, 5)), abs=1e-9)
    assert tilts.residuals.max() < 1e-9


@pytest.mark.property
@given(missing=st.sets(st.integers(0, 4), min_size=1, max_size=5))
def test_a_missing_margin_does_not_move(missing: set[int]) -> None:
    targets = _areas(3)
    targets[:, list(missing)] = np.nan
    starts = np.full((3, 6), 0.3)
    tilts = fit_tilts(SEED, X, AreaMargins(targets, np.full((3, 5), 0.05)), starts)
    assert (tilts.values[:, list(missing)] == 0).all()
    assert tilts.residuals.max() < 1e-9


@pytest.mark.property
def test_an_area_without_margins_has_the_composition_of_its_division() -> None:
    # The income tilt of a division is read with the division's own target, not the area's.
    division = _areas(1)
    above = _fit(division, 0.05)
    starts = feature_tilts(above.values, division)
    nothing = np.full((1, 5), np.nan)
    margins = AreaMargins(nothing, np.full((1, 5), 0.05))
    inside = fit_tilts(SEED, X, margins, starts)
    found = moments(SEED, X, inside.values, nothing, starts).shares
    expected = moments(SEED, X, above.values, division).shares
    assert np.allclose(found, expected, atol=1e-12)
    # An area that publishes what its division does, income target and all, stays there too.
    same = moments(SEED, X, np.zeros((1, 5)), division + 0.1, starts).shares
    assert np.allclose(same, expected, atol=1e-12)


@pytest.mark.property
def test_soft_margins_lead_from_the_seed_to_the_target_as_the_price_falls() -> None:
    target = _own() * np.array([1.1, 0.9, 0.9, 1.1, 0.95])
    prices = np.array([1e9, 10, 1, 0.1, 0.01, 0.001, 0])
    targets = np.tile(target, (len(prices), 1))
    reached = _reached(targets, _fit(targets, prices[:, None]).values)
    assert reached[0] == pytest.approx(_own(), abs=1e-6)
    assert reached[-1] == pytest.approx(target, abs=1e-8)
    gaps = (((reached - target) / (_own() - target)) ** 2).sum(axis=1)
    assert (np.diff(gaps) < 0).all()


@pytest.mark.property
@given(
    targets=arrays(np.float64, (4, 5), elements=st.floats(-0.5, 1.5)),
    price=st.floats(1e-3, 10),
    missing=arrays(np.bool_, (4, 5)),
)
def test_hostile_margins_at_any_price_always_converge(
    targets: Array, price: float, missing: npt.NDArray[np.bool_]
) -> None:
    tilts = _fit(np.where(missing, np.nan, targets), price)
    assert np.isfinite(tilts.values).all()
    assert tilts.residuals.max() < 1e-6


@pytest.mark.property
def test_shuffling_areas_changes_nothing() -> None:
    targets = _areas(700)
    order = np.random.default_rng(2).permutation(len(targets))
    one, other = _fit(targets, 0.02), _fit(targets[order], 0.02)
    assert other.values == pytest.approx(one.values[order], abs=1e-8)


@pytest.mark.property
def test_one_worker_and_two_give_the_same_bits() -> None:
    targets = _areas(3 * BLOCK + 7)
    one, two = _fit(targets, 0.02), _fit(targets, 0.02, workers=2)
    assert one.values.tobytes() == two.values.tobytes()
    assert one.residuals.tobytes() == two.residuals.tobytes()


@pytest.mark.property
@given(count=st.integers(0, 4 * BLOCK), workers=st.integers(1, 3))
def test_blocks_hold_every_area_once_and_in_order(count: int, workers: int) -> None:
    rows = [
        place for block in in_blocks(lambda b: b, count, workers) for place in range(count)[block]
    ]
    assert rows == list(range(count))


@pytest.mark.property
def test_margins_leave_what_they_do_not_speak_of_as_in_the_seed() -> None:
    # Cells alike in every feature keep their proportions: bachelor against college.
    targets = _areas(1)
    shares = moments(SEED, X, _fit(targets, 0.02).values, targets).shares[0]
    same = (CELLS.age == 2) & (CELLS.quartile == 0) & ~CELLS.immigrant & (CELLS.education >= 2)
    places = np.flatnonzero(same)
    assert (X[places] == X[places[0]]).all()
    assert len(places) == 2
    assert shares[places[0]] / shares[places[1]] == pytest.approx(SEED[places[0]] / SEED[places[1]])


@pytest.mark.property
def test_noise_in_margins_spreads_tilts_as_the_hessian_says() -> None:
    # Around the answer tilts move by the inverse Hessian H times the noise of the margins,
    # so noise of covariance V leaves tilts with the covariance H V H.
    price, noise = 0.02, 0.004
    base = _own() * np.array([1.05, 0.95, 0.95, 1.05, 0.97])
    rng = np.random.default_rng(4)
    targets = np.tile(base, (6000, 1))
    shifts = noise * rng.standard_normal(targets.shape)
    shifts[:, LOWER] = 0  # the income target also enters its own margin
    tilts = _fit(targets + shifts, price).values
    at = moments(SEED, X, _fit(base[None], price).values, base[None])
    inverse = np.linalg.inv(at.covariances[0] + price * np.eye(5))
    expected = noise**2 * inverse[:, [0, 1, 2, 4]] @ inverse[:, [0, 1, 2, 4]].T
    assert tilts.std(axis=0) == pytest.approx(np.sqrt(np.diag(expected)), rel=0.04)


def test_features_are_named_in_order() -> None:
    # By hand: an adult of 49.7 years with a college diploma, in the second quartile, born here.
    place = np.flatnonzero(
        (CELLS.age == 3) & (CELLS.education == 2) & (CELLS.quartile == 1) & ~CELLS.immigrant
    )
    found = dict(zip(FEATURES, X[place[0]].tolist(), strict=True))
    expected = {
        "age": 0.497,
        "postsecondary_15plus": 1.0,
        "postsecondary_25_64": 1.0,
        "lower_income": 1.0,
        "non_immigrants": 1.0,
        "adults": 1.0,
    }
    assert found == pytest.approx(expected)


def test_children_have_an_age_and_a_birthplace_only() -> None:
    children = ~CELLS.adult
    assert X[children][:, [1, 2, 3, 5]].sum() == 0
    assert X[children][:, 0].tolist() == [0.073, 0.073, 0.155, 0.155]
    assert X[children][:, 4].tolist() == [1, 0, 1, 0]
