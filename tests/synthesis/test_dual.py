"""Many small duals solved side by side."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise.synthesis import (
    Tilts,
    class_moments,
    class_shares,
    collapse,
    moments,
    seed_cells,
    solve_duals,
)
from balise.vocabulary import MarginError
from tests.synthesis.dual_reference import reference_tilt

Array = npt.NDArray[np.float64]

AGES = np.array([20.0, 29.7, 39.6, 49.7, 59.4, 69.1, 82.0, 7.3, 15.5])
CELLS = seed_cells()
X = CELLS.features(AGES)
SEED = np.random.default_rng(11).dirichlet(np.full(len(CELLS.cell), 3.0))
CLASSES = collapse(SEED, X)
NAN = np.nan


def _problems(count: int, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Targets around those of the seed, prices and starts, some margins missing."""
    whole = SEED @ X
    own = np.array([*whole[:3], whole[3] / whole[5], whole[4]])
    targets = own * rng.uniform(0.75, 1.25, (count, 5))
    targets[rng.random((count, 5)) < 0.15] = NAN
    prices = 10.0 ** rng.uniform(-4, 1, (count, 5))
    return targets, prices, rng.normal(0, 0.3, (count, 6))


def _same(one: Tilts, other: Tilts) -> bool:
    """Whether two answers are the same to the last bit."""
    return (
        one.values.tobytes() == other.values.tobytes()
        and one.residuals.tobytes() == other.residuals.tobytes()
        and one.iterations.tobytes() == other.iterations.tobytes()
    )


def _solve(
    problems: tuple[Array, Array, Array], guesses: Array | None = None, threads: int = 1
) -> Tilts:
    return solve_duals(CLASSES.seed, CLASSES.features, *problems, guesses, threads=threads)


def test_a_dual_ends_where_plain_numpy_ends() -> None:
    targets, prices, starts = _problems(150, np.random.default_rng(1))
    tilts = _solve((targets, prices, starts))
    shares = class_shares(CLASSES.seed, CLASSES.features, tilts.values, targets, starts)
    for place in range(len(targets)):
        tilt, cells = reference_tilt(SEED, X, targets[place], prices[place], starts[place])
        assert tilts.values[place] == pytest.approx(tilt, abs=1e-8)
        assert CLASSES.cells(shares[place : place + 1])[0] == pytest.approx(cells, abs=1e-9)
    assert tilts.residuals.max() <= 1e-10


@pytest.mark.property
def test_a_seed_by_cell_and_its_classes_give_the_same_tilts() -> None:
    problems = _problems(50, np.random.default_rng(2))
    by_cell = solve_duals(SEED, X, *problems)
    assert by_cell.values == pytest.approx(_solve(problems).values, abs=1e-8)


@pytest.mark.property
@given(
    count=st.integers(0, 300),
    order=st.integers(0, 99),
    first=st.integers(0, 300),
    threads=st.integers(1, 3),
)
def test_a_problem_has_the_same_bits_in_whatever_company(
    count: int, order: int, first: int, threads: int
) -> None:
    problems = _problems(300, np.random.default_rng(3))
    guesses = np.random.default_rng(4).normal(0, 0.5, (300, 5))
    whole = _solve(problems, guesses)
    places = np.random.default_rng(order).permutation(300)[first : first + count]
    chosen = (problems[0][places], problems[1][places], problems[2][places])
    some = _solve(chosen, guesses[places], threads)
    expected = Tilts(whole.values[places], whole.residuals[places], whole.iterations[places])
    assert _same(some, expected)


def test_threads_share_the_problems_and_change_no_bit() -> None:
    targets, prices, starts = _problems(20_000, np.random.default_rng(5))
    one = _solve((targets, prices, starts))
    shares = np.empty((len(targets), len(CLASSES.seed)))
    two = solve_duals(
        CLASSES.seed, CLASSES.features, targets, prices, starts, threads=2, shares=shares
    )
    assert _same(one, two)
    expected = class_shares(CLASSES.seed, CLASSES.features, one.values, targets, starts, threads=2)
    assert np.abs(shares - expected).max() < 1e-14


@pytest.mark.property
def test_a_guess_near_the_answer_saves_steps_and_leads_to_it() -> None:
    problems = _problems(400, np.random.default_rng(6))
    cold = _solve(problems)
    known = ~np.isnan(problems[0])
    near = cold.values + np.where(known, 0.01, 5.0)  # what a missing margin is given is not read
    warm = _solve(problems, near)
    assert warm.values == pytest.approx(cold.values, abs=1e-6)
    assert warm.iterations.mean() < 0.7 * cold.iterations.mean()
    assert (warm.values[~known] == 0).all()
    assert _same(_solve(problems, np.full_like(near, NAN)), cold)
    assert _same(_solve(problems, np.zeros_like(near)), cold)


@pytest.mark.parametrize("wild", [60.0, 900.0, 1e9, np.inf])
def test_a_wild_guess_still_leads_to_the_answer(wild: float) -> None:
    targets, _, starts = _problems(60, np.random.default_rng(7))
    problems = targets, np.full_like(targets, 0.02), starts
    guesses = np.full_like(targets, wild) * np.random.default_rng(8).choice([-1, 1], (60, 5))
    assert _solve(problems, guesses).values == pytest.approx(_solve(problems).values, abs=1e-7)


