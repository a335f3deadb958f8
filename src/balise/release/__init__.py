"""The published folder: its schema; write it, read it, check it, compare two."""

from balise.release.columns import Column, Table
from balise.release.dictionary import data_dictionary
from balise.release.reading import Release, read_release
from balise.release.record import RECORD_KEYS
from balise.release.schema import REQUIRED_TABLES, SCHEMA, SCHEMA_VERSION
from balise.release.writing import write_release

__all__ = [
    "RECORD_KEYS",
    "REQUIRED_TABLES",
    "SCHEMA",
    "SCHEMA_VERSION",
    "Column",
    "Release",
    "Table",
    "data_dictionary",
    "read_release",
    "write_release",
]
