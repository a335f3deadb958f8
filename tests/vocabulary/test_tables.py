"""Users' tables: what is read, and the message for each thing that cannot be."""

from pathlib import Path

import polars as pl
import pytest

from balise.vocabulary import TableError
from balise.vocabulary.tables import read_table


def written(folder: Path, raw: bytes, name: str = "mine.csv") -> Path:
    path = folder / name
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_usual_ways_of_writing_a_table_give_the_same(
    tmp_path: Path, separator: str, ending: str, encoding: str
) -> None:
    lines = [separator.join(row) for row in (("code", "name"), ("007", " Île "), ("008", ""))]
    path = written(tmp_path, (ending.join(lines) + ending).encode(encoding))
    assert read_table(path, ["code"]).rows() == [("007", "Île"), ("008", None)]


def test_a_value_may_hold_a_separator_and_a_line_end_between_quotation_marks(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, b'code,name\n1,"a, b\nc"\n\n')
    assert read_table(path, ["code"]).rows() == [("1", "a, b\nc")]


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    path = tmp_path / "mine.parquet"
    pl.DataFrame({"code": [1, 2]}).write_parquet(path)
    assert read_table(path, ["code"])["code"].dtype == pl.Int64


MISTAKES = [
    (b"", "mine.csv", r"Table mine\.csv: found no rows\. Expected a first line"),
    (b"code,name\n", "mine.csv", r"found no rows"),
    (b"code,name\n1,a\n2\n", "mine.csv", r"mine\.csv, line 3: found 1 values\. Expected 2"),
    (b"code,name\n1,a,b\n", "mine.csv", r"line 2: found 3 values\. Expected 2"),
    (b"code,code\n1,a\n", "mine.csv", r"line 1: found the column code twice"),
    (b"code,\n1,a\n", "mine.csv", r"line 1: found no name\. Expected each column"),
    (b'code,name\n1,"a\n', "mine.csv", r"found text that is not CSV .*quotation mark"),
    (b"cod,name\n1,a\n", "mine.csv", r"found cod, name\. Expected the column code\. Did you .*cod"),
    ("code,name\n1,a\n2,é\n".encode("latin-1"), "mine.csv", r"line 3: found the byte 0xe9, which"),
    ("code\n1\n".encode("utf-16"), "mine.csv", r"line 1: found text in UTF-16\. Expected UTF-8"),
    (b"PAR1", "mine.parquet", r"found a file that is not Parquet, or is cut short"),
    (b"$FL2", "mine.sav", r"found a file of SPSS, which cannot be read yet.*Save it as CSV"),
    (b"", "mine.dta", r"found a file of Stata"),
    (b"", "mine.xlsx", r"found a '\.xlsx' file"),
]


@pytest.mark.parametrize(("raw", "name", "message"), MISTAKES)
def test_a_table_that_cannot_be_read_is_named(
    tmp_path: Path, raw: bytes, name: str, message: str
) -> None:
    with pytest.raises(TableError, match=message):
        read_table(written(tmp_path, raw, name), ["code"])


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"Table no\.csv: found no file at"):
        read_table(tmp_path / "no.csv", ["code"])


def test_an_empty_parquet_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.parquet"
    pl.DataFrame({"code": []}, schema={"code": pl.String}).write_parquet(path)
    with pytest.raises(TableError, match="found no rows"):
        read_table(path, ["code"])


def test_a_table_as_excel_and_r_save_it_is_read_if_asked(tmp_path: Path) -> None:
    excel = written(tmp_path, "sep=;\r\ncode;name\r\n1;Côte\r\n".encode("cp1252"))
    assert read_table(excel, ["code"], as_saved=True).rows() == [("1", "Côte")]
    from_r = written(tmp_path, b'"","code"\n"row 1",7\n', "r.csv")
    assert read_table(from_r, ["code"], as_saved=True).rows() == [("7",)]
    with pytest.raises(TableError, match="found the byte 0x81, which is not UTF-8"):
        read_table(written(tmp_path, b"code\n\x81\n", "odd.csv"), ["code"], as_saved=True)
