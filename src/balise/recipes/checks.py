"""Choices that are well written but cannot be followed, refused one by one."""

import dataclasses
import re
from collections.abc import Callable, Iterable

from balise.recipes.choices import (
    AGGREGATIONS,
    BASES,
    COUNTRY,
    ENGINES,
    Floating,
    Recipe,
    Weights,
)
from balise.recipes.expressions import cells
from balise.recipes.groups import STANDARD_GROUPS
from balise.recipes.seeds import check_seed
from balise.sources import read_divisions
from balise.vocabulary import INDICATORS, LEVELS, PROVINCES, RecipeError, nearest

__all__ = ["check_recipe"]

_SLACK = 1e-6
_ORIGINS = ("modelled", "assumed")
_PROVINCES = tuple(each.code for each in PROVINCES)


def check_recipe(recipe: Recipe, where: str) -> None:
    """Refuse a recipe whose choices cannot be followed.

    Parameters
    ----------
    recipe : Recipe
        As filled from its file.
    where : str
        Name of the file, for messages.

    Raises
    ------
    RecipeError
        At the first choice refused, with what was expected and what to do.
    """
    for check in _CHECKS:
        check(recipe, where)


def _one_of(value: str, known: Iterable[str], where: str) -> None:
    names = tuple(known)
    if value not in names:
        raise RecipeError(
            f"{where}: found {value!r}. Expected one of {', '.join(names)}. {nearest(value, names)}"
        )


def _within(value: float, low: float, high: float, where: str) -> None:
    if not low <= value <= high:
        upper = "more" if high == float("inf") else f"{high:g}"
        joint = "or" if upper == "more" else "to"
        raise RecipeError(
            f"{where}: found {value:g}. Expected {low:g} {joint} {upper}. "
            "Change it in the recipe file."
        )


def _check_jurisdiction(recipe: Recipe, where: str) -> None:
    place = f"{where}, jurisdiction"
    if not recipe.jurisdiction:
        raise RecipeError(
            f"{place}: found an empty list. Expected at least one province or census division. "
            'Write for instance jurisdiction = "13".'
        )
    if COUNTRY in recipe.jurisdiction and len(recipe.jurisdiction) > 1:
        raise RecipeError(
            f"{place}: found {COUNTRY!r} beside other codes. Expected it alone, as it covers "
            "them all. Take the others away."
        )
    for code in recipe.jurisdiction:
        if code != COUNTRY:
            _check_code(code, place)
    lengths = {len(code) for code in recipe.jurisdiction if code != COUNTRY}
    if len(lengths) > 1:
        raise RecipeError(
            f"{place}: found both provinces and census divisions. Expected one kind, so that "
            "nobody counts twice. Write two recipes."
        )


def _check_code(code: str, place: str) -> None:
    if not re.fullmatch(r"\d{2}|\d{4}", code):
        raise RecipeError(
            f"{place}: found {code!r}. Expected 'canada', the 2 digits of a province or the 4 "
            f"digits of a census division. To find a code: balise recipe new --jurisdiction {code}"
        )
    if code[:2] not in _PROVINCES:
        raise RecipeError(
            f"{place}: found {code!r}, which begins with no province's code. "
            f"Expected one of {', '.join(_PROVINCES)}. Correct the first two digits."
        )
    if len(code) == 4 and code not in set(read_divisions()["cduid"]):
        raise RecipeError(
            f"{place}: found {code!r}, which is no census division. Expected one of those of "
            "2016. To find a code by name: balise recipe new --jurisdiction NAME"
        )


