"""Models of behaviour from published tables, and from weighted respondents."""

from balise.survey.behaviour import (
    Behaviour,
    BehaviourTables,
    behaviour_tables,
    fit_behaviour,
    region_quartiles,
)
from balise.survey.cells import CellFit, Cells, Prior, fit_cells, predict_cells
from balise.survey.coverage import Coverage, coverage_table
from balise.survey.design import Design, make_design
from balise.survey.indicators import IndicatorModel, fit_services, fit_use
from balise.survey.leave_out import LeftOut, RollForward, leave_out, roll_forward
from balise.survey.logit import fit_logit
from balise.survey.priors import make_prior
from balise.survey.published import (
    OF_PERSONS,
    REGIONS,
    SERVICES,
    SURVEY_AGES,
    cell_errors,
    outside_surveys,
    province_use,
    published_people,
    survey_people,
)
from balise.survey.sample import PublishedRow, Sample
from balise.survey.skills import SkillsModel, SkillsPriors, Trait, fit_skills, fit_trait
from balise.survey.universes import (
    IncomeQuartiles,
    UniverseTest,
    income_quartiles,
    universe_test,
)

__all__ = [
    "OF_PERSONS",
    "REGIONS",
    "SERVICES",
    "SURVEY_AGES",
    "Behaviour",
    "BehaviourTables",
    "CellFit",
    "Cells",
    "Coverage",
    "Design",
    "IncomeQuartiles",
    "IndicatorModel",
    "LeftOut",
    "Prior",
    "PublishedRow",
    "RollForward",
    "Sample",
    "SkillsModel",
    "SkillsPriors",
    "Trait",
    "UniverseTest",
    "behaviour_tables",
    "cell_errors",
    "coverage_table",
    "fit_behaviour",
    "fit_cells",
    "fit_logit",
    "fit_services",
    "fit_skills",
    "fit_trait",
    "fit_use",
    "income_quartiles",
    "leave_out",
    "make_design",
    "make_prior",
    "outside_surveys",
    "predict_cells",
    "province_use",
    "published_people",
    "region_quartiles",
    "roll_forward",
    "survey_people",
    "universe_test",
]
