"""What the models say of figures they have not seen.

Internet use of a later year from that of the fit and the national figures of the later
year by age; and the cells of a region, or of one age of it, from all others. Both are
set beside the simplest guess: the national figure for everybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import expit, logit

from balise.survey.behaviour import Behaviour, BehaviourTables
from balise.survey.cells import CellFit, predict_cells
from balise.survey.design import make_design
from balise.survey.indicators import fit_services
from balise.survey.priors import choose_prior, make_prior
from balise.survey.published import (
    REGIONS,
    SERVICES,
    SURVEY_AGE_OF_BAND,
    SURVEY_AGES,
    SURVEYED,
    province_use,
)
from balise.survey.sample import PublishedRow, Sample
from balise.vocabulary import CELLS, PROVINCES, QUARTILES, SurveyError, nearest

__all__ = ["LeftOut", "RollForward", "leave_out", "roll_forward"]

Array = npt.NDArray[np.float64]

_AGE: Final = SURVEY_AGE_OF_BAND[np.array([cell.age for cell in CELLS])]


@dataclass(frozen=True, slots=True)
class RollForward:
    """Internet use of a later year by province, in all and at 65 and over.

    Attributes
    ----------
    year : int
        Cycle of the survey.
    published, predicted, national : array of float, shape (10,)
        All ages by province: published, predicted, and the national figure [share].
    published_65plus, predicted_65plus, national_65plus : array of float, shape (10,)
        The same of people aged 65 and over [share].
    """

    year: int
    published: Array
    predicted: Array
    national: Array
    published_65plus: Array
    predicted_65plus: Array
    national_65plus: Array

    @property
    def rmse_total(self) -> float:
        """Root mean square error of the predictions, all ages [share]."""
        return _rmse(self.predicted, self.published)

    @property
    def national_rmse_total(self) -> float:
        """Root mean square error of the national figure, all ages [share]."""
        return _rmse(self.national, self.published)

    @property
    def rmse_65plus(self) -> float:
        """Root mean square error of the predictions at 65 and over [share]."""
        return _rmse(self.predicted_65plus, self.published_65plus)

    @property
    def national_rmse_65plus(self) -> float:
        """Root mean square error of the national figure at 65 and over [share]."""
        return _rmse(self.national_65plus, self.published_65plus)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Cells of a table predicted without them.

    Attributes
    ----------
    service, region : str
        Whose cells were left out.
    cells : DataFrame
        ``low, high, quartile`` (1 to 4), then ``published, predicted, national`` [share].
    """

    service: str
    region: str
    cells: pl.DataFrame

    @property
    def rmse_model(self) -> float:
        """Root mean square error of the model [share]."""
        return _rmse(self.cells["predicted"].to_numpy(), self.cells["published"].to_numpy())

    @property
    def rmse_national(self) -> float:
        """Root mean square error of the national cells of same age and quartile [share]."""
        return _rmse(self.cells["national"].to_numpy(), self.cells["published"].to_numpy())


def _rmse(guesses: Array, published: Array) -> float:
    """Root mean square error over what is published."""
    return float(np.sqrt(np.nanmean((guesses - published) ** 2)))


def roll_forward(
    behaviour: Behaviour, people: Array, internet_use: pl.DataFrame, year: int
) -> RollForward:
    """Predict Internet use of a later year from its national figures by age alone.

    Each survey age takes one shift on the logit scale, the same everywhere, at which the
    ten provinces together meet the national figure of the year.

    Parameters
    ----------
    behaviour : Behaviour
        Fitted to another year.
    people : array of float, shape (13, 3, 112)
        People aged 16 and over by archetype [people].
    internet_use : DataFrame
        ``year, pruid, low, high, share``: the later year's figures by province are only
        compared with.
    year : int
        Cycle of the survey.

    Returns
    -------
    RollForward
        Provinces in the order of their codes.

    Raises
    ------
    SurveyError
        If the table lacks the year.
    """
    published = province_use(internet_use, year)
    surveyed = Sample(people).surveyed
    rates = _shifted(behaviour.use.rates(), surveyed, published[0, 1:])
    ages = range(len(SURVEY_AGES))
    provinces = [
        PublishedRow(each.abbreviation, np.arange(len(PROVINCES)) == place, np.nan)
        for place, each in enumerate(PROVINCES)
        if not each.territory
    ]
    masks = np.stack([(row.mask() * surveyed).ravel() for row in provinces])
    senior = np.broadcast_to(ages[-1] == _AGE, surveyed.shape).ravel()
    own = published[1:][SURVEYED]
    return RollForward(
        year,
        own[:, 0],
        predict_cells(masks, rates.ravel()),
        np.full(len(own), published[0, 0]),
        own[:, -1],
        predict_cells(masks * senior, rates.ravel()),
        np.full(len(own), published[0, -1]),
    )


