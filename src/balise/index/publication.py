"""From scores and draws to what is published: intervals, ranks, grades, reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.index.grades import grade_scores, round_people
from balise.index.scores import Scored
from balise.vocabulary import DIMENSIONS, INDICATORS, PROVINCES

__all__ = [
    "Z95",
    "GroupRule",
    "Rules",
    "area_table",
    "draw_table",
    "group_table",
    "indicator_table",
    "measures",
    "waiting_group",
]

Array = npt.NDArray[np.float64]

Z95: Final = 1.959964
"""Half-width of a 95 % interval in standard errors."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Weights of the dimensions, and the fewest people for a score and for income."""

    weights: Array
    people: int
    income: int


@dataclass(frozen=True, slots=True)
class GroupRule:
    """How one population group is published.

    Attributes
    ----------
    code : str
    on_income : bool
        Whether its definition reads household income.
    finest : str
        Finest level at which its people are known.
    """

    code: str
    on_income: bool
    finest: str


def measures(
    name: str, values: Array, draws: Array, scale: tuple[float, float]
) -> dict[str, Array]:
    """Give a value with its standard error and 95 % interval.

    Parameters
    ----------
    name : str
    values : array of float, shape (u,)
    draws : array of float, shape (u, r)
    scale : pair of float
        Least and most the value can be.
    """
    error = draws.std(axis=1, ddof=1)
    low, high = scale
    return {
        name: values,
        f"{name}_se": error,
        f"{name}_low": np.clip(values - Z95 * error, low, high),
        f"{name}_high": np.clip(values + Z95 * error, low, high),
    }


def _all_measures(scored: Scored, weights: Array) -> dict[str, Array]:
    """Measures of the score and of each dimension."""
    columns = measures("evi", 100 * scored.values @ weights, 100 * scored.draws @ weights, (0, 100))
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
    """Range of ranks over the draws among published siblings; 1 is the highest score."""
    low, high = np.full(len(evi), np.nan), np.full(len(evi), np.nan)
    keys = table.select("level", "province").with_row_index()
    for _, group in keys.group_by(["level", "province"], maintain_order=True):
        rows = group["index"].to_numpy()
        level = group["level"][0]
        rows = rows[published[rows]]
        if level in ("canada", "catchment") or len(rows) < 2:
            continue
        order = np.argsort(np.argsort(-evi[rows], axis=0), axis=0) + 1
        low[rows], high[rows] = np.percentile(order, [2.5, 97.5], axis=1, method="nearest")
    rows = np.flatnonzero((table["level"] == "pr").to_numpy() & published)
    if len(rows) > 1:
        order = np.argsort(np.argsort(-evi[rows], axis=0), axis=0) + 1
        low[rows], high[rows] = np.percentile(order, [2.5, 97.5], axis=1, method="nearest")
    return {"rank_low": low, "rank_high": high}


def _float(values: Array, digits: int) -> pl.Series:
    return pl.Series(values=np.round(values, digits), nan_to_null=True)


_DIGITS: Final = {"evi": 3, "evi_relative": 3}


def _frame(columns: dict[str, Array]) -> pl.DataFrame:
    """Round measures to what their errors can carry and a little more."""
    return pl.DataFrame(
        {
            name: _float(values, _DIGITS.get(name.split("_se")[0].split("_low")[0], 5))
            for name, values in columns.items()
        }
    )


