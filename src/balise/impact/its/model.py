"""Segmented regression: level, slope and season, with errors that follow each other."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.stats import t as student
from statsmodels.regression.linear_model import OLS

from balise.impact.answers import Estimate
from balise.impact.columns import FloatArray

__all__ = [
    "Fitted",
    "Season",
    "average",
    "choose_season",
    "estimate",
    "fit_ar1",
    "fit_hac",
    "lags",
    "terms",
]

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Season:
    """How a season is told: ``none``, ``harmonics`` with some pairs, or ``effects``."""

    kind: str
    cycle: int
    pairs: int = 0

    def columns(self, steps: FloatArray) -> FloatArray:
        """Give the columns of the season at some periods."""
        if self.kind == "harmonics":
            angles = 2 * np.pi * np.outer(steps, np.arange(1, self.pairs + 1)) / self.cycle
            return np.hstack([np.sin(angles), np.cos(angles)])
        if self.kind == "effects":
            place = np.mod(np.round(steps), self.cycle)
            return np.asarray(place[:, None] == np.arange(1, self.cycle), dtype=float)
        return np.empty((len(steps), 0))


@dataclass(frozen=True, slots=True)
class Fitted:
    """Coefficients with their covariance, residuals, and the autocorrelation assumed.

    The first two columns are level and trend before; then, where there are as many
    periods, the change of level and that of slope after the start; then the season.
    ``shocks`` are what is left once autocorrelation is taken away.
    """

    coefficients: FloatArray
    covariance: FloatArray
    residuals: FloatArray
    shocks: FloatArray
    rho: float
    freedom: float


def terms(
    steps: FloatArray, season: Season, *, start: float = 0.0, slope: bool = True
) -> FloatArray:
    """Give the columns of the regression: 1, time, after, time since the start, season."""
    after = (steps >= start).astype(float)
    columns = [np.ones(len(steps)), steps - start, after]
    if slope:
        columns.append(after * (steps - start))
    return np.column_stack([*columns, season.columns(steps)])


def lags(count: int) -> int:
    """Give the lags of Newey and West (1994) for some periods: 4 (n / 100)^(2/9)."""
    return max(1, int(4 * (count / 100) ** (2 / 9)))


def fit_hac(outcome: FloatArray, design: FloatArray) -> Fitted:
    """Fit by least squares; errors by Newey and West (1987)."""
    result = OLS(outcome, design).fit(
        cov_type="HAC",
        cov_kwds={"maxlags": lags(len(outcome)), "use_correction": True},
        use_t=True,
    )
    left = np.asarray(result.resid)
    return Fitted(
        np.asarray(result.params),
        np.asarray(result.cov_params()),
        left,
        left,
        0.0,
        float(len(outcome) - design.shape[1]),
    )


def fit_ar1(outcome: FloatArray, design: FloatArray) -> Fitted:
    """Fit with errors of first order, by the transformation of Prais and Winsten (1954).

    The autocorrelation is that of the greatest restricted likelihood, as that of residuals
    is too small where trends and seasons are told (Cheang and Reinsel 2000, Journal of the
    American Statistical Association 95, 1173-1184). Freedom is that of as many independent
    periods as n periods of autocorrelation rho stand for: n (1 - rho) / (1 + rho).
    """
    count, free = design.shape
    found = minimize_scalar(
        lambda rho: _restricted(float(rho), outcome, design),
        bounds=(-0.9, 0.95),
        method="bounded",
        options={"xatol": 1e-6},
    )
    rho = float(found.x)
    result = OLS(_whiten(outcome, rho), _whiten(design, rho)).fit()
    worth = (1 - rho) / (1 + rho) if rho > 0 else 1.0
    return Fitted(
        np.asarray(result.params),
        np.asarray(result.cov_params()),
        np.asarray(outcome - design @ result.params),
        np.asarray(result.resid),
        rho,
        max(1.0, (count - free) * worth),
    )


def _restricted(rho: float, outcome: FloatArray, design: FloatArray) -> float:
    """Give minus twice the restricted log-likelihood, less what does not depend on rho."""
    values, columns = _whiten(outcome, rho), _whiten(design, rho)
    left = values - columns @ np.linalg.lstsq(columns, values, rcond=None)[0]
    spread = max(float(left @ left), 1e-300)
    _, size = np.linalg.slogdet(columns.T @ columns)
    count, free = design.shape
    return float((count - free) * np.log(spread) + size - np.log(1 - rho**2))


def _whiten(values: FloatArray, rho: float) -> FloatArray:
    changed = values.astype(float).copy()
    changed[1:] -= rho * values[:-1]
    changed[0] *= np.sqrt(1 - rho**2)
    return changed


def estimate(fitted: Fitted, direction: FloatArray) -> Estimate:
    """Give a combination of coefficients, with its 95 % interval by Student's t."""
    value = float(direction @ fitted.coefficients)
    error = max(float(direction @ fitted.covariance @ direction), 0.0) ** 0.5
    reach = float(student.ppf(0.5 + LEVEL / 2, max(fitted.freedom, 1))) * error
    return Estimate(value, error, value - reach, value + reach)


def average(design: FloatArray, steps: FloatArray, *, slope: bool) -> FloatArray:
    """Give the combination that is the mean effect from the start on."""
    direction = np.zeros(design.shape[1])
    direction[2] = 1.0
    if slope:
        direction[3] = float(steps[steps >= 0].mean())
    return direction


def choose_season(outcome: FloatArray, steps: FloatArray, cycle: int, *, slope: bool) -> Season:
    """Choose how to tell the season: the least AICc among those that the series can bear.

    One and two pairs of harmonics need two whole cycles; an effect for each period of the
    cycle needs three. Without two cycles before the start no season is told.
    """
    none = Season("none", cycle)
    before = int(np.sum(steps < 0))
    if cycle < 2 or before < 2 * cycle:
        return none
    tried = [none]
    if cycle > 2:
        tried += [Season("harmonics", cycle, pairs) for pairs in (1, 2) if 2 * pairs < cycle - 1]
    if before >= 3 * cycle and cycle <= 12:
        tried.append(Season("effects", cycle))
    scores = [_criterion(outcome, terms(steps, each, slope=slope)) for each in tried]
    return tried[scores.index(min(scores))]


def _criterion(outcome: FloatArray, design: FloatArray) -> float:
    """Give AICc (Hurvich and Tsai 1989) of a fit by least squares."""
    count, free = design.shape[0], design.shape[1] + 1
    if count - free - 1 <= 0:
        return float("inf")
    left = outcome - design @ np.linalg.lstsq(design, outcome, rcond=None)[0]
    spread = max(float(left @ left) / count, 1e-300)
    return float(count * np.log(spread) + 2 * free + 2 * free * (free + 1) / (count - free - 1))
