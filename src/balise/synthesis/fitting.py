"""Tilt the people of a province to the margins of each of its areas.

Every area gets the composition closest to its seed in relative entropy, at the price
of missing its margins by what their errors allow (generalised raking with soft
constraints: Deville, Sarndal and Sautory 1993; the dual is smooth and concave, so a
damped Newton step on it always converges). With cells ``c``, seed ``s`` and features
``x`` the composition is ``p_c`` proportional to ``s_c exp(tilt . x_c)``.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from balise.synthesis.classes import Array, collapse
from balise.synthesis.dual import Tilts, solve_duals

__all__ = ["BLOCK", "AreaMargins", "fit_tilts", "in_blocks"]

T = TypeVar("T")

BLOCK: Final = 512
"""Areas worked at once: 512 x 228 cells stay in cache, and blocks never depend on workers."""


@dataclass(frozen=True, slots=True)
class AreaMargins:
    """What is published of each area, on the scale of the seed's features.

    Attributes
    ----------
    targets : array of float, shape (n, 5)
        Mean age in centuries; shares of the population for the counts; for income the
        share of adults in the lower two national household quartiles. NaN is missing.
    variances : array of float, shape (n, 5)
        Price of missing each margin: its variance, sampling and rounding, times
        :data:`balise.synthesis.PRICE` [feature squared].
    """

    targets: Array
    variances: Array

    def rows(self, places: slice | npt.NDArray[np.int64]) -> "AreaMargins":
        """Keep some of the areas."""
        return AreaMargins(self.targets[places], self.variances[places])


def fit_tilts(
    seed: Array, features: Array, margins: AreaMargins, starts: Array, *, workers: int = 1
) -> Tilts:
    """Fit the areas of one province.

    Parameters
    ----------
    seed : array of float, shape (228,)
        Composition of the province.
    features : array of float, shape (228, 6)
        See :data:`balise.synthesis.FEATURES`.
    margins : AreaMargins
        Margins of the areas, ``n`` rows. The variance is the price of missing a margin:
        per person, on the scale of the entropy.
    starts : array of float, shape (n, 6)
        Tilt by feature each area starts from and is drawn back to: that of its census
        division, see :func:`feature_tilts`.
    workers : int
        Threads. Results do not depend on it: every area is solved on its own.

    Returns
    -------
    Tilts
        Areas whose dual did not close keep the best step and their residual.

    Raises
    ------
    MarginError
        If a target is infinite, the price of a known one is negative or missing, or the seed
        is not one.

    References
    ----------
    Deville, J.-C., Sarndal, C.-E. and Sautory, O. (1993), Generalized raking procedures
    in survey sampling, JASA 88. Soft constraints: Rao, J. N. K. and Singh, A. C. (1997),
    A ridge-shrinkage method for range-restricted weight calibration.

    Examples
    --------
    Two cells in equal parts, aged 0 and 1; a mean age of 0.75 that must hold:

    >>> features = np.array([[0.0, 0, 0, 0, 0, 1], [1, 0, 0, 0, 0, 1]])
    >>> targets = np.array([[0.75, np.nan, np.nan, np.nan, np.nan]])
    >>> margins = AreaMargins(targets, np.zeros((1, 5)))
    >>> tilts = fit_tilts(np.array([0.5, 0.5]), features, margins, np.zeros((1, 6)))
    >>> tilts.values.round(6).tolist(), round(float(np.log(3)), 6)
    ([[1.098612, 0.0, 0.0, 0.0, 0.0]], 1.098612)
    """
    classes = collapse(seed, features)
    return solve_duals(
        classes.seed,
        classes.features,
        margins.targets,
        margins.variances,
        starts,
        threads=workers,
    )


def in_blocks(work: Callable[[slice], T], count: int, workers: int) -> Iterator[T]:
    """Run blocks of fixed size on some threads.

    Parameters
    ----------
    work : callable
        Takes the rows of a block.
    count : int
        Rows in all.
    workers : int
        Threads; blocks are the same whatever their number.

    Yields
    ------
    object
        What ``work`` gives, in block order.

    Examples
    --------
    >>> list(in_blocks(lambda rows: rows.stop - rows.start, 1000, 1))
    [512, 488]
    """
    blocks = [slice(first, min(first + BLOCK, count)) for first in range(0, count, BLOCK)]
    if workers <= 1:
        yield from map(work, blocks)
        return
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(work, blocks)
