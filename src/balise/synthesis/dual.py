"""The soft solver: many independent duals, each climbed by damped Newton steps.

Every problem finds the composition closest to the seed in relative entropy, at the price of
missing its margins; see :mod:`balise.synthesis.fitting`, which asks it for areas. Areas under
many draws are problems of their own.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from balise.synthesis.classes import Array, feature_sums
from balise.vocabulary import MarginError, sample

__all__ = [
    "LOWER_INCOME",
    "N_FEATURES",
    "N_MARGINS",
    "Tilts",
    "in_rows",
    "refuse_margins",
    "solve_duals",
]

N_MARGINS: Final = 5
"""Mean age, postsecondary 15+ and 25-64, lower household income, non-immigrants."""

N_FEATURES: Final = 6
"""The margins, income as a count, and adults."""

LOWER_INCOME: Final = 3
"""Place of lower income among margins and features."""

_FARTHEST: Final = 1000.0
"""Largest guess of a tilt that is followed: beyond it hardly anybody is left but one class."""

_BLOCK: Final = 8192
"""Problems handed to a thread at once; answers do not depend on it."""


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


def solve_duals(  # noqa: PLR0913 - the problem, where it starts, and how it is run
    seed: Array,
    features: Array,
    targets: Array,
    prices: Array,
    starts: Array,
    guesses: Array | None = None,
    *,
    threads: int = 1,
    shares: Array | None = None,
) -> Tilts:
    """Solve many independent duals over the classes of one seed.

    Parameters
    ----------
    seed : array of float, shape (k,)
        Share of each class, see :func:`balise.synthesis.collapse`.
    features : array of float, shape (k, 6)
        See :data:`balise.synthesis.FEATURES`.
    targets, prices : array of float, shape (m, 5)
        As in :class:`balise.synthesis.AreaMargins`; a target that is NaN is missing. The
        income margin aims at no difference between people of lower income and the target
        times adults.
    starts : array of float, shape (m, 6)
        Tilt by feature each problem starts from and is drawn back to.
    guesses : array of float, shape (m, 5), optional
        Tilt by margin the steps begin at, such as the answer of a problem nearby; zero
        otherwise, and for what is beyond 1,000 or no number. The answer is the same to the
        tolerance.
    threads : int
        Answers do not depend on it, nor on which problems are asked together: bit for bit.
    shares : array of float, shape (m, k), optional
        Written to: the composition at each answer, which the last step has at hand.

    Returns
    -------
    Tilts
        A dual that did not close within 60 steps to a slope of 1e-10 keeps the best step and
        its residual.

    Raises
    ------
    MarginError
        If a target is infinite, the price of a known one is negative, infinite or missing, a
        start is no number, the seed is not one, or arrays do not fit each other.

    References
    ----------
    Deville, J.-C., Sarndal, C.-E. and Sautory, O. (1993), Generalized raking procedures
    in survey sampling, JASA 88.

    Examples
    --------
    Two classes in equal parts, aged 0 and 1; a mean age of 0.75 that must hold, and no margin:

    >>> features = np.array([[0.0, 0, 0, 0, 0, 1], [1, 0, 0, 0, 0, 1]])
    >>> targets, none = np.full((2, 5), np.nan), np.zeros((2, 5))
    >>> targets[0, 0] = 0.75
    >>> shares = np.empty((2, 2))
    >>> seed, starts = np.array([0.5, 0.5]), np.zeros((2, 6))
    >>> tilts = solve_duals(seed, features, targets, none, starts, shares=shares)
    >>> tilts.values[:, 0].round(6).tolist(), shares.round(9).tolist()
    ([1.098612, 0.0], [[0.25, 0.75], [0.5, 0.5]])
    """
    from balise.synthesis.dual_loops import Answers, Problems, solve  # compiles: only if asked

    asked = {"targets": targets, "prices": prices, "guesses": guesses}
    _refuse_shapes(len(targets), N_MARGINS, asked)
    _refuse_shapes(len(targets), N_FEATURES, {"starts": starts})
    _refuse_shapes(len(targets), len(seed), {"shares": shares})
    refuse_margins(targets, prices)
    _refuse_starts(starts)
    sums = feature_sums(seed, features)
    count = len(targets)
    wanted = np.empty((count, 0)) if shares is None else shares
    tilts = Tilts(np.zeros((count, N_MARGINS)), np.zeros(count), np.zeros(count, dtype=np.int64))

    def work(rows: slice) -> None:
        guess = None if guesses is None else guesses[rows]
        problems = Problems(*_problems(targets[rows], prices[rows], starts[rows], guess))
        answers = Answers(
            tilts.values[rows], tilts.residuals[rows], tilts.iterations[rows], wanted[rows]
        )
        solve(sums, problems, answers)

    in_rows(work, count, threads)
    return tilts


def _problems(
    targets: Array, prices: Array, starts: Array, guesses: Array | None
) -> tuple[Array, ...]:
    """Aims, prices, known margins, income targets, starts and guesses; zero where missing."""
    missing = np.isnan(targets)
    aims = np.where(missing, 0.0, targets)
    incomes = aims[:, LOWER_INCOME].copy()
    aims[:, LOWER_INCOME] = 0.0
    if guesses is None:
        first = np.zeros(targets.shape)
    else:
        first = np.where(~missing & (np.abs(guesses) <= _FARTHEST), guesses, 0.0)
    asked = np.where(missing, 0.0, prices)
    begin = np.array(starts, dtype=np.float64, order="C")
    return aims, asked, (~missing).astype(np.float64), incomes, begin, first


def _refuse_shapes(count: int, columns: int, arrays: Mapping[str, Array | None]) -> None:
    """Raise on arrays that do not have one row for each problem, and the columns they should."""
    for name, array in arrays.items():
        if array is not None and array.shape != (count, columns):
            raise MarginError(
                f"{count:,} problems: {name} has the shape {array.shape}. "
                f"Expected ({count}, {columns}), one row for each problem. "
                "Take the rows of all arrays from the same areas."
            )


def _refuse_starts(starts: Array) -> None:
    """Raise on starts that are no numbers."""
    if not np.isfinite(starts).all():
        rows = np.flatnonzero(~np.isfinite(starts).all(axis=1))
        raise MarginError(
            f"Starts of {len(rows)} of {len(starts):,} areas are not numbers: "
            f"{sample(f'area {row}' for row in rows)}. Expected a tilt for each feature. "
            "Start from zero where no tilt is known."
        )


def refuse_margins(targets: Array, prices: Array) -> None:
    """Raise on targets and prices that no fit can use.

    Parameters
    ----------
    targets, prices : array of float, shape (n, 5)

    Raises
    ------
    MarginError
        If a target is infinite, or the price of a known one is negative, infinite or missing.
    """
    known = ~np.isnan(targets)
    wrong = known & ~(np.isfinite(targets) & (prices >= 0) & np.isfinite(prices))
    if wrong.any():
        places = np.argwhere(wrong)
        shown = sample(f"area {area} margin {margin}" for area, margin in places)
        raise MarginError(
            f"Margins of {len(wrong):,} areas: {len(places)} cannot be used: {shown}. "
            "Expected a finite target with a price of zero or more, or a target that is missing. "
            "Leave the margin empty where nothing is published."
        )


def in_rows(work: Callable[[slice], None], count: int, threads: int) -> None:
    """Run what writes its own rows over all of them, some thousand at a time.

    Parameters
    ----------
    work : callable
        Takes some rows and writes what is theirs alone.
    count : int
        Rows in all.
    threads : int
        How many work at once.
    """
    blocks = [slice(first, first + _BLOCK) for first in range(0, count, _BLOCK)]
    if threads <= 1 or len(blocks) <= 1:
        for rows in blocks:
            work(rows)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, blocks))
