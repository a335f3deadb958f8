"""Scores of unions of published areas, from nothing but what is published of each.

Where errors of all parts are known together (draws), so is that of the union. Elsewhere the
error is a bound that assumes nothing: errors that move together add up, so the standard
error of a mean is at most the mean of the standard errors.
"""

from collections.abc import Mapping
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
Rows = npt.NDArray[np.intp]
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
    rows, figures = parts.rows, nesting.figures
    adults = figures["population_16plus"][rows] * parts.shares
    weight = adults / adults.sum()
    row: Row = {
        "population": round(float(nesting.people[rows] @ parts.shares)),
        "population_16plus": _base_5(adults),
        "people_high": _base_5(figures["people_high"][rows] * parts.shares),
        "basis": "bound",
    }
    moved = _moved(nesting, rows, weight, draws)
    scores = None if moved is None or draws.weights is None else 100 * moved @ draws.weights
    for place, name in enumerate(_NAMES):
        own = moved[:, place - 1] if place and moved is not None else scores
        error = None if own is None or (not place and scores is None) else _spread(own)
        if name == "evi" and error is not None:
            row["basis"] = "draws"
        row |= _measured(nesting, rows, name, weight, error)
    row |= _relative(nesting, rows, weight, (scores, draws))
    if len(rows) == 1:
        return row | {"quality": nesting.areas["quality"][int(rows[0])], "basis": "published"}
    half = Z95 * np.array([row["evi_se"]], dtype=np.float64)
    row["quality"] = grade_scores(half, _missing(nesting, rows, weight))[0]
    return row


def _base_5(counts: Floats) -> int:
    return int(round_people(counts.sum(keepdims=True))[0])


def _spread(values: Floats) -> float:
    return float(values.std(ddof=1))


def _moved(nesting: Nesting, rows: Rows, weight: Floats, draws: Drawn) -> Floats | None:
    """Draws of the union, shape (r, 3), if every part has some."""
    at = [draws.place.get(each, -1) for each in nesting.areas["dguid"].gather(rows)]
    if min(at) < 0 or draws.values.shape[1] < 2:
        return None
    return np.asarray(np.einsum("k,krd->rd", weight, draws.values[at]))


def _measured(nesting: Nesting, rows: Rows, name: str, weight: Floats, error: float | None) -> Row:
    """Mean of a measure over the parts, with its interval; of one part, as it is published."""
    if len(rows) == 1:
        names = [f"{name}{part}" for part in ("", "_se", "_low", "_high")]
        return {each: nesting.areas[each][int(rows[0])] for each in names}
    value = float(nesting.figures[name][rows] @ weight)
    se = float(nesting.figures[f"{name}_se"][rows] @ weight) if error is None else error
    least, most = {"evi": (0.0, 100.0), "evi_relative": (-100.0, 100.0)}.get(name, (0.0, 1.0))
    digits = 3 if name in {"evi", "evi_relative"} else 5
    return {
        name: round(value, digits),
        f"{name}_se": round(se, digits),
        f"{name}_low": round(min(max(value - Z95 * se, least), most), digits),
        f"{name}_high": round(min(max(value + Z95 * se, least), most), digits),
    }


def _relative(
    nesting: Nesting, rows: Rows, weight: Floats, moved: tuple[Floats | None, Drawn]
) -> Row:
    """Compare a union with its province, if it lies in one and is not all of it."""
    provinces = set(nesting.areas["province"].gather(rows))
    home = np.unique(nesting.within["pr"][nesting.first_leaf[rows]])
    is_in_one = len(provinces) == 1 and None not in provinces and len(home) == 1
    if not is_in_one or home[0] < 0 or home[0] in rows or not nesting.published[home[0]]:
        return {"province": None}
    scores, draws = moved
    at = draws.place.get(nesting.areas["dguid"][int(home[0])], -1)
    error = None
    if scores is not None and draws.weights is not None and at >= 0:
        error = _spread(scores - 100 * draws.values[at] @ draws.weights)
    measured = _measured(nesting, rows, "evi_relative", weight, error)
    return measured | {"province": str(provinces.pop())}


def _missing(nesting: Nesting, rows: Rows, weight: Floats) -> int:
    """Grades that missing margins cost, for most people of the parts."""
    error = nesting.figures["evi_se"][rows]
    best = np.searchsorted(SCORE_BOUNDS, Z95 * error, side="right")
    grades = nesting.areas["quality"].gather(rows)
    given = np.array([GRADES.index(each) if each else 0 for each in grades])
    return int(np.floor(np.maximum(given - best, 0) @ weight + 0.5))
