"""All that is modelled of behaviour: four indicators by type of person and place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import expit, logit

from balise.survey.design import make_design
from balise.survey.indicators import IndicatorModel, fit_services, fit_use
from balise.survey.priors import choose_prior, make_prior
from balise.survey.published import (
    OF_PERSONS,
    REGIONS,
    SERVICES,
    SURVEY_AGES,
    SURVEYED,
    province_use,
    service_table,
    survey_people,
)
from balise.survey.sample import Sample
from balise.survey.skills import SkillsModel, SkillsPriors, fit_skills
from balise.survey.universes import IncomeQuartiles, income_quartiles
from balise.vocabulary import PROVINCES, SurveyError, nearest

__all__ = [
    "Behaviour",
    "BehaviourTables",
    "Priors",
    "behaviour_tables",
    "fit_behaviour",
    "region_quartiles",
]

Array = npt.NDArray[np.float64]
Priors = Mapping[str, Mapping[str, tuple[float, float]]]

_ANCHORS: Final = ("nonusers_or_basic_total", "nonusers_or_basic_65plus")
_EDUCATIONS: Final = ("secondary_or_less", "college", "bachelor")


@dataclass(frozen=True, slots=True)
class BehaviourTables:
    """The published tables of behaviour as arrays.

    Attributes
    ----------
    use : array of float, shape (14, 5)
        Internet use by province and age, totals first: see :func:`province_use` [share].
    services : array of float, shape (6, 8, 5, 5)
        By region, service, age and quartile, totals first; NaN where suppressed [share].
    caution : array of bool, same shape
        Cells of it to be used with caution.
    activities : array of float, shape (14, 4, 3)
        Internet users who do each activity, by survey age and education [share].
    anchors : array of float, shape (2,)
        Non-users or basic users: all, and 65 and over [share].
    """

    use: Array
    services: Array
    caution: npt.NDArray[np.bool_]
    activities: Array
    anchors: Array


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Fitted models of the four indicators, and of smartphones as a check.

    Attributes
    ----------
    use, home, services, smartphone : IndicatorModel
        Internet use and home access of persons; government services online and
        smartphones of Internet users.
    skills : SkillsModel
        Basic digital skills of Internet users.
    quartiles : IncomeQuartiles
        Household income by age in the nation.
    """

    use: IndicatorModel
    home: IndicatorModel
    services: IndicatorModel
    smartphone: IndicatorModel
    skills: SkillsModel
    quartiles: IncomeQuartiles

    def models(self) -> Mapping[str, IndicatorModel]:
        """Name the logits by indicator."""
        return {
            "internet_use": self.use,
            "home_access": self.home,
            "government_services": self.services,
        }

    def rates(self) -> tuple[Array, Array, Array, Array]:
        """Predict use, home access, government services, skills; shape (13, 3, 112) each."""
        shape = self.use.matrix.shape[:3]
        skills = np.broadcast_to(self.skills.rates(), shape)
        return self.use.rates(), self.home.rates(), self.services.rates(), skills

    def draw(
        self,
        draws: int,
        rng: np.random.Generator,
        skills_rng: np.random.Generator,
        province_spread: npt.ArrayLike,
    ) -> tuple[Array, Array, Array, Array]:
        """Predict the same under draws, shape (r, 13, 3, 112) each.

        Parameters
        ----------
        draws : int
            How many, ``r``.
        rng, skills_rng : Generator
            Streams of the coefficients and of the skills.
        province_spread : float or array of float, shape (13,)
            Standard deviation of what is particular to a province in basic skills, on
            the logit scale; no table gives skills by province.
        """
        use, *others = self.models().values()
        drawn = use.draw(rng.standard_normal((draws, use.size)))
        centres = use.province_draws(drawn)
        parts = [use.predict(drawn)]
        for model in others:
            normals = rng.standard_normal((draws, model.size))
            parts.append(model.predict(model.draw(normals, centres)))
        skills = self.skills.draw(skills_rng.standard_normal((draws, self.skills.size)), parts[0])
        normals = skills_rng.standard_normal((draws, len(PROVINCES)))
        shift = np.asarray(province_spread) * normals
        inside = logit(np.clip(skills, 1e-9, 1 - 1e-9))
        by_place = expit(inside[:, None, :] + shift[:, :, None])[:, :, None, :]
        shape = (draws, *self.use.matrix.shape[:3])
        return parts[0], parts[1], parts[2], np.broadcast_to(by_place, shape)


