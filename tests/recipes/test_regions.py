"""Service regions: the mapping a user's table gives, and the mistakes it may hold."""

from pathlib import Path

import polars as pl
import pytest

from balise.recipes import read_regions
from balise.vocabulary import TableError

SUBDIVISIONS = pl.DataFrame(
    {"code": ["1301006", "1301012", "1302001"], "csduid": ["1301006", "1301012", "1302001"]}
)
AREAS = pl.DataFrame(
    {
        "code": ["13010001", "13010002", "13020001"],
        "csduid": ["1301006", "1301006", "1302001"],
    }
)
HEADER = "region,name_en,name_fr,csduid\n"


def written(folder: Path, text: str, name: str = "regions.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_each_area_is_mapped_to_its_region(tmp_path: Path) -> None:
    path = written(
        tmp_path, HEADER + "n,North,Nord,1301012\ns,South,Sud,1302001\nn,North,Nord,1301006\n"
    )
    assert read_regions(path, SUBDIVISIONS).rows() == [
        ("n", "North", "Nord", "1301006"),
        ("n", "North", "Nord", "1301012"),
        ("s", "South", "Sud", "1302001"),
    ]


def test_a_subdivision_stands_for_its_dissemination_areas(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "n,North,Nord,1301006\n")
    assert read_regions(path, AREAS)["code"].to_list() == ["13010001", "13010002"]


def test_regions_may_be_made_of_dissemination_areas(tmp_path: Path) -> None:
    path = written(tmp_path, "region,name_en,name_fr,dauid\nn,North,Nord,13020001\n")
    assert read_regions(path, AREAS).rows() == [("n", "North", "Nord", "13020001")]


def test_parquet_with_whole_numbers_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "regions.parquet"
    row = {"region": ["n"], "name_en": ["North"], "name_fr": ["Nord"], "csduid": [1301006]}
    pl.DataFrame(row).write_parquet(path)
    assert read_regions(path, SUBDIVISIONS).rows() == [("n", "North", "Nord", "1301006")]


MISTAKES = [
    (
        HEADER + "n,North,Nord,1301006\ns,South,Sud,1301006\n",
        r"column csduid: found 1 listed twice: 1301006 \(lines 2, 3\)\. Expected each area in one",
    ),
    (
        HEADER + "".join(f"n,North,Nord,99{place:05d}\n" for place in range(7)),
        r"found 7 unknown: 9900000, .*9900004 and 2 more\. Expected .* such as 1301006, 1301012",
    ),
    (
        HEADER + "n,North,Nord,1301006\nn,North Shore,Nord,1301012\n",
        r"region 'n': found 2 different name_en: 'North', 'North Shore'\. Expected one name",
    ),
    (HEADER + "n,North,,1301006\n", r"column name_fr: found no value .* lines 2\. .*both languag"),
    (HEADER + "a b,A,A,1301006\na-b,B,B,1301012\n", r"would both be called balise:region:a-b"),
    ("region,name_en,name_fr,dauid\nn,N,N,1\n", r"found the column dauid, but .* base = \"da\""),
    ("region,name_en,name_fr\nn,N,N\n", r"Expected exactly one of the columns csduid or dauid"),
    ("region,name_en,name_fr,csduid,dauid\nn,N,N,1,1\n", r"found both csduid and dauid"),
]


@pytest.mark.parametrize(("text", "message"), MISTAKES)
def test_a_mistake_in_the_table_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(TableError, match=message):
        read_regions(written(tmp_path, text), SUBDIVISIONS)
