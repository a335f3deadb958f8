"""What each bubble of a map shows: its place, size, colour class and standing."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.reports.projection import Lambert, fit_projection
from balise.vocabulary import BaliseError

__all__ = ["Bubbles", "arrange_bubbles", "class_limits", "round_sizes"]

Floats = npt.NDArray[np.float64]

LARGEST: Final = 1400.0
"""Area of the largest bubble [square points of print]."""
_INK: Final = 35_000.0
"""Area of all bubbles together, at most: a sixth of the map [square points of print]."""
_SMALLEST: Final = (2.0, 20.0)
"""Area of the smallest bubble: the first where there are very many [square points of print]."""
_STEPS = (0.2, 0.4, 1, 2, 4, 6, 8, 12)


@dataclass(frozen=True, slots=True)
class Bubbles:
    """Areas with a known position, the most populous first.

    ``standing`` is ``sound``, ``caution`` (quality E) or ``unpublished`` (no score,
    or quality F); ``x`` and ``y`` are in km, ``sizes`` in square points of print.
    """

    rows: pl.DataFrame
    projection: Lambert
    x: Floats
    y: Floats
    sizes: Floats
    standing: npt.NDArray[np.str_]
    limits: tuple[float, ...]
    most: int
    points_per_person: float
    smallest: float

    def size_of(self, people: float) -> float:
        """Give the area of the bubble of so many people [square points of print]."""
        return max(people * self.points_per_person, self.smallest)


def arrange_bubbles(areas: pl.DataFrame, level: str) -> Bubbles:
    """Place the areas of a level.

    Raises
    ------
    BaliseError
        If no area of the level has a position, or none is compared with a province.
    """
    rows = areas.filter((pl.col("level") == level) & pl.col("lon").is_not_null()).sort(
        ["population", "dguid"], descending=[True, False], nulls_last=True
    )
    if not rows.height:
        raise BaliseError(
            f"No area of level {level!r} has a position. "
            "Expected longitudes and latitudes of centroids. Choose another level for the map."
        )
    if not rows["evi_relative"].count():
        raise BaliseError(
            f"No area of level {level!r} is compared with its province, which colours tell. "
            "Expected areas below the province with a score. Choose another level for the map."
        )
    lon, lat = rows["lon"].to_numpy(), rows["lat"].to_numpy()
    projection = fit_projection(lon, lat)
    x, y = projection.project(lon, lat)
    people = rows["population"].fill_null(0).to_numpy().astype(float)
    most = max(int(people.max()), 1)
    # Where areas are many and alike, bubbles shrink so that they do not hide each other.
    points_per_person = min(LARGEST / most, _INK / max(float(people.sum()), 1.0))
    smallest = min(max(_INK / rows.height / 3, _SMALLEST[0]), _SMALLEST[1])
    standing = rows.select(
        pl.when(pl.col("evi_relative").is_null() | (pl.col("quality_relative") == "F"))
        .then(pl.lit("unpublished"))
        .when(pl.col("quality_relative") == "E")
        .then(pl.lit("caution"))
        .otherwise(pl.lit("sound"))
    ).to_series()
    shown = rows.filter(standing != "unpublished")["evi_relative"].to_numpy()
    return Bubbles(
        rows,
        projection,
        x,
        y,
        np.maximum(people * points_per_person, smallest),
        standing.to_numpy().astype(str),
        class_limits(shown),
        most,
        points_per_person,
        smallest,
    )


def class_limits(values: Floats) -> tuple[float, ...]:
    """Choose six limits around zero, so that seven classes part most of the values.

    Examples
    --------
    >>> class_limits(np.array([-9.0, 1.0, 4.0, 9.5]))
    (-10.0, -6.0, -2.0, 2.0, 6.0, 10.0)
    """
    reach = float(np.quantile(np.abs(values), 0.9)) if len(values) else 1.0
    step = next((each for each in _STEPS if 2.5 * each >= reach), _STEPS[-1])
    return tuple(round(float(each) * step, 6) for each in (-2.5, -1.5, -0.5, 0.5, 1.5, 2.5))


def round_sizes(most: int) -> tuple[int, ...]:
    """Choose three round counts of people for the legend, the largest first.

    Examples
    --------
    >>> round_sizes(67_575)
    (50000, 10000, 2000)
    """
    power = 10 ** math.floor(math.log10(max(most, 100)))
    top = next(each * power for each in (5, 2, 1) if each * power <= most or each == 1)
    return tuple(int(top / part) for part in (1, 5, 25))
