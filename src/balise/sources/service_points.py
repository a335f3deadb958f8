"""Service Canada's points of service and their towns."""

from pathlib import Path

import polars as pl

from balise.sources.figures import read_figure
from balise.sources.labels import recode
from balise.sources.provenance import Data
from balise.sources.published import numbers, read_columns, unique_codes
from balise.vocabulary import PROVINCES

__all__ = ["SERVICE_POINTS", "read_service_points"]

SERVICE_POINTS: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(["service_point", "name", "kind", "pruid", "csduid"], pl.String),
    **dict.fromkeys(["lon", "lat"], pl.Float64),
    **dict.fromkeys(["position", "match", "languages"], pl.String),
}
_INDEX = "service_points_2024"
_POSITIONS = "service_point_positions_2024"
_KINDS = {
    "Service Canada Centre": "centre",
    "Service Canada Centre and Passport Office (consolidated)": "centre_with_passport",
    "Passport Office": "passport_office",
    "Service Delivery Partner": "delivery_partner",
    "Scheduled Outreach Site": "outreach",
}
_LANGUAGES = {
    "Services offered in English": "en",
    "Services offered in French": "fr",
    "Services offered in English and French": "both",
}
_PROVINCE_CODES = {each.abbreviation: each.code for each in PROVINCES}


def _slug() -> pl.Expr:
    plain = pl.col("name").str.normalize("NFD").str.replace_all(r"\p{Mn}", "").str.to_lowercase()
    words = plain.str.replace_all(r"[^a-z0-9]+", "-").str.strip_chars("-")
    return pl.concat_str(pl.col("abbreviation").str.to_lowercase(), words, separator="-")


def _from_files(data: Path) -> pl.DataFrame:
    listed = read_columns(
        data,
        _INDEX,
        {"region": "abbreviation", "name": "name", "center-type": "kind"}
        | {"center-lang": "languages"},
    )
    columns = ["CSDUID", "lon", "lat", "match"]
    towns = read_columns(
        data,
        _POSITIONS,
        {"region": "abbreviation", "name": "name", "center-type": "kind"}
        | {each: each.lower() for each in columns},
    )
    key = ["abbreviation", "name", "kind"]
    points = listed.join(
        numbers(towns, _POSITIONS, "name", ["lon", "lat"], signed=True).unique(
            key, keep="first", maintain_order=True
        ),
        on=key,
        how="left",
        maintain_order="left",
    )
    coded = recode(points, _INDEX, "kind", _KINDS).with_columns(service_point=_slug())
    coded = recode(coded, _INDEX, "languages", _LANGUAGES)
    coded = recode(coded, _INDEX, "abbreviation", _PROVINCE_CODES)
    return coded.rename({"abbreviation": "pruid"})


def read_service_points(data: Data = None) -> pl.DataFrame:
    """Read where Service Canada serves the public in person, February 2024.

    Parameters
    ----------
    data : Path, optional
        The data folder; the bundled figures if left out.

    Returns
    -------
    polars.DataFrame
        Sorted by ``service_point`` (stable identifier): ``name`` (as listed, in English),
        ``kind`` (centre, centre_with_passport, passport_office, delivery_partner,
        outreach), ``pruid``, ``csduid``, ``lon``, ``lat`` [degrees] of the
        population-weighted centroid of its town, never the office itself, null where no
        town matched; ``position`` (town_centroid or unlocated), ``match`` (exact or
        prefix: a prefix can be a neighbouring parish), ``languages`` of service (en, fr,
        both).

    Examples
    --------
    >>> read_service_points().filter(pruid="13", position="town_centroid").height
    26
    """
    if data is None:
        return read_figure("service_points", SERVICE_POINTS)
    located = pl.col("lon").is_not_null() & pl.col("lat").is_not_null()
    points = _from_files(data).with_columns(
        position=pl.when(located).then(pl.lit("town_centroid")).otherwise(pl.lit("unlocated"))
    )
    return (
        unique_codes(points, _INDEX, "service_point").sort("service_point").select(*SERVICE_POINTS)
    )
