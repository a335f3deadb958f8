"""A network: its sites, read from a table of offices or taken from the release."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from balise.network import access
from balise.release import Release
from balise.vocabulary import NetworkError, sample

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
_TOWN_KM = 5.0
"""Error of a position by its town, where the release says nothing of it [km]."""
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


def read_network(name: str, path: Path, release: Release) -> tuple[Network, tuple[str, ...]]:
    """Read the sites of a network from a table of offices.

    Parameters
    ----------
    name : str
        What the network is called.
    path : Path
        As :func:`balise.network.access.read_offices` reads it: ``id``, ``name``, ``lon`` and
        ``lat`` (or a place), and where known ``hours_week``, ``capacity``,
        ``position_error_km``.
    release : Release
        Towns by which a site may be placed, and the error that such a position has.

    Returns
    -------
    Network, tuple of str
        And what was doubted or assumed in reading it.

    Raises
    ------
    NetworkError, TableError
        If the table cannot be read, or holds what cannot be a network.
    """
    offices = access.read_offices(path, _towns(release), _error_km(release))
    return Network(name, _sites(offices.table)), offices.notices


def _towns(release: Release) -> pl.DataFrame:
    columns = ("code", "name_en", "name_fr", "province", "lon", "lat", "population")
    return release.table("areas").filter(pl.col("level") == "csd").select(columns)


def _error_km(release: Release) -> float:
    """Take the error of a position by its town from the recipe of the release."""
    recipe = release.record.get("recipe")
    own = recipe.get("network") if isinstance(recipe, dict) else None
    stated = own.get("position_error_km") if isinstance(own, dict) else None
    return float(stated) if isinstance(stated, int | float) else _TOWN_KM


def _sites(offices: pl.DataFrame) -> pl.DataFrame:
    return offices.select(
        pl.col("service_point").alias("site"),
        pl.coalesce("name_en", "name_fr", "service_point").alias("name"),
        *(
            pl.col(each).cast(pl.Float64)
            if each in offices.columns
            else pl.lit(None, pl.Float64).alias(each)
            for each in _NUMBERS
        ),
    )


def current_network(name: str, release: Release) -> Network:
    """Take the offices of a release as a network."""
    return Network(name, _sites(release.table("service_points")))