def behaviour_tables(
    internet_use: pl.DataFrame,
    services: pl.DataFrame,
    skills: pl.DataFrame,
    statements: Mapping[str, float],
    year: int,
) -> BehaviourTables:
    """Lay the published tables of behaviour out as arrays.

    Parameters
    ----------
    internet_use, services, skills : DataFrame
        As :mod:`balise.sources` reads them.
    statements : mapping of str to float
        Published statements by key; two are anchors.
    year : int
        Cycle of Internet use.

    Returns
    -------
    BehaviourTables
        Activities in alphabetical order.

    Raises
    ------
    SurveyError
        If an anchor is not among the statements, or a table lacks the year or has a row
        that has no place in it.
    """
    missing = [key for key in _ANCHORS if key not in statements]
    if missing:
        raise SurveyError(
            f"Published statements: {missing[0]!r} is not there. "
            f"Expected both anchors of basic skills, {' and '.join(_ANCHORS)}. "
            f"{nearest(missing[0], statements)}"
        )
    shares, caution = service_table(services)
    names = skills["activity"].unique().sort().to_list()
    activities = np.full((len(names), len(SURVEY_AGES), len(_EDUCATIONS)), np.nan)
    for row in skills.iter_rows(named=True):
        band = (row["low"], row["high"])
        if band in SURVEY_AGES and row["education"] in _EDUCATIONS and row["share"] is not None:
            place = (
                names.index(row["activity"]),
                SURVEY_AGES.index(band),
                _EDUCATIONS.index(row["education"]),
            )
            activities[place] = row["share"]
    return BehaviourTables(
        use=province_use(internet_use, year),
        services=shares,
        caution=caution,
        activities=activities,
        anchors=np.array([statements[key] for key in _ANCHORS]),
    )


def region_quartiles(tables: BehaviourTables, people: Array) -> dict[str, IncomeQuartiles]:
    """Recover household income quartiles by age, of the nation and of each region.

    Parameters
    ----------
    tables : BehaviourTables
        Services and Internet use: see :func:`balise.survey.income_quartiles`.
    people : array of float, shape (13, 4)
        People by province and survey age [people].

    Returns
    -------
    dict of str to IncomeQuartiles
        ``canada``, then by region.
    """
    nation = _nation_quartiles(tables, people)
    answer = {"canada": nation}
    for row, region in enumerate(REGIONS):
        inside = [place for place, each in enumerate(PROVINCES) if each.region == region]
        counts = people[inside]
        use = (counts * tables.use[1:][inside, 1:]).sum(axis=0) / counts.sum(axis=0)
        ages = counts.sum(axis=0)
        answer[region] = income_quartiles(
            tables.services[row + 1], OF_PERSONS, ages / ages.sum(), use, nation
        )
    return answer


def _nation_quartiles(tables: BehaviourTables, people: Array) -> IncomeQuartiles:
    """Recover the quartiles of the ten provinces together."""
    ages = people[SURVEYED].sum(axis=0)
    return income_quartiles(tables.services[0], OF_PERSONS, ages / ages.sum(), tables.use[0, 1:])


def fit_behaviour(
    tables: BehaviourTables, archetypes: Array, priors: Priors, skills: SkillsPriors
) -> Behaviour:
    """Fit all models of behaviour to the people of the country.

    Parameters
    ----------
    tables : BehaviourTables
        What is published.
    archetypes : array of float, shape (13, 3, 112)
        People aged 16 and over [people].
    priors : mapping
        Model -> kind of term -> (mean, standard deviation) [logit].
    skills : SkillsPriors
        What no table says of skills.

    Raises
    ------
    SurveyError
        If people or published cells cannot be fitted, or both anchors cannot hold.
    RecipeError
        If the priors and the terms of a model differ.
    """
    design = make_design()
    sample = Sample(archetypes)
    nation = _nation_quartiles(tables, survey_people(sample.surveyed))
    use = fit_use(
        sample,
        design,
        make_prior(design, choose_prior(priors, "internet_use")),
        tables.use,
        (nation.use_by_quartile, nation.use_errors),
    )
    rates = use.rates()

    def service(name: str) -> IndicatorModel:
        place = SERVICES.index(name)
        return fit_services(
            name,
            sample,
            design,
            make_prior(design, choose_prior(priors, name), use.fit),
            (tables.services[:, place], tables.caution[:, place]),
            None if OF_PERSONS[place] else rates,
        )

    return Behaviour(
        use=use,
        home=service("home_access"),
        services=service("government_services"),
        smartphone=service("smartphone"),
        skills=fit_skills(tables.activities, sample.surveyed, rates, tables.anchors, skills),
        quartiles=nation,
    )
