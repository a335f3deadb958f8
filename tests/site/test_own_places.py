"""Own places: files become figures, in both languages; nothing is kept unasked."""

import html
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from balise.network import LARGEST, uploads
from balise.network.upload_process import read
from balise.release import read_release
from balise.reports import interval, numeral, signed
from tests.index.unions import draw_rows, own_areas
from tests.network.files import BOW_TIE, collection, geopackage, square, unnamed
from tests.network.files import box as shape
from tests.site.sent import areas, send, table
from tests.site.test_pages import FREDERICTON, TINY, text_of

ALBERT = "2021A00031306"  # its subdivision Alma (TINY) has five people
FORMULA = '=HYPERLINK("https://example.org")'


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files here: tests of the process itself are beside it, and one below."""

    def answer(folder: Path) -> Any:
        return read(folder)

    monkeypatch.setattr(uploads, "_answer", answer)


@pytest.fixture
def subdivisions(pilot: Path) -> pl.DataFrame:
    return read_release(pilot).table("areas").filter(level="csd")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_region_of_one_area_has_its_published_figures(
    client: Any, pilot: Path, lang: str
) -> None:
    published = read_release(pilot).table("areas").filter(dguid=FREDERICTON).to_dicts()[0]
    text = text_of(areas(client, lang, f"{FREDERICTON},Capital").content.decode())
    assert numeral(published["evi"], lang, 1) in text
    assert interval(published["evi_low"], published["evi_high"], lang) in text
    assert signed(published["evi_relative"], lang) in text
    assert numeral(published["population_16plus"], lang) in text


def test_a_union_is_the_mean_of_its_areas(client: Any, subdivisions: pl.DataFrame) -> None:
    pair = subdivisions.filter(pl.col("code").is_in(["1310032", "1301001"]))
    adults = pair["population_16plus"].to_numpy()
    by_hand = float(pair["evi"].to_numpy() @ adults / adults.sum())
    (row,) = table(client, areas(client, "en", "1310032,Both", f"{pair['dguid'][0]},Both"))
    assert float(row["evi"]) == pytest.approx(by_hand, abs=1e-3)
    assert row["interval"] == "draws"
    assert int(row["population"]) == pair["population"].sum()
    assert row["seniors_people"] != ""


def test_all_subdivisions_of_a_division_are_the_division(
    client: Any, pilot: Path, subdivisions: pl.DataFrame
) -> None:
    codes = subdivisions.filter(parent=ALBERT)["code"]
    (row,) = table(client, areas(client, "en", *(f"{code},Albert" for code in codes)))
    published = read_release(pilot).table("areas").filter(dguid=ALBERT).to_dicts()[0]
    assert float(row["evi"]) == published["evi"]
    assert float(row["evi_low"]) == published["evi_low"]
    assert row["areas_used"] == row["areas"] == str(len(codes))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "not published: all of Albert (1306) but fewer than 40 people"),
        ("fr", "non publié\N{NO-BREAK SPACE}: tout Albert (1306) sauf moins de 40 personnes"),
    ],
)
def test_all_of_a_division_but_five_people_is_not_told(
    client: Any, subdivisions: pl.DataFrame, lang: str, said: str
) -> None:
    codes = subdivisions.filter((pl.col("parent") == ALBERT) & (pl.col("dguid") != TINY))["code"]
    response = areas(client, lang, *(f"{code},Almost" for code in codes))
    assert said.lower() in text_of(response.content.decode()).lower()
    (row,) = table(client, response, lang)
    assert row["evi"] == row["population"] == row["population_16plus"] == ""
    assert row["reason"]


def test_few_people_of_a_group_are_not_found_by_subtracting_one_region_from_another() -> None:
    from balise.index import GroupThresholds
    from balise.site.explorer.place_figures import _hide_groups

    def region(people: int, **counted: int) -> dict[str, Any]:
        groups = {code: {"people": n, "reason": None} for code, n in counted.items()}
        return {"groups": groups, "population_16plus": people * 4 // 5, "population": people}

    inner = region(1000, seniors=100, youth=60, low_income=200)
    outer = region(1300, seniors=135, youth=100, low_income=430)
    _hide_groups(inner, outer, GroupThresholds(people=40, income=250))
    for each in (inner, outer):
        assert each["groups"]["seniors"] == {"people": None, "reason": "complementary"}
        assert each["groups"]["youth"]["reason"] is None
        # All but ten of the 240 people more have a low income.
        assert each["groups"]["low_income"]["reason"] == "complementary"
    inner, outer = region(1000, seniors=100, rural=500), region(1200, seniors=160, rural=600)
    _hide_groups(inner, outer, GroupThresholds(people=40, income=250))
    # There are enough of both, but they live in a place of 200 people.
    assert outer["groups"]["seniors"]["reason"] == "complementary"
    assert outer["groups"]["rural"]["reason"] is None


def test_no_more_areas_are_used_than_a_region_holds() -> None:
    from balise.index import GroupThresholds, drawn, nest, weights_of
    from balise.site.explorer.place_figures import Figures, _region, _row

    # Nobody lives in the hamlet: a and b hold all people of division one.
    nobody = pl.when(dguid="hamlet").then(0).when(dguid="one").then(500)
    areas = own_areas().with_columns(nobody.otherwise("population").alias("population"))
    nesting = nest(areas)
    figures = Figures(nesting, drawn(draw_rows(("a",)), None), (), GroupThresholds(40, 250))
    row = _row(figures, _region(nesting, "R", weights_of(nesting, ("a", "b"))))
    assert (row["evi"], row["areas"], row["used"]) == (26.0, 2, 2)


def test_a_region_of_few_people_is_not_told(client: Any) -> None:
    (row,) = table(client, areas(client, "en", f"{TINY},Few"))
    assert (row["evi"], row["population_16plus"], row["reason"]) == (
        "", "", "fewer than 40 people",
    )  # fmt: skip


def test_an_area_without_a_score_is_left_out_and_named(client: Any) -> None:
    response = areas(client, "en", f"{TINY},Mixed", "1310032,Mixed")
    assert "left out: Mixed : Alma (1306007)" in text_of(response.content.decode()).replace(
        "Mixed:", "Mixed :"
    )
    (row,) = table(client, response)
    assert (row["areas"], row["areas_used"]) == ("2", "1")


def test_areas_named_twice_and_regions_that_overlap_are_said(client: Any) -> None:
    response = areas(client, "en", "1310032,A", "1310032,A", "1310032,B")
    text = text_of(response.content.decode())
    assert "counted once: 1310032." in text
    assert "Regions overlap: A / B." in text


def test_unknown_identifiers_are_refused_with_the_nearest_known(client: Any) -> None:
    rows = [f"13100{number:02d},A" for number in range(80, 99)]
    response = areas(client, "en", *rows)
    text = text_of(response.content.decode())
    assert response.status_code == 400
    assert "does not have: 19." in text
    assert "1310080 (2), 1310081 (3), 1310082 (4), 1310083 (5), 1310084 (6), …" in text
    offered = re.search(r"Nearest that it has: ([^.]*)\.", text)
    assert offered
    assert all(each.startswith("1310") for each in offered[1].replace(", …", "").split(", "))


def test_an_identifier_that_is_near_no_other_is_refused_without_an_offer(client: Any) -> None:
    text = text_of(areas(client, "fr", "ABC,A").content.decode())
    assert "ABC (2)" in text
    assert "Les plus proches" not in text


def test_drawn_regions_give_a_range_of_people_where_edges_cross_cells(client: Any) -> None:
    content = collection({"Around": square(-66.8, 45.8), "Nowhere": square(-64.002, 46.302, 0.001)})
    around, nowhere = table(client, send(client, "en", "regions", "r.geojson", content))
    low, middle, high = (int(around[f"population_16plus{each}"]) for each in ("_low", "", "_high"))
    assert 0 < low < middle < high
    assert {low % 5, middle % 5, high % 5} == {0}
    assert nowhere["evi"] == ""
    assert nowhere["reason"].startswith("no area has its centroid in this region")


def test_a_geopackage_in_another_projection_gives_the_same(client: Any, tmp_path: Path) -> None:
    packed = geopackage(tmp_path / "r.gpkg", {"Around": shape(-66.8, 45.8)}, "EPSG:3347")
    drawn = send(client, "en", "regions", "r.json", collection({"Around": square(-66.8, 45.8)}))
    found = table(client, send(client, "en", "regions", "r.gpkg", packed.getvalue()))
    assert [row["evi"] for row in found] == [row["evi"] for row in table(client, drawn)]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_reach_of_offices_is_estimated_with_the_release_s_detour(client: Any, lang: str) -> None:
    content = b"name;lon;lat\nPort;-66,64;45,96\n"
    response = send(client, lang, "offices", "o.csv", content, radius="50")
    text = text_of(response.content.decode())
    assert ("detour factor of 1.3" if lang == "en" else "facteur de détour de 1,3") in text
    far = int(table(client, response)[0]["population_16plus"])
    near = send(client, lang, "offices", "o.csv", content, radius="10")
    assert int(table(client, near)[0]["population_16plus"]) < far


def test_names_with_marks_and_formulas_are_shown_and_exported_safely(client: Any) -> None:
    script = "<script>alert(1)</script>"
    content = collection({FORMULA: square(-66.8, 45.8), script: square(-66.8, 45.8)})
    response = send(client, "en", "regions", "r.json", content)
    assert "<script>alert" not in response.content.decode()
    assert html.escape(script) in response.content.decode()
    assert [row["region"] for row in table(client, response)] == [f"'{FORMULA}", script]


def test_a_name_of_five_thousand_characters_is_cut(client: Any) -> None:
    text = text_of(areas(client, "en", "1310032," + "x" * 5000).content.decode())
    assert "Long names are cut after 120 characters" in text
    assert "x" * 121 not in text


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [
        ("areas", "a.csv", b""),
        ("areas", "a.pdf", b"%PDF"),
        ("areas", "a.csv", b"PK\x03\x04"),
        ("areas", "a.csv", b"place\nx\n"),
        ("areas", "a.csv", b"id\n" + b"1310032\n" * 1_000_000),
        ("offices", "o.csv", b"lon,lat\n-66,north\n"),
        ("offices", "o.csv", b"lon,lat\n45,-66\n"),
        ("regions", "r.zip", b"PK\x03\x04"),
        ("regions", "r.gpkg", b"SQLite format 3\0" + b"\0" * 100),
        ("regions", "r.json", unnamed(BOW_TIE)),
        ("regions", "r.json", unnamed({"type": "Point", "coordinates": [-66, 45]})),
        ("regions", "r.json", collection({"A": square(2, 48)})),
        ("regions", "r.json", collection({"A": square(7e6, 1e6)})),
        ("regions", "r.json", b"[" * 100_000),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_change(
    client: Any, lang: str, kind: str, name: str, content: bytes
) -> None:
    response = send(client, lang, kind, name, content)
    text = response.content.decode()
    assert response.status_code == 400
    assert 'role="alert"' in text
    assert f'aria-describedby="hint-{kind} wrong-{kind}"' in text
    assert "Traceback" not in text
    assert "%(" not in text


def test_a_process_of_its_own_reads_the_file(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    (row,) = table(client, areas(client, "fr", "1310032,Ville"), "fr")
    assert row["evi"] != ""
    assert areas(client, "fr", "x,Ville").status_code == 400


def test_a_form_without_a_file_or_a_kind_says_so(client: Any) -> None:
    assert "No file was chosen" in client.post("/en/places/", {"kind": "areas"}).content.decode()
    assert client.post("/fr/places/", {"kind": "else"}).status_code == 400
    assert client.put("/en/places/").status_code == 405


@pytest.mark.parametrize(("lang", "said"), [("en", "too large"), ("fr", "trop volumineux")])
def test_a_body_over_the_limit_is_refused_before_it_is_read(
    client: Any, lang: str, said: str
) -> None:
    response = client.post(f"/{lang}/places/", CONTENT_LENGTH=str(LARGEST + 2**20))
    assert response.status_code == 413
    assert said in text_of(response.content.decode())
    assert client.post(f"/{lang}/compare/", CONTENT_LENGTH="99999999999").status_code == 413
    assert client.get(f"/{lang}/compare/", CONTENT_LENGTH="abc").status_code == 413


def test_a_busy_site_says_when_to_come_back(client: Any) -> None:
    held = [uploads._slots.acquire(blocking=False) for _ in range(uploads.AT_ONCE)]
    try:
        response = areas(client, "en", "1310032,A")
    finally:
        for _ in held:
            uploads._slots.release()
    assert (response.status_code, response["Retry-After"]) == (503, "10")
