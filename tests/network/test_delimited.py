from pathlib import Path

import pytest

from balise.network import UploadError
from balise.network.delimited import area_rows, office_rows
from balise.network.upload_faults import Notices


def areas(folder: Path, content: bytes) -> list[tuple[str, str, int]]:
    path = folder / "upload.bin"
    path.write_bytes(content)
    rows = area_rows(path, Notices())
    return [(each.identifier, each.region, each.row) for each in rows]


def fault_of(folder: Path, content: bytes, *, offices: bool = False) -> UploadError:
    path = folder / "upload.bin"
    path.write_bytes(content)
    with pytest.raises(UploadError) as raised:
        office_rows(path, Notices(), 500) if offices else area_rows(path, Notices())
    return raised.value


@pytest.mark.parametrize(
    "content",
    [
        b"id,region\n1310032,Coast\n",
        b"region;id\r\nCoast;1310032\r\n",
        b"DGUID\tNom\n1310032\tCoast\n",
        b"\xef\xbb\xbfid,region\n1310032,Coast\n",
        b'"Geo Code","Region"\n"1310032","Coast"\n'.replace(b"Geo Code", b"geocode"),
        b"1310032,Coast\n\n",
        b"id,region\n'1310032,Coast\n",
        b'id,region\n"=""1310032""",Coast\n',
        b"id,region\n1310032.0,Coast\n",
    ],
)
def test_identifiers_are_read_however_a_spreadsheet_wrote_them(
    tmp_path: Path, content: bytes
) -> None:
    assert [row[:2] for row in areas(tmp_path, content)] == [("1310032", "Coast")]


def test_without_regions_all_areas_are_of_one(tmp_path: Path) -> None:
    assert areas(tmp_path, b"id\n1310032\n1301001\n") == [
        ("1310032", "", 2),
        ("1301001", "", 3),
    ]


def test_windows_1252_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "upload.bin"
    path.write_bytes("id;région\n1310032;Côte\n".encode("cp1252"))
    notices = Notices()
    assert area_rows(path, notices)[0].region == "Côte"
    assert [each["code"] for each in notices.plain()] == ["windows_1252"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"PK\x03\x04rest", "zipped"),
        (b"\x1f\x8brest", "zipped"),
        ("id\n1310032".encode("utf-16"), "utf16"),
        (b"id\n13\x0010032", "not_text"),
        (b"id\n\x81\x8d", "not_text"),
        (b"id,region\n", "no_rows"),
        (b"place,people\nx,1\n", "no_identifiers"),
        (b"id\n" + b"1310032\n" * 100_001, "too_many_rows"),
        (b'id\n"' + b"x" * 200_000 + b'"\n', "broken_csv"),
    ],
)
def test_a_file_that_is_no_table_of_areas_is_refused(
    tmp_path: Path, content: bytes, code: str
) -> None:
    assert fault_of(tmp_path, content).code == code


def test_the_columns_found_are_named_where_none_is_an_identifier(tmp_path: Path) -> None:
    fault = fault_of(tmp_path, b"place,people,a,b,c,d\nx,1\n")
    assert fault.values["columns"] == "place, people, a, b, c, …"


@pytest.mark.parametrize(
    "content",
    [
        b"name,lon,lat\nA,-66.64,45.96\n",
        b"nom;longitude;latitude\nA;-66,64;45,96\n",
        "Bureau;Lat;Long\nA;45.96;\N{MINUS SIGN}66.64\n".encode(),
        b"x,y,name\n-66.64,45.96,A\n",
    ],
)
def test_offices_are_read_with_points_or_commas(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "upload.bin"
    path.write_bytes(content)
    (office,) = office_rows(path, Notices(), 500)
    assert (office.name, office.lon, office.lat) == ("A", -66.64, 45.96)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"name,east,north\nA,1,2\n", "no_positions"),
        (b"lon,lat\n-66.6,north\n", "not_a_number"),
        (b"lon,lat\nNaN,45\n", "not_a_number"),
        (b"lon,lat\n-inf,45\n", "not_a_number"),
        (b"lon,lat\n1e400,45\n", "not_a_number"),
        (b"lon,lat\n-66.6\n", "not_a_number"),
        (b"lon,lat\n", "no_rows"),
        (b"lon,lat\n" + b"-66,45\n" * 501, "too_many_offices"),
    ],
)
def test_a_file_that_is_no_table_of_offices_is_refused(
    tmp_path: Path, content: bytes, code: str
) -> None:
    assert fault_of(tmp_path, content, offices=True).code == code
