"""All that is modelled of behaviour: four indicators by type of person and place."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import expit, logit

from balise.survey.design import make_design
from balise.survey.indicators import (
    IndicatorModel,
    Sample,
    fit_services,
    fit_use,
    make_prior,
)
from balise.survey.published import (
    REGIONS,
    SERVICES,
    SURVEY_AGES,
    province_use,
    service_table,
    survey_people,
)
from balise.survey.skills import SkillsModel, SkillsPriors, fit_skills
from balise.survey.universes import IncomeQuartiles, income_quartiles
from balise.vocabulary import PROVINCES

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


@dataclass(frozen=True, slots=True)
class BehaviourTables:
    """The published tables of behaviour as arrays.

    Attributes
    ----------
    use : array of float, shape (14, 5)
        See :func:`province_use`.
    services : array of float, shape (6, 8, 5, 5)
    caution : array of bool, same shape
        See :func:`service_table`.
    activities : array of float, shape (14, 4, 3)
        Digital skills by survey age and education.
    anchors : array of float, shape (2,)
        Non-users or basic users: all, and 65 and over.
    """

    use: Array
    services: Array
    caution: npt.NDArray[np.bool_]
    activities: Array
    anchors: Array


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Fitted models of the four indicators, and of smartphones as a check."""

    use: IndicatorModel
    home: IndicatorModel
    services: IndicatorModel
    smartphone: IndicatorModel
    skills: SkillsModel
    quartiles: IncomeQuartiles

    def models(self) -> Mapping[str, IndicatorModel]:
        """The logits by indicator."""
        return {
            "internet_use": self.use,
            "home_access": self.home,
            "government_services": self.services,
        }

    def rates(self) -> tuple[Array, Array, Array, Array]:
        """Use, home access, government services, basic skills; shape (13, 3, 112) each."""
        shape = self.use.matrix.shape[:3]
        skills = np.broadcast_to(self.skills.rates(), shape)
        return self.use.rates(), self.home.rates(), self.services.rates(), skills

    def draw(
        self,
        draws: int,
        rng: np.random.Generator,
        skills_rng: np.random.Generator,
        province_spread: float,
    ) -> tuple[Array, Array, Array, Array]:
        """The same under draws, shape (r, 13, 3, 112) each.

        Parameters
        ----------
        draws : int
        rng, skills_rng : Generator
            Streams of the coefficients and of the skills.
        province_spread : float
            Standard deviation of what is particular to a province in basic skills, on
            the logit scale; no table gives skills by province.
        """
        parts = [
            model.draw(rng.standard_normal((draws, model.size))) for model in self.models().values()
        ]
        skills = self.skills.draw(skills_rng.standard_normal((draws, self.skills.size)), parts[0])
        shift = province_spread * skills_rng.standard_normal((draws, len(PROVINCES)))
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
    """
    shares, caution = service_table(services)
    educations = ("secondary_or_less", "college", "bachelor")
    names = skills["activity"].unique().sort().to_list()
    activities = np.full((len(names), len(SURVEY_AGES), len(educations)), np.nan)
    for row in skills.iter_rows(named=True):
        band = (row["low"], row["high"])
        if band in SURVEY_AGES and row["education"] in educations and row["share"] is not None:
            place = (
                names.index(row["activity"]),
                SURVEY_AGES.index(band),
                educations.index(row["education"]),
            )
            activities[place] = row["share"]
    return BehaviourTables(
        use=province_use(internet_use, year),
        services=shares,
        caution=caution,
        activities=activities,
        anchors=np.array(
            [statements["nonusers_or_basic_total"], statements["nonusers_or_basic_65plus"]]
        ),
    )


def region_quartiles(tables: BehaviourTables, people: Array) -> dict[str, IncomeQuartiles]:
    """Household income quartiles by age, of the nation and of each region.

    Parameters
    ----------
    tables : BehaviourTables
    people : array of float, shape (13, 4)
        People by province and survey age.
    """
    of_persons = np.array([name == "home_access" for name in SERVICES])
    surveyed = [place for place, each in enumerate(PROVINCES) if not each.territory]
    total = people[surveyed].sum(axis=0)
    nation = income_quartiles(
        tables.services[0], of_persons, total / total.sum(), tables.use[0, 1:]
    )
    answer = {"canada": nation}
    for row, region in enumerate(REGIONS):
        inside = [place for place, each in enumerate(PROVINCES) if each.region == region]
        counts = people[inside]
        use = (counts * tables.use[1:][inside, 1:]).sum(axis=0) / counts.sum(axis=0)
        ages = counts.sum(axis=0)
        answer[region] = income_quartiles(
            tables.services[row + 1], of_persons, ages / ages.sum(), use, nation
        )
    return answer


def fit_behaviour(
    tables: BehaviourTables, archetypes: Array, priors: Priors, skills: SkillsPriors
) -> Behaviour:
    """Fit all models of behaviour to the people of the country.

    Parameters
    ----------
    tables : BehaviourTables
    archetypes : array of float, shape (13, 3, 112)
        People aged 16 and over.
    priors : mapping
        Model -> kind of term -> (mean, standard deviation).
    skills : SkillsPriors
    """
    design = make_design()
    sample = Sample(archetypes)
    people = survey_people(sample.surveyed)
    total = people.sum(axis=0)
    of_persons = np.array([name == "home_access" for name in SERVICES])
    nation = income_quartiles(
        tables.services[0], of_persons, total / total.sum(), tables.use[0, 1:]
    )
    use = fit_use(
        sample,
        design,
        make_prior(design, priors["internet_use"]),
        tables.use,
        (nation.use_by_quartile, nation.use_errors),
    )

    def service(name: str, weights: Array | None) -> IndicatorModel:
        place = SERVICES.index(name)
        return fit_services(
            name,
            sample,
            design,
            make_prior(design, priors[name], use.fit),
            (tables.services[:, place], tables.caution[:, place]),
            weights,
        )

    rates = use.rates()
    return Behaviour(
        use=use,
        home=service("home_access", None),
        services=service("government_services", rates),
        smartphone=service("smartphone", rates),
        skills=fit_skills(tables.activities, sample.surveyed, rates, tables.anchors, skills),
        quartiles=nation,
    )
