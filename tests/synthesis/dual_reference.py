"""The duals of areas in plain numpy, cell by cell: what the compiled loops are held to."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balise.synthesis import rake, seed_cells

Array = npt.NDArray[np.float64]

INCOME, ADULTS = 3, 5


@dataclass(frozen=True)
class ReferenceAreas:
    """Areas or divisions of a province, with what is asked of each."""

    features: Array
    targets: Array
    prices: Array
    people: Array
    division: npt.NDArray[np.int64]


def reference_tilt(
    seed: Array, features: Array, target: Array, price: Array, start: Array
) -> tuple[Array, Array]:
    """Tilt of one area by margin, and its composition by cell."""
    known = ~np.isnan(target)
    project = np.eye(5, 6)
    project[INCOME, ADULTS] = -np.nan_to_num(target[INCOME])
    aim = np.where(known, target, 0.0)
    aim[INCOME] = 0.0
    ridge = np.where(known, price, 0.0)
    margins = features @ project.T

    def at(tilt: Array) -> tuple[float, Array]:
        exponents = features @ start + margins @ tilt
        weights = seed * np.exp(exponents - exponents.max())
        log_sum = float(np.log(weights.sum()) + exponents.max())
        return float(aim @ tilt - 0.5 * ridge @ tilt**2) - log_sum, weights / weights.sum()

    tilt = np.zeros(5)
    value, shares = at(tilt)
    for _ in range(60):
        mean = shares @ margins
        slope = np.where(known, aim - mean - ridge * tilt, 0.0)
        if np.abs(slope).max() <= 1e-10:
            break
        centred = margins - mean
        bend = np.where(np.outer(known, known), centred.T @ (shares[:, None] * centred), 0.0)
        bend += np.diag(np.where(known, ridge + 1e-12, 1.0))
        step = np.linalg.solve(bend, slope)
        size = 1.0
        for _ in range(30):
            then, reached = at(tilt + size * step)
            if then >= value + 1e-4 * size * float(step @ slope) - 1e-13:
                break
            size /= 2
        tilt, value, shares = tilt + size * step, then, reached
    return tilt, shares


def reference_cells(
    seed: Array, areas: ReferenceAreas, divisions: ReferenceAreas, rounds: int
) -> Array:
    """Compositions of the areas of a province by cell, after outer rounds back to its totals."""
    cells = seed_cells()
    groups = [cells.age, cells.education, cells.quartile]

    def totals(shares: Array) -> list[Array]:
        return [
            np.bincount(each[each >= 0], weights=shares[each >= 0]).astype(np.float64)
            for each in groups
        ]

    start = seed
    for left in range(rounds, -1, -1):
        above = []
        for target, price in zip(divisions.targets, divisions.prices, strict=True):
            tilt, _ = reference_tilt(start, areas.features, target, price, np.zeros(6))
            above.append(np.array([*tilt, -np.nan_to_num(target[INCOME]) * tilt[INCOME]]))
        shares = np.array(
            [
                reference_tilt(start, areas.features, target, price, above[division])[1]
                for target, price, division in zip(
                    areas.targets, areas.prices, areas.division, strict=True
                )
            ]
        )
        fitted = areas.people @ shares / areas.people.sum()
        gaps = [
            np.abs(now - then).max() for now, then in zip(totals(fitted), totals(seed), strict=True)
        ]
        if left == 0 or max(gaps) < 1e-5:
            break
        table, _, _ = rake(fitted, groups, totals(seed), rounds=50)
        start = start * np.where(fitted > 0, table / np.where(fitted > 0, fitted, 1.0), 1.0)
        start = start / start.sum()
    return shares
