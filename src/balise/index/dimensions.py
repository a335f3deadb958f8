"""The three dimensions of a person, from five indicators.

- means = 1 - H (1 - k (1 - C))
- willingness = 1 - U (1 - (1 - n) (1 - G))
- abilities = 1 - U B

with ``U`` uses the Internet, ``H`` has it at home, ``G`` uses government services
online, given U, ``B`` has basic digital skills, given U, ``C`` lives where 50/10 Mbps is
offered; ``k`` the chance that a household without 50/10 is in effect shut out, ``n`` the
share of non-use that is no barrier because there was no need.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Assumptions", "Indicators", "dimension_slopes", "dimensions"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Indicators:
    """Probabilities of a person type, all of shapes that broadcast together.

    The order is that of :data:`balise.vocabulary.INDICATORS`.

    Attributes
    ----------
    internet_use, home_access : array of float
        Of persons [share].
    government_services, basic_skills : array of float
        Of Internet users [share].
    coverage : array of float
        Of the places where they live [share].
    """

    internet_use: Array
    home_access: Array
    government_services: Array
    basic_skills: Array
    coverage: Array

    def stack(self) -> Array:
        """All five on a last axis."""
        parts = np.broadcast_arrays(
            self.internet_use,
            self.home_access,
            self.government_services,
            self.basic_skills,
            self.coverage,
        )
        return np.stack(parts, axis=-1)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """The two declared parameters of the dimensions, both from 0 to 1.

    Attributes
    ----------
    k : float
        Chance that a household without 50/10 Mbps is in effect shut out.
    n : float
        Share of the non-use of services that is no barrier, for want of a need.
    """

    k: float
    n: float


def dimensions(indicators: Indicators, assumptions: Assumptions) -> Array:
    """Means, willingness and abilities of a person type.

    Parameters
    ----------
    indicators : Indicators
    assumptions : Assumptions

    Returns
    -------
    array of float, shape (..., 3)
        0 to 1; higher means more vulnerability.

    Examples
    --------
    Home access 0.9 where half have 50/10 and k = 0.25: 1 - 0.9 (1 - 0.125) = 0.2125.

    >>> one = Indicators(*(np.array([p]) for p in (0.8, 0.9, 0.5, 0.75, 0.5)))
    >>> dimensions(one, Assumptions(k=0.25, n=0.0)).round(4).tolist()
    [[0.2125, 0.6, 0.4]]
    """
    k, n = assumptions.k, assumptions.n
    means = 1 - indicators.home_access * (1 - k * (1 - indicators.coverage))
    served = 1 - (1 - n) * (1 - indicators.government_services)
    willingness = 1 - indicators.internet_use * served
    abilities = 1 - indicators.internet_use * indicators.basic_skills
    return np.stack(np.broadcast_arrays(means, willingness, abilities), axis=-1)


def dimension_slopes(indicators: Indicators, assumptions: Assumptions) -> Array:
    """Derive each dimension in the logit of each indicator.

    Parameters
    ----------
    indicators : Indicators
    assumptions : Assumptions

    Returns
    -------
    array of float, shape (..., 3, 5)
        Dimension by indicator, in the order of :data:`balise.vocabulary.INDICATORS`
        [share per unit of logit].

    Examples
    --------
    Abilities 1 - U B with U 0.8 and B 0.75: -0.75 x 0.8 x 0.2 in U, -0.8 x 0.75 x 0.25 in B.

    >>> one = Indicators(*(np.array(p) for p in (0.8, 0.9, 0.5, 0.75, 0.5)))
    >>> dimension_slopes(one, Assumptions(k=0.25, n=0.0))[2].round(6).tolist()
    [-0.12, 0.0, 0.0, -0.15, 0.0]
    """
    k, n = assumptions.k, assumptions.n
    stack = indicators.stack()
    use, home, services, skills, coverage = np.moveaxis(stack, -1, 0)
    spread = stack * (1 - stack)
    slopes = np.zeros((*stack.shape[:-1], 3, stack.shape[-1]))
    slopes[..., 0, 1] = -(1 - k * (1 - coverage)) * spread[..., 1]
    slopes[..., 0, 4] = -home * k * spread[..., 4]
    slopes[..., 1, 0] = -(1 - (1 - n) * (1 - services)) * spread[..., 0]
    slopes[..., 1, 2] = -use * (1 - n) * spread[..., 2]
    slopes[..., 2, 0] = -skills * spread[..., 0]
    slopes[..., 2, 3] = -use * spread[..., 3]
    return slopes
