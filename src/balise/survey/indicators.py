"""Internet use, home access and online government services by person type.

Order matters: use first, then the tables whose universe is Internet users, weighted by
it. Each fit is followed by a benchmark with shrinkage: the level of the nation, of each
region (for use, of each province) and of each age and income quartile of the nation
moves toward its published figure as far as that figure's own sampling error warrants.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from balise.survey.cells import CellFit, Cells, Prior, fit_cells
from balise.survey.design import Design
from balise.survey.priors import apart_from_region
from balise.survey.published import REGIONS, SURVEY_AGES, SURVEYED
from balise.survey.sample import PublishedRow, Sample
from balise.vocabulary import AREA_TYPES, CELLS, PROVINCES, QUARTILES

__all__ = ["IndicatorModel", "fit_services", "fit_use"]

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_BENCHMARK_SPREAD: Final = 0.05
"""Standard deviation allowed to the benchmark of each place (declared) [logit]."""

_CELL_SPREAD: Final = 0.4
"""The same for the nation's cells by age and income, which pool all regions [logit]."""

_QUARTILE_ERROR: Final = 0.01
"""Smallest standard error of Internet use by quartile, which no table prints [share]."""


@dataclass(frozen=True, slots=True)
class IndicatorModel:
    """A fitted indicator.

    Attributes
    ----------
    name : str
        Code of the indicator.
    names : tuple of str
        Terms of the logit, then of the benchmark.
    matrix : array of float, shape (13, 3, 112, k + b)
        Values of the terms by archetype.
    fit, benchmark : CellFit
        Coefficients of the two.
    cells : Cells
        Inner cells the logit was fitted to.
    response : array of float, shape (k, 13)
        How the coefficients follow the centres of their province terms, which Internet
        use gives: its error is theirs too. Zero for Internet use itself.
    """

    name: str
    names: tuple[str, ...]
    matrix: Array
    fit: CellFit
    benchmark: CellFit
    cells: Cells
    response: Array

    @property
    def size(self) -> int:
        """Number of coefficients, those of the benchmark included."""
        return int(self.matrix.shape[-1])

    def rates(self) -> Array:
        """Predict the probability of every archetype, shape (13, 3, 112)."""
        values = np.concatenate([self.fit.coefficients, self.benchmark.coefficients])
        return np.asarray(expit(self.matrix @ values))

    def draw(self, normals: Array, centres: Array | None = None) -> Array:
        """Draw coefficients and benchmarks.

        Parameters
        ----------
        normals : array of float, shape (r, k + b)
            Standard normal deviates.
        centres : array of float, shape (r, 13), optional
            How far the centres of the province terms are off in each draw [logit].

        Returns
        -------
        array of float, shape (r, k + b)
            Coefficients of the logit, then of the benchmark.
        """
        k = len(self.fit.coefficients)
        one = np.linalg.cholesky(self.fit.covariance)
        two = np.linalg.cholesky(self.benchmark.covariance)
        moved = 0.0 if centres is None else centres @ self.response.T
        return np.concatenate(
            [
                self.fit.coefficients + normals[:, :k] @ one.T + moved,
                self.benchmark.coefficients + normals[:, k:] @ two.T,
            ],
            axis=1,
        )

    def province_draws(self, values: Array) -> Array:
        """Set provinces apart from their region in draws of coefficients, shape (r, 13)."""
        places = self._province_terms()
        off = values[:, places] - self.fit.coefficients[places]
        return np.asarray(off @ apart_from_region().T)

    def _province_terms(self) -> npt.NDArray[np.int64]:
        return np.flatnonzero([name.startswith("province[") for name in self.names])

    def predict(self, values: Array) -> Array:
        """Predict probabilities of every archetype under some draws.

        Parameters
        ----------
        values : array of float, shape (r, k + b)
            See :meth:`draw`.

        Returns
        -------
        array of float, shape (r, 13, 3, 112)
            Probabilities by draw and archetype.
        """
        flat = self.matrix.reshape(-1, self.matrix.shape[-1])
        return np.asarray(expit(values @ flat.T).reshape(len(values), *self.matrix.shape[:3]))


def fit_use(
    sample: Sample,
    design: Design,
    prior: Prior,
    published: Array,
    quartiles: tuple[Array, Array],
) -> IndicatorModel:
    """Fit Internet use by province and age, and by quartile as the identities give it.

    Parameters
    ----------
    sample : Sample
        People aged 16 and over; those of 15 are taken to behave as those of 16.
    design : Design
        Terms of the logit.
    prior : Prior
        Of its coefficients [logit].
    published : array of float, shape (14, 5)
        See :func:`balise.survey.province_use` [share]; NaN is left out.
    quartiles : pair of arrays of float, shape (4,)
        Use by quartile of the nation and its standard error [share].

    Returns
    -------
    IndicatorModel
        Benchmarked to the nation and to each province.

    Raises
    ------
    SurveyError
        If the published cells cannot be fitted: see :func:`balise.survey.fit_cells`.
    """
    places = np.flatnonzero(SURVEYED).tolist()
    inner = [
        PublishedRow(
            PROVINCES[place].abbreviation, _only(place), published[place + 1, age + 1], age
        )
        for place in places
        for age in range(len(SURVEY_AGES))
        if not np.isnan(published[place + 1, age + 1])
    ]
    totals = [
        PublishedRow("canada", SURVEYED, published[0, 0]),
        *[
            PublishedRow(PROVINCES[place].abbreviation, _only(place), published[place + 1, 0])
            for place in places
            if not np.isnan(published[place + 1, 0])
        ],
    ]
    of_nation = [
        PublishedRow("canada", SURVEYED, share, quartile=place)
        for place, share in enumerate(quartiles[0])
    ]
    by_quartile = Cells(
        sample.cells(of_nation).weights, quartiles[0], np.maximum(quartiles[1], _QUARTILE_ERROR)
    )
    cells = sample.cells(inner).join(by_quartile)
    return _fit(
        "internet_use", (design, prior), cells, (totals, sample.cells(totals)), follows=False
    )