def test_a_hard_target_out_of_reach_keeps_its_residual() -> None:
    # By hand: nobody in the seed is older than 82, so a mean of 120 stays 38 years away.
    targets = np.array([[1.2, NAN, NAN, NAN, NAN], [0.4, NAN, NAN, NAN, NAN]])
    tilts = _solve((targets, np.zeros((2, 5)), np.zeros((2, 6))))
    assert np.isfinite(tilts.values).all()
    assert tilts.residuals[0] == pytest.approx(0.38, abs=1e-6)
    assert tilts.residuals[1] <= 1e-10


def test_classes_whose_seed_is_empty_stay_empty() -> None:
    seed = CLASSES.seed.copy()
    seed[::3] = 0
    targets, prices, starts = _problems(40, np.random.default_rng(9))
    starts[:20] += 900 * np.arange(6)  # weights that span far more than a float does
    shares = np.empty((40, len(seed)))
    solve_duals(seed, CLASSES.features, targets, prices, starts, shares=shares)
    assert np.isfinite(shares).all()
    assert not shares[:, ::3].any()
    assert shares.sum(axis=1) == pytest.approx(np.ones(40))


def test_moments_over_classes_are_those_over_cells() -> None:
    targets, _, starts = _problems(30, np.random.default_rng(10))
    tilts = np.random.default_rng(11).normal(0, 1, (30, 5))
    cells = moments(SEED, X, tilts, targets, starts)
    classes = class_moments(CLASSES.seed, CLASSES.features, tilts, targets, starts)
    assert cells.shares == pytest.approx(CLASSES.cells(classes.shares), abs=1e-15)
    income = np.nan_to_num(targets[:, 3])
    for place in range(30):
        margins = X[:, :5].copy()
        margins[:, 3] -= income[place] * X[:, 5]
        exponents = np.log(SEED) + X @ starts[place] + margins @ tilts[place]
        shares = np.exp(exponents - exponents.max())
        shares /= shares.sum()
        mean = shares @ margins
        assert cells.shares[place] == pytest.approx(shares, abs=1e-13)
        assert classes.means[place] == pytest.approx(mean, abs=1e-13)
        spread = (shares[:, None] * (margins - mean)).T @ (margins - mean)
        assert classes.covariances[place] == pytest.approx(spread, abs=1e-12)


def test_shares_are_written_where_they_are_wanted() -> None:
    out = np.full((3, len(CLASSES.seed)), NAN)
    none = np.full((3, 5), NAN)
    found = class_shares(CLASSES.seed, CLASSES.features, np.zeros((3, 5)), none, out=out)
    assert found is out
    assert out == pytest.approx(np.tile(CLASSES.seed, (3, 1)))


@pytest.mark.parametrize(
    ("target", "price", "found"),
    [
        (np.inf, 0.01, "1 cannot be used: area 1 margin 0"),
        (0.4, -0.01, "area 1 margin 0"),
        (0.4, NAN, "area 1 margin 0"),
        (0.4, np.inf, "area 1 margin 0"),
    ],
)
def test_a_margin_that_cannot_be_used_is_named(target: float, price: float, found: str) -> None:
    targets, prices = np.full((2, 5), 0.4), np.full((2, 5), 0.01)
    targets[1, 0], prices[1, 0] = target, price
    with pytest.raises(MarginError, match=f"Margins of 2 areas: .*{found}"):
        _solve((targets, prices, np.zeros((2, 6))))


@pytest.mark.parametrize(("share", "found"), [(NAN, "class 4: nan"), (-0.1, "class 4: -0.1")])
def test_a_seed_that_is_none_is_named(share: float, found: str) -> None:
    seed = CLASSES.seed.copy()
    seed[4] = share
    nothing = np.full((1, 5), NAN), np.ones((1, 5)), np.zeros((1, 6))
    with pytest.raises(MarginError, match=f"Seed of 60 classes: {found}. Expected shares"):
        solve_duals(seed, CLASSES.features, *nothing)
    with pytest.raises(MarginError, match="Seed of 60 classes: nobody in any"):
        solve_duals(np.zeros(60), CLASSES.features, *nothing)


def test_a_feature_that_is_no_number_is_named() -> None:
    features = CLASSES.features.copy()
    features[7, 0] = NAN
    nothing = np.full((1, 5), NAN), np.ones((1, 5)), np.zeros((1, 6))
    with pytest.raises(MarginError, match=r"Features of 1 of 60 classes are not numbers: 7\."):
        solve_duals(CLASSES.seed, features, *nothing)


def test_a_start_that_is_no_number_is_named() -> None:
    starts = np.zeros((3, 6))
    starts[2, 1] = NAN
    with pytest.raises(MarginError, match="Starts of 1 of 3 areas are not numbers: area 2"):
        _solve((np.full((3, 5), NAN), np.ones((3, 5)), starts))


def test_arrays_that_do_not_fit_each_other_are_refused() -> None:
    targets, prices, starts = _problems(4, np.random.default_rng(12))
    with pytest.raises(MarginError, match=r"4 problems: starts has the shape \(3, 6\). Expected"):
        _solve((targets, prices, starts[:3]))
    with pytest.raises(MarginError, match=r"guesses has the shape \(4, 6\). Expected \(4, 5\)"):
        _solve((targets, prices, starts), starts)
    with pytest.raises(MarginError, match=r"shares has the shape \(4, 9\). Expected \(4, 60\)"):
        solve_duals(
            CLASSES.seed, CLASSES.features, targets, prices, starts, shares=np.empty((4, 9))
        )
