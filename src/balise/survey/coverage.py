"""Where 50/10 Mbps is offered, by province and area type.

Availability, not subscription. Both urban types share the urban figure. A province
without a figure of the year takes its nearest later one, a territory without any takes
the lowest of the others: both are assumptions, with a wider error.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.vocabulary import AREA_TYPES, PROVINCES

__all__ = ["Coverage", "coverage_table"]

Array = npt.NDArray[np.float64]

_MEASURED_ERROR: Final = 0.01
_LATER_ERROR: Final = 0.05
_UNKNOWN_ERROR: Final = 0.15


@dataclass(frozen=True, slots=True)
class Coverage:
    """Share of households offered 50/10 Mbps, shape (13, 3), with its standard error.

    ``measured`` is False where the figure is an assumption.
    """

    shares: Array
    errors: Array
    measured: npt.NDArray[np.bool_]

    def draw(self, rng: np.random.Generator, draws: int) -> Array:
        """Shares under their error, kept inside 0 to 1, shape (r, 13, 3, 1)."""
        normals = rng.standard_normal((draws, *self.shares.shape))
        return np.clip(self.shares + normals * self.errors, 0.0, 1.0)[..., None]


def coverage_table(coverage: pl.DataFrame, year: int) -> Coverage:
    """Sort the published figures by province and area type.

    Parameters
    ----------
    coverage : DataFrame
        ``year, pruid, area, share`` with area ``urban``, ``rural`` or ``total``.
    year : int
        Year wanted.
    """
    known = {
        (row["pruid"], row["area"], row["year"]): row["share"]
        for row in coverage.iter_rows(named=True)
        if row["share"] is not None
    }
    years = sorted({each for _, _, each in known if each >= year})
    shape = (len(PROVINCES), len(AREA_TYPES))
    shares, errors = np.full(shape, np.nan), np.full(shape, _UNKNOWN_ERROR)
    measured = np.zeros(shape, dtype=bool)
    for row, place in enumerate(PROVINCES):
        for column, area_type in enumerate(AREA_TYPES):
            area = "rural" if area_type.code == "rural" else "urban"
            for each in years:
                share = known.get((place.code, area, each), known.get((place.code, "total", each)))
                if share is not None:
                    exact = each == year and (place.code, area, each) in known
                    shares[row, column] = share
                    errors[row, column] = _MEASURED_ERROR if exact else _LATER_ERROR
                    measured[row, column] = exact
                    break
    lowest = np.nanmin(np.where([[each.territory] for each in PROVINCES], shares, np.nan))
    fallback = lowest if not np.isnan(lowest) else float(np.nanmin(shares))
    return Coverage(np.where(np.isnan(shares), fallback, shares), errors, measured)
