"""Basic digital skills: one latent trait behind the activities people report.

Each activity is done by those whose trait passes its own bar (a two-parameter normal
ogive, marginal over people), which gives the mean trait of each age and education. A
person has basic skills when the trait passes one common bar; that bar and the spread of
the trait are set by two published anchors: the share of all adults, and of those 65 and
over, who do not use the Internet or use it only in a basic way. The mean share of
activities left undone would be another thing altogether, and twice as large.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from balise.survey.design import AGE_KNOTS
from balise.survey.published import RESPONDENTS, cell_errors
from balise.vocabulary import AGES, CELLS, SurveyError

__all__ = ["SkillsModel", "SkillsPriors", "Trait", "fit_skills", "fit_trait"]

Array = npt.NDArray[np.float64]

_AGE: Final = np.array([cell.age for cell in CELLS])
_EDUCATION: Final = np.array([cell.education for cell in CELLS])
_TABLE_EDUCATION: Final = np.array([0, 0, 1, 2])[_EDUCATION]
_BAND_AGES: Final = np.array([20.0, 29.7, 39.6, 49.7, 59.4, 69.1, 74.0])
_SENIOR: Final = _AGE >= 5
_OLDEST: Final = len(AGES) - 1 == _AGE


@dataclass(frozen=True, slots=True)
class Trait:
    """Mean of the latent trait by age and education.

    Attributes
    ----------
    means : array of float, shape (4, 3)
        Survey ages by education (secondary or less, college, bachelor); centred, in
        units of the spread between cells.
    errors : array of float, shape (4, 3)
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
    """What no table says of skills; each is (mean, standard deviation) in trait units.

    Attributes
    ----------
    no_diploma : pair of float
        People without a diploma against all with secondary schooling or less.
    oldest : pair of float
        Step at 75 beyond the slope of age.
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
    priors : SkillsPriors
    anchors : array of float, shape (2,)
        Non-users or basic users among all, and among those 65 and over.
    bar, spread : float
        Basic skills are ``1 - Phi((bar - mean) / spread)``.
    people, use : array of float, shape (13, 3, 112)
        Whom the anchors describe, and their Internet use.
    """

    trait: Trait
    priors: SkillsPriors
    anchors: Array
    bar: float
    spread: float
    people: Array
    use: Array

    def rates(self) -> Array:
        """Share of Internet users with basic skills by cell, shape (112,)."""
        shift = np.array([self.priors.no_diploma[0], self.priors.oldest[0]])
        return _rates(_cell_means(self.trait.means, shift), self.bar, self.spread)

    def draw(self, normals: Array, use: Array) -> Array:
        """Rates under draws of the trait, the anchors and what is declared.

        Parameters
        ----------
        normals : array of float, shape (r, 16)
            Standard normal deviates: 12 cells, 2 declared shifts, 2 anchors.
        use : array of float, shape (r, 13, 3, 112)
            Internet use in the same draws: the anchors bind the product.

        Returns
        -------
        array of float, shape (r, 112)
        """
        answer = np.empty((len(normals), len(CELLS)))
        declared = np.array([self.priors.no_diploma, self.priors.oldest])
        for place, normal in enumerate(normals):
            means = self.trait.means + (normal[:12].reshape(4, 3) * self.trait.errors)
            shift = declared[:, 0] + declared[:, 1] * normal[12:14]
            anchors = self.anchors + np.array(self.priors.anchors) * normal[14:16]
            traits = _cell_means(means, shift)
            weights = _anchor_weights(self.people, use[place])
            bar, spread = _solve(traits, weights, anchors, (self.bar, self.spread))
            answer[place] = _rates(traits, bar, spread)
        return answer

    size: int = 16


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
    """
    flat = shares.reshape(len(shares), -1)
    sample = np.full(flat.shape, RESPONDENTS * 0.85 / flat.shape[1])
    known = ~np.isnan(flat)
    inside = np.clip(np.where(known, flat, 0.5), 0.003, 0.997)
    scores = ndtri(inside)
    density = np.exp(-0.5 * scores**2) / np.sqrt(2 * np.pi)
    weights = np.where(known, density / cell_errors(inside, sample), 0.0) ** 2
    means = (weights * scores).sum(axis=0) / weights.sum(axis=0)
    for _ in range(500):
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


def _lines(scores: Array, means: Array, weights: Array) -> tuple[Array, Array]:
    """Weighted least squares line of each activity on the trait: slope, intercept."""
    total = weights.sum(axis=1)
    centre = (weights * means).sum(axis=1) / total
    level = (weights * scores).sum(axis=1) / total
    around = means - centre[:, None]
    slopes = (weights * around * scores).sum(axis=1) / (weights * around**2).sum(axis=1)
    return slopes, level - slopes * centre


def _cell_means(table: Array, shift: Array) -> Array:
    """Trait of each of the 112 cells: between survey ages on a line, then declared shifts.

    ``shift`` holds the shift of no diploma (secondary moves the other way, so that the
    published group keeps about its mean) and the step at 75.
    """
    by_age = np.stack([np.interp(_BAND_AGES, AGE_KNOTS, column) for column in table.T], axis=1)
    means = by_age[_AGE, _TABLE_EDUCATION]
    means = means + np.where(_EDUCATION == 0, shift[0], 0.0)
    means = means - np.where(_EDUCATION == 1, shift[0] / 2, 0.0)
    return np.asarray(means + np.where(_OLDEST, shift[1], 0.0))


def _rates(means: Array, bar: float, spread: float) -> Array:
    return np.asarray(1 - ndtr((bar - means) / spread))


def _anchor_weights(people: Array, use: Array) -> tuple[Array, Array]:
    """People and Internet users by cell, over all surveyed places."""
    return people.sum(axis=(0, 1)), (people * use).sum(axis=(0, 1))


def _solve(
    means: Array, weights: tuple[Array, Array], anchors: Array, start: tuple[float, float]
) -> tuple[float, float]:
    """Bar and spread at which both anchors hold, by Newton on (bar, log spread)."""
    people, users = weights
    groups: Sequence[Array] = (np.ones_like(means), _SENIOR.astype(float))
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
        step = np.clip(np.linalg.solve(slopes, -now), -0.5, 0.5)
        bar, log_spread = bar + float(step[0]), log_spread + float(step[1])
    if not np.abs(gaps(bar, log_spread)).max() <= 1e-6:
        raise SurveyError(
            f"The two anchors of basic skills, {anchors.round(3).tolist()}, cannot both hold "
            "under the trait of the activities. Expected the share of non-users or basic "
            "users among those 65 and over to exceed that of all. "
            "Check the published statements, or narrow the errors given to the anchors."
        )
    return bar, float(np.exp(log_spread))


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

    Raises
    ------
    SurveyError
        If no bar and spread meet both anchors.
    """
    trait = fit_trait(shares)
    shift = np.array([priors.no_diploma[0], priors.oldest[0]])
    means = _cell_means(trait.means, shift)
    bar, spread = _solve(means, _anchor_weights(people, use), anchors, (-0.5, 0.8))
    return SkillsModel(trait, priors, anchors, bar, spread, people, use)
