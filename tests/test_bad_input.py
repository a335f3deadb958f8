"""Bad input, one kind at a time, through the command line.

Each ends with code 1 and one paragraph that says where, what was found, what was
expected and what to do next; nothing is left behind. A kill at each step of writing and
a full disk are tried step by step in ``tests/release/test_folders.py``.
"""

import gzip
import json
import re
import resource
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from balise import cli, sources
from tests.release.invented import invented_release
from tests.sources.invented import CENSUS, CENTROIDS, RELATIONSHIPS, write_areas, write_source

Capture = pytest.CaptureFixture[str]


def everything(place: Path) -> dict[str, bytes | None]:
    """Everything below a folder: files with their content."""
    return {
        path.relative_to(place).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(place.rglob("*"))
    }


class Desk:
    """A folder of one's own, and the command line."""

    def __init__(self, place: Path, capsys: Capture) -> None:
        self.place = place
        self.capsys = capsys

    def refused(self, *arguments: str, parts: tuple[str, ...]) -> str:
        """Run a command that must fail cleanly; give what it said."""
        before = everything(self.place)
        code = cli.main(arguments)
        told = self.capsys.readouterr()
        assert code == 1
        assert everything(self.place) == before
        assert told.out == ""
        lines = [line for line in told.err.splitlines() if not re.match(r" *\d+\.\d s  ", line)]
        assert len(lines) == 1, "one paragraph"
        message = lines[0]
        assert message.startswith("balise: ")
        _, expected, rest = message.partition("xpected ")
        assert expected, "it says what was expected"
        assert re.search(r"\. \S", rest), "it says what to do next"
        for part in parts:
            assert part in message
        places = [message.index(part) for part in parts]
        assert places == sorted(places), "where, found, expected, next"
        return message

    def build(self, recipe: str | Path, *, parts: tuple[str, ...], data: Path | None = None) -> str:
        """Build in the folder, from a data folder if there is one."""
        asked = ["build", str(recipe), "--out", str(self.place / "out")]
        asked += [] if data is None else ["--data", str(data)]
        return self.refused(*asked, parts=parts)


