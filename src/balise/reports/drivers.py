"""What sets the score of an area apart from its province: who lives there, and where."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.release import Release
from balise.reports.driver_words import factor_named, rest_named, told_part
from balise.reports.numerals import signed
from balise.vocabulary import AGES, AREA_TYPES, CELLS, EDUCATIONS, QUARTILES, Cell, Term

__all__ = ["Driver", "Effects", "area_drivers", "drivers", "fit_effects", "mix"]

Array = npt.NDArray[np.float64]
Row = Mapping[str, object]

_TYPES = tuple(each.code for each in AREA_TYPES)
_CELLS = [each.code for each in CELLS]
_FACTORS: tuple[tuple[str, tuple[Term, ...]], ...] = (
    ("age", AGES),
    ("education", EDUCATIONS),
    ("income", QUARTILES),
    ("area_type", AREA_TYPES),
)
_LEAST = 0.05
"""A part below this prints as zero [points]."""
_WHOLE = {"canada", "pr", "catchment"}
"""Levels that are not compared with a province."""


@dataclass(frozen=True)
class Driver:
    """A part of the difference from the province, in points and in words."""

    factor: str
    points: float
    written: str
    words: str


@dataclass(frozen=True, eq=False)
class Effects:
    """What each category of age, education, income and place adds to a score in a province.

    ``points`` are above the province's mean, shape (18,), each factor centred on the
    people of the province; ``people`` are the shares of its types of person, shape (336,).
    """

    points: Array
    people: Array


def mix(table: pl.DataFrame, province: str) -> Array:
    """Give the shares of types of person of one area, in a province.

    Parameters
    ----------
    table : polars.DataFrame
        The rows of the area in the table of shares of types of person.
    province : str
        Two-digit code.

    Returns
    -------
    array of float, shape (336,)
        By area type then cell; they add up to the share of its people in the province.
    """
    found = np.zeros((len(_TYPES), len(_CELLS)))
    # An area has few rows: to walk through them costs less than to ask for some.
    for row in table.iter_rows(named=True):
        if row["province"] != province:
            continue
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


def _position(name: str, cell: Cell) -> int:
    return {"age": cell.age, "education": cell.education, "income": cell.quartile}[name]


_MEMBERS, _PLACES = _membership()


def fit_effects(archetypes: pl.DataFrame, shares: pl.DataFrame, province: str) -> Effects:
    """Fit the scores of types by the sum of their categories, weighted by people.

    Parameters
    ----------
    archetypes : polars.DataFrame
        Types of person with their scores.
    shares : polars.DataFrame
        The rows of the province in the table of shares of types of person.
    province : str
        Two-digit code.

    Returns
    -------
    Effects
        What each category adds in the province.
    """
    people = mix(shares, province)
    own = archetypes.filter(pl.col("province") == province)
    scored = dict(zip(own["archetype"], own["evi_mean"], strict=True))
    keys = (f"{province}-{kind}-{cell}" for kind in _TYPES for cell in _CELLS)
    scores = np.array([scored.get(key, np.nan) for key in keys], dtype=np.float64)
    people = np.where(np.isnan(scores), 0.0, people)
    weight = np.sqrt(people)[:, None]
    centred = _MEMBERS - people @ _MEMBERS / people.sum()
    wanted = np.nan_to_num(scores) - float(people @ np.nan_to_num(scores)) / people.sum()
    points = np.linalg.lstsq(weight * centred, weight[:, 0] * wanted, rcond=None)[0]
    for factor in range(len(_FACTORS)):
        inside = np.array([place[0] == factor for place in _PLACES])
        points[inside] -= (people @ _MEMBERS[:, inside]) @ points[inside] / people.sum()
    return Effects(points, people)


def drivers(area: Row, shares: pl.DataFrame, effects: Effects, language: str) -> list[Driver]:
    """Split the difference between an area and its province by age, education, income, place.

    The scores of the province's types of person are fitted by a sum over their
    categories; a part is the difference in shares times those effects. What the sum
    leaves out (people who are old *and* poor, say) stands as one more part, so that
    all parts add up to the difference.

    Parameters
    ----------
    area : mapping
        A row of the table of areas.
    shares : polars.DataFrame
        Its rows in the table of shares of types of person.
    effects : Effects
        Of its province.
    language : str
        ``en`` or ``fr``.

    Returns
    -------
    list of Driver
        The largest first, the remainder last; none for an area without a score,
        without a province or without shares of types of person.
    """
    province = area["province"]
    if not _is_compared(area) or not shares.height:
        return []
    own = mix(shares, str(province))
    if own.sum() < 0.5:
        return []
    gap = (own / own.sum() - effects.people / effects.people.sum()) @ _MEMBERS
    told = []
    for factor, (name, terms) in enumerate(_FACTORS):
        inside = [at for at, place in enumerate(_PLACES) if place[0] == factor]
        parts = gap[inside] * effects.points[inside]
        points = float(parts.sum())
        lead = int(np.argmax(parts * np.sign(points)))
        more = None if abs(points) < _LEAST else float(gap[inside][lead]) > 0
        words = told_part(name, getattr(terms[lead], language), language, more=more)
        told.append(Driver(factor_named(name, language), points, signed(points, language), words))
    told.sort(key=lambda each: -abs(each.points))
    difference = area["evi_relative"]
    if isinstance(difference, float):
        rest = difference - sum(each.points for each in told)
        name, words = rest_named(language)
        told.append(Driver(name, rest, signed(rest, language), words))
    return told


def _is_compared(area: Row) -> bool:
    is_below = area["province"] is not None and area["level"] not in _WHOLE
    return is_below and area["evi"] is not None


def area_drivers(release: Release, area: Row, language: str) -> list[Driver]:
    """Read from a release what sets an area apart from its province, as :func:`drivers`.

    Examples
    --------
    An area without a score has no difference to explain:

    >>> row = {"level": "csd", "province": "13", "evi": None}
    >>> area_drivers(None, row, "en")  # type: ignore[arg-type]
    []
    """
    if not _is_compared(area):
        return []
    province = str(area["province"])
    areas = release.table("areas").filter(level="pr", province=province)
    if not areas.height:
        return []
    shares = release.table("area_archetypes")
    effects = fit_effects(
        release.table("archetypes"), shares.filter(dguid=areas["dguid"][0]), province
    )
    return drivers(area, shares.filter(dguid=area["dguid"]), effects, language)
