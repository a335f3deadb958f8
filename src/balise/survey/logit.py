"""A logit of respondents: one row a person, with or without weights."""

from typing import Final

import numpy as np
import numpy.typing as npt

from balise.vocabulary import SurveyError, sample

__all__ = ["fit_logit"]

Array = npt.NDArray[np.float64]

_STEPS: Final = 50
_SETTLED: Final = 1e-9
_CERTAIN: Final = 18.0
"""A linear predictor beyond which a probability is 0 or 1 to eight digits [logit]."""


def fit_logit(design: Array, outcome: Array, weights: Array | None = None) -> tuple[Array, Array]:
    """Fit a logit to respondents by Newton's method.

    Parameters
    ----------
    design : array of float, shape (n, k)
        Terms of each respondent; the intercept is a column of ones.
    outcome : array of float, shape (n,)
        1 for yes, 0 for no.
    weights : array of float, shape (n,), optional
        People each respondent stands for; one each if left out. They are scaled to add up
        to ``n``, so that the covariance is that of ``n`` respondents drawn at random.

    Returns
    -------
    coefficients : array of float, shape (k,)
        Maximum (pseudo-)likelihood [logit].
    covariance : array of float, shape (k, k)
        Inverse of the information [logit squared]; a survey's design widens it.

    Raises
    ------
    SurveyError
        If values are missing or cannot be used, terms repeat one another, a term parts
        those who say yes from those who say no, or the steps do not settle.

    References
    ----------
    McCullagh, P. and Nelder, J. A. (1989), Generalized Linear Models, ch. 4. Separation:
    Albert, A. and Anderson, J. A. (1984), On the existence of maximum likelihood
    estimates in logistic regression models, Biometrika 71.

    Examples
    --------
    Three of four say yes: the logit is log 3 = 1.099, its variance 1 / (4 x 3/4 x 1/4).

    >>> coefficients, covariance = fit_logit(np.ones((4, 1)), np.array([1.0, 1.0, 1.0, 0.0]))
    >>> coefficients.round(3).tolist(), covariance.round(3).tolist()
    ([1.099], [[1.333]])
    """
    people = np.ones(len(outcome)) if weights is None else np.asarray(weights, dtype=np.float64)
    _refuse_respondents(design, outcome, people)
    people = people * (len(people) / people.sum())

    def likelihood(values: Array) -> float:
        levels = design @ values
        return float(people @ (outcome * levels - np.logaddexp(0, levels)))

    coefficients = np.zeros(design.shape[1])
    value = likelihood(coefficients)
    for _ in range(_STEPS):
        fitted = 1 / (1 + np.exp(-(design @ coefficients)))
        information = design.T @ (design * (people * fitted * (1 - fitted))[:, None])
        step = np.linalg.solve(information, design.T @ (people * (outcome - fitted)))
        while likelihood(coefficients + step) < value - 1e-9 * abs(value):
            step = step / 2
        coefficients = coefficients + step
        value = likelihood(coefficients)
        _refuse_separation(design, coefficients)
        if float(np.abs(step).max()) <= _SETTLED:
            return coefficients, np.asarray(np.linalg.inv(information))
    raise SurveyError(
        f"The logit of {len(outcome):,} respondents has not settled after {_STEPS} steps: the "
        f"last moved a coefficient by {float(np.abs(step).max()):.2g}. "
        f"Expected a move of at most {_SETTLED:g}. "
        "Scale the terms so that they run about 0 to 1, and leave out those that few have."
    )


def _refuse_respondents(design: Array, outcome: Array, people: Array) -> None:
    """Raise on values that are missing or cannot be used, and on terms that repeat."""
    count, terms = design.shape
    if len(outcome) != count or len(people) != count:
        raise SurveyError(
            f"The logit has terms of {count:,} respondents, {len(outcome):,} outcomes and "
            f"{len(people):,} weights. Expected as many of each. "
            "Take them from the same rows of one table."
        )
    known = np.isfinite(design).all(axis=1) & np.isin(outcome, (0, 1))
    wrong = np.flatnonzero(~(known & np.isfinite(people) & (people >= 0)))
    if len(wrong) or not people.sum() > 0:
        raise SurveyError(
            f"{len(wrong):,} of {count:,} respondents cannot be used: rows {sample(wrong)}. "
            "Expected numbers for every term, 0 or 1 for the outcome, weights not below zero "
            "and not all zero. Leave out respondents with a missing answer."
        )
    rank = int(np.linalg.matrix_rank(design[people > 0]))
    if rank < terms:
        raise SurveyError(
            f"The logit has {terms} terms, of which {terms - rank} repeat the others among "
            f"{int((people > 0).sum()):,} respondents. Expected terms that differ. "
            "Leave out one class of each variable as the reference, and terms nobody has."
        )


def _refuse_separation(design: Array, coefficients: Array) -> None:
    """Raise when some respondents' answers have become certain: estimates run away."""
    certain = np.abs(design @ coefficients) > _CERTAIN
    if certain.any():
        term = int(np.abs(coefficients).argmax())
        raise SurveyError(
            f"Terms of the logit settle the answers of {int(certain.sum()):,} of "
            f"{len(design):,} respondents for certain: term {term} has run to "
            f"{coefficients[term]:.1f}. Expected people who answer yes and people who answer "
            "no in every class. Join that class with another, or leave its term out."
        )
