"""The types of people that make every score, and their shares in every area."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.index.aggregation import AGGREGATIONS, aggregate, any_barrier
from balise.index.dimensions import Assumptions, Indicators, dimensions
from balise.index.grades import round_people
from balise.index.scores import Scored, archetype_rows
from balise.vocabulary import (
    AGES,
    AREA_TYPES,
    CELLS,
    EDUCATIONS,
    INDICATORS,
    PROVINCES,
    QUARTILES,
)

__all__ = [
    "Method",
    "archetype_table",
    "at_least_50",
    "cell_scores",
    "share_table",
]

Array = npt.NDArray[np.float64]

_TOTAL: Final = 10_000


@dataclass(frozen=True, slots=True)
class Method:
    """How a score is made of indicators.

    Attributes
    ----------
    assumptions : Assumptions
    weights : tuple of float, length 3
        Of means, willingness and abilities, adding up to 1.
    power : float
        Exponent of the power mean.
    aggregation : str
        The one that is published, one of :data:`balise.index.AGGREGATIONS`.
    """

    assumptions: Assumptions
    weights: tuple[float, float, float]
    power: float
    aggregation: str = "mean"


def cell_scores(indicators: Indicators, method: Method, how: str) -> Array:
    """Score of every archetype under one aggregation [points].

    Parameters
    ----------
    indicators : Indicators
        Of every archetype, shape (..., p, 3, 112) [share].
    method : Method
    how : str
        One of :data:`balise.index.AGGREGATIONS`.

    Returns
    -------
    array of float, shape (..., p, 3, 112)
        0 to 100.

    Examples
    --------
    Means 0.2125, willingness 0.6, abilities 0.4:

    >>> one = Indicators(*(np.array(p) for p in (0.8, 0.9, 0.5, 0.75, 0.5)))
    >>> method = Method(Assumptions(k=0.25, n=0.0), (0.5, 0.25, 0.25), 2.0)
    >>> [round(float(cell_scores(one, method, how)), 3) for how in ("mean", "worst")]
    [35.625, 60.0]
    """
    if how == "any_barrier":
        return any_barrier(indicators, method.assumptions)
    return aggregate(dimensions(indicators, method.assumptions), method.weights, how, method.power)


def at_least_50(indicators: Indicators, method: Method) -> Array:
    """Tell whether the published score of an archetype is 50 points or more.

    Parameters
    ----------
    indicators : Indicators
        Of every archetype, shape (p, 3, 112) [share].
    method : Method

    Returns
    -------
    array of float, shape (p, 3, 112, 1)
        One where it is, zero elsewhere.
    """
    return (cell_scores(indicators, method, method.aggregation) >= 50)[..., None].astype(np.float64)


def archetype_table(indicators: Indicators, method: Method, people: Array) -> pl.DataFrame:
    """Describe every archetype.

    Parameters
    ----------
    indicators : Indicators
        Arrays of shape (13, 3, 112).
    method : Method
    people : array of float, shape (13, 3, 112)
        People aged 16 and over.

    Returns
    -------
    DataFrame
        The ``archetypes`` table of a release: types of area where nobody lives are left out.
    """
    shape = people.shape
    province, area_type, cell = (index.ravel() for index in np.indices(shape))
    age = np.array([each.age for each in CELLS])[cell]
    education = np.array([each.education for each in CELLS])[cell]
    quartile = np.array([each.quartile for each in CELLS])[cell]
    names = [
        (
            ", ".join([AGES[a].en, EDUCATIONS[e].en, QUARTILES[q].en, AREA_TYPES[t].en, p.en]),
            ", ".join([AGES[a].fr, EDUCATIONS[e].fr, QUARTILES[q].fr, AREA_TYPES[t].fr, p.fr]),
        )
        for a, e, q, t, p in zip(
            age, education, quartile, area_type, (PROVINCES[i] for i in province), strict=True
        )
    ]
    codes = [each.code for each in CELLS]
    stack = indicators.stack().reshape(-1, len(INDICATORS))
    dims = dimensions(indicators, method.assumptions).reshape(-1, 3)
    table = pl.DataFrame(
        {
            "archetype": [
                f"{PROVINCES[p].code}-{AREA_TYPES[t].code}-{codes[c]}"
                for p, t, c in zip(province, area_type, cell, strict=True)
            ],
            "province": [PROVINCES[p].code for p in province],
            "area_type": [AREA_TYPES[t].code for t in area_type],
            "cell": [codes[c] for c in cell],
            "age": [AGES[a].code for a in age],
            "education": [EDUCATIONS[e].code for e in education],
            "quartile": [QUARTILES[q].code for q in quartile],
            "name_en": [en for en, _ in names],
            "name_fr": [fr for _, fr in names],
            "people": round_people(people.ravel()),
        }
        | {each.code: stack[:, place].round(6) for place, each in enumerate(INDICATORS)}
        | {
            name: dims[:, place].round(6)
            for place, name in enumerate(("means", "willingness", "abilities"))
        }
        | {
            f"evi_{how}": np.broadcast_to(cell_scores(indicators, method, how), shape)
            .ravel()
            .round(4)
            for how in AGGREGATIONS
        }
    )
    present = people.sum(axis=2)[province, area_type] > 0
    return table.filter(pl.Series(present))


def _ten_thousandths(shares: Array) -> npt.NDArray[np.uint16]:
    """Round rows of shares to 1/10,000 so that each adds up exactly (largest remainder)."""
    scaled = shares * _TOTAL
    floor = np.floor(scaled)
    short = (_TOTAL - floor.sum(axis=1)).astype(np.int64)
    order = np.argsort(-(scaled - floor), axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(shares.shape[1])[None, :], axis=1)
    return np.asarray(floor + (rank < short[:, None]), dtype=np.uint16)


def share_table(
    keys: pl.DataFrame, scored: Scored, published: npt.NDArray[np.bool_]
) -> pl.DataFrame:
    """Shares of the archetypes in units, in 1/10,000 by province and area type.

    Parameters
    ----------
    keys : DataFrame
        Identifying columns of the units, in their order.
    scored : Scored
    published : array of bool, shape (u,)
        Units to write.

    Returns
    -------
    DataFrame
        Keys, ``province, area_type, share`` of the unit's people 16+, then the 112 cells
        in 1/10,000 of these, adding up exactly.
    """
    parts = []
    codes = [each.code for each in CELLS]
    for place, column, rows, share, cells in archetype_rows(scored):
        keep = published[rows]
        if not keep.any():
            continue
        rounded = _ten_thousandths(cells[keep])
        parts.append(
            keys[rows[keep]].with_columns(
                pl.lit(PROVINCES[place].code).alias("province"),
                pl.lit(AREA_TYPES[column].code).alias("area_type"),
                pl.Series("share", share[keep].round(6)),
                *[pl.Series(code, rounded[:, at]) for at, code in enumerate(codes)],
            )
        )
    if not parts:
        schema = dict(keys.schema) | {
            "province": pl.String,
            "area_type": pl.String,
            "share": pl.Float64,
        }
        return pl.DataFrame(schema=schema | dict.fromkeys(codes, pl.UInt16))
    table: pl.DataFrame = pl.concat(parts)
    return table
