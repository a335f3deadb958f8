"""The dual of one area in plain numpy, cell by cell: what the compiled loops are held to."""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

INCOME, ADULTS = 3, 5


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
