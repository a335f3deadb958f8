"""E-values: how strong a hidden difference would have to be to explain an effect away."""

from dataclasses import dataclass

import numpy as np

__all__ = ["EValue", "e_value", "e_value_of_difference", "e_value_of_shares"]


@dataclass(frozen=True, slots=True)
class EValue:
    """Of the estimate and of the end of its interval nearest to no effect [risk ratios].

    A hidden factor would have to multiply both the odds of being treated and the outcome
    by that much. 1 means that none is needed.
    """

    estimate: float
    limit: float
    ratio: float


def e_value(ratio: float) -> float:
    """Give the E-value of a risk ratio.

    References
    ----------
    VanderWeele, T. J. and Ding, P. (2017), Sensitivity analysis in observational research:
    introducing the E-value, Annals of Internal Medicine 167(4).

    Examples
    --------
    Their first example, a risk ratio of 3.9 and its lower limit of 1.8:

    >>> round(e_value(3.9), 2), round(e_value(1.8), 1)
    (7.26, 3.0)
    >>> round(e_value(0.5), 2) == round(e_value(2.0), 2)
    True
    """
    if not ratio > 0:
        return float("inf")
    ratio = max(ratio, 1 / ratio)
    return float(ratio + np.sqrt(ratio * (ratio - 1)))


def e_value_of_difference(estimate: float, se: float, spread: float) -> EValue:
    """Give the E-values of a difference of means, by the usual transformation.

    Parameters
    ----------
    estimate, se : float
        In units of the outcome.
    spread : float
        Standard deviation of the outcome, in the same units.

    References
    ----------
    VanderWeele and Ding (2017), table 2: a standardised difference d stands for a risk
    ratio of about exp(0.91 d), its interval for exp(0.91 d -+ 1.78 se).

    Examples
    --------
    >>> found = e_value_of_difference(0.5, 0.1, 1.0)
    >>> round(found.ratio, 2), round(found.estimate, 2), round(found.limit, 2)
    (1.58, 2.53, 1.97)
    """
    d, error = estimate / spread, se / spread
    ratio = float(np.exp(0.91 * d))
    near = 0.91 * abs(d) - 1.78 * error
    return EValue(e_value(ratio), e_value(float(np.exp(near))) if near > 0 else 1.0, ratio)


def e_value_of_shares(share: float, estimate: float, low: float, high: float) -> EValue:
    """Give the E-values of a difference of shares, from the ratio of the two shares.

    Parameters
    ----------
    share : float
        Of the treated, 0 to 1.
    estimate, low, high : float
        Difference from the share that they would have had, and its interval.

    Examples
    --------
    >>> found = e_value_of_shares(0.6, 0.2, 0.1, 0.3)
    >>> round(found.ratio, 2), round(found.estimate, 2), round(found.limit, 2)
    (1.5, 2.37, 1.69)
    """
    tiny = 1e-6

    def ratio(gap: float) -> float:
        return max(share, tiny) / min(max(share - gap, tiny), 1.0)

    near = low if estimate > 0 else high
    limit = e_value(ratio(near)) if low * high > 0 else 1.0
    return EValue(e_value(ratio(estimate)), limit, ratio(estimate))
