"""The summary leads with what sets an area apart from its province."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from balise.release import Release, read_release, write_release
from balise.reports import summarise, summary_text
from balise.reports.words import WORDS
from balise.vocabulary import BaliseError
from tests.release.invented import invented_record, invented_release, invented_tables


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return read_release(invented_release(tmp_path_factory.mktemp("releases") / "coast"))


def changed(place: Path, areas: pl.DataFrame, **stated: object) -> Release:
    tables = {**invented_tables(), "areas": areas}
    return read_release(write_release(place / "coast", tables, invented_record(**stated)))


def test_areas_are_ranked_by_their_gap_with_the_province(coast: Release) -> None:
    ranking: dict[str, Any] = summarise(coast)["ranking"]  # type: ignore[assignment]
    assert [row["name"] for row in ranking["highest"]] == ["Lantern Cove", "=Keel+Rock"]
    assert [row["name"] for row in ranking["lowest"]] == ["Great Bell", "Beacon Harbour"]
    assert (ranking["all"], ranking["ranked"], ranking["unpublished"]) == (6, 4, 2)


def test_areas_too_unreliable_are_counted_but_not_ranked(tmp_path: Path) -> None:
    areas = invented_tables()["areas"].with_columns(
        quality_relative=pl.when(pl.col("code") == "1301001")
        .then(pl.lit("F"))
        .otherwise("quality_relative")
    )
    ranking: dict[str, Any] = summarise(changed(tmp_path, areas))["ranking"]  # type: ignore[assignment]
    assert "Lantern Cove" not in [row["name"] for row in ranking["highest"]]
    assert (ranking["ranked"], ranking["unreliable"]) == (3, 1)


def test_a_summary_is_ready_for_json(coast: Release) -> None:
    for language in ("en", "fr"):
        summary = summarise(coast, language)
        assert json.loads(json.dumps(summary)) == summary


def test_what_data_fixed_and_what_priors_did_is_told(tmp_path: Path) -> None:
    priors = {
        "internet_use": {
            "rural": {"mean": -0.4, "sd": 0.2, "source": "2009 microdata", "se": 0.19},
            "college": {"mean": 1.1, "sd": 0.3, "source": "2009 microdata", "se": 0.05},
        }
    }
    release = changed(tmp_path, invented_tables()["areas"], priors=priors)
    assert summarise(release)["models"] == [
        {
            "model": "internet_use",
            "directions": 18.0,
            "total": 40.0,
            "priors": 2,
            "led": ["rural"],  # its error is still 0.95 of the prior's
            "is_fitted": True,
            "sources": ["2009 microdata"],
        }
    ]
    text = summary_text(release)
    assert "18 of 40" in text
    assert "Led by their prior: rural." in text


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [72, 80, 120])
def test_no_line_is_wider_than_asked(tmp_path: Path, language: str, width: int) -> None:
    # The widest case: long names, and coefficients led by their priors.
    areas = invented_tables()["areas"].with_columns(
        name_en=pl.lit("A place with a name so long that it cannot be shown in full"),
        name_fr=pl.lit("Un lieu dont le nom est si long qu'il ne peut être montré en entier"),
    )
    prior = {"mean": 0.0, "sd": 0.2, "source": "declared", "se": 0.19}
    release = changed(tmp_path, areas, priors={"government_services": {"rural": prior}})
    lines = summary_text(release, language, width=width).splitlines()
    assert max(map(len, lines)) <= width


def test_mixed_years_stand_beside_the_scores(coast: Release, tmp_path: Path) -> None:
    assert "people 2016 · behaviour 2018" in summary_text(coast)
    assert "These years differ" in summary_text(coast)
    years = {"people": 2016, "behaviour": 2016, "coverage": 2016}
    same = changed(tmp_path, invented_tables()["areas"], years=years)
    assert "These years differ" not in summary_text(same)


def test_the_french_summary_speaks_french(coast: Release) -> None:
    text = summary_text(coast, "fr", width=100)
    assert "Plus le score est élevé, plus la vulnérabilité est grande." in text
    assert "Anse-à-la-Lanterne" in text
    assert "+21,3" in text
    assert "62\N{NARROW NO-BREAK SPACE}000" in text


def test_groups_that_wait_for_a_table_are_named(coast: Release) -> None:
    assert "Not published for want of a table: immigrants." in summary_text(coast)


def test_another_level_may_be_ranked(coast: Release) -> None:
    ranking: dict[str, Any] = summarise(coast, level="cd")["ranking"]  # type: ignore[assignment]
    assert [row["code"] for row in ranking["highest"]] == ["1301"]
    with pytest.raises(BaliseError, match="no area of level 'da'"):
        summarise(coast, level="da")
    with pytest.raises(BaliseError, match="not written in 'de'"):
        summarise(coast, "de")


def test_every_word_is_in_both_languages() -> None:
    assert all(english and french for english, french in WORDS.values())
