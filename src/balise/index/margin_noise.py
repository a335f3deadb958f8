"""What published margins leave unsaid of an area's people, as draws.

Margins are perturbed with one solve of the final Newton system: to first order the answer
has the spread of areas fitted again under every draw, which is the check of it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from balise.synthesis import (
    FEATURES,
    PRICE,
    AreaMargins,
    ProvincePeople,
    area_moments,
    compositions,
    feature_tilts,
    fit_tilts,
    in_blocks,
    moments,
    seed_cells,
)

__all__ = ["TiltNoise", "draw_tilts", "full_margin_noise", "headcount_noise", "margin_noise"]

Array = npt.NDArray[np.float64]

_CELLS: Final = seed_cells()
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


def draw_tilts(part: ProvincePeople, draws: int, rng: np.random.Generator) -> TiltNoise:
    """Draw margin error for the areas of a province.

    The published margin moves by its sampling error and the tilt it starts from by the
    spread between areas; to first order the answer then has the spread of the posterior
    (randomise, then optimise). With price ``V``, covariance ``C``:
    ``(I + V^-1 C) d = V^-1 e + d0``.

    Parameters
    ----------
    part : ProvincePeople
        The province's fitted areas, ``n``.
    draws : int
        How many, ``r``.
    rng : Generator

    Returns
    -------
    TiltNoise
        Arrays of shape (n, r, 5); margins in centuries and shares, tilts per unit of them.

    References
    ----------
    Bardsley, J. M., Solonen, A., Haario, H. and Laine, M. (2014), Randomize-then-optimize,
    SIAM Journal on Scientific Computing 36.
    """
    covariances = _covariances(part)
    known = ~np.isnan(part.margins.targets)
    price = np.where(known, part.margins.variances, 1.0)
    n = len(price)
    spread = np.sqrt(1 / (PRICE * np.maximum(np.einsum("nii->ni", covariances), 1e-6)))
    normals = rng.standard_normal((2, n, draws, price.shape[1]))
    errors = normals[0] * np.where(known, np.sqrt(price / PRICE), 0.0)[:, None, :]
    priors = normals[1] * spread[:, None, :]
    weight = np.where(known, 1 / price, 0.0)
    system = np.eye(price.shape[1]) + weight[:, :, None] * covariances
    moved = np.linalg.solve(system[:, None], (errors * weight[:, None, :] + priors)[..., None])[
        ..., 0
    ]
    return TiltNoise(errors, priors, moved)


def _covariances(part: ProvincePeople) -> Array:
    """Covariance of the margins inside each area, shape (n, 5, 5)."""

    def block(rows: slice) -> Array:
        return area_moments(part, rows).covariances

    return np.concatenate(list(in_blocks(block, len(part.population), 1)))


def margin_slopes(
    part: ProvincePeople, rows: slice, outcomes: Array, by_type: Array
) -> tuple[Array, Array]:
    """Derive mean outcomes in the tilt, among people 16+ of a group.

    Parameters
    ----------
    part : ProvincePeople
    rows : slice
        Areas.
    outcomes : array of float, shape (3, 112, d)
        Outcome by area type and cell; NaN in all ``d`` marks cells outside the group.
    by_type : array of float, shape (n, 3)
        Share of each area's people by type.

    Returns
    -------
    slopes : array of float, shape (n, d, 5)
    people : array of float, shape (n,)
        Share of the area's population in the group.
    """
    adult = _CELLS.adult
    shares = compositions(part, rows)[:, adult]
    cell = _CELLS.cell[adult]
    inside = ~np.isnan(outcomes[..., 0])[:, cell]
    values = np.nan_to_num(outcomes)[:, cell]
    x = part.features[adult, :_ADULTS]
    d = values.shape[-1]
    people = np.zeros(len(shares))
    first_y, first_x = np.zeros((len(shares), d)), np.zeros((len(shares), 5))
    cross = np.zeros((len(shares), d, 5))
    for place in range(values.shape[0]):
        weights = shares * (by_type[rows, place][:, None] * inside[place])
        people += weights.sum(axis=1)
        first_y += weights @ values[place]
        first_x += weights @ x
        both = (values[place][:, :, None] * x[:, None, :]).reshape(len(x), -1)
        cross += (weights @ both).reshape(-1, d, 5)
    total = np.maximum(people, 1e-300)[:, None]
    slopes = cross / total[:, :, None] - (first_y / total)[:, :, None] * (first_x / total)[:, None]
    return slopes, people


def margin_noise(part: ProvincePeople, noise: TiltNoise, outcomes: Array, by_type: Array) -> Array:
    """Margin error of mean outcomes by one solve.

    Parameters
    ----------
    part : ProvincePeople
    noise : TiltNoise
    outcomes : array of float, shape (3, 112, d)
        Outcome by area type and cell; NaN in all ``d`` marks cells outside the group.
    by_type : array of float, shape (n, 3)
        Share of each area's people by type.

    Returns
    -------
    array of float, shape (n, r, d)
        Move of each mean outcome, in its own unit.
    """

    def block(rows: slice) -> Array:
        slopes, _ = margin_slopes(part, rows, outcomes, by_type)
        return np.asarray(noise.tilts[rows] @ slopes.transpose(0, 2, 1))

    return np.concatenate(list(in_blocks(block, len(part.population), 1)))


def headcount_noise(
    part: ProvincePeople, noise: TiltNoise, inside: npt.NDArray[np.bool_], by_type: Array
) -> Array:
    """Margin error of how many people belong to a group, by one solve.

    Parameters
    ----------
    part : ProvincePeople
    noise : TiltNoise
    inside : array of bool, shape (3, 112)
        Archetypes of the group, by area type and cell.
    by_type : array of float, shape (n, 3)
        Share of each area's people by type.

    Returns
    -------
    array of float, shape (n, r)
        Move of the group's people in each draw, as a share of the area's people of all ages.
    """
    members = np.zeros((inside.shape[0], len(_CELLS.cell)))
    members[:, _CELLS.adult] = inside[:, _CELLS.cell[_CELLS.adult]]

    def block(rows: slice) -> Array:
        shares = compositions(part, rows)
        own = shares * (by_type[rows] @ members)
        aim = np.nan_to_num(part.margins.targets[rows, _INCOME])
        slopes = _margins_of(own, part, aim)
        slopes -= own.sum(axis=1)[:, None] * _margins_of(shares, part, aim)
        return np.asarray((noise.tilts[rows] @ slopes[:, :, None])[:, :, 0])

    return np.concatenate(list(in_blocks(block, len(part.population), 1)))


def _margins_of(people: Array, part: ProvincePeople, aim: Array) -> Array:
    """Sum the five margins over people by cell; income counts adults against its aim."""
    sums = people @ part.features
    sums[:, _INCOME] -= aim * sums[:, _ADULTS]
    return np.asarray(sums[:, :_ADULTS])


def full_margin_noise(
    part: ProvincePeople, noise: TiltNoise, outcomes: Array, by_type: Array
) -> Array:
    """Fit every area again under each draw: margin error without the shortcut, shape (n, r, d).

    The check of :func:`margin_noise`; 200 times its price.
    """

    def mean(tilts: Array, targets: Array, starts: Array) -> Array:
        every = moments(part.seed, part.features, tilts, targets, starts).shares
        shares = every[:, _CELLS.adult]
        total = np.zeros((len(tilts), outcomes.shape[-1]))
        people = np.zeros(len(tilts))
        cell = _CELLS.cell[_CELLS.adult]
        for place in range(outcomes.shape[0]):
            inside = ~np.isnan(outcomes[place, :, 0])[cell]
            weights = shares * by_type[:, place][:, None] * inside
            people += weights.sum(axis=1)
            total += weights @ np.nan_to_num(outcomes[place])[cell]
        return total / np.maximum(people, 1e-300)[:, None]

    start = mean(part.tilts.values, part.margins.targets, part.starts)
    scale = np.ones_like(part.margins.targets)
    every = slice(0, len(scale))
    scale[:, _INCOME] = compositions(part, every)[:, _CELLS.adult].sum(axis=1)  # of adults
    answer = np.empty((*noise.tilts.shape[:2], outcomes.shape[-1]))
    for draw in range(noise.tilts.shape[1]):
        moved = part.margins.targets.copy()
        moved += noise.errors[:, draw] / scale
        margins = AreaMargins(moved, part.margins.variances)
        starts = part.starts + feature_tilts(noise.priors[:, draw], moved)
        fitted = fit_tilts(part.seed, part.features, margins, starts)
        answer[:, draw] = mean(fitted.values, moved, starts) - start
    return answer