def _relative(table: pl.DataFrame, evi: Array, draws: Array) -> tuple[Array, Array]:
    """Score and draws of each unit minus those of its province."""
    place = {
        code: row
        for row, (level, code) in enumerate(table.select("level", "code").iter_rows())
        if level == "pr"
    }
    rows = [
        row if level == "canada" else place.get(province, row)
        for row, (level, province) in enumerate(table.select("level", "province").iter_rows())
    ]
    return evi - evi[rows], draws - draws[rows]


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
        Provinces whose behaviour no survey covers.
    """
    columns = _all_measures(scored, rules.weights)
    evi, draws = columns["evi"], 100 * scored.draws @ rules.weights
    relative, relative_draws = _relative(table, evi, draws)
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
    frame = _frame({k: v for k, v in columns.items() if not k.startswith(("rank_", "cov_"))})
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
        None if hide else ("assumed" if province in assumed else "modelled")
        for hide, province in zip(hidden, table["province"], strict=True)
    ]
    return table.drop("missing").with_columns(
        pl.Series("population_16plus", _rounded(counts[0])),
        *frame.get_columns(),
        *[series.alias(name) for name, series in (covariances | ranks).items()],
        pl.Series("people_high", _rounded(counts[1])),
        pl.Series("quality", _grades(columns["evi_se"], missing), dtype=pl.String),
        pl.Series(
            "quality_relative", _grades(columns["evi_relative_se"], missing), dtype=pl.String
        ),
        pl.Series("reason", reasons, dtype=pl.String),
        pl.Series("origin", origin, dtype=pl.String),
    )


def _grades(error: Array, missing: npt.ArrayLike) -> list[str | None]:
    return grade_scores(Z95 * error, missing)


def _rounded(values: Array) -> pl.Series:
    """Round counts to base 5, missing where not a number."""
    rounded = round_people(np.nan_to_num(values)).astype(np.float64)
    return pl.Series(values=np.where(np.isnan(values), np.nan, rounded), nan_to_null=True).cast(
        pl.Int64
    )


def _group_reason(
    rule: GroupRule, level: str, row: tuple[str | None, int | None, float, float], rules: Rules
) -> str | None:
    """Why a group is not published in one area, if it is not."""
    reason, population, people, adults = row
    order = ("canada", "pr", "er", "cd", "csd", "ada", "da")
    known = order.index(rule.finest)
    place = order.index(level) if level in order else order.index("csd")
    if reason is not None:
        return reason
    if place > known:
        return "no_margin"
    if rule.finest != "da" and place > order.index("pr") and (population or 0) < rules.income:
        return "under_250_people_income" if rule.on_income else "too_uncertain"
    if people < rules.people:
        return "under_40_people"
    if 0 < adults - people < rules.people:
        return "complementary"
    return None


def group_table(
    areas: pl.DataFrame, rule: GroupRule, scored: Scored, adults: Array, rules: Rules
) -> pl.DataFrame:
    """Publish one population group in every area.

    Parameters
    ----------
    areas : DataFrame
        Published areas, with ``level``, ``population`` and ``reason``.
    rule : GroupRule
    scored : Scored
        The group, in the order of ``areas``.
    adults : array of float, shape (u,)
        All people aged 16 and over.
    rules : Rules
    """
    columns = _all_measures(scored, rules.weights)
    share = scored.people / np.where(adults > 0, adults, np.nan)
    reasons = [
        _group_reason(rule, level, (reason, population, people, total), rules)
        for level, reason, population, people, total in zip(
            areas["level"], areas["reason"], areas["population"], scored.people, adults, strict=True
        )
    ]
    hidden = np.array([reason is not None for reason in reasons])
    for name, values in columns.items():
        columns[name] = np.where(hidden, np.nan, values)
    return pl.DataFrame({"dguid": areas["dguid"]}).with_columns(
        pl.lit(rule.code).alias("group"),
        pl.Series("people", _rounded(np.where(hidden, np.nan, scored.people))),
        pl.Series("share", np.round(np.where(hidden, np.nan, share), 5), nan_to_null=True),
        pl.lit(None, dtype=pl.Float64).alias("share_se"),
        *_frame(columns).get_columns(),
        pl.Series("quality", _grades(columns["evi_se"], 0), dtype=pl.String),
        pl.Series("reason", reasons, dtype=pl.String),
        pl.lit(None, dtype=pl.String).alias("missing_table"),
    )


def waiting_group(
    areas: pl.DataFrame, group: str, reason: str | None, missing_table: str | None
) -> pl.DataFrame:
    """Rows of a group that waits for a table: the reason and the table's name."""
    empty = [
        pl.lit(None, dtype=pl.Float64).alias(f"{name}{part}")
        for name in ("evi", *[each.code for each in DIMENSIONS])
        for part in ("", "_se", "_low", "_high")
    ]
    return areas.select(
        "dguid",
        pl.lit(group).alias("group"),
        pl.lit(None, dtype=pl.Int64).alias("people"),
        pl.lit(None, dtype=pl.Float64).alias("share"),
        pl.lit(None, dtype=pl.Float64).alias("share_se"),
        *empty,
        pl.lit(None, dtype=pl.String).alias("quality"),
        pl.lit(reason, dtype=pl.String).alias("reason"),
        pl.lit(missing_table, dtype=pl.String).alias("missing_table"),
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
            origin = ["assumed" if code in assumed else "modelled" for code in areas["province"]]
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
    draws : array of float, shape (u, r, 3)
    """
    units, count = draws.shape[:2]
    flat = np.clip(draws, 0, 1).reshape(units * count, 3).round(6)
    return pl.DataFrame(
        {
            "dguid": np.repeat(dguids.to_numpy(), count),
            "draw": np.tile(np.arange(1, count + 1, dtype=np.int64), units),
            "means": flat[:, 0],
            "willingness": flat[:, 1],
            "abilities": flat[:, 2],
        }
    )
