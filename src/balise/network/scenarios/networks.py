"""A network: its sites, read from a table of offices or taken from the release."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from balise.release import Release
from balise.vocabulary import NetworkError, sample, tables

__all__ = ["CURRENT", "SITE_COLUMNS", "Network", "current_network", "read_network"]

CURRENT = "current"
"""In place of a file: the offices of the release itself."""

SITE_COLUMNS = {
    "site": pl.String,
    "name": pl.String,
    "lon": pl.Float64,
    "lat": pl.Float64,
    "capacity": pl.Float64,
    "hours_week": pl.Float64,
    "position_error_km": pl.Float64,
}
_NUMBERS = ("lon", "lat", "capacity", "hours_week", "position_error_km")
_LIMITS = {
    "lon": (-180.0, 180.0, "degrees"),
    "lat": (-90.0, 90.0, "degrees"),
    "capacity": (0.0, float("inf"), "people"),
    "hours_week": (0.0, 168.0, "hours a week"),
    "position_error_km": (0.0, float("inf"), "km"),
}


@dataclass(frozen=True, slots=True)
class Network:
    """Sites under one name.

    Attributes
    ----------
    name : str
    sites : polars.DataFrame
        ``site``, ``name``, ``lon`` and ``lat`` [degrees, null where unlocated],
        ``capacity`` [people], ``hours_week``, ``position_error_km``; null where not stated.

    Raises
    ------
    NetworkError
        If there is no site, an identifier comes twice, or a value cannot be.
    """

    name: str
    sites: pl.DataFrame

    def __post_init__(self) -> None:
        """Refuse what cannot be a network."""
        named = f"Network {self.name!r}"
        if not self.name.strip() or len(self.name) > 60 or not self.name.isprintable():
            raise NetworkError(
                f"{named}: found a name of {len(self.name)} characters. Expected 1 to 60 that "
                "can be read. Give a short name, as in --network today=current."
            )
        if not self.sites.height:
            raise NetworkError(
                f"{named}: found no site. Expected one at least. Add a row to its table."
            )
        names = self.sites["site"]
        if names.is_duplicated().any():
            twice = names.filter(names.is_duplicated()).unique().sort()
            raise NetworkError(
                f"{named}: found {sample(twice)} more than once. Expected an identifier of its "
                "own for each site. Keep one row of each, or rename them."
            )
        for column, (low, high, unit) in _LIMITS.items():
            value = pl.col(column)
            strange = self.sites.filter(value.is_not_null() & ~value.is_between(low, high))
            if strange.height:
                found = [f"{row['site']} {row[column]:g}" for row in strange.to_dicts()]
                hint = " Are longitude and latitude exchanged?" if column == "lat" else ""
                raise NetworkError(
                    f"{named}, column {column}: found {sample(found)}. Expected {low:g} to "
                    f"{high:g} {unit}, or nothing. Correct the table.{hint}"
                )

    @property
    def unlocated(self) -> int:
        """Count the sites without a position."""
        return self.sites.filter(pl.col("lon").is_null() | pl.col("lat").is_null()).height


def read_network(name: str, path: Path) -> Network:
    """Read the sites of a network from a table of offices.

    Parameters
    ----------
    name : str
        What the network is called.
    path : Path
        CSV or Parquet: ``id`` (or ``service_point``), ``name`` (or ``name_en``), ``lon``, ``lat``,
        and where known ``hours_week``, ``capacity``, ``position_error_km``.

    Raises
    ------
    NetworkError, TableError
        If the table cannot be read, or holds what cannot be a network.
    """
    table = tables.read_table(path, ("id|service_point", "lon", "lat"))
    known = "id" if "id" in table.columns else "service_point"
    title = next((each for each in ("name", "name_en") if each in table.columns), known)
    rows = table.select(
        pl.col(known).cast(pl.String).alias("site"),
        pl.coalesce(title, known).cast(pl.String).alias("name"),
        *(
            pl.col(each) if each in table.columns else pl.lit(None, pl.String).alias(each)
            for each in _NUMBERS
        ),
    )
    if rows["site"].null_count():
        raise NetworkError(
            f"Network {name!r}, {path.name}: found {rows['site'].null_count()} rows without "
            f"{known}. Expected an identifier for each site. Fill the column."
        )
    return Network(name, rows.with_columns(_number(rows, each, name) for each in _NUMBERS))


def _number(rows: pl.DataFrame, column: str, name: str) -> pl.Series:
    values = rows[column].cast(pl.Float64, strict=False)
    lost = rows.filter(values.is_null() & rows[column].is_not_null())
    if lost.height:
        found = [f"{row['site']} {row[column]!r}" for row in lost.to_dicts()]
        raise NetworkError(
            f"Network {name!r}, column {column}: found {sample(found)}. Expected numbers with a "
            "decimal point, or nothing. Correct the table."
        )
    return values


def current_network(name: str, release: Release) -> Network:
    """Take the offices of a release as a network."""
    points = release.table("service_points")
    known_later = ("capacity", "hours_week", "position_error_km")
    rows = points.select(
        pl.col("service_point").alias("site"),
        pl.coalesce("name_en", "service_point").alias("name"),
        "lon",
        "lat",
        *(
            pl.col(each).cast(pl.Float64)
            if each in points.columns
            else pl.lit(None, pl.Float64).alias(each)
            for each in known_later
        ),
    )
    return Network(name, rows)
