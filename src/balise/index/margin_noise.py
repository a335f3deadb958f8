"""What published margins leave unsaid of an area's people, as draws.

Margins are perturbed, and the tilt an area starts from. The people under each draw move
along their derivative in one step of the final Newton system, or are fitted again from there.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from balise.synthesis import (
    FEATURES,
    PRICE,
    Classes,
    ProvincePeople,
    area_moments,
    class_shares,
    feature_tilts,
    solve_duals,
)

__all__ = ["UNSOLVED", "TiltNoise", "draw_tilts", "drawn_shares", "point_shares"]

Array = npt.NDArray[np.float64]

UNSOLVED: Final = 1e-6
"""Largest entry of the dual gradient at which a fit counts as found [share of people]."""

_INCOME: Final = FEATURES.index("lower_income")
_ADULTS: Final = FEATURES.index("adults")


@dataclass(frozen=True, slots=True)
class TiltNoise:
    """Noise of the tilts of some areas.

    Attributes
    ----------
    errors : array of float, shape (n, r, 5)
        Noise of the published margins; zero where a margin is missing.
    priors : array of float, shape (n, r, 5)
        Noise of the tilt an area starts from: how areas differ from their division.
    tilts : array of float, shape (n, r, 5)
        What both do to the fitted tilt, by the final Newton system.
    """

    errors: Array
    priors: Array
    tilts: Array


def draw_tilts(part: ProvincePeople, normals: Array) -> TiltNoise:
    """Draw margin error for some areas of a province.

    The published margin moves by its sampling error and the tilt it starts from by the
    spread between areas; to first order the answer then has the spread of the posterior
    (randomise, then optimise). With price ``V``, covariance ``C``:
    ``(I + V^-1 C) d = V^-1 e + d0``.

    Parameters
    ----------
    part : ProvincePeople
        Fitted areas, ``n``.
    normals : array of float, shape (n, 2, r, 5)
        Standard normals: see :func:`balise.index.area_normals`.

    Returns
    -------
    TiltNoise
        Arrays of shape (n, r, 5); margins in centuries and shares, tilts per unit of them.

    References
    ----------
    Bardsley, J. M., Solonen, A., Haario, H. and Laine, M. (2014), Randomize-then-optimize,
    SIAM Journal on Scientific Computing 36.
    """
    covariances = area_moments(part, slice(0, len(part.population))).covariances
    known = ~np.isnan(part.margins.targets)
    price = np.where(known, part.margins.variances, 1.0)
    spread = np.sqrt(1 / (PRICE * np.maximum(np.einsum("nii->ni", covariances), 1e-6)))
    errors = normals[:, 0] * np.where(known, np.sqrt(price / PRICE), 0.0)[:, None, :]
    priors = normals[:, 1] * spread[:, None, :]
    weight = np.where(known, 1 / price, 0.0)
    system = np.eye(price.shape[1]) + weight[:, :, None] * covariances
    wanted = errors * weight[:, None, :] + priors
    moved = np.linalg.solve(system, wanted.transpose(0, 2, 1)).transpose(0, 2, 1)
    return TiltNoise(errors, priors, moved)


def point_shares(part: ProvincePeople, classes: Classes) -> Array:
    """Give the fitted shares of the classes in each area, shape (n, k)."""
    return class_shares(
        classes.seed,
        classes.features,
        part.tilts.values,
        part.margins.targets,
        part.starts,
    )


def drawn_shares(
    part: ProvincePeople, noise: TiltNoise, classes: Classes, *, full: bool
) -> tuple[Array, int]:
    """Give the shares of the classes in each area under each draw.

    Parameters
    ----------
    part : ProvincePeople
        Fitted areas, ``n``.
    noise : TiltNoise
        Of ``r`` draws.
    classes : Classes
        Of the province's seed, ``k``.
    full : bool
        Fit every area again under each draw; else move its people along one Newton step.

    Returns
    -------
    shares : array of float, shape (r, n, k)
        Sum to 1 over the classes.
    unsolved : int
        Fits whose gradient stayed above :data:`UNSOLVED`; they keep their best step.
    """
    if not full:
        return _moved_shares(part, noise, classes), 0
    n, draws = noise.errors.shape[:2]
    scale = np.ones_like(part.margins.targets)
    scale[:, _INCOME] = point_shares(part, classes) @ classes.features[:, _ADULTS]
    targets = _by_draw(part.margins.targets[:, None] + noise.errors / scale[:, None, :])
    prices = _by_draw(np.broadcast_to(part.margins.variances[:, None], noise.errors.shape))
    priors = _by_draw(noise.priors)
    starts = np.tile(part.starts, (draws, 1)) + feature_tilts(priors, targets)
    guesses = _by_draw(part.tilts.values[:, None] + noise.tilts) - priors
    shares = np.empty((draws * n, len(classes.seed)))
    fitted = solve_duals(
        classes.seed, classes.features, targets, prices, starts, guesses, shares=shares
    )
    return shares.reshape(draws, n, -1), int((fitted.residuals > UNSOLVED).sum())


def _moved_shares(part: ProvincePeople, noise: TiltNoise, classes: Classes) -> Array:
    """Move the fitted shares along their derivative in the tilt, not below zero, (r, n, k)."""
    still = point_shares(part, classes)
    margins = np.repeat(classes.features[None, :, :_ADULTS], len(still), axis=0)
    aims = np.nan_to_num(part.margins.targets[:, _INCOME])
    margins[:, :, _INCOME] -= aims[:, None] * classes.features[:, _ADULTS]
    margins -= np.einsum("nk,nkm->nm", still, margins)[:, None]
    moved = noise.tilts @ margins.transpose(0, 2, 1)  # (n, r, k)
    moved = still[:, None] * np.maximum(1 + moved, 0.0)
    moved /= moved.sum(axis=2, keepdims=True)
    return moved.transpose(1, 0, 2)


def _by_draw(values: Array) -> Array:
    """Lay (n, r, 5) out as (r n, 5), draws first."""
    return np.ascontiguousarray(values.transpose(1, 0, 2)).reshape(-1, values.shape[2])
