"""The scenario folder: networks measured on one release, written whole or not at all."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from balise.release.columns import Table
from balise.release.dictionary import dictionary_csv
from balise.release.encoding import csv_bytes
from balise.release.folders import building, install, recover, sync, write_bytes
from balise.release.record import digest, json_bytes, seal
from balise.release.scenario_tables import SCENARIO_TABLES
from balise.release.structure import range_faults
from balise.release.writing import arrange
from balise.vocabulary import ReleaseError, sample

__all__ = [
    "DICTIONARY",
    "SCENARIO_FORMAT",
    "SCENARIO_VERSION",
    "Json",
    "Scenario",
    "refuse_occupied_scenario",
    "table_faults",
    "write_scenario",
]

SCENARIO_FORMAT = "balise-scenario"
SCENARIO_VERSION = 1
KINDS = ("site", "compare")
DICTIONARY = "data-dictionary.csv"

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Scenario:
    """Networks of sites measured on one release, and what they change for people.

    Attributes
    ----------
    kind : str
        ``site`` (an answer of where to serve) or ``compare`` (networks as given).
    titles : mapping
        ``en`` and ``fr``.
    release : mapping
        ``seal`` and ``name`` of the release, and its titles ``en`` and ``fr``.
    engine : mapping
        ``name``, ``digest`` and ``is_estimated``: how travel was measured.
    parameters : mapping
        Reaches and every choice that moves a number.
    answer : mapping
        Of a siting: ``model``, ``objective``, ``bound``, ``gap`` (share), ``seconds``,
        ``status``, ``notes``. Empty for a comparison.
    networks : tuple of mapping
        In order, the first is compared with: ``name``, ``offices``, ``unlocated``, ``hours``.
    notes : tuple of mapping
        What a reader must know, each in ``en`` and ``fr``.
    tables : mapping
        Rows of :data:`SCENARIO_TABLES`, by name.
    seal : str
        Digest of the whole scenario; empty before it is written.
    """

    kind: str
    titles: Json
    release: Json
    engine: Json
    parameters: Json
    answer: Json
    networks: tuple[Json, ...]
    notes: tuple[Json, ...]
    tables: Mapping[str, pl.DataFrame]
    seal: str = ""


def write_scenario(folder: Path, scenario: Scenario, *, replace: bool = False) -> Path:
    """Write a scenario folder, whole or not at all.

    Parameters
    ----------
    folder : Path
        Built beside, then renamed.
    scenario : Scenario
    replace : bool
        Put it in the place of a scenario that is already there.

    Returns
    -------
    Path
        The folder written.

    Raises
    ------
    ReleaseError
        If a table does not fit its columns, the folder is taken or being written, or the
        disk is full.
    """
    place = folder.resolve()
    files = _files(scenario)
    try:
        recover(place)
        refuse_occupied_scenario(place, replace=replace)
        with building(place) as workplace:
            for name, content in files.items():
                write_bytes(workplace / name, content)
            sync(workplace)
            install(place)
    except BlockingIOError as problem:
        raise ReleaseError(
            f"Another command is writing {folder} now. "
            "Expected one writer at a time. Wait until it ends, then try again."
        ) from problem
    except OSError as problem:
        raise ReleaseError(
            f"The scenario {folder} could not be written: {problem.strerror or problem}. "
            "Expected room and leave to write; nothing half-written was left, and what was there "
            "before is as it was. Free some space or choose another folder, then try again."
        ) from problem
    return folder


def _files(scenario: Scenario) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    if scenario.kind not in KINDS or set(scenario.tables) != set(SCENARIO_TABLES):
        raise ReleaseError(
            f"Scenario: found kind {scenario.kind!r} and tables {sample(sorted(scenario.tables))}. "
            f"Expected kind {' or '.join(KINDS)}, and the tables {', '.join(SCENARIO_TABLES)}. "
            "Give each of them, without rows if there are none."
        )
    for name, table in SCENARIO_TABLES.items():
        rows = arrange(table, scenario.tables[name])
        if faults := table_faults(table, rows):
            raise ReleaseError(
                f"Scenario, table {name!r}: {sample(faults)}. Expected values within the ranges "
                "of SCENARIO_TABLES. Correct them before calling write_scenario()."
            )
        files[f"{name}.csv"] = csv_bytes(rows)
    files[DICTIONARY] = dictionary_csv(SCENARIO_TABLES.values())
    stated: dict[str, object] = {
        "format": SCENARIO_FORMAT,
        "version": SCENARIO_VERSION,
        "kind": scenario.kind,
        "title": scenario.titles,
        "release": scenario.release,
        "engine": scenario.engine,
        "parameters": scenario.parameters,
        "answer": scenario.answer,
        "networks": list(scenario.networks),
        "notes": list(scenario.notes),
        "rows": {name: scenario.tables[name].height for name in SCENARIO_TABLES},
        "digests": {name: digest(content) for name, content in files.items()},
    }
    plain = json.loads(json_bytes(stated))
    files["scenario.json"] = json_bytes({**plain, "seal": seal(plain)})
    return files


def table_faults(table: Table, rows: pl.DataFrame) -> list[str]:
    """Name the values of a table that its columns do not allow."""
    return [
        fault
        for column in table.columns
        for fault in range_faults(table.name, column, rows[column.name])
    ]


def refuse_occupied_scenario(folder: Path, *, replace: bool) -> None:
    """Refuse a folder that holds anything, unless it is a scenario and is to be replaced.

    Raises
    ------
    ReleaseError
        With what was found; nothing is touched.
    """
    if not folder.exists():
        return
    present = {each.name for each in folder.iterdir()} if folder.is_dir() else {folder.name}
    if not present:
        return
    known = {"scenario.json", DICTIONARY, *(f"{name}.csv" for name in SCENARIO_TABLES)}
    if not folder.is_dir() or "scenario.json" not in present or present - known:
        raise ReleaseError(
            f"{folder} holds what is no scenario: {sample(sorted(present - known or present))}. "
            "Expected a name that is free, an empty folder or a scenario. "
            "Choose another folder; nothing was touched."
        )
    if not replace:
        raise ReleaseError(
            f"{folder} already holds a scenario. "
            "Expected a folder without one. Choose another folder, or add --replace."
        )
