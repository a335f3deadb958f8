"""Cells that areas cannot tell apart."""

import numpy as np
import pytest

from balise.synthesis import collapse, seed_cells

CELLS = seed_cells()
X = CELLS.features(np.array([20.0, 29.7, 39.6, 49.7, 59.4, 69.1, 82.0, 7.3, 15.5]))
SEED = np.random.default_rng(11).dirichlet(np.full(len(CELLS.cell), 3.0))


def test_a_seed_of_a_province_has_sixty_classes() -> None:
    # By hand: 7 ages x holders or not x lower income or not x immigrants or not, and 2 ages of
    # children x immigrants or not: 56 + 4.
    classes = collapse(SEED, X)
    assert classes.seed.shape == (60,)
    assert (classes.features[classes.of] == X).all()
    assert classes.cells(classes.seed[None])[0] == pytest.approx(SEED, abs=1e-16)


@pytest.mark.property
def test_what_cells_count_for_is_the_same_through_their_classes() -> None:
    classes = collapse(SEED, X)
    rng = np.random.default_rng(3)
    shares, values = rng.dirichlet(np.ones(60), 5), rng.normal(size=(228, 4))
    assert shares @ classes.spread(values) == pytest.approx(classes.cells(shares) @ values)


def test_a_class_without_people_splits_into_nothing() -> None:
    seed = np.array([0.0, 0.0, 1.0])
    features = np.array([[0.1, 0, 0, 0, 0, 1], [0.1, 0, 0, 0, 0, 1], [0.5, 0, 0, 0, 0, 1]])
    classes = collapse(seed, features)
    assert classes.cells(np.array([[0.3, 0.7]])).tolist() == [[0.0, 0.0, 0.7]]