def _check_levels(recipe: Recipe, where: str) -> None:
    place = f"{where}, levels"
    _one_of(recipe.base, BASES, f"{where}, base")
    for level in recipe.levels:
        _one_of(level, (each.code for each in LEVELS), place)
    finer = [level for level in ("ada", "da") if level in recipe.levels]
    if recipe.base == "csd" and finer:
        raise RecipeError(
            f"{place}: found {finer[0]!r} in a recipe built from census subdivisions. "
            'Expected levels no finer than csd. Set base = "da", or take it away.'
        )
    if (recipe.regions is None) == ("region" in recipe.levels):
        found = "'region' but no file of regions" if recipe.regions is None else "no 'region'"
        raise RecipeError(
            f"{place}: found {found}. Expected the level region exactly where "
            'regions = "FILE.csv" says what the regions are. Add the one that is missing.'
        )


def _check_weights(recipe: Recipe, where: str) -> None:
    place = f"{where}, weights"
    weights = dataclasses.asdict(recipe.weights)
    for name, value in weights.items():
        _within(value, 0, 1, f"{place}.{name}")
    total = sum(weights.values())
    if abs(total - 1) > _SLACK:
        listed = " + ".join(f"{value:g}" for value in weights.values())
        raise RecipeError(
            f"{place}: found {listed}, which add up to {total:.6g}. Expected means, willingness "
            'and abilities to add up to 1. Thirds are written "1/3", as fractions in quotes.'
        )


def _check_parameters(recipe: Recipe, where: str) -> None:
    _one_of(recipe.aggregation, AGGREGATIONS, f"{where}, aggregation")
    infinity = float("inf")
    bounds = {"k": (0, 1), "n": (0, 1), "power": (1, infinity), "income_slope": (0, infinity)}
    bounds |= {"draws": (2, infinity), "random_seed": (0, infinity)}
    for name, (low, high) in bounds.items():
        _within(getattr(recipe, name), low, high, f"{where}, {name}")
    for name, year in dataclasses.asdict(recipe.years).items():
        _within(year, 2000, 2100, f"{where}, years.{name}")
    for name, people in dataclasses.asdict(recipe.thresholds).items():
        _within(people, 0, infinity, f"{where}, thresholds.{name}")


def _check_network(recipe: Recipe, where: str) -> None:
    own, place = recipe.network, f"{where}, network"
    for name in ("reach_km", "reach_min"):
        listed = getattr(own, name)
        for reach in listed:
            _within(reach, 1, 500, f"{place}.{name}")
        if len(set(listed)) < len(listed):
            raise RecipeError(
                f"{place}.{name}: found {_listed(listed)}, one of them twice. Expected each reach "
                "once. Take the other away."
            )
    if not own.reach_km:
        raise RecipeError(
            f"{place}.reach_km: found an empty list. Expected at least one distance. Write for "
            "instance reach_km = [50]."
        )
    _within(own.position_error_km, 0, 100, f"{place}.position_error_km")
    _check_engine(own.engine, f"{place}.engine")
    speed = own.speed_kmh
    if not 0 < speed.low <= speed.value <= speed.high <= 200:
        raise RecipeError(
            f"{place}.speed_kmh: found low {speed.low:g}, value {speed.value:g}, high "
            f"{speed.high:g}. Expected them in that order, above 0 and at most 200 km/h. "
            "Correct them."
        )
    _check_floating(own.floating, f"{place}.floating")


def _listed(values: Iterable[float]) -> str:
    return ", ".join(f"{value:g}" for value in values)


def _check_engine(engine: str, place: str) -> None:
    name, colon, rest = engine.partition(":")
    if name == "geodesic" and not colon:
        return
    _one_of(name, ENGINES, place)
    if not rest or name == "geodesic":
        raise RecipeError(
            f"{place}: found {engine!r}. Expected geodesic alone, or roads:FILE, osrm:URL or "
            "valhalla:URL. Add what comes after the colon."
        )


def _check_floating(floating: Floating, place: str) -> None:
    minutes, weights = floating.minutes, floating.weights
    rising = list(minutes) == sorted(set(minutes)) and min(minutes, default=0) > 0
    falling = list(weights) == sorted(weights, reverse=True) and min(weights, default=0) > 0
    if not (rising and falling and len(minutes) == len(weights) and max(weights) <= 1):
        raise RecipeError(
            f"{place}: found minutes {_listed(minutes) or 'none'} and weights "
            f"{_listed(weights) or 'none'}. Expected as many of each, minutes growing from above "
            "0, weights from at most 1 downward and above 0. Correct them."
        )