@pytest.fixture
def desk(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.delenv("BALISE_DATA", raising=False)
    return Desk(tmp_path, capsys)


def write_recipe(desk: Desk, *lines: str) -> Path:
    path = desk.place / "mine.toml"
    path.write_text("\n".join(['extends = "new-brunswick"', *lines, ""]), encoding="utf-8")
    return path


# Recipes


def test_an_unknown_key_is_refused_with_the_nearest_known_one(desk: Desk) -> None:
    recipe = write_recipe(desk, "[weigths]", "means = 1")
    known = "Did you mean 'weights'?"
    desk.build(recipe, parts=("mine.toml", "'weigths'", "Expected only", known))


def test_an_unknown_key_inside_a_table_is_refused_too(desk: Desk) -> None:
    recipe = write_recipe(desk, "years = { peeple = 2016 }")
    desk.build(recipe, parts=("mine.toml, years", "'peeple'", "Did you mean 'people'?"))


def test_weights_that_do_not_add_up_are_refused(desk: Desk) -> None:
    recipe = write_recipe(desk, "weights = { means = 0.5, willingness = 0.5, abilities = 0.5 }")
    parts = ("mine.toml, weights", "0.5 + 0.5 + 0.5", "add up to 1.5", "Expected", '"1/3"')
    desk.build(recipe, parts=parts)


def test_a_recipe_that_is_not_there_is_refused_with_the_nearest(desk: Desk) -> None:
    known = "Did you mean 'new-brunswick'"
    desk.build("new-brunswik", parts=("'new-brunswik'", "Expected one of", known))


def test_a_group_that_no_table_knows_is_refused(desk: Desk) -> None:
    recipe = write_recipe(desk, "[groups]", "veterans = \"veteran == 'yes'\"")
    listed = "age, education, income_quartile, area_type"
    desk.build(recipe, parts=("groups.veterans", "'veteran'", f"Expected one of {listed}"))


def test_contradictory_provincial_margins_stop_the_build_unless_they_are_soft(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # More people of New Brunswick with a postsecondary certificate than with a diploma.
    schooling = pl.col("postsecondary_25_64", "postsecondary_15plus")
    altered = sources.read_divisions().with_columns(
        pl.when(pl.col("pruid") == "13").then(1.6 * schooling).otherwise(schooling).name.keep()
    )
    monkeypatch.setattr(sources, "read_divisions", lambda *_: altered)
    parts = ("Margins of New Brunswick", "contradict each other", "Expected", "soft in the recipe")
    desk.build(write_recipe(desk), parts=parts)
    recipe = write_recipe(desk, 'margins.13 = "soft"')
    assert cli.main(["build", str(recipe), "--out", str(desk.place / "out"), "--quiet"]) == 0


# Service regions


def write_regions(desk: Desk, rows: str, encoding: str = "utf-8") -> Path:
    text = f"region,name_en,name_fr,csduid\n{rows}"
    (desk.place / "regions.csv").write_bytes(text.encode(encoding))
    levels = 'levels = ["canada", "pr", "csd", "region"]'
    return write_recipe(desk, 'regions = "regions.csv"', levels)


COAST = "coast,The Coast,La Côte,1315002\n"


def test_a_subdivision_in_two_regions_is_refused(desk: Desk) -> None:
    recipe = write_regions(desk, COAST + "river,The River,La Rivière,1315002\n")
    twice = "1315002 (lines 2, 3)"
    desk.build(recipe, parts=("regions.csv", twice, "Expected each area in one region", "Keep one"))


def test_an_unknown_subdivision_is_refused(desk: Desk) -> None:
    recipe = write_regions(desk, COAST + "river,The River,La Rivière,1399999\n")
    desk.build(recipe, parts=("regions.csv", "unknown: 1399999", "Expected codes", "Correct them"))


def test_a_table_of_regions_in_another_encoding_is_refused(desk: Desk) -> None:
    recipe = write_regions(desk, COAST, encoding="latin-1")
    parts = ("regions.csv, line 2", "0xf4", "Expected UTF-8", "Save it again")
    desk.build(recipe, parts=parts)


# Published files


@pytest.fixture
def data(desk: Desk) -> Path:
    """An invented data folder, in which everything up to the areas can be read."""
    folder = write_areas(desk.place / "data")
    names = "CSDUID,CSDNAME,CSDTYPE,PRUID,CDUID,CDNAME\n1399001,Invented,TV,13,1399,Invented\n"
    write_source(folder, "subdivision_names_2019", "names.csv", names.encode())
    region = {"id": "1340", "properties": {"name": "Inland"}}
    shapes = {"objects": {"subdivs": {"geometries": [region]}}}
    write_source(folder, "region_names_2006", "regions.json", json.dumps(shapes).encode())
    return folder


def check_line(data: Path) -> str:
    return f"'balise sources check --data {data}'"


def test_a_build_from_areas_asks_for_the_data_folder(desk: Desk) -> None:
    parts = ("new-brunswick-da", "no data folder", "Expected the published files", "--data DIR")
    desk.build("new-brunswick-da", parts=parts)


def test_a_data_folder_that_is_not_there_is_refused(desk: Desk) -> None:
    parts = (
        "folder of published files",
        "is not there",
        "Expected a folder",
        "--data or BALISE_DATA",
    )
    desk.build("new-brunswick-da", data=desk.place / "nowhere", parts=parts)


def test_a_missing_source_file_is_named_with_the_command_that_mends_it(
    desk: Desk, data: Path
) -> None:
    (data / "census" / "areas.csv.gz").unlink()
    parts = ("'census_areas_2016' is missing", "areas.csv.gz", "Expected", check_line(data))
    desk.build("new-brunswick-da", data=data, parts=parts)


def test_an_altered_source_file_is_named_with_both_digests(desk: Desk, data: Path) -> None:
    with (data / "census" / "areas.csv.gz").open("ab") as file:
        file.write(b"\0")
    parts = ("'census_areas_2016' has been altered", "areas.csv.gz has SHA-256", "Expected")
    message = desk.build("new-brunswick-da", data=data, parts=(*parts, check_line(data)))
    assert len(re.findall(r"\b[0-9a-f]{64}\b", message)) == 2


def test_a_data_folder_is_checked_file_by_file(data: Path, capsys: Capture) -> None:
    with (data / "census" / "areas.csv.gz").open("ab") as file:
        file.write(b"\0")
    assert cli.main(["sources", "check", "--data", str(data)]) == 1
    told = capsys.readouterr().err
    assert "'census_areas_2016' has been altered" in told
    assert "'skills_2018' is missing" in told
    assert "area_centroids_2016" not in told


def test_an_area_that_no_relationship_places_is_refused(desk: Desk, data: Path) -> None:
    write_areas(data, census=CENSUS + "13980001,100,10,10,50,20000,100,100,30,40\n")
    parts = ("'census_areas_2016'", "13980001", "Expected each area", "'relationship_2021'")
    desk.build("new-brunswick-da", data=data, parts=(*parts, "Remove the rows"))


@pytest.mark.parametrize(
    ("wrong", "fault"), [("-100", "negative"), ("many", "not a number"), ("nan", "not a number")]
)
def test_a_count_that_cannot_be_one_is_refused(
    desk: Desk, data: Path, wrong: str, fault: str
) -> None:
    write_areas(data, census=CENSUS.replace("13990002,300", f"13990002,{wrong}"))
    parts = ("'census_areas_2016', column 'population'", fault, f"13990002: '{wrong}'")
    desk.build("new-brunswick-da", data=data, parts=(*parts, "Expected a number", "Correct"))


def test_an_area_listed_twice_is_refused(desk: Desk, data: Path) -> None:
    again = next(line for line in CENSUS.splitlines() if line.startswith("13990003"))
    write_areas(data, census=f"{CENSUS}{again}\n")
    parts = ("'census_areas_2016'", "more than once", "13990003", "Expected each", "Remove")
    desk.build("new-brunswick-da", data=data, parts=parts)


def test_a_centroid_listed_twice_is_refused(desk: Desk, data: Path) -> None:
    write_areas(data, centroids=CENTROIDS + "13990003,-66.20,46.00\n")
    parts = ("'area_centroids_2016'", "more than once", "13990003", "Expected each", "Remove")
    desk.build("new-brunswick-da", data=data, parts=parts)


def test_an_area_in_two_subdivisions_is_refused(desk: Desk, data: Path) -> None:
    elsewhere = RELATIONSHIPS.splitlines()[1].replace("1399001,", "1399002,")
    write_areas(data, relationships=f"{RELATIONSHIPS}\r\n{elsewhere}")
    parts = ("'relationship_2021'", "more than once", "13990001", "Expected each", "Remove")
    desk.build("new-brunswick-da", data=data, parts=parts)


def test_a_truncated_gzip_is_refused_even_where_its_record_vouches_for_it(
    desk: Desk, data: Path
) -> None:
    cut = gzip.compress(CENSUS.encode(), mtime=0)[:-40]
    write_source(data, "census_areas_2016", "census/areas.csv.gz", cut)
    parts = ("'census_areas_2016'", "areas.csv.gz", "gzip file that ends early", "Expected")
    desk.build("new-brunswick-da", data=data, parts=(*parts, check_line(data)))


def test_a_download_cut_short_is_told_from_a_change(desk: Desk, data: Path) -> None:
    path = data / "census" / "areas.csv.gz"
    path.write_bytes(path.read_bytes()[:-40])
    parts = ("'census_areas_2016' has been altered", "gzip file that ends early", "Expected")
    desk.build("new-brunswick-da", data=data, parts=(*parts, check_line(data)))


def test_a_published_table_in_another_encoding_is_refused(desk: Desk, data: Path) -> None:
    latin = "CSDUID,CSDNAME,CSDTYPE,PRUID,CDUID,CDNAME\n1399001,Côte,TV,13,1399,Côte\n"
    write_source(data, "subdivision_names_2019", "names.csv", latin.encode("latin-1"))
    parts = ("'subdivision_names_2019'", "names.csv", "not UTF-8", "Expected", check_line(data))
    desk.build("new-brunswick-da", data=data, parts=parts)


# Output


def test_a_folder_that_holds_a_release_is_refused_without_replace(desk: Desk) -> None:
    invented_release(desk.place / "out")
    parts = ("out already holds a release", "Expected a folder without one", "add --replace")
    desk.build("new-brunswick", parts=parts)


def test_a_folder_that_holds_anything_else_is_refused_even_with_replace(desk: Desk) -> None:
    (desk.place / "out").mkdir()
    (desk.place / "out" / "thesis.txt").write_text("three years of work")
    out = str(desk.place / "out")
    parts = ("not empty and holds no release", "thesis.txt", "Expected", "Choose another folder")
    desk.refused("build", "new-brunswick", "--out", out, "--replace", parts=parts)


def test_a_disk_that_fills_up_leaves_the_old_release_as_it_was(desk: Desk) -> None:
    invented_release(desk.place / "out")
    before = everything(desk.place)
    code = "import sys; from balise.cli import main; sys.exit(main(sys.argv[1:]))"
    asked = ["build", "new-brunswick", "--out", str(desk.place / "out"), "--replace", "--quiet"]
    done = subprocess.run(
        [sys.executable, "-c", code, *asked],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert done.returncode == 1
    assert "could not be written: File too large. Expected room" in done.stderr
    assert "Free some space" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert everything(desk.place) == before
