"""The summary leads with what sets an area apart from its province."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from balise.release import Release, read_release, write_release
from balise.reports import summarise, summary_text
from balise.reports.layout import table
from balise.reports.summary import ranked_level
from balise.reports.terminal import assumption_text
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
    names = ["Lantern Cove", "=Keel+Rock", "Beacon Harbour", "Great Bell"]
    assert [row["name"] for row in ranking["listed"]] == names
    assert ranking["highest"] == ranking["lowest"] == []
    ranking = summarise(coast, length=2)["ranking"]  # type: ignore[assignment]
    assert ranking["listed"] == []
    assert [row["name"] for row in ranking["highest"]] == names[:2]
    assert [row["name"] for row in ranking["lowest"]] == names[:1:-1]
    assert (ranking["all"], ranking["ranked"], ranking["unpublished"]) == (6, 4, 2)


def test_areas_too_unreliable_are_counted_but_not_ranked(tmp_path: Path) -> None:
    areas = invented_tables()["areas"].with_columns(
        quality_relative=pl.when(pl.col("code") == "1301001")
        .then(pl.lit("F"))
        .otherwise("quality_relative")
    )
    ranking: dict[str, Any] = summarise(changed(tmp_path, areas))["ranking"]  # type: ignore[assignment]
    assert "Lantern Cove" not in [row["name"] for row in ranking["listed"]]
    assert (ranking["ranked"], ranking["unreliable"]) == (3, 1)


def assumed(code: str) -> pl.DataFrame:
    """Areas of the invented release, one of them where no survey goes."""
    origin = pl.when(pl.col("code") == code).then(pl.lit("assumed")).otherwise("origin")
    return invented_tables()["areas"].with_columns(origin=origin)


def test_areas_where_no_survey_goes_are_counted_but_not_ranked(tmp_path: Path) -> None:
    release = changed(tmp_path, assumed("1301001"))
    ranking: dict[str, Any] = summarise(release)["ranking"]  # type: ignore[assignment]
    assert "Lantern Cove" not in [row["name"] for row in ranking["listed"]]
    assert (ranking["ranked"], ranking["assumed"]) == (3, 1)
    assert "Not ranked: 1 areas whose score rests on an assumption" in summary_text(release)
    assert "aucune enquête n'y va" in " ".join(summary_text(release, "fr").split())


def test_provinces_are_ranked_by_their_score(tmp_path: Path) -> None:
    names = [f"evi_relative{end}" for end in ("", "_se", "_low", "_high")]
    areas = invented_tables()["areas"].with_columns(
        pl.when(pl.col("level").is_in(["pr", "canada"]))
        .then(None)
        .otherwise(pl.col(each))
        .name.keep()
        for each in (*names, "quality_relative")
    )
    release = changed(tmp_path, areas)
    ranking: dict[str, Any] = summarise(release, level="pr")["ranking"]  # type: ignore[assignment]
    scores = [row["evi"] for row in ranking["listed"]]
    assert ranking["measure"] == "evi"
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 2
    assert "All areas, from highest to lowest score" in summary_text(release, level="pr")
    assert "compared with the province" not in summary_text(release, level="pr")


def test_service_regions_are_ranked_where_there_are_any() -> None:
    areas = invented_tables()["areas"]
    assert ranked_level(areas, None) == "csd"
    regions = areas.with_columns(level=pl.col("level").replace("cd", "region"))
    assert ranked_level(regions, None) == "region"


def test_a_release_of_canada_speaks_of_canada_first(tmp_path: Path, coast: Release) -> None:
    whole: list[dict[str, Any]] = summarise(coast)["whole"]  # type: ignore[assignment]
    assert [row["level"] for row in whole] == ["pr", "canada"]
    recipe = {**coast.record["recipe"], "jurisdiction": "canada"}  # type: ignore[dict-item]
    summary = summarise(changed(tmp_path, invented_tables()["areas"], recipe=recipe))
    assert summary["whole"][0]["level"] == "canada"  # type: ignore[index]
    assert summary["groups"]["area"] == "Canada"  # type: ignore[index]


def test_the_quality_beside_a_comparison_is_said_to_be_relative(coast: Release) -> None:
    assert "relative quality" in summary_text(coast)
    assert "qualité relative" in summary_text(coast, "fr")


def test_labels_too_long_for_a_line_are_wrapped_and_not_cut() -> None:
    rows = [["uses government services online, among Internet users", "20 of 66"]]
    lines = table(rows, "<>", 40, ["model", "what data fixed (of N directions)"])
    assert max(map(len, lines)) <= 40
    assert " ".join(line[:24].strip() for line in lines[-2:]).endswith("Internet users")
    assert not any("…" in line for line in lines)


@pytest.mark.parametrize(
    ("code", "english", "french"),
    [
        ("k=0.5", "k, slow connection shuts out = 0.5", "k, une connexion lente exclut = 0,5"),
        (
            "n=0.25",
            "n, non-use that is no barrier = 0.25",
            "n, non-utilisation sans obstacle = 0,25",
        ),
        ("b=1.5", "b, slope of income × 1.5", "b, pente du revenu × 1,5"),
        ("weights=2:1:1", "weights = 2:1:1", "pondération = 2:1:1"),
    ],
)
def test_letters_of_formulas_are_named(code: str, english: str, french: str) -> None:
    assert (assumption_text(code, "en"), assumption_text(code, "fr")) == (english, french)


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
    assert "Terms where the prior weighs more than the data: rural." in text


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
    text = summary_text(coast, "fr", width=120)
    assert "Plus le score est élevé, plus la vulnérabilité est grande." in text
    assert "Anse-à-la-Lanterne" in text
    assert "+21,3" in text
    assert "62\N{NARROW NO-BREAK SPACE}000" in text


def test_groups_that_wait_for_a_table_are_named(coast: Release) -> None:
    assert "Not published for want of a table: immigrants." in summary_text(coast)


def test_another_level_may_be_ranked(coast: Release) -> None:
    ranking: dict[str, Any] = summarise(coast, level="cd")["ranking"]  # type: ignore[assignment]
    assert "1301" in [row["code"] for row in ranking["listed"]]
    with pytest.raises(BaliseError, match="no area of level 'da'"):
        summarise(coast, level="da")
    with pytest.raises(BaliseError, match="not written in 'de'"):
        summarise(coast, "de")


def test_every_word_is_in_both_languages() -> None:
    assert all(english and french for english, french in WORDS.values())
