"""Read a scenario folder, whole and unaltered; refuse one that was made from another release."""

import io
import json
from pathlib import Path
from types import MappingProxyType

import polars as pl

from balise.release.columns import Table
from balise.release.reading import Release
from balise.release.record import digest, json_bytes, seal
from balise.release.scenario_tables import SCENARIO_TABLES
from balise.release.scenarios import (
    DICTIONARY,
    SCENARIO_FORMAT,
    SCENARIO_VERSION,
    Json,
    Scenario,
    table_faults,
)
from balise.vocabulary import ReleaseError, sample

__all__ = ["read_scenario", "refuse_other_release"]


def read_scenario(folder: Path | str) -> Scenario:
    """Read a scenario folder, and make sure that nothing of it was altered.

    Raises
    ------
    ReleaseError
        If it is no scenario, of another version, or a file is missing, cut or altered.
    """
    place = Path(folder)
    stated = _stated(place)
    digests = _mapping(stated, "digests")
    expected = [DICTIONARY, *(f"{name}.csv" for name in SCENARIO_TABLES)]
    contents: dict[str, bytes] = {}
    for name in expected:
        try:
            contents[name] = (place / name).read_bytes()
        except OSError as problem:
            raise _altered(place, f"{name} is missing") from problem
        if digest(contents[name]) != digests.get(name):
            raise _altered(place, f"{name} was cut or altered: its digest is not the recorded one")
    tables = {
        name: _read_csv(place, table, contents[f"{name}.csv"])
        for name, table in SCENARIO_TABLES.items()
    }
    networks, notes = stated.get("networks"), stated.get("notes")
    return Scenario(
        kind=str(stated.get("kind")),
        titles=_mapping(stated, "title"),
        release=_mapping(stated, "release"),
        engine=_mapping(stated, "engine"),
        parameters=_mapping(stated, "parameters"),
        answer=_mapping(stated, "answer"),
        networks=tuple(networks) if isinstance(networks, list) else (),
        notes=tuple(notes) if isinstance(notes, list) else (),
        tables=MappingProxyType(tables),
        seal=str(stated["seal"]),
    )


def _stated(place: Path) -> dict[str, object]:
    try:
        content = (place / "scenario.json").read_bytes()
    except OSError as problem:
        raise ReleaseError(
            f"{place} has no scenario.json that can be read. Expected a folder written by "
            "'balise network compare' or 'balise network site'. Check the name."
        ) from problem
    try:
        stated = json.loads(content)
    except ValueError as problem:
        raise _altered(place, f"scenario.json is not JSON ({problem})") from problem
    if not isinstance(stated, dict) or stated.get("format") != SCENARIO_FORMAT:
        raise ReleaseError(
            f"{place / 'scenario.json'} does not describe a scenario. "
            f'Expected "format": "{SCENARIO_FORMAT}". Check the name of the folder.'
        )
    if stated.get("version") != SCENARIO_VERSION:
        raise ReleaseError(
            f"Scenario {place} is of version {stated.get('version')!r}. Expected version "
            f"{SCENARIO_VERSION}, the one this program knows. Make it again with this program."
        )
    if stated.get("seal") != seal(stated) or content != json_bytes(stated):
        raise _altered(place, "scenario.json does not match its seal")
    return stated


def _mapping(stated: Json, name: str) -> Json:
    found = stated.get(name)
    return MappingProxyType(found) if isinstance(found, dict) else MappingProxyType({})


def _altered(place: Path, found: str) -> ReleaseError:
    return ReleaseError(
        f"Scenario {place}: {found}. Expected the files as they were written. "
        "Copy the folder again, or make the scenario again."
    )


def _read_csv(place: Path, table: Table, content: bytes) -> pl.DataFrame:
    header = content.split(b"\n", 1)[0].decode("utf-8", "replace")
    if header != ",".join(table.names):
        raise _altered(place, f"{table.name}.csv has columns {header[:120]!r}")
    try:
        rows = pl.read_csv(io.BytesIO(content), schema=table.dtypes)
    except pl.exceptions.PolarsError as problem:
        reason = str(problem).splitlines()[0]
        raise _altered(place, f"{table.name}.csv cannot be read ({reason})") from problem
    if faults := table_faults(table, rows):
        raise _altered(place, f"{table.name}.csv holds {sample(faults)}")
    return rows


def refuse_other_release(scenario: Scenario, release: Release) -> None:
    """Refuse a scenario that was made from another release than this one.

    Raises
    ------
    ReleaseError
        Naming both releases.
    """
    made, own = str(scenario.release.get("seal")), str(release.record.get("seal"))
    if made != own:
        raise ReleaseError(
            f"Scenario “{scenario.titles.get('en')}” was made from the release "
            f"{scenario.release.get('name')} ({made[:12]}), and not from {release.path} "
            f"({release.record.get('recipe_name')}, {own[:12]}). Expected both to be of the same "
            "release. Give the release it was made from, or make the scenario again on this one."
        )
