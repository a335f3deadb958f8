"""CSV files that people send: identifiers of areas, positions of offices."""

import codecs
import csv
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from balise.network.upload_faults import Notices, UploadError, clean_name

__all__ = ["NamedArea", "Office", "area_rows", "decoded", "office_rows"]

MOST_ROWS = 100_000
_SEPARATORS = ",;\t|"
_IDENTIFIERS = (
    "dguid", "idugd", "id", "identifier", "identifiant", "code", "geocode", "geouid", "dauid",
    "adauid", "csduid", "sdruid", "cduid", "druid", "pruid", "area", "region_id", "area_id",
)  # fmt: skip
_REGIONS = (
    "region", "name", "nom", "group", "groupe", "territory", "territoire", "sector", "secteur",
    "zone",
)  # fmt: skip
_OFFICES = ("name", "nom", "office", "bureau", "service_point", "point", "site")
_LON = ("lon", "lng", "long", "longitude", "x")
_LAT = ("lat", "latitude", "y")
_IDENTIFIER = re.compile(r"\d{2,8}|\d{4}[AS]\d{4}\d*", re.IGNORECASE)
_NUMBER = re.compile(r"[-+\N{MINUS SIGN}]?\d{1,12}([.,]\d{0,18})?")


@dataclass(frozen=True, slots=True)
class NamedArea:
    """An identifier as it was written, and the region it was put in; its row from 1."""

    identifier: str
    region: str
    row: int


@dataclass(frozen=True, slots=True)
class Office:
    """An office: its name, and where it stands [degrees]."""

    name: str
    lon: float
    lat: float


def decoded(path: Path, notices: Notices) -> str:
    """Read a text: UTF-8, else Windows-1252, which is said.

    Raises
    ------
    UploadError
        ``empty``, ``zipped``, ``utf16`` or ``not_text``.
    """
    content = path.read_bytes()
    if not content.strip(b"\0 \t\r\n"):
        raise UploadError("empty")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")):
        raise UploadError("zipped")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UploadError("utf16")
    if b"\0" in content:
        raise UploadError("not_text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise UploadError("not_text") from None
    notices.add("windows_1252")
    return text


def area_rows(path: Path, notices: Notices) -> list[NamedArea]:
    """Read identifiers of areas, each with the name of its region if there is one.

    The first row names the columns, unless it begins with an identifier.

    Raises
    ------
    UploadError
        If there is no row, or no column of identifiers.
    """
    rows = _rows(decoded(path, notices))
    first = next(rows, None)
    if first is None:
        raise UploadError("empty")
    number, header = first
    if _IDENTIFIER.fullmatch(_bare(header[0])):
        places: dict[str, int] = {"identifier": 0, "region": 1}
        rows = _chained(first, rows)
    else:
        places = _columns(header, {"identifier": _IDENTIFIERS, "region": _REGIONS})
        if "identifier" not in places:
            raise UploadError("no_identifiers", row=number, columns=_shown(header))
    found = [
        NamedArea(
            _bare(_cell(row, places["identifier"])),
            clean_name(_cell(row, places.get("region", -1)), notices),
            at,
        )
        for at, row in rows
        if _cell(row, places["identifier"]).strip()
    ]
    if not found:
        raise UploadError("no_rows")
    return found


def office_rows(path: Path, notices: Notices, most: int) -> list[Office]:
    """Read positions of offices, with their names if there are some.

    Raises
    ------
    UploadError
        If there is no row, no column of longitudes or latitudes, a position that is no
        number, or there are more than ``most`` offices.
    """
    rows = _rows(decoded(path, notices))
    first = next(rows, None)
    if first is None:
        raise UploadError("empty")
    places = _columns(first[1], {"lon": _LON, "lat": _LAT, "name": _OFFICES})
    if not {"lon", "lat"} <= set(places):
        raise UploadError("no_positions", columns=_shown(first[1]))
    found: list[Office] = []
    for number, row in rows:
        if len(found) == most:
            raise UploadError("too_many_offices", limit=most)
        lon, lat = (_number(_cell(row, places[side]), number) for side in ("lon", "lat"))
        name = clean_name(_cell(row, places.get("name", -1)), notices)
        found.append(Office(name or f"#{len(found) + 1}", lon, lat))
    if not found:
        raise UploadError("no_rows")
    return found


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that hold something, with their numbers, and stop where there are too many."""
    head = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(_SEPARATORS, key=head.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    try:
        for number, row in enumerate(reader, 1):
            if number > MOST_ROWS + 1:
                raise UploadError("too_many_rows", limit=MOST_ROWS)
            if any(cell.strip() for cell in row):
                yield number, row
    except csv.Error:
        raise UploadError("broken_csv", row=reader.line_num) from None


def _chained(
    first: tuple[int, list[str]], rest: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    yield first
    yield from rest


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if 0 <= place < len(row) else ""


def _bare(text: str) -> str:
    """Take an identifier out of what spreadsheets put around it.

    Examples
    --------
    >>> [_bare(each) for each in ("'1310032", '="1310032"', "1310032.0", " 2021a00051310032 ")]
    ['1310032', '1310032', '1310032', '2021A00051310032']
    """
    bare = text.strip()[:80].strip("'\"= ").upper()
    return re.sub(r"[.,]0+$", "", bare)


def _columns(header: Sequence[str], wanted: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Find columns by the names they go by, accents and capitals aside; the first one wins."""
    named = [_plain(each) for each in header]
    found: dict[str, int] = {}
    for column, names in wanted.items():
        for name in names:
            if name in named and named.index(name) not in found.values():
                found[column] = named.index(name)
                break
    return found


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.strip()[:80].lower())
    return re.sub(r"\W+", "_", "".join(c for c in spread if not unicodedata.combining(c)))


def _shown(header: Sequence[str]) -> str:
    names = [" ".join(each.split())[:30] for each in header[:5]]
    return ", ".join(names) + (", …" if len(header) > 5 else "")


def _number(text: str, row: int) -> float:
    bare = text.strip().strip("'\"=°")
    if not _NUMBER.fullmatch(bare):
        raise UploadError("not_a_number", row=row, found=" ".join(text.split())[:30])
    value = float(bare.replace("\N{MINUS SIGN}", "-").replace(",", "."))
    if not math.isfinite(value):
        raise UploadError("not_a_number", row=row, found=bare[:30])
    return value
