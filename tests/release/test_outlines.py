"""Boundaries of a release: checked, listed, and none where there are none."""

import json
from pathlib import Path

import numpy as np

from balise.release import (
    BOUNDARIES,
    Finding,
    Place,
    Shape,
    encode_tile,
    read_release,
    tile_archive,
    write_release,
)
from balise.release.outlines import check_boundaries
from balise.release.structure import check_files
from tests.release.invented import invented_record, invented_tables

SQUARE = np.array([[0, 0], [9, 0], [9, 9], [0, 9]])
CANADA = (-141.0, 41.7, -52.6, 83.1)
TOWNS = invented_tables()["areas"].filter(level="csd").get_column("dguid").sort().to_list()


def tile(dguids: list[str], layer: str = "csd") -> bytes:
    shapes = [Shape({"dguid": each, "level": layer}, [SQUARE]) for each in dguids]
    return encode_tile({layer: shapes})


def found(folder: Path, *zooms: bytes) -> tuple[Finding, ...]:
    """Write a release with a tile at each zoom, and check its boundaries."""
    tiles = {Place(zoom, 0, 0): each for zoom, each in enumerate(zooms)}
    write_release(
        folder / "release",
        invented_tables(),
        invented_record(),
        boundaries=tile_archive(tiles, CANADA, {}),
    )
    return check_boundaries(read_release(folder / "release"))


def test_boundaries_of_every_area_at_every_zoom_are_sound(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, tile(TOWNS), tile(TOWNS))
    assert finding.verdict == "met"
    assert finding.detail == f"{len(TOWNS)} areas at 2 zooms"


def test_areas_without_boundary_are_named(tmp_path: Path) -> None:
    met, without = found(tmp_path, tile(TOWNS[1:]))
    assert (met.verdict, without.verdict) == ("met", "printed")
    assert without.detail == f"1: {TOWNS[0]}"


def test_an_area_missing_at_a_zoom_is_named(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, tile(TOWNS[1:]), tile(TOWNS))
    assert finding.verdict == "not_met"
    assert f"{TOWNS[0]} is missing at zoom 0" in finding.detail


def test_a_shape_that_is_no_area_of_the_release_is_named(tmp_path: Path) -> None:
    finding, *_ = found(tmp_path, tile([*TOWNS, "2021A00051399999"]))
    assert "2021A00051399999 is drawn as csd and is no such area" in finding.detail


def test_an_area_drawn_at_another_level_is_named(tmp_path: Path) -> None:
    finding, *_ = found(tmp_path, tile(TOWNS, "cd"))
    assert finding.verdict == "not_met"


def test_tiles_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    for number, broken in enumerate((b"\x1a\xff", b"not a tile at all")):
        (finding,) = found(tmp_path / str(number), broken)
        assert finding.verdict == "not_met"


def test_catalogues_and_digests_hold_the_file(tmp_path: Path) -> None:
    found(tmp_path, tile(TOWNS))
    folder = tmp_path / "release"
    assert {each.verdict for each in check_files(read_release(folder))} == {"met"}
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    (resource,) = [each for each in package["resources"] if each["path"] == BOUNDARIES]
    assert resource["bytes"] == (folder / BOUNDARIES).stat().st_size
    listed = json.loads((folder / "dcat.jsonld").read_text("utf-8"))["dcat:distribution"]
    assert [each["dcat:downloadURL"] for each in listed].count(BOUNDARIES) == 1


def test_a_release_without_boundaries_says_nothing_of_them(tmp_path: Path) -> None:
    write_release(tmp_path / "release", invented_tables(), invented_record())
    assert check_boundaries(read_release(tmp_path / "release")) == ()
