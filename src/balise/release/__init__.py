"""The published folder: its schema; write it, read it, check it, compare two."""

from balise.release.block_store import BlockStore, Shelf, block_store, pack_block, unpack_block
from balise.release.checking import Finding, check_release, failures
from balise.release.columns import Column, Table
from balise.release.comparing import Change, Comparison, compare_releases
from balise.release.dictionary import data_dictionary
from balise.release.person_tables import ID_SPAN, INDEX_PERSONS, PersonTables, person_tables
from balise.release.persons import (
    Persons,
    PersonsPart,
    encode_persons,
    persons_beside,
    refuse_no_room,
    refuse_occupied_persons,
    write_persons,
)
from balise.release.persons_checking import check_persons, read_persons_record
from balise.release.raked_tables import RESPONDENT_COLUMNS, check_columns, raked_tables
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
    "ID_SPAN",
    "INDEX_PERSONS",
    "LAYERS_ARE",
    "READINGS",
    "RECORD_KEYS",
    "REQUIRED_TABLES",
    "RESPONDENT_COLUMNS",
    "SCENARIO_TABLES",
    "SCHEMA",
    "SCHEMA_VERSION",
    "STATES",
    "UNSCORED",
    "BlockStore",
    "Bounds",
    "Change",
    "Column",
    "Comparison",
    "Finding",
    "PersonTables",
    "Persons",
    "PersonsPart",
    "Place",
    "Release",
    "Scenario",
    "Shape",
    "Shelf",
    "Table",
    "block_store",
    "check_columns",
    "check_persons",
    "check_release",
    "compare_releases",
    "data_dictionary",
    "encode_persons",
    "encode_tile",
    "failures",
    "pack_block",
    "person_tables",
    "persons_beside",
    "raked_tables",
    "read_persons_record",
    "read_release",
    "read_scenario",
    "refuse_no_room",
    "refuse_occupied",
    "refuse_occupied_persons",
    "refuse_occupied_scenario",
    "refuse_other_release",
    "tile_archive",
    "unpack_block",
    "write_persons",
    "write_release",
    "write_scenario",
]
