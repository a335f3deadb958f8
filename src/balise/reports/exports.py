"""Files for other programs: CSV that spreadsheets open safely, GeoParquet, XLSX."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from balise.release import SCHEMA, Release, data_dictionary
from balise.reports.about import about_lines, about_metadata, csv_metadata
from balise.reports.destinations import refuse_inside_release, refuse_taken
from balise.reports.words import LANGUAGES, say
from balise.vocabulary import BaliseError, nearest

__all__ = ["FORMATS", "export_release", "guard_text"]

FORMATS = ("csv", "geoparquet", "xlsx")

_FORMULA = r"^[=+\-@\t\r]"
_SHEET_ROWS = 1_048_575
_SHEET_CELLS = 3_000_000
_PLACED = ("areas", "service_points")


def export_release(
    release: Release, out: Path, formats: tuple[str, ...] = FORMATS, *, replace: bool = False
) -> tuple[Path, ...]:
    """Write the tables of a release for spreadsheets and mapping programs.

    ``csv``: every table, with a byte order mark, the data dictionary, and
    ``csv-metadata.json``, which describes them. ``geoparquet``: areas and service
    points, as points (longitude, latitude). ``xlsx``: one workbook, a sheet per
    table, a first sheet that says what it is and which tables are too large for a
    sheet, a last one with the data dictionary. Each kind bears the citation, the
    licence, the errata and the meaning of its columns, in both languages.
    In CSV and XLSX, text that a spreadsheet would take for a formula is preceded by
    an apostrophe; numbers stay numbers. Files that are there are written over only
    if ``replace`` is true.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    BaliseError
        If a format is unknown, the folder lies in a release, holds such files, or
        cannot be written.
    """
    writers = {"csv": _write_csv, "geoparquet": _write_geoparquet, "xlsx": _write_xlsx}
    for each in formats:
        if each not in writers:
            raise BaliseError(
                f"Releases are not exported as {each!r}. {nearest(each, FORMATS)} "
                "Choose one or more of these formats."
            )
    refuse_inside_release(out)
    if not replace:
        refuse_taken(path for each in formats for path in _places(release, out, each))
    try:
        out.mkdir(parents=True, exist_ok=True)
        return tuple(path for each in formats for path in writers[each](release, out))
    except OSError as problem:
        raise BaliseError(
            f"The export to {out} could not be written: {problem.strerror or problem}. "
            "Expected a folder with room where you may write. Free some space or choose another."
        ) from problem


def _places(release: Release, out: Path, format_: str) -> list[Path]:
    """Name the files of a format, in the order in which they are written."""
    if format_ == "csv":
        names = [out / f"{name}.csv" for name in (*SCHEMA, "data-dictionary")]
        return [*names, out / "csv-metadata.json"]
    if format_ == "geoparquet":
        return [out / f"{name}.geoparquet" for name in _PLACED]
    return [out / f"{release.record.get('recipe_name') or 'release'}.xlsx"]


def guard_text(table: pl.DataFrame) -> pl.DataFrame:
    """Put an apostrophe before text that a spreadsheet would run as a formula.

    Examples
    --------
    >>> guard_text(pl.DataFrame({"name": ["=1+1", "Coast"], "score": [-1, 2]})).rows()
    [("'=1+1", -1), ('Coast', 2)]
    """
    text = pl.col(pl.String)
    return table.with_columns(
        pl.when(text.str.contains(_FORMULA)).then("'" + text).otherwise(text).name.keep()
    )


def _write_csv(release: Release, out: Path) -> list[Path]:
    paths = _places(release, out, "csv")
    tables = [*(release.table(name) for name in SCHEMA), data_dictionary()]
    for path, table in zip(paths, tables, strict=False):
        guard_text(table).write_csv(path, include_bom=True)
    paths[-1].write_bytes(csv_metadata(release))
    return paths


def _write_geoparquet(release: Release, out: Path) -> list[Path]:
    import geopandas  # heavy: loaded where it is used

    paths = _places(release, out, "geoparquet")
    for name, path in zip(_PLACED, paths, strict=True):
        table = release.table(name)
        frame = table.to_pandas(use_pyarrow_extension_array=True)
        is_placed = (table["lon"].is_not_null() & table["lat"].is_not_null()).to_numpy()
        lon, lat = (table[each].to_numpy() for each in ("lon", "lat"))
        points = geopandas.GeoSeries.from_xy(lon, lat, index=frame.index, crs="EPSG:4326")
        placed = geopandas.GeoDataFrame(frame, geometry=points.where(is_placed))
        placed.to_parquet(path, index=False)
        _describe(path, about_metadata(release, name))
    return paths


def _describe(path: Path, told: Mapping[str, str]) -> None:
    """Write what a file is into the file, beside what mapping programs read there."""
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    known = table.schema.metadata or {}
    added = {f"balise:{key}".encode(): text.encode() for key, text in told.items()}
    pq.write_table(table.replace_schema_metadata(known | added), path)


def _write_xlsx(release: Release, out: Path) -> list[Path]:
    import xlsxwriter

    (path,) = _places(release, out, "xlsx")
    tables = {name: release.table(name) for name in SCHEMA}
    large = [
        name
        for name, table in tables.items()
        if table.height > _SHEET_ROWS or table.height * table.width > _SHEET_CELLS
    ]
    tables["data_dictionary"] = data_dictionary()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(path, options) as book:
        # The same release gives the same bytes: no time of writing.
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
        sheet = book.add_worksheet("about")
        sheet.set_column(0, 0, 110)
        for place, line in enumerate(_about(release, large)):
            sheet.write_string(place, 0, line)
        for name, table in tables.items():
            if name not in large:
                guard_text(table).write_excel(
                    book,
                    name,
                    autofit=table.height < 20_000,
                    float_precision=4,
                    freeze_panes=(1, 0),
                )
    return [path]


def _about(release: Release, large: list[str]) -> list[str]:
    """Say what the workbook is, in both languages."""
    lines: list[str] = []
    for language in LANGUAGES:
        lines += about_lines(release, language)
        if large:
            lines.append(say("too_large", language, names=", ".join(large)))
        lines.append("")
    guarded = guard_text(pl.DataFrame({"line": lines}))["line"]
    return [str(line) for line in guarded]
