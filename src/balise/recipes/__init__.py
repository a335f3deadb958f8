"""One TOML file per published index: every choice, no code."""

from balise.recipes.choices import (
    AGGREGATIONS,
    Detour,
    Effect,
    Prior,
    Recipe,
    Sensitivity,
    Thresholds,
    Weights,
    Years,
)
from balise.recipes.expressions import VARIABLES, cells
from balise.recipes.groups import STANDARD_GROUPS, Group
from balise.recipes.reading import bundled_recipes, parse_recipe, read_recipe
from balise.recipes.regions import read_regions

__all__ = [
    "AGGREGATIONS",
    "STANDARD_GROUPS",
    "VARIABLES",
    "Detour",
    "Effect",
    "Group",
    "Prior",
    "Recipe",
    "Sensitivity",
    "Thresholds",
    "Weights",
    "Years",
    "bundled_recipes",
    "cells",
    "parse_recipe",
    "read_recipe",
    "read_regions",
]
