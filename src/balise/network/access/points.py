"""Points of service as travel sees them: where they are, how surely, how much they can do."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.network.travel import Places
from balise.vocabulary import NetworkError, sample

__all__ = ["Points", "make_points"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Points:
    """Points of service.

    Attributes
    ----------
    places : Places
        Identifier and position of each of ``s`` points; nan where it is not known.
    error_km : array of float, shape (s,)
        Root mean square error of the position [km].
    capacity : array of float, shape (s,)
        People or hours it can serve, in any one unit; nan where not known.
    """

    places: Places
    error_km: Floats
    capacity: Floats


def make_points(table: pl.DataFrame, union: str = "all") -> Points:
    """Take points of service from their table.

    Parameters
    ----------
    table : polars.DataFrame
        ``service_point``, ``lon``, ``lat`` [degrees], ``position_error_km`` [km],
        ``capacity``; null where not known.
    union : str
        A name that none may have.

    Raises
    ------
    NetworkError
        If a point is listed twice, or has the name of the union.

    Examples
    --------
    >>> table = pl.DataFrame({"service_point": ["a"], "lon": 0.0, "lat": 0.0})
    >>> make_points(table.with_columns(position_error_km=5.0, capacity=None)).error_km.tolist()
    [5.0]
    """
    names = table["service_point"]
    twice = names.filter(names.is_duplicated()).unique().sort()
    if len(twice) or union in names:
        found = f"{sample(twice)} listed twice" if len(twice) else f"one called {union!r}"
        raise NetworkError(
            f"Service points: found {found}. Expected one row for each office, under a name of "
            "its own. Keep one row, or rename it."
        )
    places = Places(tuple(names), _floats(table, "lon"), _floats(table, "lat"))
    error = np.nan_to_num(_floats(table, "position_error_km"))
    return Points(places, error, _floats(table, "capacity"))


def _floats(table: pl.DataFrame, name: str) -> Floats:
    return table[name].cast(pl.Float64).fill_null(np.nan).to_numpy().astype(np.float64)
