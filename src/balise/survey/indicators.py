"""Internet use, home access and online government services by person type.

Order matters: use first, then the tables whose universe is Internet users, weighted by
it. Each fit is followed by a benchmark with shrinkage: the level of the nation and of
each region (for use, of each province) moves toward its published total as far as the
total's own sampling error warrants.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from balise.survey.cells import CellFit, Cells, Prior, fit_cells
from balise.survey.design import Design
from balise.survey.published import (
    HIGHEST_SHARE,
    REGIONS,
    RESPONDENTS,
    SURVEY_AGE_OF_BAND,
    cell_errors,
)
from balise.vocabulary import CELLS, PROVINCES, RecipeError, nearest

__all__ = ["IndicatorModel", "Sample", "fit_services", "fit_use", "make_prior"]

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_AGE: Final = SURVEY_AGE_OF_BAND[np.array([cell.age for cell in CELLS])]
_QUARTILE: Final = np.array([cell.quartile for cell in CELLS])
_SURVEYED: Final = np.array([not each.territory for each in PROVINCES])
_REGION: Final = np.array(
    [REGIONS.index(each.region) if each.region in REGIONS else -1 for each in PROVINCES]
)


@dataclass(frozen=True, slots=True)
class Sample:
    """The people a survey describes, and its respondents.

    Attributes
    ----------
    people : array of float, shape (13, 3, 112)
        People aged 16 and over by archetype; territories are outside the survey.
    """

    people: Array

    @property
    def surveyed(self) -> Array:
        """People of the provinces, zero in the territories."""
        return np.where(_SURVEYED[:, None, None], self.people, 0.0)

    def respondents(self) -> Array:
        """Respondents by archetype: spread over provinces as the root of population."""
        totals = self.surveyed.sum(axis=(1, 2))
        roots = RESPONDENTS * np.sqrt(totals) / np.sqrt(totals).sum()
        share = self.surveyed / np.where(totals > 0, totals, 1.0)[:, None, None]
        return np.asarray(roots[:, None, None] * share)


@dataclass(frozen=True, slots=True)
class IndicatorModel:
    """A fitted indicator.

    Attributes
    ----------
    name : str
    names : tuple of str
        Terms of the logit, then of the benchmark.
    matrix : array of float, shape (13, 3, 112, k + b)
    fit, benchmark : CellFit
    cells : Cells
        What was fitted, weights left out of the record.
    """

    name: str
    names: tuple[str, ...]
    matrix: Array
    fit: CellFit
    benchmark: CellFit
    cells: Cells

    def rates(self) -> Array:
        """Probability by archetype, shape (13, 3, 112)."""
        values = np.concatenate([self.fit.coefficients, self.benchmark.coefficients])
        return np.asarray(expit(self.matrix @ values))

    def draw(self, normals: Array) -> Array:
        """Probabilities under draws of coefficients and benchmark noise.

        Parameters
        ----------
        normals : array of float, shape (r, k + b)
            Standard normal deviates.

        Returns
        -------
        array of float, shape (r, 13, 3, 112)
        """
        k = len(self.fit.coefficients)
        one = np.linalg.cholesky(self.fit.covariance)
        two = np.linalg.cholesky(self.benchmark.covariance)
        values = np.concatenate(
            [
                self.fit.coefficients + normals[:, :k] @ one.T,
                self.benchmark.coefficients + normals[:, k:] @ two.T,
            ],
            axis=1,
        )
        flat = self.matrix.reshape(-1, self.matrix.shape[-1])
        return np.asarray(expit(values @ flat.T).reshape(len(normals), *self.matrix.shape[:3]))

    @property
    def size(self) -> int:
        """Number of coefficients, those of the benchmark included."""
        return int(self.matrix.shape[-1])


def make_prior(
    design: Design, declared: Mapping[str, tuple[float, float]], use: CellFit | None = None
) -> Prior:
    """Spread a recipe's priors over the terms of the design.

    Parameters
    ----------
    design : Design
    declared : mapping of str to (mean, standard deviation)
        One for each kind of term.
    use : CellFit, optional
        Internet use: the province terms of other indicators are centred on its own.

    Raises
    ------
    RecipeError
        If a kind of term has no prior, or a prior names no term.
    """
    kinds = set(design.kinds)
    for name in sorted(set(declared) ^ kinds):
        raise RecipeError(
            f"The recipe's priors and the model's terms differ: {name!r} is in one only. "
            f"Expected a prior for each of the {len(kinds)} kinds of term. {nearest(name, kinds)}"
        )
    means = np.array([declared[kind][0] for kind in design.kinds])
    if use is not None:
        inside = np.array([kind == "province" for kind in design.kinds])
        means = np.where(inside, use.coefficients, means)
    return Prior(means, np.array([declared[kind][1] for kind in design.kinds]))


def _benchmark_terms(groups: list[Flags]) -> Array:
    """The nation and each group as terms of a benchmark, shape (13, 3, 112, 1 + g)."""
    columns = [np.ones(len(PROVINCES)), *[group.astype(float) for group in groups]]
    terms = np.stack(columns, axis=-1)[:, None, None, :]
    return np.broadcast_to(terms, (len(PROVINCES), 3, len(CELLS), len(columns)))


@dataclass(frozen=True, slots=True)
class _Step:
    """One indicator on its way: terms, inner cells, totals."""

    name: str
    design: Design
    prior: Prior
    inner: Cells
    totals: Cells
    groups: list[Flags]
    shrinkage: float


def _fit(step: _Step) -> IndicatorModel:
    """Fit the inner cells, then benchmark the totals with what is left."""
    flat = step.design.matrix.reshape(-1, len(step.design.names))
    fit = fit_cells(flat, step.inner, step.prior)
    terms = _benchmark_terms(step.groups)
    loose = Prior(np.zeros(terms.shape[-1]), np.full(terms.shape[-1], step.shrinkage))
    benchmark = fit_cells(
        terms.reshape(-1, terms.shape[-1]),
        step.totals,
        loose,
        offset=flat @ fit.coefficients,
    )
    names = (*step.design.names, "benchmark", *[f"benchmark_{i}" for i in range(len(step.groups))])
    return IndicatorModel(
        step.name,
        names,
        np.concatenate([step.design.matrix, terms], axis=-1),
        fit,
        benchmark,
        step.inner,
    )


def _cells(
    masks: list[Array], shares: list[float], caution: list[bool], sample: Sample, weights: Array
) -> Cells:
    """Published cells with the people behind them and the errors of their respondents."""
    respondents = sample.respondents() * (weights / np.maximum(sample.people, 1e-12))
    published = np.array(shares)
    errors = cell_errors(
        published,
        np.array([(respondents * mask).sum() for mask in masks]),
        np.array(caution),
    )
    return Cells(
        np.stack([(weights * mask).ravel() for mask in masks]),
        np.clip(published, 1 - HIGHEST_SHARE, HIGHEST_SHARE),
        errors,
    )


def _mask(provinces: Flags, age: int | None = None, quartile: int | None = None) -> Array:
    """Which archetypes a cell covers, shape (13, 1, 112)."""
    cell = np.ones(len(CELLS), dtype=bool)
    if age is not None:
        cell &= age == _AGE
    if quartile is not None:
        cell &= quartile == _QUARTILE
    return (provinces[:, None, None] & cell[None, None, :]).astype(float)


def fit_use(
    sample: Sample,
    design: Design,
    prior: Prior,
    published: Array,
    quartiles: tuple[Array, Array],
    shrinkage: float = 0.05,
) -> IndicatorModel:
    """Fit Internet use by province and age, and by quartile as the identities give it.

    Parameters
    ----------
    sample : Sample
    design : Design
    prior : Prior
    published : array of float, shape (14, 5)
        See :func:`balise.survey.province_use`.
    quartiles : pair of arrays of float, shape (4,)
        Use by quartile of the nation and its standard error.
    shrinkage : float
        Standard deviation allowed to each benchmark, on the logit scale.
    """
    places = [place for place in range(len(PROVINCES)) if _SURVEYED[place]]
    one = [np.arange(len(PROVINCES)) == place for place in places]
    weights = sample.surveyed
    pairs = [
        (mask, age, published[place + 1, age + 1])
        for mask, place in zip(one, places, strict=True)
        for age in range(4)
        if not np.isnan(published[place + 1, age + 1])
    ]
    inner = _cells(
        [_mask(mask, age) for mask, age, _ in pairs],
        [share for _, _, share in pairs],
        [False] * len(pairs),
        sample,
        weights,
    )
    by_quartile = Cells(
        np.stack([(weights * _mask(_SURVEYED, None, q)).ravel() for q in range(4)]),
        quartiles[0],
        np.maximum(quartiles[1], 0.01),
    )
    known = [place for place in places if not np.isnan(published[place + 1, 0])]
    totals = _cells(
        [_mask(_SURVEYED), *[_mask(np.arange(len(PROVINCES)) == place) for place in known]],
        [published[0, 0], *[published[place + 1, 0] for place in known]],
        [False] * (1 + len(known)),
        sample,
        weights,
    )
    joined = Cells(
        *(
            np.concatenate([getattr(inner, part), getattr(by_quartile, part)])
            for part in ("weights", "shares", "errors")
        )
    )
    groups = [np.arange(len(PROVINCES)) == place for place in known]
    return _fit(_Step("internet_use", design, prior, joined, totals, groups, shrinkage))


def fit_services(
    name: str,
    sample: Sample,
    design: Design,
    prior: Prior,
    published: tuple[Array, Flags],
    use: Array | None = None,
    shrinkage: float = 0.05,
) -> IndicatorModel:
    """Fit one service of the table by age, income and region.

    Parameters
    ----------
    name : str
    sample, design, prior
        As in :func:`fit_use`.
    published : pair of arrays, shape (6, 5, 5)
        Shares and caution flags of the service; region, age and quartile with totals first.
    use : array of float, shape (13, 3, 112), optional
        Internet use by archetype, where the universe of the row is Internet users.
    shrinkage : float
        As in :func:`fit_use`.
    """
    shares, caution = published
    weights = sample.surveyed if use is None else sample.surveyed * use
    regions = [place == _REGION for place in range(len(REGIONS))]
    present = [
        region
        for region in range(len(REGIONS))
        if not np.isnan(shares[region + 1, 1:, 1:]).all()
    ]
    places = [
        (region, age, quartile)
        for region in present
        for age in range(4)
        for quartile in range(4)
        if not np.isnan(shares[region + 1, age + 1, quartile + 1])
    ]
    inner = _cells(
        [_mask(regions[region], age, quartile) for region, age, quartile in places],
        [shares[region + 1, age + 1, quartile + 1] for region, age, quartile in places],
        [caution[region + 1, age + 1, quartile + 1] for region, age, quartile in places],
        sample,
        weights,
    )
    totals = _cells(
        [_mask(_SURVEYED), *[_mask(regions[region]) for region in present]],
        [shares[0, 0, 0], *[shares[region + 1, 0, 0] for region in present]],
        [False] * (1 + len(present)),
        sample,
        weights,
    )
    groups = [regions[region] for region in present]
    return _fit(_Step(name, design, prior, inner, totals, groups, shrinkage))