def fit_services(
    name: str,
    sample: Sample,
    design: Design,
    prior: Prior,
    published: tuple[Array, Flags],
    use: Array | None = None,
) -> IndicatorModel:
    """Fit one service of the table by age, income and region.

    Parameters
    ----------
    name : str
        Code of the service.
    sample, design, prior
        As in :func:`fit_use`.
    published : pair of arrays, shape (6, 5, 5)
        Shares and caution flags of the service; region, age and quartile with totals
        first [share]. NaN, and regions without any inner cell, are left out.
    use : array of float, shape (13, 3, 112), optional
        Internet use by archetype, where the universe of the row is Internet users.

    Returns
    -------
    IndicatorModel
        Benchmarked to the nation, to its cells by age and quartile, and to each region.

    Raises
    ------
    SurveyError
        If the published cells cannot be fitted: see :func:`balise.survey.fit_cells`.
    """
    shares, caution = published
    members = {
        region: np.array([each.region == region for each in PROVINCES]) for region in REGIONS
    }
    known = ~np.isnan(shares[1:, 1:, 1:])
    inner = [
        PublishedRow(
            REGIONS[region],
            members[REGIONS[region]],
            shares[region + 1, age + 1, quartile + 1],
            age,
            quartile,
            bool(caution[region + 1, age + 1, quartile + 1]),
        )
        for region in range(len(REGIONS))
        for age in range(len(SURVEY_AGES))
        for quartile in range(len(QUARTILES))
        if known[region, age, quartile]
    ]
    totals = [
        PublishedRow("canada", SURVEYED, shares[0, 0, 0]),
        *[
            PublishedRow("canada", SURVEYED, shares[0, age + 1, quartile + 1], age, quartile)
            for age in range(len(SURVEY_AGES))
            for quartile in range(len(QUARTILES))
            if not np.isnan(shares[0, age + 1, quartile + 1])
        ],
        *[
            PublishedRow(region, members[region], shares[place + 1, 0, 0])
            for place, region in enumerate(REGIONS)
            if known[place].any()
        ],
    ]
    cells = sample.cells(inner, use)
    return _fit(name, (design, prior), cells, (totals, sample.cells(totals, use)), follows=True)


def _only(place: int) -> Flags:
    """Flag one province, shape (13,)."""
    return np.asarray(np.arange(len(PROVINCES)) == place)


def _fit(
    name: str,
    terms: tuple[Design, Prior],
    inner: Cells,
    totals: tuple[list[PublishedRow], Cells],
    *,
    follows: bool,
) -> IndicatorModel:
    """Fit the inner cells, then benchmark the totals with what is left."""
    design, prior = terms
    flat = design.matrix.reshape(-1, len(design.names))
    fit = fit_cells(flat, inner, prior)
    rows, total_cells = totals
    levels = _benchmark_terms(rows)
    count = levels.shape[-1]
    spread = [_BENCHMARK_SPREAD if row.age is None else _CELL_SPREAD for row in rows]
    benchmark = fit_cells(
        levels.reshape(-1, count),
        total_cells,
        Prior(np.zeros(count), np.array(spread)),
        offset=flat @ fit.coefficients,
    )
    return IndicatorModel(
        name,
        (*design.names, *[f"benchmark[{row.label}]" for row in rows]),
        np.concatenate([design.matrix, levels], axis=-1),
        fit,
        benchmark,
        inner,
        _response(design, prior, fit) if follows else np.zeros((len(design.names), len(PROVINCES))),
    )


def _response(design: Design, prior: Prior, fit: CellFit) -> Array:
    """Derive the coefficients in the centres of their province terms, shape (k, 13)."""
    places = np.flatnonzero([kind == "province" for kind in design.kinds])
    return np.asarray(fit.covariance[:, places] * prior.deviations[places] ** -2.0)


def _benchmark_terms(totals: list[PublishedRow]) -> Array:
    """Lay out the nation, its cells and each other place as terms, shape (13, 3, 112, b)."""
    everywhere = np.ones(len(PROVINCES), dtype=bool)
    masks = [
        (replace(row, provinces=everywhere) if row.place == "canada" else row).mask()
        for row in totals
    ]
    terms = np.stack(masks, axis=-1)
    return np.broadcast_to(terms, (len(PROVINCES), len(AREA_TYPES), len(CELLS), len(masks)))
