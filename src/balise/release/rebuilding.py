"""Scores rebuilt from archetypes: shares of person types times the score of each type."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from balise.release.type_tables import AGGREGATIONS, SHARE_TOTAL
from balise.vocabulary import CELLS

__all__ = ["evi_column", "rebuild"]

_CELLS = [cell.code for cell in CELLS]
_NAMES = {each.code for each in AGGREGATIONS}


def evi_column(record: Mapping[str, object]) -> str:
    """Name the archetype column that makes the published score of a release.

    Examples
    --------
    >>> evi_column({"recipe": {"aggregation": "geometric"}})
    'evi_geometric'
    >>> evi_column({})
    'evi_mean'
    """
    recipe = record.get("recipe")
    aggregation = recipe.get("aggregation", "mean") if isinstance(recipe, Mapping) else "mean"
    name = str(aggregation)
    return f"evi_{name}" if name in _NAMES else "evi_mean"


def rebuild(
    shares: pl.DataFrame, archetypes: pl.DataFrame, keys: Sequence[str], columns: Sequence[str]
) -> pl.DataFrame:
    """Average columns of the archetypes over the person types of each row's key.

    Parameters
    ----------
    shares : DataFrame
        ``area_archetypes``, ``group_archetypes`` or ``catchment_archetypes``.
    archetypes : DataFrame
        The archetypes, with ``columns`` [each in its own unit].
    keys : sequence of str
        Columns of ``shares`` that name an area, group or catchment.
    columns : sequence of str
        Columns of ``archetypes`` to average.

    Returns
    -------
    DataFrame
        One row per key, sorted, with the averages.

    Examples
    --------
    >>> half = {name: 0 for name in _CELLS} | {"a1e1q1": 5000, "a7e4q4": 5000}
    >>> shares = pl.DataFrame(
    ...     [{"dguid": "x", "province": "13", "area_type": "rural", "share": 1.0, **half}]
    ... )
    >>> types = pl.DataFrame(
    ...     {
    ...         "province": "13",
    ...         "area_type": "rural",
    ...         "cell": ["a1e1q1", "a7e4q4"],
    ...         "evi_mean": [60.0, 20.0],
    ...     }
    ... )
    >>> rebuild(shares, types, ["dguid"], ["evi_mean"]).row(0)
    ('x', 40.0)
    """
    places = {cell: place for place, cell in enumerate(_CELLS)}
    parts: list[pl.DataFrame] = []
    kinds = archetypes.partition_by("province", "area_type", as_dict=True)
    for kind, rows in shares.partition_by("province", "area_type", as_dict=True).items():
        if kind not in kinds:
            continue
        scores = np.zeros((len(_CELLS), len(columns)))
        scores[[places[cell] for cell in kinds[kind]["cell"]]] = kinds[kind].select(columns)
        weights = rows.select(_CELLS).to_numpy() * (rows["share"].to_numpy()[:, None] / SHARE_TOTAL)
        parts.append(
            rows.select(keys).hstack(
                pl.DataFrame(weights @ scores, schema=dict.fromkeys(columns, pl.Float64))
            )
        )
    if not parts:
        return pl.DataFrame(
            schema={key: shares.schema[key] for key in keys} | dict.fromkeys(columns, pl.Float64())
        )
    return pl.concat(parts).group_by(keys).agg(pl.col(columns).sum()).sort(keys)
