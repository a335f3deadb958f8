"""Orders that everybody knows: with age, education, income, and town and country."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from balise.index.archetypes import Method, cell_scores
from balise.index.dimensions import Indicators
from balise.index.rows import Row
from balise.index.types import evi_points
from balise.vocabulary import AGES, AREA_TYPES, CELLS, DIMENSIONS, EDUCATIONS, QUARTILES, Term

__all__ = ["order_rows"]

Array = npt.NDArray[np.float64]

_AGE: Final = np.array([cell.age for cell in CELLS])
_EDUCATION: Final = np.array([cell.education for cell in CELLS])
_QUARTILE: Final = np.array([cell.quartile for cell in CELLS])
_Z95: Final = 1.959964


def order_rows(
    counts: Array, draws: Array, indicators: Indicators, method: Method
) -> Iterator[Row]:
    """Compare neighbouring classes of the nation, each difference with its interval.

    Scores are weighted means of the dimensions, whatever the recipe publishes: the worst
    dimension of a person need not rise with age.

    Parameters
    ----------
    counts : array of float, shape (p, 3, 112)
        People aged 16 and over.
    draws : array of float, shape (p, 3, 112, r, d)
        Outcomes under draws: see :class:`balise.index.Types`.
    indicators : Indicators
    method : Method
    """
    weights = np.array(method.weights)
    scores = cell_scores(indicators, method, "mean")
    drawn = evi_points(draws[..., : len(DIMENSIONS)], weights)
    shape = counts.shape

    def mean(mask: npt.NDArray[np.bool_]) -> tuple[float, Array]:
        own = counts * mask
        total = own.sum()
        return float((own * scores).sum() / total), np.tensordot(own / total, drawn, axes=3)

    def cells(inside: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        return np.broadcast_to(inside[None, None, :], shape)

    def class_pairs(
        terms: Sequence[Term], classes: npt.NDArray[np.int64], places: Sequence[int], *, falls: bool
    ) -> Iterator[tuple[str, npt.NDArray[np.bool_], npt.NDArray[np.bool_], int]]:
        for place in places:
            above, below = (place - 1, place) if falls else (place, place - 1)
            yield (
                f"{terms[above].en} > {terms[below].en}",
                cells(np.equal(classes, above)),
                cells(np.equal(classes, below)),
                0,
            )

    pairs = [
        *class_pairs(AGES, _AGE, range(2, len(AGES)), falls=False),
        *class_pairs(EDUCATIONS, _EDUCATION, range(1, len(EDUCATIONS)), falls=True),
        *class_pairs(QUARTILES, _QUARTILE, (1, 2), falls=True),
        (
            f"{QUARTILES[2].en} >= {QUARTILES[3].en}, beyond its interval",
            cells(np.equal(_QUARTILE, 2)),
            cells(np.equal(_QUARTILE, 3)),
            1,
        ),
    ]
    types = np.arange(len(AREA_TYPES))[None, :, None]
    pairs.append(
        (
            "rural > urban (from the prior)",
            np.broadcast_to(types == 0, shape),
            np.broadcast_to(types > 0, shape),
            0,
        )
    )
    for name, above, below, slack in pairs:
        (high, high_draws), (low, low_draws) = mean(above), mean(below)
        error = float((high_draws - low_draws).std(ddof=1))
        yield Row(
            "order",
            "model",
            "method",
            name,
            published=low,
            rebuilt=high,
            threshold=0.0,
            met=high - low > -slack * _Z95 * error,
            notes=(
                f"difference {high - low:.1f} +/- {_Z95 * error:.1f} points (19 times out of 20)",
                f"écart {high - low:.1f} ± {_Z95 * error:.1f} points (19 fois sur 20)".replace(
                    ".", ","
                ),
            ),
        )
