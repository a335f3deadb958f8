"""What each stated assumption does to the score and rank of every area."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.index.archetypes import Method, cell_scores
from balise.index.dimensions import Assumptions, Indicators
from balise.index.scores import Scored, unit_means

__all__ = ["Alternative", "alternatives", "sensitivity_table"]

Array = npt.NDArray[np.float64]


_SCHEMA: Final = {
    "dguid": pl.String,
    "level": pl.String,
    "province": pl.String,
    "assumption": pl.String,
    "evi": pl.Float64,
    "change": pl.Float64,
}


@dataclass(frozen=True, slots=True)
class Alternative:
    """One assumption changed: its label, the method and aggregation that follow."""

    label: str
    method: Method
    aggregation: str


def alternatives(
    method: Method,
    aggregation: str,
    *,
    k: Sequence[float],
    n: Sequence[float],
    weights: Sequence[tuple[str, tuple[float, float, float]]],
    aggregations: Sequence[str],
) -> tuple[Alternative, ...]:
    """List the alternatives of a recipe that need no new fit.

    Parameters
    ----------
    method, aggregation
        What is published; an alternative equal to it is left out.
    k, n : sequences of float
        Other values of the two declared parameters, 0 to 1.
    weights : sequence of (label, weights)
        Other weights of means, willingness and abilities, adding up to 1.
    aggregations : sequence of str
        Of :data:`balise.index.AGGREGATIONS`.

    Returns
    -------
    tuple of Alternative
        One assumption changed in each.

    Examples
    --------
    >>> method = Method(Assumptions(k=0.25, n=0.0), (1 / 3, 1 / 3, 1 / 3), 2.0)
    >>> listed = alternatives(
    ...     method, "mean", k=[0, 0.25], n=[0.5], weights=[], aggregations=["mean", "worst"]
    ... )
    >>> [each.label for each in listed]
    ['k=0', 'n=0.5', 'aggregation=worst']
    """
    here = method.assumptions
    listed = [
        *(
            Alternative(f"k={_short(value)}", _with(method, k=value), aggregation)
            for value in k
            if value != here.k
        ),
        *(
            Alternative(f"n={_short(value)}", _with(method, n=value), aggregation)
            for value in n
            if value != here.n
        ),
        *(
            Alternative(f"weights={label}", replace(method, weights=value), aggregation)
            for label, value in weights
        ),
        *(
            Alternative(f"aggregation={how}", method, how)
            for how in aggregations
            if how != aggregation
        ),
    ]
    return tuple(listed)


def _short(value: float) -> str:
    return f"{value:g}"


def _with(method: Method, **changes: float) -> Method:
    here = method.assumptions
    return replace(
        method, assumptions=Assumptions(changes.get("k", here.k), changes.get("n", here.n))
    )


def sensitivity_table(
    areas: pl.DataFrame,
    scored: Scored,
    indicators: Indicators,
    listed: Sequence[Alternative],
    refits: Sequence[tuple[str, Array]],
) -> pl.DataFrame:
    """Score every published area again under each alternative.

    Parameters
    ----------
    areas : DataFrame
        Published areas, in the order of ``scored``.
    scored : Scored
    indicators : Indicators
        Of every archetype.
    listed : sequence of Alternative
    refits : sequence of (label, scores)
        Alternatives that needed a fit of their own, NaN where they do not apply.

    Returns
    -------
    DataFrame
        ``dguid, assumption, evi, change, rank``; rank 1 is the highest score among the
        published areas of the level in the province.
    """
    shape = np.broadcast_shapes(*(a.shape for a in _arrays(indicators)))
    columns = np.zeros((*shape, len(listed)))
    for place, each in enumerate(listed):
        columns[..., place] = cell_scores(indicators, each.method, each.aggregation)
    labels = [each.label for each in listed]
    every = [*zip(labels, unit_means(scored, columns).T, strict=True), *refits]
    published = areas["evi"].is_not_null().to_numpy()
    evi = areas["evi"].fill_null(np.nan).to_numpy()
    parts = [
        pl.DataFrame(
            {
                "dguid": areas["dguid"],
                "level": areas["level"],
                "province": areas["province"],
                "assumption": label,
                "evi": values.round(3),
                "change": (values - evi).round(3),
            }
        ).filter(pl.Series(published & ~np.isnan(values)))
        for label, values in every
    ]
    nothing = pl.DataFrame(schema=_SCHEMA)
    # provinces are ranked among themselves, other areas inside their province
    family = pl.when(pl.col("level") == "pr").then(pl.lit("")).otherwise(pl.col("province"))
    rank = pl.col("evi").rank("min", descending=True).over("assumption", "level", family)
    ranked = ~pl.col("level").is_in(["canada", "catchment"]) & family.is_not_null()
    return (
        pl.concat([nothing, *parts])
        .with_columns(pl.when(ranked).then(rank.cast(pl.Int64)).alias("rank"))
        .drop("level", "province")
    )


def _arrays(indicators: Indicators) -> tuple[Array, ...]:
    return (
        indicators.internet_use,
        indicators.home_access,
        indicators.government_services,
        indicators.basic_skills,
        indicators.coverage,
    )
