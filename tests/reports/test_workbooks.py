from io import BytesIO
from zipfile import ZipFile

import polars as pl
import pytest

from balise.reports import csv_bytes, workbook_bytes

TABLE = pl.DataFrame({"name": ["=1+1", "@here", "\tx", "Côte"], "change": [-1.5, 2.0, None, 0.0]})


def test_text_that_looks_like_a_formula_gets_an_apostrophe_and_numbers_stay_numbers() -> None:
    text = csv_bytes(TABLE).decode("utf-8-sig").splitlines()
    assert text == ["name,change", "'=1+1,-1.5", "'@here,2.0", "'\tx,", "Côte,0.0"]


def test_a_workbook_says_what_it_is_and_holds_no_formula() -> None:
    with ZipFile(BytesIO(workbook_bytes("places", TABLE, ["=What it is"]))) as book:
        sheets = [book.read(name).decode() for name in sorted(book.namelist()) if "sheet" in name]
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in "".join(sheets)
    assert "'=1+1" in strings
    assert "'=What it is" in strings


@pytest.mark.property
def test_the_same_table_gives_the_same_bytes() -> None:
    first, second = (workbook_bytes("places", TABLE, ["x"]) for _ in range(2))
    assert first == second
