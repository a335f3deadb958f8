"""Gaps in service and the pages of offices say what the release says, ranges as ranges."""

import re
from pathlib import Path
from typing import Any

import pytest

from balise.release import read_release
from balise.reports import people_words, say_reach
from tests.site.test_pages import text_of

BATHURST = "nb-bathurst-service-canada-centre"


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("reach", ["50km", "25km", "30min"])
def test_gaps_are_those_of_the_release_in_order(
    client: Any, pilot: Path, lang: str, reach: str
) -> None:
    release = read_release(pilot)
    names = release.table("areas").filter(level="csd").select("dguid", "name_en", "name_fr")
    rows = release.table("beyond").filter(reach=reach).drop_nulls("gap_rank")
    rows = rows.join(names, on="dguid").sort("gap_rank", "dguid")
    text = client.get(f"/{lang}/gaps/?level=csd&reach={reach}").content.decode()
    found = re.findall(r'<th scope="row"><a href="/\w\w/areas/([^/]+)/', text)
    assert found == rows["dguid"].to_list()[:200]
    first = rows.row(0, named=True)
    plain = text_of(text)
    assert people_words(first, lang, "vulnerable") in plain
    assert people_words(first, lang) in plain
    told = "fourchette" if lang == "fr" else "are a range"
    assert (told in plain) is (rows.head(200)["people"].null_count() > 0)


@pytest.mark.parametrize("asked", ["?level=nowhere&reach=1km", "?level=canada", "?reach=<b>"])
def test_a_level_or_a_reach_that_is_not_there_shows_the_usual_one(client: Any, asked: str) -> None:
    answer = client.get(f"/en/gaps/{asked}")
    assert answer.status_code == 200
    assert "within 50 km by road" in text_of(answer.content.decode()).lower()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_of_an_office_tells_each_reach_and_who_shares_it(
    client: Any, pilot: Path, lang: str
) -> None:
    release = read_release(pilot)
    plain = text_of(client.get(f"/{lang}/offices/{BATHURST}/").content.decode())
    for row in release.table("catchments").filter(service_point=BATHURST).to_dicts():
        assert say_reach(row, lang).lower() in plain.lower()
        assert people_words(row, lang) in plain
        assert people_words(row, lang, "vulnerable") in plain
    overlaps = release.table("overlaps").filter(reach="50km", service_point=BATHURST)
    assert overlaps.height
    for row in overlaps.to_dicts():
        assert people_words(row, lang) in plain


def test_an_office_without_a_position_says_so_and_another_is_not_a_page(
    client: Any, pilot: Path
) -> None:
    points = read_release(pilot).table("service_points")
    lost = points.filter(points["lon"].is_null())["service_point"][0]
    plain = text_of(client.get(f"/en/offices/{lost}/").content.decode())
    assert "its reach is not published" in plain
    assert client.get("/en/offices/nowhere/").status_code == 404
