"""Basic digital skills: one latent trait behind the activities people report.

Each activity is done by those whose trait passes its own bar (a two-parameter normal
ogive, marginal over people), which gives the mean trait of each age and education. A
person has basic skills when the trait passes one common bar; that bar and the spread of
the trait are set by two published anchors: the share of all adults, and of those 65 and
over, who do not use the Internet or use it only in a basic way. The mean share of
activities left undone would be another thing altogether, and twice as large.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from balise.survey.design import AGE_KNOTS, BAND_AGES
from balise.survey.published import RESPONDENTS, cell_errors
from balise.vocabulary import AGES, CELLS, SurveyError

__all__ = ["SkillsModel", "SkillsPriors", "Trait", "fit_skills", "fit_trait"]

Array = npt.NDArray[np.float64]

_AGE: Final = np.array([cell.age for cell in CELLS])
_EDUCATION: Final = np.array([cell.education for cell in CELLS])
_TABLE_EDUCATION: Final = np.array([0, 0, 1, 2])[_EDUCATION]
_SENIOR: Final = _AGE >= 5
_OLDEST: Final = len(AGES) - 1 == _AGE

_USERS: Final = 0.85
"""Internet users among respondents, who are older than the population (declared) [share]."""

_ROUNDS: Final = 500


@dataclass(frozen=True, slots=True)
class Trait:
    """Mean of the latent trait by age and education.

    Attributes
    ----------
    means : array of float, shape (4, 3)
        Survey ages by education (secondary or less, college, bachelor); centred, in
        units of the spread between cells.
    errors : array of float, shape (4, 3)
        Standard errors, in the same units.
    slopes : array of float, shape (j,)
        How sharply each activity tells people apart.
    misfit : float
        Root mean square of the activities rebuilt [share].
    """

    means: Array
    errors: Array
    slopes: Array
    misfit: float


@dataclass(frozen=True, slots=True)
class SkillsPriors:
    """What no table says of skills.

    Attributes
    ----------
    no_diploma : pair of float
        People without a diploma against all with secondary schooling or less: mean and
        standard deviation [trait units].
    oldest : pair of float
        Step at 75 beyond the slope of age: mean and standard deviation [trait units].
    anchors : pair of float
        Standard errors of the two published anchors [share].
    """

    no_diploma: tuple[float, float]
    oldest: tuple[float, float]
    anchors: tuple[float, float]


@dataclass(frozen=True, slots=True)
class SkillsModel:
    """The trait of each cell and the bar it must pass.

    Attributes
    ----------
    trait : Trait
        Mean trait of each age and education.
    priors : SkillsPriors
        What is declared.
    anchors : array of float, shape (2,)
        Non-users or basic users among all, and among those 65 and over [share].
    bar, spread : float
        Basic skills are ``1 - Phi((bar - mean) / spread)`` [trait units].
    people, use : array of float, shape (13, 3, 112)
        Whom the anchors describe [people], and their Internet use [share].
    size : int
        Deviates one draw takes: 12 cells, 2 declared shifts, 2 anchors.
    """

    trait: Trait
    priors: SkillsPriors
    anchors: Array
    bar: float
    spread: float
    people: Array
    use: Array
    size: int = 16

    def rates(self) -> Array:
        """Predict the share of Internet users with basic skills by cell, shape (112,)."""
        shift = np.array([self.priors.no_diploma[0], self.priors.oldest[0]])
        return _rates(_cell_means(self.trait.means, shift), self.bar, self.spread)

    def draw(self, normals: Array, use: Array) -> Array:
        """Predict rates under draws of the trait, the anchors and what is declared.

        Parameters
        ----------
        normals : array of float, shape (r, 16)
            Standard normal deviates: 12 cells, 2 declared shifts, 2 anchors.
        use : array of float, shape (r, 13, 3, 112)
            Internet use in the same draws: the anchors bind the product.

        Returns
        -------
        array of float, shape (r, 112)
            Share of Internet users with basic skills by draw and cell.
        """
        answer = np.empty((len(normals), len(CELLS)))
        declared = np.array([self.priors.no_diploma, self.priors.oldest])
        for place, normal in enumerate(normals):
            means = self.trait.means + (normal[:12].reshape(4, 3) * self.trait.errors)
            shift = declared[:, 0] + declared[:, 1] * normal[12:14]
            anchors = self.anchors + np.array(self.priors.anchors) * normal[14:16]
            traits = _cell_means(means, shift)
            weights = _anchor_weights(self.people, use[place])
            start = (self.bar, self.spread)
            bar, spread = _solve(traits, weights, anchors, start, nearest=True)
            answer[place] = _rates(traits, bar, spread)
        return answer


def fit_trait(shares: Array) -> Trait:
    """Fit the trait by alternating least squares on the probit scale.

    Parameters
    ----------
    shares : array of float, shape (j, 4, 3)
        Share of Internet users who do each activity, by survey age and education; NaN
        where suppressed.

    Returns
    -------
    Trait
        ``probit(share) = slope_j mean_ae - bar_j``, weighted by the error of each cell.

    Raises
    ------
    SurveyError
        If an activity or a cell has too few figures, or the rounds do not settle.

    References
    ----------
    Lord, F. M. and Novick, M. R. (1968), Statistical Theories of Mental Test Scores,
    ch. 16: the normal ogive.

    Examples
    --------
    Three activities that 10, 50 and 90 % do at the middle of a trait that rises by cell:

    >>> trait = np.linspace(-1, 1, 12)
    >>> fit = fit_trait(ndtr(trait + np.array([[-1.28], [0], [1.28]])).reshape(3, 4, 3))
    >>> fit.means.round(2)[0].tolist(), fit.slopes.round(2).tolist()
    ([-1.59, -1.3, -1.01], [0.63, 0.63, 0.63])
    """
    _refuse_activities(shares)
    flat = shares.reshape(len(shares), -1)
    sample = np.full(flat.shape, RESPONDENTS * _USERS / flat.shape[1])
    known = ~np.isnan(flat)
    inside = np.clip(np.where(known, flat, 0.5), 0.003, 0.997)
    scores = ndtri(inside)
    density = np.exp(-0.5 * scores**2) / np.sqrt(2 * np.pi)
    weights = np.where(known, density / cell_errors(inside, sample), 0.0) ** 2
    means = (weights * scores).sum(axis=0) / weights.sum(axis=0)
    for _ in range(_ROUNDS):
        means = (means - means.mean()) / means.std()
        slopes, bars = _lines(scores, means, weights)
        adjusted = scores - bars[:, None]
        fresh = (weights * slopes[:, None] * adjusted).sum(0) / (
            weights * slopes[:, None] ** 2
        ).sum(0)
        moved = float(np.abs(fresh - means).max())
        means = fresh
        if moved < 1e-9:
            break
    else:
        raise SurveyError(
            f"The trait of {len(shares)} activities has not settled after {_ROUNDS} rounds: the "
            f"last moved a cell by {moved:.2g}. Expected at most 1e-9. "
            "Leave out activities that do not rise and fall with the others."
        )
    slopes, bars = _lines(scores, means, weights)
    gaps = ndtr(slopes[:, None] * means + bars[:, None]) - flat
    lack = float((weights * (scores - slopes[:, None] * means - bars[:, None]) ** 2).sum())
    lack /= known.sum() - means.size - 2 * len(slopes) + 2
    information = (weights * slopes[:, None] ** 2).sum(axis=0) / max(lack, 1.0)
    return Trait(
        means=means.reshape(4, 3),
        errors=(information**-0.5).reshape(4, 3),
        slopes=slopes,
        misfit=float(np.sqrt(np.nanmean(gaps**2))),
    )


def _refuse_activities(shares: Array) -> None:
    """Raise where an activity, or a cell, has fewer figures than a line or a mean takes."""
    known = ~np.isnan(shares.reshape(len(shares), -1))
    activities, cells = (known.sum(axis=1) < 3).sum(), (known.sum(axis=0) < 2).sum()
    spare = known.sum() - 2 * len(shares) - known.shape[1] + 2
    if activities or cells or spare < 1:
        raise SurveyError(
            f"The trait: {int(activities)} of {len(shares)} activities have under 3 figures, "
            f"{int(cells)} of {known.shape[1]} cells of age and education under 2. "
            "Expected enough to set a line for each activity and a mean for each cell. "
            "Leave the activities with suppressed figures out of the table."
        )


def _lines(scores: Array, means: Array, weights: Array) -> tuple[Array, Array]:
    """Weighted least squares line of each activity on the trait: slope, intercept."""
    total = weights.sum(axis=1)
    centre = (weights * means).sum(axis=1) / total
    level = (weights * scores).sum(axis=1) / total
    around = means - centre[:, None]
    slopes = (weights * around * scores).sum(axis=1) / (weights * around**2).sum(axis=1)
    return slopes, level - slopes * centre


def _cell_means(table: Array, shift: Array) -> Array:
    """Place the 112 cells on the trait: between survey ages on a line, then declared shifts.

    ``shift`` holds the shift of no diploma (secondary moves the other way, so that the
    published group keeps about its mean) and the step at 75.
    """
    by_age = np.stack([np.interp(BAND_AGES, AGE_KNOTS, column) for column in table.T], axis=1)
    means = by_age[_AGE, _TABLE_EDUCATION]
    means = means + np.where(_EDUCATION == 0, shift[0], 0.0)
    means = means - np.where(_EDUCATION == 1, shift[0] / 2, 0.0)
    return np.asarray(means + np.where(_OLDEST, shift[1], 0.0))


def _rates(means: Array, bar: float, spread: float) -> Array:
    """Share of each cell that passes the bar."""
    return np.asarray(1 - ndtr((bar - means) / spread))


def _anchor_weights(people: Array, use: Array) -> tuple[Array, Array]:
    """People and Internet users by cell, over all surveyed places."""
    return people.sum(axis=(0, 1)), (people * use).sum(axis=(0, 1))


def _solve(
    means: Array,
    weights: tuple[Array, Array],
    anchors: Array,
    start: tuple[float, float],
    *,
    nearest: bool = False,
) -> tuple[float, float]:
    """Bar and spread at which both anchors hold, by Newton on (bar, log spread).

    A draw of the anchors that no spread meets takes the nearest (``nearest``); published
    anchors that cannot both hold are an error.
    """
    people, users = weights
    groups = (np.ones_like(means), _SENIOR.astype(float))
    bar, log_spread = start[0], float(np.log(start[1]))

    def gaps(bar: float, log_spread: float) -> Array:
        skilled = users * _rates(means, bar, float(np.exp(log_spread)))
        return np.array(
            [
                1 - float(skilled @ group) / float(people @ group) - anchor
                for group, anchor in zip(groups, anchors, strict=True)
            ]
        )

    for _ in range(60):
        now = gaps(bar, log_spread)
        if np.abs(now).max() < 1e-12:
            break
        h = 1e-6
        slopes = np.column_stack(
            [
                (gaps(bar + h, log_spread) - now) / h,
                (gaps(bar, log_spread + h) - now) / h,
            ]
        )
        if abs(np.linalg.det(slopes)) < 1e-14:
            break
        step = np.clip(np.linalg.solve(slopes, -now), -0.5, 0.5)
        bar, log_spread = bar + float(step[0]), log_spread + float(step[1])
    if not np.abs(gaps(bar, log_spread)).max() <= 1e-6 and np.isfinite(means).all():
        bar, log_spread = _bracket(gaps)
    if not nearest and not np.abs(gaps(bar, log_spread)).max() <= 1e-6:
        offline = [1 - float(users @ group) / float(people @ group) for group in groups]
        raise SurveyError(
            f"The two anchors of basic skills, {anchors.round(3).tolist()} of all and of those 65 "
            "and over, cannot both hold under the trait of the activities. Expected shares above "
            f"those who do not use the Internet at all, {np.round(offline, 3).tolist()}, and the "
            "second above the first. "
            "Check the published statements, or narrow the errors given to the anchors."
        )
    return bar, float(np.exp(log_spread))


def _bracket(gaps: Callable[[float, float], Array]) -> tuple[float, float]:
    """Solve the anchors one inside the other: slower than Newton, and never astray.

    At any spread the bar that meets the anchor of all is unique; the share of those 65
    and over then falls as the spread grows. The nearest spread where none meets both.
    """

    def bar_at(log_spread: float) -> float:
        return float(brentq(lambda bar: gaps(bar, log_spread)[0], -200.0, 200.0))

    def seniors(log_spread: float) -> float:
        return float(gaps(bar_at(log_spread), log_spread)[1])

    low, high = float(np.log(0.02)), float(np.log(20.0))
    try:
        at_low, at_high = seniors(low), seniors(high)
    except ValueError:  # the anchor of all is below those who do not use the Internet
        return 0.0, 0.0
    if at_low * at_high > 0:
        nearest = low if abs(at_low) < abs(at_high) else high
        return bar_at(nearest), nearest
    solved = float(brentq(seniors, low, high))
    return bar_at(solved), solved


def fit_skills(
    shares: Array, people: Array, use: Array, anchors: Array, priors: SkillsPriors
) -> SkillsModel:
    """Fit the trait and set its bar by the two anchors.

    Parameters
    ----------
    shares : array of float, shape (j, 4, 3)
        Activities by survey age and education, among Internet users.
    people, use : array of float, shape (13, 3, 112)
        Surveyed people and their Internet use.
    anchors : array of float, shape (2,)
        Published shares of non-users or basic users: all, and 65 and over.
    priors : SkillsPriors
        What no table says.

    Returns
    -------
    SkillsModel
        Meets both anchors, over the people of all surveyed provinces together.

    Raises
    ------
    SurveyError
        If no bar and spread meet both anchors, or the activities set no trait.
    """
    if not ((anchors > 0) & (anchors < 1)).all():
        raise SurveyError(
            f"The two anchors of basic skills are {anchors.round(3).tolist()}. "
            "Expected shares between 0 and 1 of all and of those 65 and over. "
            "Check the published statements."
        )
    trait = fit_trait(shares)
    shift = np.array([priors.no_diploma[0], priors.oldest[0]])
    means = _cell_means(trait.means, shift)
    bar, spread = _solve(means, _anchor_weights(people, use), anchors, (-0.5, 0.8))
    return SkillsModel(trait, priors, anchors, bar, spread, people, use)
