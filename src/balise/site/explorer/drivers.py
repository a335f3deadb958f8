"""What sets the score of an area apart from its province: who lives there, and where."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl
from django.utils.translation import gettext as _

from balise.reports import signed
from balise.site.explorer.releases import Loaded, Row
from balise.vocabulary import AGES, AREA_TYPES, CELLS, EDUCATIONS, QUARTILES, Term

__all__ = ["Driver", "drivers", "mix", "similar"]

Array = npt.NDArray[np.float64]

_TYPES = tuple(each.code for each in AREA_TYPES)
_CELLS = [each.code for each in CELLS]
_FACTORS: tuple[tuple[str, tuple[Term, ...]], ...] = (
    ("age", AGES),
    ("education", EDUCATIONS),
    ("income", QUARTILES),
    ("area_type", AREA_TYPES),
)
LEAST = 0.05
"""A part below this prints as zero [points]."""


@dataclass(frozen=True)
class Driver:
    """A part of the difference from the province, in points and in words."""

    factor: str
    points: float
    written: str
    words: str


def mix(table: pl.DataFrame, province: str) -> Array:
    """Give the shares of types of person of one area, in a province.

    Returns
    -------
    array of float, shape (3 * 112,)
        By area type then cell; they add up to the share of its people in the province.
    """
    found = np.zeros((len(_TYPES), len(_CELLS)))
    for row in table.filter(pl.col("province") == province).iter_rows(named=True):
        shares = np.array([row[cell] for cell in _CELLS], dtype=np.float64)
        found[_TYPES.index(row["area_type"])] = row["share"] * shares / 10_000
    return found.ravel()


def _membership() -> tuple[Array, list[tuple[int, int]]]:
    """Tell which category of each factor a type of person is in, shape (336, 18)."""
    columns, places = [], []
    for factor, (name, terms) in enumerate(_FACTORS):
        for place in range(len(terms)):
            inside = [
                (kind if name == "area_type" else _position(name, cell)) == place
                for kind in range(len(_TYPES))
                for cell in CELLS
            ]
            columns.append(inside)
            places.append((factor, place))
    return np.array(columns, dtype=np.float64).T, places


def _position(name: str, cell: object) -> int:
    return int(getattr(cell, {"income": "quartile"}.get(name, name)))


_MEMBERS, _PLACES = _membership()


@lru_cache(maxsize=32)
def _effects(loaded: Loaded, province: str) -> tuple[Array, Array]:
    """Fit scores of types by the sum of their categories, weighted by the province's people.

    Returns
    -------
    effects : array of float, shape (18,)
        Points above the province's mean, each factor centred on its people.
    people : array of float, shape (336,)
        Shares of types of person of the province.
    """
    row = next(each for each in loaded.levels["pr"] if each["province"] == province)
    people = mix(loaded.sheets["area_archetypes"].of(str(row["dguid"])), province)
    table = loaded.tables["archetypes"].filter(pl.col("province") == province)
    scored = dict(zip(table["archetype"], table["evi_mean"], strict=True))
    keys = (f"{province}-{kind}-{cell}" for kind in _TYPES for cell in _CELLS)
    scores = np.array([scored.get(key, np.nan) for key in keys])
    people = np.where(np.isnan(scores), 0.0, people)
    weight = np.sqrt(people)[:, None]
    centred = _MEMBERS - people @ _MEMBERS / people.sum()
    wanted = np.nan_to_num(scores) - float(people @ np.nan_to_num(scores)) / people.sum()
    effects = np.linalg.lstsq(weight * centred, weight[:, 0] * wanted, rcond=None)[0]
    for factor in range(len(_FACTORS)):
        own = np.array([place[0] == factor for place in _PLACES])
        effects[own] -= (people @ _MEMBERS[:, own]) @ effects[own] / people.sum()
    return effects, people


def drivers(loaded: Loaded, area: Row, language: str) -> list[Driver]:
    """Split the difference between an area and its province by age, education, income, place.

    The scores of the province's types of person are fitted by a sum over their
    categories; a part is the difference in shares times those effects. What the sum
    leaves out (people who are old *and* poor, say) stands as one more part, so that
    all parts add up to the difference.

    Returns
    -------
    list of Driver
        The largest first; none for an area without a score or without a province.
    """
    province = area["province"]
    if area["evi"] is None or province is None or area["level"] in {"canada", "pr", "catchment"}:
        return []
    rows = loaded.sheets["area_archetypes"].of(str(area["dguid"]))
    if not rows.height:
        return []
    effects, people = _effects(loaded, str(province))
    own = mix(rows, str(province))
    if own.sum() < 0.5:
        return []
    gap = (own / own.sum() - people / people.sum()) @ _MEMBERS
    told = []
    for factor, (name, terms) in enumerate(_FACTORS):
        inside = [at for at, place in enumerate(_PLACES) if place[0] == factor]
        parts = gap[inside] * effects[inside]
        points = float(parts.sum())
        lead = int(np.argmax(parts * np.sign(points)))
        words = _phrase(name, terms[lead], float(gap[inside][lead]), points, language)
        told.append(Driver(_factor(name), points, signed(points, language), words))
    told.sort(key=lambda each: -abs(each.points))
    difference = area["evi_relative"]
    if isinstance(difference, float):
        rest = difference - sum(each.points for each in told)
        words = _("how these combine, and what the model adjusts in each area")
        told.append(Driver(_("Combination"), rest, signed(rest, language), words))
    return told


def _factor(name: str) -> str:
    return {
        "age": _("Age"),
        "education": _("Education"),
        "income": _("Household income"),
        "area_type": _("Type of area and coverage"),
    }[name]


def _phrase(name: str, lead: Term, gap: float, points: float, language: str) -> str:
    if abs(points) < LEAST:
        return _("about as in the province")
    label = getattr(lead, language)
    if name == "age":
        more, fewer = _("more people aged %(label)s"), _("fewer people aged %(label)s")
    elif name == "education":
        more = _("more people whose highest diploma is: %(label)s")
        fewer = _("fewer people whose highest diploma is: %(label)s")
    elif name == "income":
        more = _("more people in the %(label)s")
        fewer = _("fewer people in the %(label)s")
    else:
        more = _("more people in places of type “%(label)s”")
        fewer = _("fewer people in places of type “%(label)s”")
    return (more if gap > 0 else fewer) % {"label": label}


@lru_cache(maxsize=24)
def _mixes(loaded: Loaded, level: str, province: str) -> tuple[list[str], npt.NDArray[np.float32]]:
    """Stack the shares of the scored areas of a level in a province."""
    rows = [
        row
        for row in loaded.levels[level]
        if row["province"] == province and row["evi"] is not None and row["quality"] != "F"
    ]
    sheet = loaded.sheets["area_archetypes"]
    stacked = [mix(sheet.of(str(row["dguid"])), province).astype(np.float32) for row in rows]
    return [str(row["dguid"]) for row in rows], np.array(stacked, dtype=np.float32)


def similar(loaded: Loaded, area: Row, length: int = 5) -> list[tuple[Row, float]]:
    """Find the areas of the level whose people are the most alike.

    Returns
    -------
    list of (area, share)
        The share of people [0 to 1] that two areas have in common, type by type: one
        minus half the sum of the differences of their shares.
    """
    level, province = str(area["level"]), area["province"]
    if area["evi"] is None or province is None or level in {"canada", "pr", "catchment"}:
        return []
    own = mix(loaded.sheets["area_archetypes"].of(str(area["dguid"])), str(province))
    names, stacked = _mixes(loaded, level, str(province))
    if not names:
        return []
    common = 1 - 0.5 * np.abs(stacked - own.astype(np.float32)).sum(axis=1)
    order = [int(at) for at in np.argsort(-common)[: length + 1] if names[at] != area["dguid"]]
    return [(loaded.areas[names[at]], float(common[at])) for at in order[:length]]
