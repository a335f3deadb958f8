"""What moved between two releases is told area by area, as the diff of releases tells it."""

import csv
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from django.test import Client

from balise.release import Comparison, compare_releases, read_release, write_release
from balise.reports import numeral, signed
from balise.site.catalogues import compile_catalogues
from tests.release.invented import invented_record, invented_tables
from tests.site.opened import opened, sound_release

LATER = {"people": 2016, "behaviour": 2022, "coverage": 2018}
COVE, TINY = "2021A00051301001", "2021A00051301003"


def later_release(folder: Path, **changes: object) -> Path:
    """The invented coast four years later: everybody finds it a little easier."""
    tables = invented_tables(seed=2, harder=-0.2)
    tables["validation"] = tables["validation"].filter(verdict="met")
    recipe = invented_record()["recipe"]
    assert isinstance(recipe, dict)
    titles = {"title_en": "The coast, later", "title_fr": "La côte, plus tard"}
    stated = {"recipe": recipe | titles, "recipe_name": "later", "years": LATER, **changes}
    return write_release(folder, tables, invented_record(**stated))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    place = tmp_path_factory.mktemp("releases")
    return sound_release(place / "coast"), later_release(place / "later")


@pytest.fixture(scope="module")
def client(folders: tuple[Path, Path]) -> Iterator[Client]:
    compile_catalogues()
    with opened(*reversed(folders)) as client:
        yield client


@pytest.fixture(scope="module")
def comparison(folders: tuple[Path, Path]) -> Comparison:
    old, new = map(read_release, folders)
    return compare_releases(old, new)


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(
        r"[ \n\t]+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    )


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_of_an_area_tells_its_move_as_the_diff_does(
    client: Client, comparison: Comparison, lang: str
) -> None:
    row = comparison.moves.filter(dguid=COVE).row(0, named=True)
    text = text_of(client, f"/{lang}/areas/{COVE}/")
    part = text.partition({"en": "What moved", "fr": "Ce qui a changé"}[lang])[2]
    for name in ("evi_old", "evi_new"):
        assert numeral(row[name], lang, 1) in part
    for name in ("move", "people", "behaviour", "remainder"):
        assert signed(row[name], lang, 2) in part
    # Told from the earlier years to the later ones, whichever release is looked at.
    other = text_of(client, f"/{lang}/areas/{COVE}/?release=invented")
    assert signed(row["move"], lang, 2) in other.partition(" 2022")[2]


def test_an_area_without_a_score_says_why_it_has_no_move(client: Client) -> None:
    assert "No move is given" in text_of(client, f"/en/areas/{TINY}/")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_moves_of_a_level_are_listed_and_sorted(
    client: Client, comparison: Comparison, lang: str
) -> None:
    rows = comparison.moves.filter(level="csd")
    page = client.get(f"/{lang}/moved/?from=invented&to=later&level=csd&sort=-people")
    shown = re.findall(r"areas/([^/]+)/\?release=later#moved", page.content.decode())
    assert shown == rows.sort("people", descending=True)["dguid"].to_list()
    largest = client.get(f"/{lang}/moved/").content.decode()
    shown = re.findall(r"areas/([^/]+)/\?release=later#moved", largest)
    by_move = rows.sort(rows["move"].abs(), descending=True)
    assert shown == by_move["dguid"].to_list()


def test_the_csv_holds_the_figures_of_the_diff(client: Client, comparison: Comparison) -> None:
    answer = client.get("/fr/moved/?from=invented&to=later&level=csd&format=csv")
    assert "attachment" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    told = {row["dguid"]: float(row["people"]) for row in rows}
    moves = comparison.moves.filter(level="csd")
    assert told == dict(zip(moves["dguid"], moves["people"], strict=True))


def test_the_way_back_undoes_the_way_there(client: Client, comparison: Comparison) -> None:
    back = text_of(client, "/en/moved/?from=later&to=invented&level=csd")
    row = comparison.moves.filter(dguid=COVE).row(0, named=True)
    assert signed(-row["move"], "en", 2) in back


def test_a_changed_recipe_puts_method_beside_behaviour(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    stricter = later_release(tmp_path / "strict", parameters={"k": 0.5})
    with opened(folders[0], stricter) as client:
        text = text_of(client, "/en/moved/")
        assert "Behaviour and method" in text
        assert "parameters.k 0.25 0.5" in text
        assert "Behaviour and method" in text_of(client, f"/en/areas/{COVE}/")


def test_what_a_fit_made_of_a_prior_is_no_change_of_method(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    def stated(mean: float, value: float) -> dict[str, object]:
        prior = {"mean": mean, "sd": 0.15, "source": "declared", "value": value, "se": 0.1}
        return {"internet_use": {"rural": prior}}

    first = sound_release(tmp_path / "first", priors=stated(-0.4, -0.3))
    refitted = later_release(tmp_path / "later", priors=stated(-0.4, -0.2))
    with opened(first, refitted) as client:
        text = text_of(client, "/en/moved/")
        assert "have the same weights, parameters and priors" in text
        assert "priors.internet_use" not in text
    other = later_release(tmp_path / "other", priors=stated(-0.5, -0.2))
    with opened(first, other) as client:
        text = text_of(client, "/en/moved/")
        assert "priors.internet_use.rural.mean -0.4 -0.5" in text
        assert "Behaviour and method" in text


def test_two_releases_are_compared_once(client: Client) -> None:
    from balise.site.explorer.moves import moves_between
    from balise.site.explorer.releases import library

    old, new = library().by_name["invented"], library().by_name["later"]
    assert moves_between(old, new) is moves_between(old, new)
    assert "which names the census of their boundaries" in text_of(client, "/en/moved/")


def test_areas_of_another_census_are_not_matched_and_the_page_says_so(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    tables = invented_tables()
    tables["validation"] = tables["validation"].filter(verdict="met")
    for name, table in tables.items():
        text = pl.col(pl.String)
        tables[name] = table.with_columns(text.str.replace("^2021A", "2016A").name.keep())
    tables["areas"] = tables["areas"].with_columns(vintage=pl.lit(2016).cast(pl.Int64))
    record = invented_record(recipe_name="before")
    before = write_release(tmp_path / "before", tables, record)
    with opened(folders[0], before) as client:
        page = text_of(client, f"/en/areas/{COVE}/")
        assert "no area of the other release has this identifier" in page
        listed = text_of(client, "/en/moved/?level=csd")
        assert "Boundaries are of different censuses (2016, 2021)" in listed


def test_a_site_of_one_release_has_no_moves(folders: tuple[Path, Path]) -> None:
    with opened(folders[0]) as client:
        assert client.get("/en/moved/").status_code == 404
        assert "What moved" not in text_of(client, f"/en/areas/{COVE}/")
        assert "What moved" not in text_of(client, "/en/method/")


@pytest.mark.parametrize("query", ["level=da", "from=nothing"])
def test_a_wrong_question_is_not_a_page(client: Client, query: str) -> None:
    assert client.get(f"/fr/moved/?{query}").status_code == 404


@pytest.mark.parametrize(
    "query", ["page=99999", "sort=%00", "q=%3Cscript%3E", "from=later&to=later"]
)
def test_an_odd_question_is_harmless(client: Client, query: str) -> None:
    answer = client.get(f"/en/moved/?{query}")
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()
