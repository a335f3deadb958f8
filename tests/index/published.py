"""Rows of areas as units give them, and scores to publish in them, invented."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.index import Rules, Scored, stream

__all__ = ["RULES", "invented_scores", "unit_rows"]

Array = npt.NDArray[np.float64]

RULES = Rules(np.full(3, 1 / 3), people=40, income=250)


def unit_rows(*rows: tuple[str, str, str | None, int | None]) -> pl.DataFrame:
    """Units given as level, code, province, population; every margin is there."""
    level, code, province, population = zip(*rows, strict=True)
    table = pl.DataFrame(
        {
            "dguid": [f"{a}-{b}" for a, b in zip(level, code, strict=True)],
            "level": level,
            "code": code,
            "province": province,
            "population": population,
        },
        schema_overrides={"province": pl.String, "population": pl.Int64},
    )
    return table.with_columns(
        pl.col("population").is_not_null().cast(pl.Int64).alias("areas_total"),
        pl.lit(0.0).alias("unsurveyed"),
        pl.lit("modelled").alias("origin"),
        missing=pl.lit(0),
    )


def invented_scores(
    values: Sequence[float], people: Sequence[float], spread: float = 0.01, draws: int = 400
) -> Scored:
    """Scores with all three dimensions at a value, and independent draws around it."""
    centre = np.repeat(np.array(values)[:, None], 3, axis=1)
    noise = spread * stream(1, "worlds").standard_normal((len(values), draws, 1))
    return Scored(np.array(people), centre, centre[:, None, :] + noise, ())
