"""One TOML file per published index: every choice, no code."""

from balise.recipes.adapting import new_recipe
from balise.recipes.choices import (
    AGGREGATIONS,
    Detour,
    Effect,
    Floating,
    Network,
    Prior,
    Recipe,
    Sensitivity,
    Speed,
    Thresholds,
    Weights,
    Years,
)
from balise.recipes.expressions import VARIABLES, cells
from balise.recipes.groups import STANDARD_GROUPS, Group
from balise.recipes.places import Place, find_place
from balise.recipes.reading import bundled_recipes, parse_recipe, read_recipe
from balise.recipes.record import recipe_record
from balise.recipes.regions import read_regions
from balise.recipes.seeds import Coding, SeedFile, read_seed, seed_record

__all__ = [
    "AGGREGATIONS",
    "STANDARD_GROUPS",
    "VARIABLES",
    "Coding",
    "Detour",
    "Effect",
    "Floating",
    "Group",
    "Network",
    "Place",
    "Prior",
    "Recipe",
    "SeedFile",
    "Sensitivity",
    "Speed",
    "Thresholds",
    "Weights",
    "Years",
    "bundled_recipes",
    "cells",
    "find_place",
    "new_recipe",
    "parse_recipe",
    "read_recipe",
    "read_regions",
    "read_seed",
    "recipe_record",
    "seed_record",
]
