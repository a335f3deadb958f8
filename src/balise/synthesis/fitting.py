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

from balise.vocabulary import MarginError, sample

__all__ = [
    "BLOCK",
    "N_MARGINS",
    "AreaMargins",
    "Moments",
    "Tilts",
    "feature_tilts",
    "fit_tilts",
    "in_blocks",
    "moments",
]

Array = npt.NDArray[np.float64]
T = TypeVar("T")

BLOCK: Final = 512
"""Areas worked at once: 512 x 228 cells stay in cache, and blocks never depend on workers."""

N_MARGINS: Final = 5
"""Mean age, postsecondary 15+ and 25-64, lower household income, non-immigrants."""

_FEATURES: Final = 6
_ADULTS: Final = 5
_LOWER_INCOME: Final = 3
_PAIRS: Final = np.triu_indices(_FEATURES)


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


@dataclass(frozen=True, slots=True)
class Tilts:
    """The fitted tilt of each area.

    Attributes
    ----------
    values : array of float, shape (n, 5)
        Tilt by margin, on top of where the area started.
    residuals : array of float, shape (n,)
        Largest entry of the dual gradient, as a share of the people.
    iterations : array of int, shape (n,)
        Newton steps.
    """

    values: Array
    residuals: Array
    iterations: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Moments:
    """Compositions of some areas and their first two moments over the five margins.

    Attributes
    ----------
    shares : array of float, shape (n, 228)
        Composition of each area; rows sum to 1.
    means : array of float, shape (n, 5)
        Mean of each margin [feature].
    covariances : array of float, shape (n, 5, 5)
        Their covariances over the people of the area [feature squared].
    log_sums : array of float, shape (n,)
        Log of the sum that normalises each composition.
    """

    shares: Array
    means: Array
    covariances: Array
    log_sums: Array

    def rows(self, places: npt.NDArray[np.int64]) -> "Moments":
        """Keep some of the areas."""
        return Moments(
            self.shares[places],
            self.means[places],
            self.covariances[places],
            self.log_sums[places],
        )


def _projection(targets: Array) -> Array:
    """Map the six features to the five margins; income counts adults against its target."""
    matrix = np.zeros((len(targets), N_MARGINS, _FEATURES))
    matrix[:, np.arange(N_MARGINS), np.arange(N_MARGINS)] = 1
    matrix[:, _LOWER_INCOME, _ADULTS] = -np.nan_to_num(targets[:, _LOWER_INCOME])
    return matrix


def feature_tilts(tilts: Array, targets: Array) -> Array:
    """Write tilts by margin as tilts by feature, which other areas can start from.

    Parameters
    ----------
    tilts, targets : array of float, shape (n, 5)
        As in :func:`moments`.

    Returns
    -------
    array of float, shape (n, 6)
        In the order of ``FEATURES``: an income tilt of one area means the same to another
        only once its target is written out.
    """
    return np.asarray(np.einsum("nm,nmf->nf", tilts, _projection(targets)))


def moments(
    seed: Array, features: Array, tilts: Array, targets: Array, starts: Array | None = None
) -> Moments:
    """Tilt the seed to each area and take the moments of its margins.

    Parameters
    ----------
    seed : array of float, shape (c,)
        Share of each cell in the province; 228 cells in a build.
    features : array of float, shape (c, 6)
        See :data:`balise.synthesis.FEATURES`.
    tilts : array of float, shape (n, 5)
        Tilt of each area by margin.
    targets : array of float, shape (n, 5)
        Only the income target is read: its margin is linear once the target is known.
    starts : array of float, shape (n, 6), optional
        Tilt by feature each area starts from.

    Returns
    -------
    Moments
        Of each area, in order.

    Examples
    --------
    Two cells in equal parts, the second aged 1; a tilt of log 3 leaves 1 to 3:

    >>> features = np.array([[0.0, 0, 0, 0, 0, 1], [1, 0, 0, 0, 0, 1]])
    >>> tilts, targets = np.array([[np.log(3), 0, 0, 0, 0]]), np.zeros((1, 5))
    >>> moments(np.array([0.5, 0.5]), features, tilts, targets).shares.round(6).tolist()
    [[0.25, 0.75]]
    """
    projection = _projection(targets)
    by_feature = np.einsum("nm,nmf->nf", tilts, projection)
    exponents = (by_feature if starts is None else by_feature + starts) @ features.T
    top = exponents.max(axis=1, keepdims=True)
    weights = seed * np.exp(exponents - top)
    sums = weights.sum(axis=1, keepdims=True)
    shares = weights / sums
    squares = features[:, _PAIRS[0]] * features[:, _PAIRS[1]]
    first = shares @ features
    second = np.empty((len(tilts), _FEATURES, _FEATURES))
    second[:, _PAIRS[0], _PAIRS[1]] = second[:, _PAIRS[1], _PAIRS[0]] = shares @ squares
    second -= first[:, :, None] * first[:, None, :]
    return Moments(
        shares=shares,
        means=np.einsum("nmf,nf->nm", projection, first),
        covariances=projection @ second @ projection.transpose(0, 2, 1),
        log_sums=(np.log(sums) + top)[:, 0],
    )


