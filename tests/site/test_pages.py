"""Pages say what the release says, in both languages, without a script."""

import html
import re
from pathlib import Path
from typing import Any

import pytest

from balise.release import read_release
from balise.reports import numeral

FREDERICTON, UNNAMED, TINY = "2021A00051310032", "2021A00051309010", "2021A00051306007"
PAGES = (
    "",
    "?level=cd&sort=name",
    "areas/",
    "areas/?q=saint+leonard",
    f"areas/{FREDERICTON}/",
    f"areas/{UNNAMED}/",
    f"areas/{TINY}/",
    "areas/2021A000213/",
    "areas/2021A000011124/",
    "areas/balise:catchment:all-50km/",
    f"compare/?a={FREDERICTON}&a=2021A00051307022&q=bath",
    "offices/",
    "offices/nb-bathurst-service-canada-centre/",
    "gaps/",
    "gaps/?level=cd&reach=25km",
    "method/",
    "download/",
)


def text_of(page: str) -> str:
    """What a page says, without its marks."""
    plain = re.sub(r"<[^>]+>", " ", page)
    return re.sub(r"[ \n\t]+", " ", html.unescape(plain))


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_answers_in_its_language_and_leads_to_itself_in_the_other(
    client: Any, page: str, lang: str
) -> None:
    response = client.get(f"/{lang}/{page}")
    assert response.status_code == 200
    text = response.content.decode()
    other = "fr" if lang == "en" else "en"
    assert f'<html lang="{lang}">' in text
    assert f'href="{html.escape(f"/{other}/{page}")}"' in text
    assert response["Content-Language"] == lang
    assert "2016" in text
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert not re.search(r"\sstyle=|\son\w+=|<style", text)
    assert client.get(f"/{other}/{page}").status_code == 200


@pytest.mark.parametrize(
    ("asked", "lang"), [("fr-CA,fr;q=0.9", "fr"), ("en-CA", "en"), ("de", "en"), ("", "en")]
)
def test_the_root_leads_to_the_language_that_is_asked_for(
    client: Any, asked: str, lang: str
) -> None:
    response = client.get("/", HTTP_ACCEPT_LANGUAGE=asked)
    assert (response.status_code, response["Location"]) == (302, f"/{lang}/")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/fr/rien/", "Il n’y a rien à cette adresse."),
        ("/en/nothing/", "There is nothing at this address."),
        ("/fr/areas/9999/", "Aucune région de cette diffusion n’a l’identificateur"),
        ("/en/areas/?level=da", "This release has no area of the level"),
        ("/fr/?release=autre", "Ce site n’a aucune diffusion du nom"),
        ("/en/compare/?a=9999", "An area in the address is not in this release."),
    ],
)
def test_a_wrong_address_is_explained_in_its_language(client: Any, address: str, said: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert said in text_of(response.content.decode())


def test_an_area_without_a_score_leads_to_its_division(client: Any) -> None:
    text = client.get(f"/en/areas/{UNNAMED}/").content.decode()
    assert "no source describes this area" in text
    assert "/en/areas/2021A00031309/" in text


def test_a_group_that_is_not_published_says_why_and_which_table_is_missing(client: Any) -> None:
    text = text_of(client.get(f"/fr/areas/{FREDERICTON}/").content.decode())
    assert "aucun tableau ne dénombre ce groupe ici" in text
    assert "Tableau manquant" in text


def names(page: str) -> list[str]:
    """Names of the areas of a table, in its order."""
    return re.findall(r'<tr data-dguid="[^"]+"[^>]*><th scope="row"><a [^>]*>([^<]+)</a>', page)


@pytest.mark.parametrize("query", ["saint-leonard", "ST LEONARD", "Saint-Léonard", "st. léonard"])
def test_a_community_is_found_without_its_accents_and_hyphens(client: Any, query: str) -> None:
    page = client.get("/en/areas/", {"q": query}).content.decode()
    assert names(page) == ["Saint-Léonard", "Saint-Léonard"]


def test_a_list_is_sorted_by_the_column_asked_for(client: Any, pilot: Path) -> None:
    areas = read_release(pilot).table("areas").filter(level="csd").drop_nulls("evi")
    page = client.get("/en/areas/?sort=-evi").content.decode()
    highest = areas.sort("evi", descending=True)["name_en"][0]
    assert names(page)[0] == highest
    assert 'aria-sort="descending"' in page
    rising = names(client.get("/en/areas/?sort=evi").content.decode())
    lowest = areas.sort("evi")["name_en"][0]
    assert rising[0] == lowest
    assert names(client.get("/en/areas/?sort=name").content.decode())[0] == "Aberdeen"


def test_an_odd_question_is_harmless(client: Any) -> None:
    for query in ("sort=%00", "page=999999999999", "q=%3Cscript%3E", "level=csd&in=x", "page=-1"):
        response = client.get(f"/en/areas/?{query}")
        assert response.status_code == 200
        assert "<script>" not in response.content.decode()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_reach_is_listed_as_published_and_ranges_without_a_point(
    client: Any, pilot: Path, lang: str
) -> None:
    release = read_release(pilot)
    rows = (
        release.table("beyond")
        .filter(reach="50km")
        .join(release.table("areas").filter(level="csd"), on="dguid", suffix="_area")
    )
    page = client.get(f"/{lang}/areas/?sort=-nearest").content.decode()
    found = {
        dguid: re.findall(r"<td[^>]*>(.*?)</td>", row)[-2:]
        for dguid, row in re.findall(r'<tr data-dguid="([^"]+)"(.*?)</tr>', page)
    }
    between = {"en": "to", "fr": "à"}[lang]
    assert rows["reason"].to_list().count("range") > 3
    for row in rows.to_dicts():
        told = text_of(found[row["dguid"]][0]).strip()
        if row["reason"] == "range":
            assert re.fullmatch(rf"[\d.,]+ {between} [\d.,]+\s*%", told), told
        elif row["share"] is not None:
            assert told.startswith(numeral(100 * row["share"], lang, 1)), told
        else:
            assert told == "–"
    access = release.table("access").drop_nulls("nearest_km")
    farthest = access.join(rows, on="dguid", how="semi").sort("nearest_km", descending=True)
    first = farthest.row(0, named=True)
    assert next(iter(found)) == first["dguid"]
    assert found[first["dguid"]][1] == numeral(first["nearest_km"], lang, 0)
    silent = [dguid for dguid, (_, km) in found.items() if km == "–"]
    assert list(found)[-len(silent) :] == silent


def test_shares_beyond_reach_sort_by_the_middle_of_their_range(client: Any) -> None:
    page = client.get("/en/areas/?sort=-beyond").content.decode()
    cells = [
        re.findall(r"<td[^>]*>(.*?)</td>", row)[-2]
        for row in re.findall(r"<tr data-dguid=(.*?)</tr>", page)
    ]
    middles = []
    for cell in cells:
        value, _, _between = cell.partition("<small>")
        numbers = [float(each) for each in re.findall(r"[\d.]+", value)]
        if numbers:
            middles.append(sum(numbers) / len(numbers))
    assert middles == sorted(middles, reverse=True)
    assert middles[0] == 100
