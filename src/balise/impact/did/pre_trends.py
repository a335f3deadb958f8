"""Trends before the program: whether there are any, and whether these data would tell."""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from balise.impact.did.event_study import EventStudy
from balise.impact.did.group_time import GroupTime
from balise.impact.did.influence import covariance

__all__ = ["PreTrends", "detectable_slope", "joint_wald", "pre_trends"]


@dataclass(frozen=True, slots=True)
class PreTrends:
    """Tests of the periods before treatment.

    Attributes
    ----------
    wald_p, trend_p : float
        Of any difference before (joint Wald), and of a straight trend [probability].
    slope, slope_se : float
        Trend of the difference, in units of the outcome by period.
    bias : float
        What that trend, gone on, would add to the mean effect after the start.
    lever : float
        Mean distance of treated periods from the period compared with [periods].
    periods : int
        Coefficients that were tested.
    """

    wald: float
    wald_p: float
    slope: float
    slope_se: float
    trend_p: float
    lever: float
    periods: int

    @property
    def bias(self) -> float:
        """Give what the trend, gone on, would add to the mean effect after the start."""
        return self.slope * self.lever

    def slope_at_power(self, power: float) -> float:
        """Give the slope that the test of a straight trend would find that often."""
        return detectable_slope(self.slope_se, power)


def detectable_slope(se: float, power: float, size: float = 0.05) -> float:
    """Give the slope that a two-sided test finds with some power.

    References
    ----------
    Roth, J. (2022), Pretest with caution: event-study estimates after testing for parallel
    trends, American Economic Review: Insights 4(3): the slope that a test of pre-trends would
    reject half the time, or four times out of five, and the bias it would leave.

    Examples
    --------
    >>> round(detectable_slope(1.0, 0.8), 3)
    2.802
    """
    critical = stats.norm.ppf(1 - size / 2)

    def short(slope: float) -> float:
        found = stats.norm.sf(critical - slope) + stats.norm.cdf(-critical - slope)
        return float(found - power)

    return float(se * optimize.brentq(short, 0.0, 20.0))


def pre_trends(study: EventStudy) -> PreTrends | None:
    """Test the periods before treatment; None if there are fewer than one to test.

    The straight trend goes through zero at the period compared with; it is fitted by
    generalised least squares with the covariance of the estimates.
    """
    k = study.before
    if k < 1:
        return None
    effect, spread = study.effect[:k], study.covariance[:k, :k]
    step = study.step if np.isfinite(study.step) else 1.0
    away = (study.at[:k] - study.reference) / step
    if not np.any(away < 0):
        return None
    inverse = np.linalg.pinv(spread, hermitian=True)
    rank = int(np.linalg.matrix_rank(spread, hermitian=True))
    wald = float(effect @ inverse @ effect)
    known = float(away @ inverse @ away)
    slope = float(away @ inverse @ effect) / known
    se = float(1 / np.sqrt(known))
    after = (study.at[k:] - study.reference) / step
    return PreTrends(
        wald=wald,
        wald_p=float(stats.chi2.sf(wald, rank)),
        slope=slope,
        slope_se=se,
        trend_p=float(2 * stats.norm.sf(abs(slope) / se)),
        lever=float(after @ study.mean_after),
        periods=k,
    )


def joint_wald(effects: GroupTime) -> tuple[float, float] | None:
    """Test all group-time effects before treatment together; None if that cannot be done.

    Returns
    -------
    tuple of float
        The statistic and its p-value [probability].
    """
    before = ~effects.post & np.isfinite(effects.effect)
    before &= np.abs(effects.influence).sum(axis=0) > 0
    if not before.any():
        return None
    spread = covariance(effects.influence[:, before], effects.sample.clusters)
    if np.linalg.matrix_rank(spread, hermitian=True) < before.sum():
        return None
    found = effects.effect[before]
    wald = float(found @ np.linalg.solve(spread, found))
    return wald, float(stats.chi2.sf(wald, int(before.sum())))
