"""Areas as published: intervals, ranks, grades, reasons; their indicators and draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.index.grades import grade_scores, round_people
from balise.index.scores import Scored
from balise.index.types import evi_points
from balise.vocabulary import DIMENSIONS, INDICATORS, PROVINCES

__all__ = [
    "Z95",
    "Rules",
    "area_table",
    "draw_table",
    "frame",
    "indicator_table",
    "measures",
    "rounded_people",
    "score_measures",
]

Array = npt.NDArray[np.float64]

Z95: Final = 1.959964
"""Half-width of a 95 % interval in standard errors."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How scores are published.

    Attributes
    ----------
    weights : array of float, shape (3,)
        Weights of means, willingness and abilities, adding up to 1.
    people : int
        Fewest people of an area, and of a group in it, for a score.
    income : int
        Fewest people of an area for groups by age or income below the province.
    """

    weights: Array
    people: int
    income: int


def measures(
    name: str, values: Array, draws: Array, scale: tuple[float, float]
) -> dict[str, Array]:
    """Give a value with its standard error and 95 % interval.

    Parameters
    ----------
    name : str
        Of the value; the others add ``_se``, ``_low`` and ``_high``.
    values : array of float, shape (u,)
        At zero effect, in the unit of ``scale``.
    draws : array of float, shape (u, r)
        The same under draws.
    scale : pair of float
        Least and most the value can be; intervals are cut there.

    Examples
    --------
    Draws of 1 and 3 have the standard deviation 1.414; 1.96 of them reach below zero:

    >>> found = measures("evi", np.array([2.0]), np.array([[1.0, 3.0]]), (0, 100))
    >>> {name: round(float(each[0]), 3) for name, each in found.items()}
    {'evi': 2.0, 'evi_se': 1.414, 'evi_low': 0.0, 'evi_high': 4.772}
    """
    error = draws.std(axis=1, ddof=1)
    low, high = scale
    return {
        name: values,
        f"{name}_se": error,
        f"{name}_low": np.clip(values - Z95 * error, low, high),
        f"{name}_high": np.clip(values + Z95 * error, low, high),
    }


def score_measures(scored: Scored, weights: Array) -> dict[str, Array]:
    """Give the score [points] and each dimension [share] with their errors and intervals."""
    values, draws = evi_points(scored.values, weights), evi_points(scored.draws, weights)
    columns = measures("evi", values, draws, (0, 100))
    for place, dimension in enumerate(DIMENSIONS):
        columns |= measures(
            dimension.code, scored.values[:, place], scored.draws[:, :, place], (0, 1)
        )
    return columns


def _reasons(table: pl.DataFrame, people: Array, threshold: int) -> list[str | None]:
    reasons: list[str | None] = []
    for population, own, total in zip(
        table["population"], people, table["areas_total"], strict=True
    ):
        nobody = not total or population is None or (population > 0 and own <= 0)
        if nobody:
            reasons.append("no_source")
        elif population < threshold:
            reasons.append("under_40_people")
        else:
            reasons.append(None)
    return reasons


def _ranks(table: pl.DataFrame, evi: Array, published: npt.NDArray[np.bool_]) -> dict[str, Array]:
    """Range of ranks over the draws among published siblings; 1 is the highest score.

    Provinces are ranked among themselves, other areas inside their province; the country,
    catchments (which overlap) and areas of several provinces are not ranked.
    """
    ends = {name: np.full(len(evi), np.nan) for name in ("rank_low", "rank_high")}
    family = pl.when(pl.col("level") == "pr").then(pl.lit("pr")).otherwise(pl.col("province"))
    ranked = (
        table.select("level", family.alias("family"), pl.Series("_published", published))
        .with_row_index("row")
        .filter(
            pl.col("_published")
            & pl.col("family").is_not_null()
            & ~pl.col("level").is_in(["canada", "catchment"])
        )
    )
    for _, group in ranked.group_by("level", "family", maintain_order=True):
        rows = group["row"].to_numpy()
        if len(rows) > 1:
            order = np.argsort(np.argsort(-evi[rows], axis=0), axis=0) + 1
            ends["rank_low"][rows], ends["rank_high"][rows] = np.percentile(
                order, [2.5, 97.5], axis=1, method="nearest"
            )
    return ends


_POINTS: Final = ("evi", "evi_relative")
_PARTS: Final = ("", "_se", "_low", "_high")
_DIGITS: Final = {f"{name}{part}": 3 for name in _POINTS for part in _PARTS}


def frame(columns: dict[str, Array]) -> pl.DataFrame:
    """Round measures to what their errors can carry and a little more; NaN becomes null.

    Examples
    --------
    >>> frame({"evi": np.array([24.98765, np.nan]), "means": np.array([0.1234567, 1])}).rows()
    [(24.988, 0.12346), (None, 1.0)]
    """
    return pl.DataFrame(
        {
            name: pl.Series(values=np.round(values, _DIGITS.get(name, 5)), nan_to_null=True)
            for name, values in columns.items()
        }
    )


def _relative(table: pl.DataFrame, evi: Array, draws: Array) -> tuple[Array, Array]:
    """Score and draws of each unit minus those of its province.

    NaN where it lies in no one province, and for a province itself.
    """
    place = {
        code: row
        for row, (level, code) in enumerate(table.select("level", "code").iter_rows())
        if level == "pr"
    }
    rows = np.array([place.get(code, -1) for code in table["province"]], dtype=np.int64)
    lost = (rows < 0) | (table["level"] == "pr").to_numpy()
    relative, relative_draws = evi - evi[rows], draws - draws[rows]
    relative[lost], relative_draws[lost] = np.nan, np.nan
    return relative, relative_draws


def area_table(
    table: pl.DataFrame, scored: Scored, people_high: Array, rules: Rules, assumed: Sequence[str]
) -> pl.DataFrame:
    """Publish the areas of a release.

    Parameters
    ----------
    table : DataFrame
        See :class:`balise.index.Units`; all levels, provinces among them.
    scored : Scored
        In the order of ``table``.
    people_high : array of float, shape (u,)
        People whose expected score is 50 or more.
    rules : Rules
    assumed : sequence of str
        Provinces whose behaviour no survey covers; an area most of whose people live
        outside the surveys rests on an assumption too.

    Returns
    -------
    DataFrame
        The ``areas`` table of a release: scores in points, shares 0 to 1. An area that is
        not published keeps its row, its published population and its reason.
    """
    columns = score_measures(scored, rules.weights)
    draws = evi_points(scored.draws, rules.weights)
    relative, relative_draws = _relative(table, columns["evi"], draws)
    columns |= measures("evi_relative", relative, relative_draws, (-100, 100))
    reasons = _reasons(table, scored.people, rules.people)
    hidden = np.array([reason is not None for reason in reasons])
    for first, second in ((0, 1), (0, 2), (1, 2)):
        name = f"cov_{DIMENSIONS[first].code}_{DIMENSIONS[second].code}"
        one = scored.draws[:, :, first] - scored.draws[:, :, first].mean(axis=1, keepdims=True)
        columns[name] = (one * scored.draws[:, :, second]).sum(axis=1) / (one.shape[1] - 1)
    columns |= _ranks(table, draws, ~hidden)
    for name, values in columns.items():
        columns[name] = np.where(hidden, np.nan, values)
    missing = table["missing"].to_numpy()
    scores = frame({k: v for k, v in columns.items() if not k.startswith(("rank_", "cov_"))})
    covariances = {
        k: pl.Series(values=np.round(v, 9), nan_to_null=True)
        for k, v in columns.items()
        if k.startswith("cov_")
    }
    ranks = {
        k: pl.Series(values=v, nan_to_null=True).cast(pl.Int64)
        for k, v in columns.items()
        if k.startswith("rank_")
    }
    counts = np.where(hidden, np.nan, scored.people), np.where(hidden, np.nan, people_high)
    origin = [
        None if hide else ("assumed" if province in assumed or outside > 0.5 else "modelled")
        for hide, province, outside in zip(
            hidden, table["province"], table["unsurveyed"], strict=True
        )
    ]
    return table.drop("missing", "unsurveyed").with_columns(
        pl.Series("population_16plus", rounded_people(counts[0])),
        *scores.get_columns(),
        *[series.alias(name) for name, series in (covariances | ranks).items()],
        pl.Series("people_high", rounded_people(counts[1])),
        pl.Series("quality", _grades(columns["evi_se"], missing), dtype=pl.String),
        pl.Series(
            "quality_relative", _grades(columns["evi_relative_se"], missing), dtype=pl.String
        ),
        pl.Series("reason", reasons, dtype=pl.String),
        pl.Series("origin", origin, dtype=pl.String),
    )


def _grades(error: Array, missing: npt.ArrayLike) -> list[str | None]:
    return grade_scores(Z95 * error, missing)


def rounded_people(values: Array) -> pl.Series:
    """Round counts to base 5, null where not a number.

    Examples
    --------
    >>> rounded_people(np.array([12.6, np.nan])).to_list()
    [15, None]
    """
    rounded = round_people(np.nan_to_num(values)).astype(np.float64)
    return pl.Series(values=np.where(np.isnan(values), np.nan, rounded), nan_to_null=True).cast(
        pl.Int64
    )


def indicator_table(
    areas: pl.DataFrame,
    scored: Scored,
    measured: npt.NDArray[np.bool_],
    assumed: Sequence[str],
) -> pl.DataFrame:
    """Publish the five indicators of every area.

    Parameters
    ----------
    areas : DataFrame
        Published areas, in the order of ``scored``.
    scored : Scored
        Indicators as outcomes.
    measured : array of bool, shape (13, 3)
        Where coverage is a figure of the year and not an assumption.
    assumed : sequence of str
        Provinces whose behaviour no survey covers.

    Returns
    -------
    DataFrame
        The ``indicators`` table of a release, rows of published areas only. Coverage is
        measured in a province whose own figures of the year are known, modelled from them
        inside it and in Canada, assumed elsewhere; behaviour is modelled, or assumed.
    """
    shown = areas["evi"].is_not_null()
    error = scored.draws.std(axis=1, ddof=1)
    codes = [each.code for each in PROVINCES]
    known = [code is None or bool(measured[codes.index(code)].all()) for code in areas["province"]]
    parts = []
    for place, term in enumerate(INDICATORS):
        if term.code == "coverage":
            origin = ["measured" if level == "pr" else "modelled" for level in areas["level"]]
            origin = [o if k else "assumed" for o, k in zip(origin, known, strict=True)]
        else:
            origin = [
                "assumed" if code in assumed or score == "assumed" else "modelled"
                for code, score in areas.select("province", "origin").iter_rows()
            ]
        parts.append(
            pl.DataFrame(
                {
                    "dguid": areas["dguid"],
                    "indicator": [term.code] * areas.height,
                    "value": scored.values[:, place].round(5),
                    "se": error[:, place].round(5),
                    "origin": origin,
                }
            ).filter(shown)
        )
    return pl.concat(parts)


def draw_table(dguids: pl.Series, draws: Array) -> pl.DataFrame:
    """Draws of the three dimensions, one row for each unit and draw.

    Parameters
    ----------
    dguids : Series of str, length u
    draws : array of float, shape (u, r, 3) or (u, r, 4)
        Dimensions first; cut at 0 and 1, which effects entering by derivative may pass.

    Examples
    --------
    >>> draw_table(pl.Series(["x"]), np.array([[[0.1, 0.2, 0.3], [-0.1, 0.2, 0.3]]])).rows()
    [('x', 1, 0.1, 0.2, 0.3), ('x', 2, 0.0, 0.2, 0.3)]
    """
    units, count = draws.shape[:2]
    flat = np.clip(draws[:, :, : len(DIMENSIONS)], 0, 1).reshape(units * count, 3).round(6)
    return pl.DataFrame(
        {
            "dguid": np.repeat(dguids.to_numpy(), count),
            "draw": np.tile(np.arange(1, count + 1, dtype=np.int64), units),
            "means": flat[:, 0],
            "willingness": flat[:, 1],
            "abilities": flat[:, 2],
        }
    )
