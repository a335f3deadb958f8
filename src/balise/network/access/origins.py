"""Where people leave from, and the base area each of these places lies in."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import csr_matrix

from balise.network.travel import Places
from balise.vocabulary import NetworkError, sample

__all__ = ["Origins", "make_origins"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Origins:
    """Places that people leave from.

    Attributes
    ----------
    places : Places
        Identifier and position of each of ``n`` origins.
    base : array of int, shape (n,)
        Row of its base area.
    people : array of float, shape (n,)
        People of all ages.
    spread_km : array of float, shape (n,)
        Root mean square distance of its people from the point [km].
    part : array of float, shape (n,)
        Share of the people of the base area, 0 to 1.
    areas : int
        Number of base areas.
    """

    places: Places
    base: npt.NDArray[np.int64]
    people: Floats
    spread_km: Floats
    part: Floats
    areas: int

    def shared_out(self, values: Floats) -> Floats:
        """Share counts of base areas out to their origins, by people, shape (n, ...).

        Examples
        --------
        >>> import polars as pl
        >>> table = pl.DataFrame({"origin": ["a", "b"], "code": ["x", "x"], "lon": 0.0})
        >>> table = table.with_columns(lat=0.0, people=pl.Series([30, 10]), spread_km=0.0)
        >>> make_origins(table, pl.Series(["x"])).shared_out(np.array([8.0])).tolist()
        [6.0, 2.0]
        """
        return np.asarray((values[self.base].T * self.part).T)

    def membership(self, members: csr_matrix) -> csr_matrix:
        """Which origins lie in which units, shape (u, n), from the base areas of these."""
        rows = np.arange(len(self.base))
        places = csr_matrix((np.ones(len(rows)), (self.base, rows)), shape=(self.areas, len(rows)))
        return csr_matrix(members @ places)


def make_origins(table: pl.DataFrame, codes: pl.Series) -> Origins:
    """Take origins from their table.

    Parameters
    ----------
    table : polars.DataFrame
        ``origin``, ``code`` (base area), ``lon``, ``lat`` [degrees], ``people``,
        ``spread_km`` [km]; null where not known.
    codes : polars.Series of str
        Codes of the base areas, in order.

    Raises
    ------
    NetworkError
        If an origin lies in no base area.
    """
    rows = {code: row for row, code in enumerate(codes)}
    lost = sorted({code for code in table["code"] if code not in rows})
    if lost:
        raise NetworkError(
            f"Origins: found {len(lost):,} codes that are no base area ({sample(lost)}). "
            "Expected each origin in an area that is scored. Leave these origins out."
        )
    base = np.array([rows[code] for code in table["code"]], dtype=np.int64)
    people = np.nan_to_num(_floats(table, "people"))
    total = np.bincount(base, weights=people, minlength=len(codes))
    part = people / np.where(total > 0, total, 1.0)[base] if len(base) else people
    places = Places(tuple(table["origin"]), _floats(table, "lon"), _floats(table, "lat"))
    return Origins(
        places, base, people, np.nan_to_num(_floats(table, "spread_km")), part, len(codes)
    )


def _floats(table: pl.DataFrame, name: str) -> Floats:
    return table[name].cast(pl.Float64).fill_null(np.nan).to_numpy().astype(np.float64)
