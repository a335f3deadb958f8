"""Names of economic regions, census divisions and census subdivisions of 2021."""

import json
from pathlib import Path

import polars as pl

from balise.sources.figures import read_figure
from balise.sources.provenance import Data
from balise.sources.published import read_columns, read_verified
from balise.sources.relationships import read_relationships
from balise.vocabulary import PROVINCES

__all__ = ["PLACE_NAMES", "read_place_names"]

PLACE_NAMES: dict[str, type[pl.DataType]] = {
    "level": pl.String,
    "code": pl.String,
    "name_en": pl.String,
    "name_fr": pl.String,
    "csd_type": pl.String,
}
_SUBDIVISIONS = "subdivision_names_2019"
_REGIONS = "region_names_2006"
_BETWEEN_LANGUAGES = " / "
# British Columbia names electoral areas "Kootenay Boundary C / Christina Lake": one name.
_NOT_BILINGUAL = "59"


def _both_languages(name: str, code: str) -> list[pl.Expr]:
    """Split a name printed "English / French"; one name alone serves both languages."""
    text = pl.col(name).str.replace_all(r"\s+", " ")
    parts = text.str.split(_BETWEEN_LANGUAGES)
    bilingual = (parts.list.len() == len(("en", "fr"))) & ~pl.col(code).str.starts_with(
        _NOT_BILINGUAL
    )
    return [
        pl.when(bilingual).then(parts.list.get(place, null_on_oob=True)).otherwise(text).alias(to)
        for place, to in enumerate(["name_en", "name_fr"])
    ]


def _region_names(data: Path) -> pl.DataFrame:
    """Name economic regions; one that is a whole province or territory has its name."""
    shapes = json.loads(read_verified(data, _REGIONS))["objects"]["subdivs"]["geometries"]
    table = pl.DataFrame(
        {
            "code": [str(each["id"]) for each in shapes],
            "label": [each["properties"]["name"] for each in shapes],
        }
    )
    # Regions are named "English / French" in every province.
    parts = pl.col("label").str.split(_BETWEEN_LANGUAGES)
    names = table.select("code", name_en=parts.list.first(), name_fr=parts.list.last())
    whole = {
        code[0]: (each.en, each.fr)
        for each in PROVINCES
        if len(code := [own for own in table["code"] if own.startswith(each.code)]) == 1
    }
    return names.with_columns(
        pl.col("code")
        .replace_strict({key: name[place] for key, name in whole.items()}, default=None)
        .fill_null(pl.col(column))
        .alias(column)
        for place, column in enumerate(["name_en", "name_fr"])
    )


def _from_files(data: Path) -> pl.DataFrame:
    columns = {"CSDUID": "csduid", "CSDNAME": "csd", "CSDTYPE": "type", "CDUID": "cduid"}
    listed = read_columns(data, _SUBDIVISIONS, columns | {"CDNAME": "cd"})
    areas = read_relationships(data)
    subdivisions = (
        areas.select(code="csduid")
        .unique()
        .join(
            listed.select(*_both_languages("csd", "csduid"), code="csduid", csd_type="type"),
            on="code",
            how="left",
        )
        .with_columns(level=pl.lit("csd"))
    )
    divisions = (
        areas.select(code="cduid")
        .unique()
        .join(
            listed.unique("cduid").select(*_both_languages("cd", "cduid"), code="cduid"),
            on="code",
            how="left",
        )
        .with_columns(level=pl.lit("cd"), csd_type=pl.lit(None, pl.String))
    )
    regions = (
        areas.select(code="eruid")
        .unique()
        .join(_region_names(data), on="code", how="left")
        .with_columns(level=pl.lit("er"), csd_type=pl.lit(None, pl.String))
    )
    return pl.concat([each.select(*PLACE_NAMES) for each in (regions, divisions, subdivisions)])


def _from_figures() -> pl.DataFrame:
    own = {each: kind for each, kind in PLACE_NAMES.items() if each != "level"}
    subdivisions = read_figure("subdivisions", own).with_columns(
        level=pl.lit("csd"), name_fr=pl.coalesce("name_fr", "name_en")
    )
    return pl.concat([read_figure("place_names", PLACE_NAMES), subdivisions.select(*PLACE_NAMES)])


def read_place_names(data: Data = None) -> pl.DataFrame:
    """Read the names of areas of 2021 in both languages.

    Parameters
    ----------
    data : Path, optional
        The data folder; the bundled figures if left out.

    Returns
    -------
    polars.DataFrame
        ``level`` (er, cd, csd), ``code``, ``name_en``, ``name_fr``, ``csd_type`` (null but
        for subdivisions), sorted by level then code. Names are those of the subdivisions
        of 2019 and of the economic regions of 2006; a subdivision that neither list holds
        has null names. A name printed in one language serves both.

    Examples
    --------
    >>> names = read_place_names()
    >>> names.filter(level="csd", code="1312019").row(0)
    ('csd', '1312019', 'Grand Falls', 'Grand-Sault', 'TV')
    """
    names = _from_figures() if data is None else _from_files(data)
    return names.sort("level", "code")
