"""The schema is the data dictionary: every column told in both languages."""

import re

import polars as pl

from balise.release import SCHEMA, data_dictionary
from balise.release.scores import WIDTHS
from balise.vocabulary import CELLS


def test_every_column_is_told_in_both_languages() -> None:
    for table in SCHEMA.values():
        assert table.en
        assert table.fr
        assert table.key
        for column in table.columns:
            assert column.en
            assert column.fr
            assert column.unit


def test_shares_have_a_column_for_each_person_type() -> None:
    for name in ("area_archetypes", "group_archetypes", "catchment_archetypes"):
        columns = [column for column in SCHEMA[name].columns if column.pattern]
        assert [column.name for column in columns] == [cell.code for cell in CELLS]
        assert all(re.fullmatch(column.pattern or "", column.name) for column in columns)


def test_the_dictionary_tells_each_column_once() -> None:
    rows = data_dictionary()
    # 12 tables; three of them hold 112 cells told in one row each.
    columns = sum(len(table.columns) for table in SCHEMA.values())
    assert rows.height == columns - 3 * 111
    assert not rows.select("table", "column").is_duplicated().any()
    assert rows.null_count().select(pl.exclude("lowest", "highest")).row(0) == (0,) * 11


def test_quality_is_told_with_the_widths_it_is_checked_by() -> None:
    told = next(column.en for column in SCHEMA["areas"].columns if column.name == "quality")
    assert all(f"under {width:g}" in told for width in WIDTHS)
