"""One way to fit one seed to many areas, whatever is published of them."""

from dataclasses import dataclass, field
from typing import overload

import numpy as np
import numpy.typing as npt

from balise.synthesis.category_margins import CategoryMargins
from balise.synthesis.fitting import AreaMargins, fit_tilts
from balise.synthesis.raking import RakingChoices, RakingFit, rake_areas
from balise.synthesis.tilting import moments
from balise.vocabulary import MarginError

__all__ = ["TiltChoices", "TiltFit", "fit_areas"]

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

_CLOSED = 1e-10
"""Slope at which a dual is closed, see :func:`balise.synthesis.solve_duals`."""


@dataclass(frozen=True, slots=True)
class TiltChoices:
    """How to tilt a seed to means of areas.

    Attributes
    ----------
    features : array of float, shape (k, 6)
        See :data:`balise.synthesis.FEATURES`.
    starts : array of float, shape (n, 6), optional
        Tilt by feature each area starts from and is drawn back to; none if left out.
    workers : int
        Threads; results do not depend on them.
    """

    features: Floats
    starts: Floats | None = None
    workers: int = 1


@dataclass(frozen=True, slots=True)
class TiltFit:
    """Areas tilted to their means.

    Attributes
    ----------
    tilts : array of float, shape (n, 5)
        Tilt by margin.
    residuals : array of float, shape (n,)
        Largest entry of the dual gradient, as a share of the people.
    iterations : array of int, shape (n,)
        Newton steps.
    flags : array of str, shape (n,)
        ``ok``, ``not_converged`` or ``nothing_published``, see :data:`balise.synthesis.FLAGS`.
    """

    tilts: Floats
    residuals: Floats
    iterations: Places
    flags: npt.NDArray[np.str_]
    _seed: Floats = field(repr=False)
    _features: Floats = field(repr=False)
    _targets: Floats = field(repr=False)
    _starts: Floats = field(repr=False)

    def compositions(self, rows: slice | Places) -> Floats:
        """Give the share of each cell in some areas, shape (rows, k); rows sum to 1."""
        return moments(
            self._seed,
            self._features,
            self.tilts[rows],
            self._targets[rows],
            self._starts[rows],
        ).shares


def _fit_means(seed: npt.ArrayLike, margins: AreaMargins, choices: TiltChoices) -> TiltFit:
    """Tilt a seed to the means of each area."""
    weights = np.asarray(seed, dtype=np.float64)
    count = len(margins.targets)
    starts = np.zeros((count, choices.features.shape[1]))
    starts = starts if choices.starts is None else choices.starts
    tilts = fit_tilts(weights, choices.features, margins, starts, workers=choices.workers)
    flags = np.full(count, "ok", dtype="<U17")
    flags[tilts.residuals > _CLOSED] = "not_converged"
    flags[np.isnan(margins.targets).all(axis=1)] = "nothing_published"
    return TiltFit(
        tilts.values,
        tilts.residuals,
        tilts.iterations,
        flags,
        weights,
        choices.features,
        margins.targets,
        starts,
    )


@overload
def fit_areas(
    seed: npt.ArrayLike, margins: CategoryMargins, choices: RakingChoices | None = None
) -> RakingFit: ...


@overload
def fit_areas(seed: npt.ArrayLike, margins: AreaMargins, choices: TiltChoices) -> TiltFit: ...


def fit_areas(
    seed: npt.ArrayLike,
    margins: CategoryMargins | AreaMargins,
    choices: RakingChoices | TiltChoices | None = None,
) -> RakingFit | TiltFit:
    """Fit a seed to what is published of each area.

    Parameters
    ----------
    seed : array of float, shape (k,)
        Weight of each person type.
    margins : CategoryMargins or AreaMargins
        Counts by category are raked; means are reached by tilting, softly.
    choices : RakingChoices or TiltChoices, optional
        Of the kind that goes with the margins; means need theirs, for the features.

    Returns
    -------
    RakingFit or TiltFit
        Either answers ``compositions(rows)``, ``residuals``, ``iterations`` and ``flags``; neither
        holds the weights of all areas.

    Raises
    ------
    MarginError
        If choices and margins do not go together, or as the solver says.

    Examples
    --------
    >>> from balise.synthesis import CategoryMargin
    >>> counts = np.array([[30.0, 10.0], [0.0, 0.0]])
    >>> sex = CategoryMargin("sex", np.array([0, 0, 1]), counts)
    >>> fit = fit_areas([1.0, 2.0, 1.0], CategoryMargins(("town", "forest"), (sex,)))
    >>> fit.compositions(slice(0, 1)).round(9).tolist(), fit.flags.tolist()
    ([[0.25, 0.5, 0.25]], ['ok', 'nobody'])
    """
    if isinstance(margins, CategoryMargins) and not isinstance(choices, TiltChoices):
        return rake_areas(seed, margins, choices)
    if isinstance(margins, AreaMargins) and isinstance(choices, TiltChoices):
        return _fit_means(seed, margins, choices)
    raise MarginError(
        f"Fitting areas: found {type(margins).__name__} with {type(choices).__name__}. Expected "
        "CategoryMargins with RakingChoices, or AreaMargins with TiltChoices. "
        "Give the choices that go with the margins."
    )
