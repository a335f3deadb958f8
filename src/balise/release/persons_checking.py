"""Check synthetic persons: people add up to areas, and rows tell their type alone."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from balise.release.findings import Finding, found
from balise.release.person_tables import INDEX_PERSONS
from balise.release.persons import PERSONS_FORMAT, PERSONS_VERSION
from balise.release.record import digest, json_bytes, seal
from balise.vocabulary import ReleaseError

__all__ = ["check_persons", "read_persons_record"]

Record = Mapping[str, object]


def check_persons(path: Path | str) -> tuple[Finding, ...]:
    """Check everything a folder of synthetic persons promises, one file at a time.

    Returns
    -------
    tuple of Finding
        Digests, columns, identifiers, types, and sums by area.

    Raises
    ------
    ReleaseError
        If the folder holds no synthetic persons of a known version.
    """
    folder = Path(path)
    record = read_persons_record(folder)
    files = (
        found("the record is as it was written", _record_faults(folder), "seal matches"),
        found(
            "files are as they were written",
            _file_faults(folder, record),
            f"{len(_digests(record))} files",
        ),
    )
    if any(each.verdict == "not_met" for each in files):
        stop = "not run: put right what is said above, then check again"
        return (*files, Finding("persons", "not_met", stop))
    return (*files, *_rows(folder, record))


def read_persons_record(folder: Path) -> Record:
    """Read what a folder of synthetic persons states of itself.

    Raises
    ------
    ReleaseError
        If there is none, or it is of another version.
    """
    try:
        record = json.loads((folder / "record.json").read_bytes())
    except (OSError, ValueError) as problem:
        raise ReleaseError(
            f"{folder} has no record of synthetic persons that can be read. Expected a folder "
            "written by 'balise build RECIPE --out DIR --people DIR'. Check the name."
        ) from problem
    form = (record.get("format"), record.get("version")) if isinstance(record, dict) else (None, 0)
    if form != (PERSONS_FORMAT, PERSONS_VERSION):
        raise ReleaseError(
            f"{folder} holds format {form[0]!r}, version {form[1]!r}. "
            f"Expected {PERSONS_FORMAT!r}, version {PERSONS_VERSION}. "
            "Check the name, or write the persons again."
        )
    return dict(record)


def _digests(record: Record) -> dict[str, str]:
    digests = record.get("digests")
    return digests if isinstance(digests, dict) else {}


def _record_faults(folder: Path) -> Iterator[str]:
    content = (folder / "record.json").read_bytes()
    record = json.loads(content)
    if record.get("seal") != seal(record) or content != json_bytes(record):
        yield "record.json was altered: it does not match its seal"


def _file_faults(folder: Path, record: Record) -> Iterator[str]:
    digests = _digests(record)
    for name in ("areas.parquet", "areas.csv", "types.parquet", "types.csv"):
        if name not in digests:
            yield f"{name} has no digest in the record"
    for name, expected in digests.items():
        if not (folder / name).is_file():
            yield f"{name} is missing"
        elif digest((folder / name).read_bytes()) != expected:
            yield f"{name} was altered: its digest is not the recorded one"
    for each in sorted(folder.rglob("*")):
        name = each.relative_to(folder).as_posix()
        if not each.is_dir() and name not in digests and name != "record.json":
            yield f"{name} is not listed in the record"


def _rows(folder: Path, record: Record) -> tuple[Finding, ...]:
    """Read persons one file at a time and check what they promise."""
    areas, types = (pl.read_parquet(folder / f"{name}.parquet") for name in ("areas", "types"))
    area, carried = _layout(record)
    faults: dict[str, list[str]] = {name: [] for name in ("columns", "ids", "types")}
    faults["columns"] += _layout_faults(record, areas, types)
    counted: list[pl.DataFrame] = []
    rows, last, parts = 0, -1, [name for name in _digests(record) if name.startswith("persons/")]
    expected = {
        "id": pl.UInt64,
        area: pl.String,
        "type": pl.String,
        **{name: types.schema.get(name) for name in carried},
    }
    for name in () if faults["columns"] else parts:
        persons = pl.read_parquet(folder / name, hive_partitioning=False)
        if dict(persons.schema) != expected:
            faults["columns"].append(f"{name}: found {dict(persons.schema)}")
            continue
        faults["ids"] += _id_faults(name, persons["id"], last)
        faults["types"] += _type_faults(name, persons, types.select("type", *carried))
        counted.append(persons.group_by(area).len("found"))
        rows += persons.height
        last = int(persons["id"][-1]) if persons.height else last
    told = f"{rows:,} persons"
    return (
        found("rows hold identifier, area, type and no other column", faults["columns"], told),
        found("identifiers are unique and rise", faults["ids"], told),
        found(
            "types are known, and rows tell what their type tells",
            faults["types"],
            f"{types.height:,} types",
        ),
        found(
            "people add up to the areas exactly",
            _sum_faults(areas, counted, area, record),
            f"{areas.height:,} areas, {told}",
        ),
        found("tables beside are whole", _table_faults(folder, areas, types), "areas and types"),
    )


def _layout(record: Record) -> tuple[str, list[str]]:
    carried = record.get("carried")
    return str(record.get("area")), list(carried) if isinstance(carried, list) else []


def _layout_faults(record: Record, areas: pl.DataFrame, types: pl.DataFrame) -> Iterator[str]:
    area, carried = _layout(record)
    if record.get("kind") == "index":
        for name, table, schema in (
            ("areas", INDEX_PERSONS.areas, areas.schema),
            ("types", INDEX_PERSONS.types, types.schema),
        ):
            if schema != pl.Schema(table.dtypes):
                yield f"{name}: expected {table.dtypes}, found {dict(schema)}"
        if tuple(carried) != INDEX_PERSONS.carried:
            yield f"rows carry {carried}, expected {list(INDEX_PERSONS.carried)}"
    if areas.columns[:2] != [area, "persons"]:
        yield f"areas begin with {areas.columns[:2]}, expected {[area, 'persons']}"
    for name in ("type", *carried):
        if name not in types.columns:
            yield f"{name!r} is no column of types"


def _id_faults(name: str, ids: pl.Series, last: int) -> Iterator[str]:
    """Rising identifiers are unique, over all files with the last one of the file before."""
    if ids.null_count() or not bool((ids.diff().drop_nulls() > 0).all()):
        yield f"{name}: identifiers do not rise"
    elif len(ids) and int(ids[0]) <= last:
        yield f"{name} begins with identifier {ids[0]}, the file before ends with {last}"


def _type_faults(name: str, persons: pl.DataFrame, types: pl.DataFrame) -> Iterator[str]:
    """Each combination that rows hold is one of the types."""
    held = persons.select(types.columns).unique()
    odd = held.join(types, on=types.columns, how="anti", nulls_equal=True)
    if odd.height:
        yield f"{name}: {odd['type'][0]} is no type, or tells otherwise than types do"


def _sum_faults(
    areas: pl.DataFrame, counted: list[pl.DataFrame], area: str, record: Record
) -> Iterator[str]:
    """Persons of each area, against areas, and against what was modelled."""
    empty = pl.DataFrame(schema={area: pl.String, "found": pl.UInt32})
    sums = pl.concat([empty, *counted]).group_by(area).agg(pl.col("found").cast(pl.Int64).sum())
    both = areas.join(sums, on=area, how="full", coalesce=True).with_columns(
        pl.col("found").fill_null(0)
    )
    for row in both.filter(~pl.col("found").eq_missing(pl.col("persons"))).iter_rows(named=True):
        yield f"{row[area]}: {row['found']:,} rows, {row['persons'] or 0:,} persons"
    if "population_16plus" in areas.columns:
        far = areas.filter((pl.col("persons") - pl.col("population_16plus")).abs() > 1.001)
        for row in far.iter_rows(named=True):
            yield f"{row[area]}: {row['persons']:,} persons, {row['population_16plus']:,} modelled"
    rows = record.get("rows")
    recorded = rows.get("persons") if isinstance(rows, dict) else None
    if recorded != sums["found"].sum():
        yield f"{sums['found'].sum():,} rows, {recorded!r} recorded"


def _table_faults(folder: Path, areas: pl.DataFrame, types: pl.DataFrame) -> Iterator[str]:
    """Parquet and CSV hold the same rows; nothing is empty, and no key comes twice."""
    for name, table in (("areas", areas), ("types", types)):
        key = table.columns[0]
        if not pl.read_csv(folder / f"{name}.csv", schema=table.schema).equals(table):
            yield f"{name}.csv differs from {name}.parquet"
        if table[key].is_duplicated().any():
            yield f"{name} tells a row more than once"
        if table[key].null_count():
            yield f"{name} has rows without {key}"