def _shifted(rates: Array, people: Array, national: Array) -> Array:
    """Shift rates of each survey age on the logit scale until they meet its figure."""
    answer = rates.copy()
    for age, wanted in enumerate(national):
        inside = age == _AGE
        levels, weights = logit(rates[..., inside]), people[..., inside]
        low, high = -10.0, 10.0
        for _ in range(60):
            shift = (low + high) / 2
            found = float((weights * expit(levels + shift)).sum() / weights.sum())
            low, high = (shift, high) if found < wanted else (low, shift)
        answer[..., inside] = expit(levels + shift)
    return answer


def leave_out(
    tables: BehaviourTables,
    archetypes: Array,
    priors: Mapping[str, Mapping[str, tuple[float, float]]],
    use_rates: Array | None,
    left: tuple[str, str, int | None],
    use: CellFit | None = None,
) -> LeftOut:
    """Predict the cells of a region, or of one age of it, from all the others.

    The figures of the nation stay. They hold the people of the region too, in the model
    and in the national cells it is compared with alike.

    Parameters
    ----------
    tables : BehaviourTables
        What is published.
    archetypes : array of float, shape (13, 3, 112)
        People aged 16 and over [people].
    priors : mapping
        Model -> kind of term -> (mean, standard deviation) [logit].
    use_rates : array of float, shape (13, 3, 112), optional
        Internet use by archetype, where the universe of the service is Internet users.
    left : tuple of service, region and survey age
        What is left out. Age 0 to 3 leaves out that row of inner cells and keeps the
        total of the region; None leaves out all the region, total included.
    use : CellFit, optional
        Internet use: see :func:`make_prior`.

    Returns
    -------
    LeftOut
        One row for each inner cell that was left out.

    Raises
    ------
    SurveyError
        If the survey has no such service, region or age, or no published cell there.
    """
    service, region, age = left
    place, row = _find(service, SERVICES, "service"), _find(region, REGIONS, "region")
    ages = list(range(len(SURVEY_AGES))) if age is None else [age]
    shares = tables.services[:, place].copy()
    published, nation = shares[row + 1], shares[0]
    hidden = [
        (one, quartile)
        for one in ages
        for quartile in range(len(QUARTILES))
        if 0 <= one < len(SURVEY_AGES)
        and not np.isnan(published[one + 1, quartile + 1] + nation[one + 1, quartile + 1])
    ]
    if not hidden:
        raise SurveyError(
            f"Leaving out {service}, {region}, age {age}: no published cell is there. "
            f"Expected a survey age from 0 to {len(SURVEY_AGES) - 1} with published cells. "
            "Choose another age, or None for all of them."
        )
    known = shares[row + 1].copy()
    shares[row + 1] = np.nan
    if age is not None:
        shares[row + 1] = known
        shares[row + 1, age + 1] = np.nan
    design, sample = make_design(), Sample(archetypes)
    prior = make_prior(design, choose_prior(priors, service), use)
    model = fit_services(
        service, sample, design, prior, (shares, tables.caution[:, place]), use_rates
    )
    inside = np.array([each.region == region for each in PROVINCES])
    rows = [PublishedRow(region, inside, known[a + 1, q + 1], a, q) for a, q in hidden]
    predicted = predict_cells(sample.cells(rows, use_rates).weights, model.rates().ravel())
    table = pl.DataFrame(
        {
            "low": [SURVEY_AGES[a][0] for a, _ in hidden],
            "high": [SURVEY_AGES[a][1] for a, _ in hidden],
            "quartile": [q + 1 for _, q in hidden],
            "published": [float(known[a + 1, q + 1]) for a, q in hidden],
            "predicted": predicted,
            "national": [float(nation[a + 1, q + 1]) for a, q in hidden],
        },
        schema_overrides={"high": pl.Int64},
    )
    return LeftOut(service, region, table)


def _find(name: str, known: tuple[str, ...], what: str) -> int:
    """Find a service or region, or offer the nearest."""
    if name not in known:
        raise SurveyError(
            f"Leaving out the {what} {name!r}: the survey has none of that name. "
            f"Expected one of its {len(known)}. {nearest(name, known)}"
        )
    return known.index(name)
