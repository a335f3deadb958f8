"""Scores of unions of published areas, from nothing but what is published of each.

Where errors of all parts are known together (draws), so is that of the union. Elsewhere the
error is a bound that assumes nothing: errors that move together add up, so the standard
error of a mean is at most the mean of the standard errors.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.index.grades import GRADES, SCORE_BOUNDS, grade_scores, round_people
from balise.index.nesting import Cover, Nesting
from balise.index.publication import Z95
from balise.vocabulary import DIMENSIONS

__all__ = ["Drawn", "drawn", "union_row"]

Floats = npt.NDArray[np.float64]
Row = dict[str, float | int | str | None]

_NAMES = ("evi", *(each.code for each in DIMENSIONS))


@dataclass(frozen=True, eq=False)
class Drawn:
    """Draws of areas: dimensions, shape (k, r, 3), by identifier; weights of the score.

    ``weights`` is None where the score is no weighted mean of the dimensions: then its draws
    do not follow from theirs.
    """

    values: Floats
    place: Mapping[str, int]
    weights: Floats | None


def drawn(table: pl.DataFrame, weights: Floats | None) -> Drawn:
    """Lay out the ``draws`` table of a release.

    Examples
    --------
    >>> table = pl.DataFrame(
    ...     {
    ...         "dguid": ["a", "a"],
    ...         "draw": [1, 2],
    ...         "means": [0.1, 0.2],
    ...         "willingness": [0.3, 0.3],
    ...         "abilities": [0.2, 0.4],
    ...     }
    ... )
    >>> drawn(table, None).values.shape
    (1, 2, 3)
    """
    ordered = table.sort("dguid", "draw")
    names = ordered["dguid"].unique(maintain_order=True).to_list()
    values = ordered.select(each.code for each in DIMENSIONS).to_numpy().astype(np.float64)
    shape = (len(names), len(values) // max(len(names), 1), len(DIMENSIONS))
    return Drawn(values.reshape(shape), {name: row for row, name in enumerate(names)}, weights)


def union_row(nesting: Nesting, parts: Cover, draws: Drawn) -> Row:
    """Score a union of published areas.

    Parameters
    ----------
    nesting : Nesting
    parts : Cover
        At least one published area.
    draws : Drawn

    Returns
    -------
    dict
        ``population``, ``population_16plus`` and ``people_high`` [people, base 5 where
        modelled]; score [points] and dimensions [share] with ``_se``, ``_low``, ``_high``;
        ``evi_relative`` with the same and ``province``, where all lie in one; ``quality``;
        ``basis``: ``published`` (one area, its own interval), ``draws``, or ``bound`` where
        the error is at most what is given.
    """
    table = nesting.areas[parts.rows]
    adults = _column(table, "population_16plus") * parts.shares
    weight = adults / adults.sum()
    row: Row = {
        "population": round(float(nesting.people[parts.rows] @ parts.shares)),
        "population_16plus": _base_5(adults),
        "people_high": _base_5(_column(table, "people_high") * parts.shares),
        "basis": "bound",
    }
    moved = _moved(table["dguid"].to_list(), weight, draws)
    scores = None if moved is None or draws.weights is None else 100 * moved @ draws.weights
    for place, name in enumerate(_NAMES):
        own = moved[:, place - 1] if place and moved is not None else scores
        error = None if own is None or (not place and scores is None) else _spread(own)
        if name == "evi" and error is not None:
            row["basis"] = "draws"
        row |= _measured(table, name, weight, error)
    row |= _relative(nesting, table, weight, (scores, draws))
    if table.height == 1:
        return row | {"quality": table["quality"][0], "basis": "published"}
    half = Z95 * np.array([row["evi_se"]], dtype=np.float64)
    row["quality"] = grade_scores(half, _missing(table, weight))[0]
    return row


def _column(table: pl.DataFrame, name: str) -> Floats:
    return table[name].cast(pl.Float64).fill_null(0.0).to_numpy().astype(np.float64)


def _base_5(counts: Floats) -> int:
    return int(round_people(counts.sum(keepdims=True))[0])


def _spread(values: Floats) -> float:
    return float(values.std(ddof=1))


def _moved(dguids: Sequence[str], weight: Floats, draws: Drawn) -> Floats | None:
    """Draws of the union, shape (r, 3), if every part has some."""
    rows = [draws.place.get(each, -1) for each in dguids]
    if min(rows) < 0 or draws.values.shape[1] < 2:
        return None
    return np.asarray(np.einsum("k,krd->rd", weight, draws.values[rows]))


def _measured(table: pl.DataFrame, name: str, weight: Floats, error: float | None) -> Row:
    """Mean of a measure over the parts, with its interval; of one part, as it is published."""
    if table.height == 1:
        return {f"{name}{part}": table[f"{name}{part}"][0] for part in ("", "_se", "_low", "_high")}
    value = float(_column(table, name) @ weight)
    se = float(_column(table, f"{name}_se") @ weight) if error is None else error
    least, most = {"evi": (0.0, 100.0), "evi_relative": (-100.0, 100.0)}.get(name, (0.0, 1.0))
    digits = 3 if name in {"evi", "evi_relative"} else 5
    return {
        name: round(value, digits),
        f"{name}_se": round(se, digits),
        f"{name}_low": round(min(max(value - Z95 * se, least), most), digits),
        f"{name}_high": round(min(max(value + Z95 * se, least), most), digits),
    }


def _relative(
    nesting: Nesting, table: pl.DataFrame, weight: Floats, moved: tuple[Floats | None, Drawn]
) -> Row:
    """Compare a union with its province, if it lies in one."""
    provinces = table["province"].unique()
    home = nesting.areas.filter(level="pr", province=provinces[0] if len(provinces) == 1 else "")
    if home.height != 1 or home["evi"][0] is None:
        return {"province": None}
    scores, draws = moved
    at = draws.place.get(home["dguid"][0], -1)
    error = None
    if scores is not None and draws.weights is not None and at >= 0:
        error = _spread(scores - 100 * draws.values[at] @ draws.weights)
    if home["dguid"][0] in table["dguid"]:
        return {"province": None}
    return _measured(table, "evi_relative", weight, error) | {"province": str(provinces[0])}


def _missing(table: pl.DataFrame, weight: Floats) -> int:
    """Grades that missing margins cost, for most people of the parts."""
    best = np.searchsorted(SCORE_BOUNDS, Z95 * _column(table, "evi_se"), side="right")
    given = np.array([GRADES.index(each) if each else 0 for each in table["quality"]])
    return int(np.floor(np.maximum(given - best, 0) @ weight + 0.5))
