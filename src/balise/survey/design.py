"""The terms of the logit that carries published cells to person types.

Age runs linearly between the middles of the survey's age groups, with a step at 75 (one
dummy for each group gives nonsense inside a group). Regions, and provinces inside them,
are deviations from a common level, so that a region outside the survey starts from the
average of those inside.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from balise.survey.published import REGIONS
from balise.vocabulary import AGES, AREA_TYPES, CELLS, PROVINCES

__all__ = ["AGE_KNOTS", "BAND_AGES", "COMMON_TERMS", "Design", "age_terms", "make_design"]

Array = npt.NDArray[np.float64]

AGE_KNOTS: Final = (19.5, 35.0, 55.0, 74.0)
"""Where the survey's age groups have their middle, and the step begins after the last [years]."""

BAND_AGES: Final = (20.0, 29.7, 39.6, 49.7, 59.4, 69.1, 74.0)
"""Mean age of our bands inside the knots; 75 and over sits on the last knot plus the step
(census of 2016, Canada) [years]."""

COMMON_TERMS: Final = (
    "intercept",
    "age_19",
    "age_55",
    "age_74",
    "age_75plus",
    "education_none",
    "education_college",
    "education_bachelor",
    "quartile_1",
    "quartile_2",
    "quartile_4",
    "rural",
    "large_metropolitan",
    "income_age_19",
    "income_age_55",
    "income_age_74",
)
_REGION_TERMS: Final = ("region", "region_age_19", "region_age_55", "region_age_74")


@dataclass(frozen=True, slots=True)
class Design:
    """Terms of the logit by person type.

    Attributes
    ----------
    names : tuple of str
        One for each term; group terms carry their group, ``region[quebec]``.
    kinds : tuple of str
        The same without the group: what a recipe gives a prior to.
    matrix : array of float, shape (13, 3, 112, k)
        Value of each term by province, area type and cell.
    """

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    matrix: Array


def age_terms(ages: npt.ArrayLike) -> Array:
    """Compute hat functions of age at the knots but the second, which is the reference.

    Parameters
    ----------
    ages : array of float, shape (n,)
        Ages [years]; those outside the knots count as the nearest knot.

    Returns
    -------
    array of float, shape (n, 3)
        At knots 19.5, 55 and 74; each between 0 and 1.

    Examples
    --------
    >>> age_terms([35, 45, 74]).tolist()
    [[0.0, 0.0, 0.0], [0.0, 0.5, 0.0], [0.0, 0.0, 1.0]]
    """
    values = np.asarray(ages, dtype=np.float64)
    hats = [
        np.interp(values, AGE_KNOTS, np.eye(len(AGE_KNOTS))[place])
        for place in range(len(AGE_KNOTS))
    ]
    return np.stack([hats[0], hats[2], hats[3]], axis=-1)


def make_design() -> Design:
    """Lay out the terms for every province, area type and cell.

    Examples
    --------
    >>> design = make_design()
    >>> design.matrix.shape, design.names[11], design.names[20]
    ((13, 3, 112, 66), 'rural', 'region[quebec]')
    """
    age = np.array([cell.age for cell in CELLS])
    education = np.array([cell.education for cell in CELLS])
    quartile = np.array([cell.quartile for cell in CELLS])
    hats = age_terms(np.array(BAND_AGES)[age])
    step = (age == len(AGES) - 1).astype(float)
    person = np.column_stack(
        [np.ones(len(CELLS)), hats, step]
        + [education == place for place in (0, 2, 3)]
        + [quartile == place for place in (0, 1, 3)]
    )
    shape = (len(PROVINCES), len(AREA_TYPES), len(CELLS))
    columns = [np.broadcast_to(column, shape) for column in person.T]
    for place in (0, 2):
        flag = (np.arange(len(AREA_TYPES)) == place).astype(float)
        columns.append(np.broadcast_to(flag[None, :, None], shape))
    steps = quartile / 3 - 0.5
    columns += [np.broadcast_to(steps * hats[:, place], shape) for place in range(3)]
    names = list(COMMON_TERMS)
    kinds = list(COMMON_TERMS)

    def add(kind: str, group: str, inside: npt.NDArray[np.bool_], profile: Array) -> None:
        columns.append(
            np.broadcast_to(inside[:, None, None] * profile[None, None, :], shape).astype(float)
        )
        names.append(kind if kind == group else f"{kind}[{group}]")
        kinds.append(kind)

    profiles = [np.ones(len(CELLS)), *hats.T]
    for region in (*REGIONS, "territories"):
        inside = np.array([each.region == region for each in PROVINCES])
        for kind, profile in zip(_REGION_TERMS, profiles, strict=True):
            unseen = kind == "region" and region == "territories"
            add("territories" if unseen else kind, region, inside, profile)
    for place, each in enumerate(PROVINCES):
        inside = np.arange(len(PROVINCES)) == place
        add("province", each.abbreviation, inside, np.ones(len(CELLS)))
        add("province_age_74", each.abbreviation, inside, hats[:, 2])
    return Design(tuple(names), tuple(kinds), np.stack(columns, axis=-1))
