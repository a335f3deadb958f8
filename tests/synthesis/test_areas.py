"""One way to fit a seed to areas, by counts or by means."""

from typing import Any

import numpy as np
import pytest

from balise.synthesis import (
    AreaMargins,
    CategoryMargin,
    CategoryMargins,
    RakingChoices,
    TiltChoices,
    fit_areas,
)
from balise.vocabulary import MarginError

FEATURES = np.array([[0.0, 0, 0, 0, 0, 1], [1, 0, 0, 0, 0, 1]])
MEANS = AreaMargins(np.array([[0.75, *[np.nan] * 4], [np.nan] * 5]), np.zeros((2, 5)))
COUNTS = CategoryMargins(
    ("one", "two"),
    (CategoryMargin("age", np.array([0, 1]), np.array([[25.0, 75.0], [np.nan, np.nan]])),),
    people=np.array([100.0, 10.0]),
)


def test_means_and_counts_that_say_the_same_give_the_same_people() -> None:
    # By hand: of people aged 0 and 1 in equal parts, a mean age of 0.75 and counts of 25 and 75
    # are the same; nothing is known of the second area, which is the seed.
    tilted = fit_areas([1.0, 1.0], MEANS, TiltChoices(FEATURES))
    raked = fit_areas([1.0, 1.0], COUNTS)
    for fit in (tilted, raked):
        shares = fit.compositions(slice(None))
        np.testing.assert_allclose(shares, [[0.25, 0.75], [0.5, 0.5]], atol=1e-8)
        assert fit.flags.tolist() == ["ok", "nothing_published"]
        assert fit.residuals.max() < 1e-8
        assert len(fit.iterations) == 2


def test_compositions_are_given_for_the_areas_asked_for() -> None:
    tilted = fit_areas([1.0, 1.0], MEANS, TiltChoices(FEATURES, np.zeros((2, 6)), workers=2))
    raked = fit_areas([1.0, 1.0], COUNTS, RakingChoices(workers=2))
    for fit in (tilted, raked):
        np.testing.assert_allclose(fit.compositions(np.array([1])), [[0.5, 0.5]])
        assert fit.compositions(slice(0, 0)).shape == (0, 2)


@pytest.mark.parametrize(
    ("margins", "choices", "found"),
    [
        (MEANS, None, "AreaMargins with NoneType"),
        (MEANS, RakingChoices(), "AreaMargins with RakingChoices"),
        (COUNTS, TiltChoices(FEATURES), "CategoryMargins with TiltChoices"),
    ],
)
def test_choices_go_with_their_margins(margins: Any, choices: Any, found: str) -> None:
    with pytest.raises(MarginError, match=f"found {found}. Expected CategoryMargins with Raking"):
        fit_areas([1.0, 1.0], margins, choices)