def _aims(targets: Array) -> Array:
    """Targets of the margins as they enter the fit: the income margin aims at zero."""
    aims = targets.copy()
    aims[:, _LOWER_INCOME] = np.where(np.isnan(targets[:, _LOWER_INCOME]), np.nan, 0.0)
    return aims


@dataclass(frozen=True, slots=True)
class _Dual:
    """The dual problem of some areas; the unknown is the shift of each tilt."""

    seed: Array
    features: Array
    targets: Array
    starts: Array
    aims: Array
    ridge: Array
    known: npt.NDArray[np.bool_]

    def rows(self, places: npt.NDArray[np.int64]) -> "_Dual":
        """Keep some of the areas."""
        return _Dual(
            self.seed,
            self.features,
            self.targets[places],
            self.starts[places],
            self.aims[places],
            self.ridge[places],
            self.known[places],
        )

    def moments(self, shift: Array) -> Moments:
        """Compute the moments of the compositions at a shift."""
        return moments(self.seed, self.features, shift, self.targets, self.starts)

    def gradient(self, shift: Array, now: Moments) -> Array:
        """Compute the slope of the dual; zero at the answer."""
        gap: Array = self.aims - now.means - self.ridge * shift
        return np.where(self.known, gap, 0.0)

    def value(self, shift: Array, log_sums: Array) -> Array:
        """Compute the dual itself, to be made as large as can be."""
        price = self.aims * shift - 0.5 * self.ridge * shift**2
        return np.asarray(price.sum(axis=1) - log_sums)

    def step(self, now: Moments, gradient: Array) -> Array:
        """Compute Newton's step; margins that are missing do not move."""
        both = self.known[:, :, None] & self.known[:, None, :]
        hessian = np.where(both, now.covariances, 0.0)
        diagonal = np.arange(N_MARGINS)
        hessian[:, diagonal, diagonal] += np.where(self.known, self.ridge + 1e-12, 1.0)
        return np.asarray(np.linalg.solve(hessian, gradient[:, :, None])[:, :, 0])

    def damped(self, shift: Array, step: Array, now: Moments, gain: Array) -> tuple[Array, Moments]:
        """Shorten the steps that do not raise the dual; give the new shift and moments."""
        size = np.ones(len(step))
        start = self.value(shift, now.log_sums)
        for _ in range(30):
            moved = shift + size[:, None] * step
            then = self.moments(moved)
            enough = self.value(moved, then.log_sums) >= start + 1e-4 * size * gain - 1e-13
            if enough.all():
                break
            size = np.where(enough, size, size / 2)
        return moved, then


def _fit_block(seed: Array, features: Array, margins: AreaMargins, starts: Array) -> Tilts:
    """Damped Newton on the dual for one block of areas."""
    aims = _aims(margins.targets)
    known = ~np.isnan(aims)
    ridge = np.where(known, margins.variances, 0.0)
    dual = _Dual(seed, features, margins.targets, starts, np.where(known, aims, 0.0), ridge, known)
    shift = np.zeros((len(aims), N_MARGINS))
    residuals = np.zeros(len(aims))
    iterations = np.zeros(len(aims), dtype=np.int64)
    places = np.arange(len(aims))
    now = dual.moments(shift)
    for _ in range(60):
        gradient = dual.gradient(shift[places], now)
        residuals[places] = np.abs(gradient).max(axis=1)
        unfinished = np.flatnonzero(residuals[places] > 1e-10)
        if not len(unfinished):
            break
        places, gradient = places[unfinished], gradient[unfinished]
        dual, now = dual.rows(unfinished), now.rows(unfinished)
        step = dual.step(now, gradient)
        gain = (step * gradient).sum(axis=1)
        shift[places], now = dual.damped(shift[places], step, now, gain)
        iterations[places] += 1
    return Tilts(shift, residuals, iterations)


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
        Threads. Blocks do not depend on it, so neither do results.

    Returns
    -------
    Tilts
        Areas whose dual did not close keep the best step and their residual.

    Raises
    ------
    MarginError
        If a target is infinite, or the price of a known one is negative or missing.

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
    _refuse_margins(margins)

    def fit(block: slice) -> Tilts:
        return _fit_block(seed, features, margins.rows(block), starts[block])

    parts = list(in_blocks(fit, len(starts), workers))
    return Tilts(
        np.concatenate([part.values for part in parts]) if parts else np.zeros((0, N_MARGINS)),
        np.concatenate([part.residuals for part in parts]) if parts else np.zeros(0),
        np.concatenate([part.iterations for part in parts]) if parts else np.zeros(0, np.int64),
    )


def _refuse_margins(margins: AreaMargins) -> None:
    """Raise on targets and prices that no fit can use."""
    known = ~np.isnan(margins.targets)
    wrong = known & ~(np.isfinite(margins.targets) & (margins.variances >= 0))
    if wrong.any():
        places = np.argwhere(wrong)
        shown = sample(f"area {area} margin {margin}" for area, margin in places)
        raise MarginError(
            f"Margins of {len(wrong):,} areas: {len(places)} cannot be used: {shown}. "
            "Expected a finite target with a price of zero or more, or a target that is missing. "
            "Leave the margin empty where nothing is published."
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
