"""The published folder: its schema; write it, read it, check it, compare two."""

from balise.release.checking import Finding, check_release, failures
from balise.release.columns import Column, Table
from balise.release.comparing import Change, Comparison, compare_releases
from balise.release.dictionary import data_dictionary
from balise.release.reading import Release, read_release
from balise.release.record import RECORD_KEYS
from balise.release.scenario_reading import read_scenario, refuse_other_release
from balise.release.scenario_tables import (
    DIMENSIONS,
    EVERYBODY,
    READINGS,
    SCENARIO_TABLES,
    STATES,
    UNSCORED,
)
from balise.release.scenarios import Scenario, refuse_occupied_scenario, write_scenario
from balise.release.schema import REQUIRED_TABLES, SCHEMA, SCHEMA_VERSION
from balise.release.tile_archives import BOUNDARIES, LAYERS_ARE, Bounds, Place, tile_archive
from balise.release.vector_tiles import EXTENT, Shape, encode_tile
from balise.release.writing import refuse_occupied, write_release

__all__ = [
    "BOUNDARIES",
    "DIMENSIONS",
    "EVERYBODY",
    "EXTENT",
    "LAYERS_ARE",
    "READINGS",
    "RECORD_KEYS",
    "REQUIRED_TABLES",
    "SCENARIO_TABLES",
    "SCHEMA",
    "SCHEMA_VERSION",
    "STATES",
    "UNSCORED",
    "Bounds",
    "Change",
    "Column",
    "Comparison",
    "Finding",
    "Place",
    "Release",
    "Scenario",
    "Shape",
    "Table",
    "check_release",
    "compare_releases",
    "data_dictionary",
    "encode_tile",
    "failures",
    "read_release",
    "read_scenario",
    "refuse_occupied",
    "refuse_occupied_scenario",
    "refuse_other_release",
    "tile_archive",
    "write_release",
    "write_scenario",
]
