"""Differences and ranks come from draws that share their errors, never from intervals."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from balise.release import read_release
from balise.reports import numeral
from tests.site.test_pages import FREDERICTON, text_of

MONCTON = "2021A00051307022"


def test_the_difference_from_the_province_has_the_error_the_release_prints(
    site: Any, pilot: Path
) -> None:
    from balise.site.explorer import comparing
    from balise.site.explorer.releases import library

    loaded = library().first
    row = read_release(pilot).table("areas").row(by_predicate=_is(FREDERICTON), named=True)
    things = [comparing._compared(loaded, key, "en") for key in (FREDERICTON, "2021A000213")]
    value, low, high = comparing.difference(*things)
    assert value == pytest.approx(row["evi_relative"], abs=0.002)
    assert (high - low) / 2 == pytest.approx(1.96 * row["evi_relative_se"], abs=0.005)


def _is(dguid: str) -> Any:
    import polars as pl

    return pl.col("dguid") == dguid


def test_areas_with_draws_are_ranked_and_their_differences_have_intervals(client: Any) -> None:
    page = client.get("/en/compare/", {"a": [FREDERICTON, MONCTON]}).content.decode()
    text = text_of(page)
    assert "Rank among these" in text
    assert re.search(r"Fredericton – Moncton −\d\.\d −\d\.\d to \+\d\.\d", text)
    assert "could be chance" in text


def test_where_there_are_no_joint_draws_no_rank_is_given(client: Any) -> None:
    asked = {"a": [FREDERICTON, f"{FREDERICTON}~seniors"]}
    text = text_of(client.get("/en/compare/", asked).content.decode())
    assert "Ranks are not available at this level" in text
    assert "Rank among these" not in text


def test_areas_with_draws_are_ranked_beside_one_without(client: Any) -> None:
    asked = {"a": [FREDERICTON, MONCTON, f"{FREDERICTON}~seniors"]}
    text = text_of(client.get("/en/compare/", asked).content.decode())
    assert "Rank among these" in text
    told = text.partition("First less second")[2]
    assert told.count("could be chance") + told.count("a clear difference") == 1
    assert "not available for these: Fredericton – seniors" in text


def test_groups_are_chosen_from_a_list_and_those_without_a_score_say_why(
    client: Any, pilot: Path
) -> None:
    page = client.get("/fr/compare/", {"a": FREDERICTON}).content.decode()
    groups = read_release(pilot).table("groups").filter(dguid=FREDERICTON)
    for row in groups.iter_rows(named=True):
        found = re.search(rf'<option value="{FREDERICTON}~{row["group"]}"([^>]*)>([^<]+)', page)
        assert found
        assert (" disabled" in found[1]) == (row["evi"] is None)
        assert (" – " in found[2]) == (row["evi"] is None)
    added = client.get("/fr/compare/", {"a": [FREDERICTON, f"{FREDERICTON}~seniors"]})
    assert "Fredericton – personnes aînées" in text_of(added.content.decode())


def test_the_reach_of_an_office_is_chosen_without_a_script(client: Any, pilot: Path) -> None:
    catchments = read_release(pilot).table("catchments").filter(pl.col("service_point") != "all")
    row = catchments.drop_nulls("evi").row(0, named=True)
    page = client.get("/en/compare/", {"a": FREDERICTON}).content.decode()
    assert f'<option value="{row["service_point"]}"' in page
    asked = {"a": FREDERICTON, "office": row["service_point"], "reach": row["reach"]}
    answer = client.get("/en/compare/", asked)
    assert answer.status_code == 302
    text = text_of(client.get(answer["Location"]).content.decode())
    assert numeral(row["evi"], "en", 1) in text
    # The release has draws of catchments, which share the errors of areas.
    assert "Rank among these" in text


def test_a_reach_that_is_not_there_is_said(client: Any) -> None:
    answer = client.get("/en/compare/", {"office": "nowhere", "km": "50"})
    assert answer.status_code == 200
    assert "no such reach of this office" in text_of(answer.content.decode())


def test_at_most_six_are_compared(client: Any, pilot: Path) -> None:
    some = read_release(pilot).table("areas").filter(level="csd")["dguid"].head(8).to_list()
    text = text_of(client.get("/fr/compare/", {"a": some}).content.decode())
    assert "Seules les 6 premières sont montrées." in text


def test_the_parts_of_a_difference_add_up_to_it(site: Any) -> None:
    from balise.site.explorer.drivers import drivers
    from balise.site.explorer.releases import library

    loaded = library().first
    seen = 0
    for row in loaded.levels["csd"][::10]:
        parts = drivers(loaded, row, "en")
        if parts:
            assert sum(each.points for each in parts) == pytest.approx(row["evi_relative"])
            seen += 1
    assert seen > 20


def test_an_area_is_like_itself_and_listed_areas_are_others(site: Any) -> None:
    from balise.site.explorer.drivers import similar
    from balise.site.explorer.releases import library

    loaded = library().first
    found = similar(loaded, loaded.areas[FREDERICTON])
    shares = np.array([share for _row, share in found])
    assert len(found) == 5
    assert FREDERICTON not in {row["dguid"] for row, _share in found}
    assert (np.diff(shares) <= 0).all()
    assert shares.max() < 1