def _check_detour(recipe: Recipe, where: str) -> None:
    detour = recipe.network.detour
    if not 1 <= detour.low <= detour.value <= detour.high:
        raise RecipeError(
            f"{where}, network.detour: found low {detour.low:g}, value {detour.value:g}, high "
            f"{detour.high:g}. Expected them in that order from 1 up, as no road is shorter "
            "than a straight line. Correct them."
        )


def _check_priors(recipe: Recipe, where: str) -> None:
    tables = {f"priors.{model}": table for model, table in recipe.priors.items()}
    tables["skills"] = recipe.skills
    for table, priors in tables.items():
        for name, prior in priors.items():
            if prior.sd < 0:
                raise RecipeError(
                    f"{where}, {table}.{name}: found the standard deviation {prior.sd:g}. "
                    "Expected zero or more. Change sd in the recipe file."
                )
    indicators = tuple(each.code for each in INDICATORS)
    for indicator, effect in recipe.effects.items():
        place = f"{where}, effects.{indicator}"
        _one_of(indicator, indicators, place)
        _one_of(effect.origin, _ORIGINS, f"{place}.origin")
        for name in ("province", "subdivision", "area"):
            _within(getattr(effect, name), 0, float("inf"), f"{place}.{name}")


def _check_margins(recipe: Recipe, where: str) -> None:
    for code, mark in recipe.margins.items():
        _one_of(code, _PROVINCES, f"{where}, margins")
        _one_of(mark, ("soft",), f"{where}, margins.{code}")


def _check_groups(recipe: Recipe, where: str) -> None:
    standard = tuple(each.code for each in STANDARD_GROUPS)
    for name, expression in recipe.groups.items():
        place = f"{where}, groups.{name}"
        if name in standard:
            raise RecipeError(
                f"{place}: found a name that every release already uses for a group. "
                f"Expected any other than {', '.join(standard)}. Choose another name."
            )
        if not re.fullmatch(r"[^\W\d_]\w{0,39}", name) or name != name.lower():
            raise RecipeError(
                f"{place}: found {name!r}. Expected at most 40 lower-case letters, digits and "
                "underscores, beginning with a letter. Choose such a name."
            )
        try:
            members = cells(expression)
        except RecipeError as error:
            raise RecipeError(f"{place}: {error}") from error
        if not members.any():
            raise RecipeError(
                f"{place}: found {expression!r}, which describes nobody. Expected at least one "
                "type of person. Loosen the expression; 'and' keeps only people meeting both."
            )


def _check_sensitivity(recipe: Recipe, where: str) -> None:
    place = f"{where}, sensitivity"
    for name in ("k", "n"):
        for value in getattr(recipe.sensitivity, name):
            _within(value, 0, 1, f"{place}.{name}")
    for value in recipe.sensitivity.income_slope:
        _within(value, 0, 10, f"{place}.income_slope")
    for value in recipe.sensitivity.aggregation:
        _one_of(value, AGGREGATIONS, f"{place}.aggregation")
    for ratio in recipe.sensitivity.weights:
        try:
            Weights.from_ratio(ratio)
        except RecipeError as error:
            raise RecipeError(f"{place}.weights: {error}") from error


def _check_seed(recipe: Recipe, where: str) -> None:
    if recipe.seed is not None:
        check_seed(recipe.seed, where)


_CHECKS: tuple[Callable[[Recipe, str], None], ...] = (
    _check_jurisdiction,
    _check_levels,
    _check_weights,
    _check_parameters,
    _check_network,
    _check_detour,
    _check_margins,
    _check_priors,
    _check_groups,
    _check_seed,
    _check_sensitivity,
)
