"""Population groups of a release: which ones, at which levels, scored and published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise import index
from balise.build.model import Model
from balise.build.places import Places
from balise.network import access
from balise.recipes import STANDARD_GROUPS, Group, Recipe, cells
from balise.vocabulary import AGES, AREA_TYPES, EDUCATIONS, QUARTILES

__all__ = [
    "GroupScores",
    "group_asks",
    "group_scores",
    "move_offices",
    "publish_groups",
    "recipe_groups",
]

Array = npt.NDArray[np.float64]

_AXES = (len(AREA_TYPES), len(AGES), len(EDUCATIONS), len(QUARTILES))
_AGE, _EDUCATION, _QUARTILE = 1, 2, 3


SEED_ERROR: Final = 0.005
"""Standard error of a group's share that the seed's own tables leave open (declared)."""

_NO_SPREAD: Final = 1e-12
"""A share that varies by less is the same in every draw: a group of everybody, or of nobody."""


@dataclass(frozen=True, slots=True)
class GroupScores:
    """One group in the units where somebody may belong to it.

    Attributes
    ----------
    rows : array of int, shape (u,)
        Rows of the units in the table of places.
    scored : index.Scored
    share_se : array of float, shape (u,)
        Standard error of the group's share of people aged 16 and over.
    """

    rows: npt.NDArray[np.int64]
    scored: index.Scored
    share_se: Array


def recipe_groups(recipe: Recipe) -> dict[str, Group]:
    """List standard groups, then the recipe's own, which are unions of archetypes.

    Education is not known below the province, nor age and income below the subdivision:
    a group of the recipe is published no finer than what it reads.
    """
    own = {
        name: Group(name, name, name, expression=expression, finest=_finest(cells(expression)))
        for name, expression in recipe.groups.items()
    }
    return {each.code: each for each in STANDARD_GROUPS} | own


def _reads(mask: npt.NDArray[np.bool_], axis: int) -> bool:
    """Whether belonging to a group depends on one classification of people."""
    whole = mask.reshape(_AXES)
    return bool((whole != np.take(whole, [0], axis=axis)).any())


def _finest(mask: npt.NDArray[np.bool_]) -> str:
    if _reads(mask, _EDUCATION):
        return "pr"
    return "csd" if _reads(mask, _AGE) or _reads(mask, _QUARTILE) else "da"


def group_asks(recipe: Recipe, model: Model, places: Places) -> dict[str, index.Ask]:
    """Ask for the scores of every group that can be known.

    Those known by dissemination area are scored in every unit where some of them live,
    the others down to the subdivision.
    """
    fine = places.table["level"].is_in(["ada", "da"]).to_numpy()
    answer = {}
    for name, group in recipe_groups(recipe).items():
        if group.expression is None:
            continue
        mask = cells(group.expression)
        own = index.base_people(model.people, mask)
        there = ~fine | ((places.members @ own > 0) & (group.finest == "da"))
        answer[name] = index.Ask(model.dimensions, np.flatnonzero(there), mask)
    return answer


def group_scores(
    model: Model,
    places: Places,
    asks: Mapping[str, index.Ask],
    scored: Mapping[str, index.Scored],
    everybody: index.Scored,
    drawn: npt.NDArray[np.bool_],
) -> dict[str, GroupScores]:
    """Put the error of its share beside the scores of each group.

    Parameters
    ----------
    model : Model
    places : Places
    asks, scored : mapping of str to Ask and to Scored
        By group; draws of catchments are moved here, in place.
    everybody : Scored
    drawn : array of bool, shape (u,)
        Units whose margins were drawn; elsewhere the error of a share is not known.
    """
    answer = {}
    adults = model.people.adults
    for name, ask in asks.items():
        own = index.base_people(model.people, ask.mask)
        means = index.base_means(model.people, model.dimensions, ask.mask)
        move_offices(places, ask.units, scored[name].draws, own, means)
        moved = index.share_draws(scored[name], everybody, ask.units)
        share = own / np.where(adults > 0, adults, 1.0)
        move_offices(places, ask.units, moved[:, :, None], adults, share[:, None])
        spread = np.where(drawn[ask.units], moved.std(axis=1, ddof=1), np.nan)
        error = np.where(spread > _NO_SPREAD, np.hypot(spread, SEED_ERROR), spread)
        answer[name] = GroupScores(ask.units, scored[name], error)
    return answer


def move_offices(
    places: Places, rows: npt.NDArray[np.int64], draws: Array, people: Array, means: Array
) -> None:
    """Add to draws of catchments, in place, what the unknown position of offices does.

    Parameters
    ----------
    places : Places
    rows : array of int, shape (u,)
        Units of the draws; catchments among them stand last.
    draws : array of float, shape (u, r, d)
    people : array of float, shape (n,)
        People of each base area who count.
    means : array of float, shape (n, d)
        Their mean outcomes.
    """
    if places.network is None:
        return
    own = (places.table["level"] == "catchment").to_numpy()[rows]
    units, origins = places.network.units, places.network.origins
    draws[own] += access.position_noise(units, origins, people, means, draws.shape[1])


def publish_groups(
    recipe: Recipe,
    areas: pl.DataFrame,
    adults: Array,
    groups: Mapping[str, GroupScores],
    rules: index.Rules,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lay out the groups of every area, and their archetypes where they are published.

    Parameters
    ----------
    recipe : Recipe
    areas : DataFrame
        Published areas, with ``missing`` margins.
    adults : array of float, shape (u,)
        People aged 16 and over.
    groups : mapping of str to GroupScores
    rules : Rules
    """
    tables, shares = [], []
    for name, group in recipe_groups(recipe).items():
        if name in groups:
            own = groups[name]
            rule = index.GroupRule(
                name, _reads(cells(group.expression or ""), _QUARTILE), group.finest
            )
            upper = areas[own.rows]
            rows = index.group_table(upper, rule, own.scored, adults[own.rows], rules, own.share_se)
            keys = upper.select("dguid", pl.lit(name).alias("group"))
            shown = rows["evi"].is_not_null().to_numpy()
            tables += [rows, *_nobody(areas, own.rows, group)]
            shares.append(index.share_table(keys, own.scored, shown))
        else:
            upper = areas.filter(~pl.col("level").is_in(["ada", "da"]))
            tables.append(index.waiting_group(upper, name, group.reason, group.missing_table))
    return pl.concat(tables), pl.concat(shares)


def _nobody(
    areas: pl.DataFrame, scored: npt.NDArray[np.int64], group: Group
) -> Iterator[pl.DataFrame]:
    """Rows of small areas where nobody belongs to a group that is known there."""
    if group.finest != "da":
        return
    rest = areas[np.setdiff1d(np.arange(areas.height), scored)]
    reason = rest["reason"].fill_null("under_40_people")
    yield index.waiting_group(rest, group.code, None, None).with_columns(reason)
