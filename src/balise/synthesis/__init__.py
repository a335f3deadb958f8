"""Synthetic people: a seed for each province, fitted to the margins of each area."""

from balise.synthesis.areas import TiltChoices, TiltFit, fit_areas
from balise.synthesis.category_counts import (
    CategoryCounts,
    margins_of_cells,
    read_category_counts,
)
from balise.synthesis.category_margins import CategoryMargin, CategoryMargins
from balise.synthesis.cells import FEATURES, SeedCells, seed_cells
from balise.synthesis.classes import Classes, collapse
from balise.synthesis.dual import Tilts, solve_duals
from balise.synthesis.fitting import BLOCK, AreaMargins, fit_tilts, in_blocks
from balise.synthesis.integers import draw_integers, whole_totals
from balise.synthesis.margins import PRICE, IncomeLink, area_margins, fit_income_link
from balise.synthesis.merging import FEWEST
from balise.synthesis.microdata import SeedTypes, TypeCells, seed_types, type_cells
from balise.synthesis.people import (
    FitChoices,
    People,
    ProvincePeople,
    area_moments,
    compositions,
    fit_people,
    fit_province,
)
from balise.synthesis.provinces import (
    division_areas,
    province_counts,
    province_incomes,
    province_quartiles,
)
from balise.synthesis.raking import FLAGS, RakingChoices, RakingFit, rake_areas
from balise.synthesis.respondents import Respondents, read_respondents
from balise.synthesis.seed import ProvinceCounts, Seed, make_seed, rake
from balise.synthesis.starts import CLASSES, SEED_VARIABLES, CodedRespondents, province_starts
from balise.synthesis.tilting import class_moments, class_shares, feature_tilts, moments

__all__ = [
    "BLOCK",
    "CLASSES",
    "FEATURES",
    "FEWEST",
    "FLAGS",
    "PRICE",
    "SEED_VARIABLES",
    "AreaMargins",
    "CategoryCounts",
    "CategoryMargin",
    "CategoryMargins",
    "Classes",
    "CodedRespondents",
    "FitChoices",
    "IncomeLink",
    "People",
    "ProvinceCounts",
    "ProvincePeople",
    "RakingChoices",
    "RakingFit",
    "Respondents",
    "Seed",
    "SeedCells",
    "SeedTypes",
    "TiltChoices",
    "TiltFit",
    "Tilts",
    "TypeCells",
    "area_margins",
    "area_moments",
    "class_moments",
    "class_shares",
    "collapse",
    "compositions",
    "division_areas",
    "draw_integers",
    "feature_tilts",
    "fit_areas",
    "fit_income_link",
    "fit_people",
    "fit_province",
    "fit_tilts",
    "in_blocks",
    "make_seed",
    "margins_of_cells",
    "moments",
    "province_counts",
    "province_incomes",
    "province_quartiles",
    "province_starts",
    "rake",
    "rake_areas",
    "read_category_counts",
    "read_respondents",
    "seed_cells",
    "seed_types",
    "solve_duals",
    "type_cells",
    "whole_totals",
]
