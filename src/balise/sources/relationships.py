"""Which areas hold which: the Dissemination Geographies Relationship File of 2021."""

from functools import cache
from pathlib import Path

import polars as pl

from balise.sources.provenance import file_digest, source_record
from balise.sources.published import locate, read_columns, unique_codes

__all__ = ["read_relationships"]

_NAME = "relationship_2021"
_COLUMNS = {
    "DADGUID_ADIDUGD": "dauid",
    "ADADGUID_ADAIDUGD": "adauid",
    "CSDDGUID_SDRIDUGD": "csduid",
    "CDDGUID_DRIDUGD": "cduid",
    "ERDGUID_REIDUGD": "eruid",
    "PRDGUID_PRIDUGD": "pruid",
    "CMADGUID_RMRIDUGD": "cmauid",
}
_DGUID_PREFIX = 9  # vintage (4), type (1) and schema (4) come before the code


@cache
def _parse(edition: tuple[Path, str]) -> pl.DataFrame:
    blocks = read_columns(edition[0], _NAME, _COLUMNS)
    areas = blocks.unique().with_columns(
        pl.col(column).str.slice(_DGUID_PREFIX) for column in blocks.columns
    )
    return unique_codes(areas.sort("dauid"), _NAME, "dauid")


def read_relationships(data: Path) -> pl.DataFrame:
    """Read which higher areas hold each dissemination area of 2021.

    Parameters
    ----------
    data : Path
        The data folder.

    Returns
    -------
    polars.DataFrame
        One row per dissemination area of 2021, sorted by ``dauid``: ``dauid``, ``adauid``,
        ``csduid``, ``cduid``, ``eruid``, ``pruid``, and ``cmauid``, null outside a census
        metropolitan area or agglomeration. Parsed once per process.

    References
    ----------
    Statistics Canada, 98-26-0004: the code is the last part of each DGUID.
    """
    path = locate(data, source_record(_NAME, data))
    return _parse((data, file_digest(path)))
