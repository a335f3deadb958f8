"""Which people a published row is about, and what follows from knowing it.

A published total equals its parts weighted by the right universe. A row whose total
is rebuilt by people is about persons, one rebuilt by people times Internet use is
about Internet users: the label is not asked. Once the universe is known the same
identities give the household income quartiles of each age, and Internet use by
quartile, that no table publishes.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import least_squares

from balise.vocabulary import SurveyError

__all__ = ["IncomeQuartiles", "UniverseTest", "income_quartiles", "universe_test"]

Array = npt.NDArray[np.float64]

_ROUNDING: Final = 0.0012
"""Error that rounding, and ages of 15 read as 16, leave in an identity [share]."""

_FREE_SHARES: Final = 12
"""Unknown quartile shares: three of the four quartiles for each of four ages."""


@dataclass(frozen=True, slots=True)
class UniverseTest:
    """One row rebuilt under both universes.

    Attributes
    ----------
    published, rebuilt_persons, rebuilt_users : float
        The total, and what its age rows make of it among persons and among Internet
        users [share].
    """

    published: float
    rebuilt_persons: float
    rebuilt_users: float

    @property
    def universe(self) -> str:
        """Name the universe that rebuilds the total better, ``persons`` or ``users``."""
        persons = abs(self.rebuilt_persons - self.published)
        users = abs(self.rebuilt_users - self.published)
        return "persons" if persons < users else "users"


def universe_test(total: float, parts: Array, people: Array, internet_use: Array) -> UniverseTest:
    """Rebuild a published total from its age rows under both universes.

    Parameters
    ----------
    total : float
        The published figure of all ages [share].
    parts : array of float, shape (a,)
        The published figure of each age [share].
    people : array of float, shape (a,)
        People of each age [people or share].
    internet_use : array of float, shape (a,)
        Share of each age who use the Internet.

    Returns
    -------
    UniverseTest
        The total rebuilt by people, and by people times Internet use.

    Examples
    --------
    Two ages of equal size, of which all and a third use the Internet: users weigh 3 to 1.

    >>> test = universe_test(0.8, np.array([0.9, 0.5]), np.array([1, 1]), np.array([1, 1 / 3]))
    >>> test.universe, round(test.rebuilt_persons, 2), round(test.rebuilt_users, 2)
    ('users', 0.7, 0.8)
    """
    users = people * internet_use
    return UniverseTest(
        published=total,
        rebuilt_persons=float(people @ parts / people.sum()),
        rebuilt_users=float(users @ parts / users.sum()),
    )


@dataclass(frozen=True, slots=True)
class IncomeQuartiles:
    """What the identities of a table say of income.

    Attributes
    ----------
    quartile_by_age : array of float, shape (a, 4)
        Share of each age in each quartile of household income; rows sum to 1.
    internet_use : array of float, shape (a, 4)
        Share who use the Internet, by age and quartile.
    use_by_quartile, use_errors : array of float, shape (4,)
        The same over all ages, and its standard error.
    logits : array of float, shape (3,)
        Effect on the logit of use of quartiles 1, 2 and 4 against the third.
    logit_errors : array of float, shape (3,)
        Their standard errors.
    misfit : float
        Root mean square of the identities left unmet [share].
    """

    quartile_by_age: Array
    internet_use: Array
    use_by_quartile: Array
    use_errors: Array
    logits: Array
    logit_errors: Array
    misfit: float


def _use_by_quartile(people: Array, effects: Array, use: Array) -> Array:
    """Spread the Internet use of each age over quartiles, additive on the logit scale."""
    shares = people / people.sum(axis=1, keepdims=True)
    level = np.log(use / (1 - use))
    for _ in range(40):
        rate = 1 / (1 + np.exp(-(level[:, None] + effects)))
        gap = (shares * rate).sum(axis=1) - use
        slope = (shares * rate * (1 - rate)).sum(axis=1)
        level -= np.clip(gap / np.maximum(slope, 1e-9), -1, 1)
    return np.asarray(1 / (1 + np.exp(-(level[:, None] + effects))))


def _identities(table: Array, weights: Array) -> list[float]:
    """Subtract totals from their weighted parts, where all parts are published."""
    inner, by_age, by_quartile = table[1:, 1:], table[1:, 0], table[0, 1:]
    known = ~np.isnan(inner)
    gaps = [
        float(weights[age] @ inner[age] / weights[age].sum() - by_age[age])
        for age in np.flatnonzero(known.all(axis=1))
    ]
    for quartile in np.flatnonzero(known.all(axis=0)):
        column = weights[:, quartile]
        gaps.append(float(column @ inner[:, quartile] / column.sum() - by_quartile[quartile]))
    if known.all():
        gaps.append(float((weights * inner).sum() / weights.sum() - table[0, 0]))
    return gaps


def income_quartiles(
    tables: Array,
    of_persons: npt.NDArray[np.bool_],
    people: Array,
    internet_use: Array,
    start: IncomeQuartiles | None = None,
) -> IncomeQuartiles:
    """Recover the income quartiles of each age from a table's own identities.

    Parameters
    ----------
    tables : array of float, shape (s, 1 + a, 5)
        Published shares by service, age (total first) and quartile (total first);
        NaN where suppressed.
    of_persons : array of bool, shape (s,)
        Services whose universe is persons; the others are of Internet users.
    people : array of float, shape (a,)
        Share of each age among people; sums to 1.
    internet_use : array of float, shape (a,)
        Share of each age who use the Internet.
    start : IncomeQuartiles, optional
        The national answer: a region leans on it where its own table is thin, and its
        quartiles are then free to add up to other than a quarter each.

    Returns
    -------
    IncomeQuartiles
        Solved by least squares (trust region); residuals are scaled by the rounding of
        the table, 0.12 point, for the nation and by twice that for a region.

    Raises
    ------
    SurveyError
        If a total, people or Internet use is missing, or the steps do not settle.
    """
    _refuse_totals(tables, people, internet_use)
    use = np.clip(internet_use, 0.5, 0.995)
    scale = _ROUNDING if start is None else 2 * _ROUNDING
    centre, spread = _priors(start)

    def weights_of(values: Array) -> tuple[Array, Array]:
        logits = np.column_stack([np.zeros(len(people)), values[:_FREE_SHARES].reshape(-1, 3)])
        shares = np.exp(logits)
        joint = shares / shares.sum(axis=1, keepdims=True) * people[:, None]
        effects = np.array([values[-3], values[-2], 0.0, values[-1]])
        return joint, _use_by_quartile(joint, effects, use)

    def identities(values: Array) -> Array:
        joint, rate = weights_of(values)
        gaps: list[float] = []
        for table, persons in zip(tables, of_persons, strict=True):
            gaps += _identities(table, joint if persons else joint * rate)
        return np.array(gaps)

    def residuals(values: Array) -> Array:
        joint, _ = weights_of(values)
        quarters = (joint.sum(axis=0) - 0.25) / (0.002 if start is None else 0.1)
        return np.concatenate([identities(values) / scale, quarters, (values - centre) / spread])

    # One-sided slopes would carry the last digit of what comes before into the sixth of these.
    answer = least_squares(residuals, centre, jac="3-point")
    if not answer.success:
        raise SurveyError(
            f"The income quartiles of {len(tables)} services have not settled after "
            f"{answer.nfev} steps. Expected the identities of the table to stop moving. "
            "Check the totals of the table against its parts."
        )

    def by_quartile(values: Array) -> Array:
        joint, rate = weights_of(values)
        return np.asarray((joint * rate).sum(axis=0) / joint.sum(axis=0))

    joint, rate = weights_of(answer.x)
    jacobian = np.asarray(answer.jac)
    covariance = np.linalg.inv(jacobian.T @ jacobian)
    steps = 1e-4 * np.eye(len(answer.x))
    slopes = np.array([(by_quartile(answer.x + h) - by_quartile(answer.x - h)) for h in steps])
    slopes = slopes.T / 2e-4
    return IncomeQuartiles(
        quartile_by_age=joint / joint.sum(axis=1, keepdims=True),
        internet_use=rate,
        use_by_quartile=by_quartile(answer.x),
        use_errors=np.sqrt(np.einsum("qi,ij,qj->q", slopes, covariance, slopes)),
        logits=answer.x[-3:],
        logit_errors=np.sqrt(np.diag(covariance))[-3:],
        misfit=float(np.sqrt(np.mean(identities(answer.x) ** 2))),
    )


def _refuse_totals(tables: Array, people: Array, internet_use: Array) -> None:
    """Raise on totals, people or Internet use that are missing."""
    missing = int(np.isnan(tables[:, :, 0]).sum() + np.isnan(tables[:, 0, 1:]).sum())
    unusable = int((~np.isfinite(people) | ~np.isfinite(internet_use)).sum())
    if missing or unusable:
        raise SurveyError(
            f"The identities of {len(tables)} services: {missing} totals are suppressed and "
            f"{unusable} of {len(people)} ages lack people or Internet use. "
            "Expected every total; only inner cells may be suppressed. "
            "Leave the services with suppressed totals out of the table."
        )


def _priors(start: IncomeQuartiles | None) -> tuple[Array, Array]:
    """Centre and spread of the unknowns: vague for the nation, the nation for a region."""
    if start is None:
        return np.zeros(15), np.concatenate([np.full(_FREE_SHARES, 1.5), np.full(3, 2.0)])
    shares = start.quartile_by_age
    logits = np.log(shares[:, 1:] / shares[:, :1]).ravel()
    centre = np.concatenate([logits, start.logits])
    return centre, np.concatenate([np.full(_FREE_SHARES, 0.3), start.logit_errors])
