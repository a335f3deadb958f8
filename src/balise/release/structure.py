"""Checks of form: files as recorded, types, ranges, keys, references, rounding."""

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from balise.release.columns import Column, Table
from balise.release.findings import Finding, found
from balise.release.reading import Release
from balise.release.record import digest, json_bytes, seal
from balise.release.schema import SCHEMA

__all__ = ["check_files", "check_rows", "check_schema", "range_faults"]

_ROUNDED = {
    "areas": ("population_16plus", "people_high"),
    "groups": ("people",),
    "archetypes": ("people",),
    "catchments": ("people", "people_16plus", "vulnerable"),
    "overlaps": ("people",),
    "access": ("people_no_path",),
    "beyond": ("people", "vulnerable"),
}
_REFERRING = (
    "groups",
    "indicators",
    "draws",
    "area_archetypes",
    "group_archetypes",
    "sensitivity",
    "access",
    "beyond",
)
_OWN = "balise:"


def check_files(release: Release) -> tuple[Finding, ...]:
    """Compare every file with the digest the record gives, and the record with its seal."""
    return (
        found("the record is as it was written", _record_faults(release.path), "seal matches"),
        found("files are as they were written", _file_faults(release), f"{_listed(release)} files"),
    )


def _listed(release: Release) -> int:
    digests = release.record.get("digests")
    return len(digests) if isinstance(digests, dict) else 0


def _record_faults(folder: Path) -> Iterator[str]:
    content = (folder / "record.json").read_bytes()
    record = json.loads(content)
    if record.get("seal") != seal(record) or content != json_bytes(record):
        yield "record.json was altered: it does not match its seal"


def _file_faults(release: Release) -> Iterator[str]:
    digests = release.record.get("digests")
    listed = digests if isinstance(digests, dict) else {}
    for name in sorted({f"{table}.{end}" for table in SCHEMA for end in ("csv", "parquet")}):
        if name not in listed:
            yield f"{name} has no digest in the record"
    for name, expected in listed.items():
        path = release.path / name
        if not path.is_file():
            yield f"{name} is missing"
        elif digest(path.read_bytes()) != expected:
            yield f"{name} was altered: its digest is not the recorded one"
    for path in sorted(release.path.iterdir()):
        if path.name not in listed and path.name != "record.json":
            yield f"{path.name} is not listed in the record"


def check_schema(release: Release) -> tuple[Finding, ...]:
    """Compare the columns and types of every table with the schema."""
    return (
        found(
            "tables have the columns and types of the schema",
            (
                f"{name}: expected {dict(expected)}, found {dict(actual)}"
                for name, table in SCHEMA.items()
                if (actual := release.tables[name].collect_schema())
                != (expected := pl.Schema(table.dtypes))
            ),
            f"{len(SCHEMA)} tables",
        ),
    )


def check_rows(release: Release) -> tuple[Finding, ...]:
    """Check row counts, CSV against Parquet, keys, ranges, references and rounding."""
    tables = {name: release.table(name) for name in SCHEMA}
    rows = sum(table.height for table in tables.values())
    return (
        found(
            "row counts are those of the record", _count_faults(release, tables), f"{rows:,} rows"
        ),
        found("CSV and Parquet hold the same rows", _csv_faults(release, tables), "all tables"),
        found(
            "keys are unique and rows are sorted by them",
            (fault for name, table in tables.items() for fault in _key_faults(SCHEMA[name], table)),
            "all tables",
        ),
        found(
            "values lie within their ranges",
            (
                fault
                for name, table in tables.items()
                for column in SCHEMA[name].columns
                for fault in range_faults(name, column, table[column.name])
            ),
            f"{sum(len(table.columns) for table in SCHEMA.values())} columns",
        ),
        found("rows refer to areas that exist", _reference_faults(tables), "all tables"),
        found("modelled counts are rounded to base 5", _rounding_faults(tables), "all counts"),
    )


def _count_faults(release: Release, tables: dict[str, pl.DataFrame]) -> Iterator[str]:
    rows = release.record.get("rows")
    recorded = rows if isinstance(rows, dict) else {}
    for name, table in tables.items():
        if recorded.get(name) != table.height:
            yield f"{name}: {table.height:,} rows, {recorded.get(name)!r} recorded"


def _csv_faults(release: Release, tables: dict[str, pl.DataFrame]) -> Iterator[str]:
    for name, table in tables.items():
        path = release.path / f"{name}.csv"
        try:
            text = pl.read_csv(path, schema=table.schema)
        except pl.exceptions.PolarsError as problem:
            yield f"{name}.csv: {str(problem).splitlines()[0]}"
            continue
        if not text.equals(table):
            yield f"{name}.csv differs from {name}.parquet"


def _key_faults(table: Table, rows: pl.DataFrame) -> Iterator[str]:
    keys = rows.select(table.key)
    if keys.is_duplicated().any():
        twice = keys.filter(keys.is_duplicated()).row(0)
        yield f"{table.name}: {twice} more than once"
    if not keys.equals(keys.sort(table.key, maintain_order=True)):
        yield f"{table.name} is not sorted by {', '.join(table.key)}"


def range_faults(table: str, column: Column, values: pl.Series) -> Iterator[str]:
    """Name what a column should not hold: empty, unknown, not finite, out of its range."""
    where = f"{table}.{column.name}"
    if not column.nullable and values.null_count():
        yield f"{where}: {values.null_count():,} empty"
    if column.allowed:
        strange = values.drop_nulls().unique().sort().to_list()
        strange = [each for each in strange if each not in column.allowed]
        if strange:
            yield f"{where}: {strange[0]!r} is not allowed"
    elif values.dtype.is_numeric() and len(values.drop_nulls()):
        numbers = values.cast(pl.Float64)
        lowest, highest = float(str(numbers.min())), float(str(numbers.max()))
        if values.dtype.is_float() and not values.drop_nulls().is_finite().all():
            yield f"{where}: not finite"
        if column.low is not None and lowest < column.low:
            yield f"{where}: {lowest:g} under {column.low:g} {column.unit}"
        if column.high is not None and highest > column.high:
            yield f"{where}: {highest:g} over {column.high:g} {column.unit}"


def _reference_faults(tables: dict[str, pl.DataFrame]) -> Iterator[str]:
    areas = tables["areas"].select("dguid")
    for name in _REFERRING:
        lost = (
            tables[name]
            .filter(~pl.col("dguid").str.starts_with(_OWN))
            .join(areas, on="dguid", how="anti")
        )
        if lost.height:
            yield f"{name}: {lost['dguid'][0]} is not in areas"
    points = tables["service_points"].select("service_point")
    offices = tables["catchments"].filter(pl.col("service_point") != "all")
    lost = offices.join(points, on="service_point", how="anti")
    if lost.height:
        yield f"catchments: {lost['service_point'][0]} is not in service_points"


def _rounding_faults(tables: dict[str, pl.DataFrame]) -> Iterator[str]:
    for name, columns in _ROUNDED.items():
        ends = [f"{each}{end}" for each in columns for end in ("", "_low", "_high")]
        for column in (each for each in ends if each in tables[name].columns):
            odd = tables[name].filter(pl.col(column) % 5 != 0)
            if odd.height:
                yield f"{name}.{column}: {odd[column][0]} is not a multiple of 5"
