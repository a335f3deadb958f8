"""Areas as published: intervals, ranks, grades, reasons; indicators and draws."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise.index import Z95, Scored, area_table, draw_table, indicator_table, measures
from tests.index.published import RULES, invented_scores, unit_rows

COUNTRY = ("canada", "01", None, 3000)
HOME = ("pr", "10", "10", 2000)
NORTH = ("pr", "60", "60", 1000)


def publish(
    rows: pl.DataFrame, scored: Scored, assumed: tuple[str, ...] = ("60",)
) -> dict[str, dict[str, object]]:
    high = scored.people / 10
    table = area_table(rows.drop("origin"), scored, high, RULES, assumed)
    return {row["code"]: row for row in table.to_dicts()}


def test_an_interval_is_two_standard_errors_wide_on_each_side() -> None:
    # Draws 19, 21, 19, 21: mean 20, sum of squares 4, over 3: standard error 1.1547.
    found = measures("evi", np.array([20.0]), np.array([[19.0, 21, 19, 21]]), (0, 100))
    assert found["evi_se"][0] == pytest.approx(1.1547, abs=1e-4)
    assert found["evi_high"][0] == pytest.approx(20 + 1.959964 * 1.1547, abs=1e-4)


def test_an_interval_stops_where_the_scale_does() -> None:
    found = measures("means", np.array([0.01, 0.99]), np.array([[0.0, 0.2]] * 2), (0, 1))
    assert found["means_low"][0] == 0
    assert found["means_high"][1] == 1
    assert found["means_high"][0] > 0.2


@pytest.mark.property
@given(st.floats(0, 100), st.floats(0, 30))
def test_an_interval_always_holds_its_value(value: float, spread: float) -> None:
    draws = value + spread * np.array([[-1.0, 1.0, 0.5]])
    found = measures("evi", np.array([value]), draws, (0, 100))
    assert found["evi_low"][0] <= value <= found["evi_high"][0]


def test_an_area_that_is_not_published_keeps_its_row_and_its_reason() -> None:
    rows = unit_rows(
        HOME,
        ("csd", "1", "10", None),
        ("csd", "2", "10", 0),
        ("csd", "3", "10", 39),
        ("csd", "4", "10", 40),
        ("csd", "5", "10", 500),
    )
    found = publish(rows, invented_scores([0.2] * 6, [1600, 0, 0, 30, 33, 0]))
    reasons = {code: row["reason"] for code, row in found.items()}
    assert reasons == {
        "10": None,
        "1": "no_source",
        "2": "under_40_people",
        "3": "under_40_people",
        "4": None,
        "5": "no_source",
    }
    for code in ("1", "2", "3", "5"):
        hidden = found[code]
        kept = {"dguid", "level", "code", "province", "population", "areas_total", "reason"}
        assert {name for name, value in hidden.items() if value is not None} <= kept
    assert found["3"]["population"] == 39  # the published count stays


def test_scores_have_three_digits_and_shares_five() -> None:
    rows = unit_rows(HOME, ("csd", "1", "10", 500))
    found = publish(rows, invented_scores([0.2, 0.123456789], [1600, 400]))["1"]
    for name in ("evi", "evi_se", "evi_low", "evi_high", "evi_relative", "evi_relative_high"):
        assert found[name] == round(float(str(found[name])), 3)
    assert found["means"] == 0.12346
    assert found["evi"] == 12.346


def test_modelled_people_are_rounded_and_published_people_are_not() -> None:
    rows = unit_rows(HOME, ("csd", "1", "10", 503))
    found = publish(rows, invented_scores([0.2, 0.2], [1600, 412.6]))["1"]
    assert (found["population"], found["population_16plus"], found["people_high"]) == (503, 415, 40)


def test_compared_with_its_province_an_area_loses_the_error_both_share() -> None:
    rows = unit_rows(HOME, ("csd", "1", "10", 500), ("csd", "2", "10", 500))
    own = invented_scores([0.20, 0.25, 0.15], [1600, 400, 400], spread=0.0)
    common = 0.02 * np.sin(np.arange(400))[None, :, None]
    alone = np.array([0, 0.005, 0.0])[:, None, None] * np.cos(7 * np.arange(400))[None, :, None]
    found = publish(rows, Scored(own.people, own.values, own.draws + common + alone, ()))
    assert found["1"]["evi_relative"] == pytest.approx(5.0)
    assert found["1"]["evi_se"] == pytest.approx(1.46, abs=0.02)  # root of 1.414^2 + 0.354^2
    assert found["1"]["evi_relative_se"] == pytest.approx(0.354, abs=0.01)
    assert found["2"]["evi_relative_se"] == 0
    assert (found["1"]["quality"], found["1"]["quality_relative"]) == ("C", "A")


def test_what_lies_in_no_one_province_is_compared_with_none() -> None:
    rows = unit_rows(COUNTRY, HOME, NORTH, ("region", "both", None, 900))
    found = publish(rows, invented_scores([0.2, 0.2, 0.3, 0.25], [2400, 1600, 800, 700]))
    for code in ("01", "10", "both"):  # a province is not compared with itself
        assert found[code]["evi_relative"] is None
        assert found[code]["quality_relative"] is None
    assert found["both"]["evi"] == 25


def test_each_missing_margin_lowers_the_quality_of_an_area() -> None:
    rows = unit_rows(HOME, ("csd", "1", "10", 500), ("csd", "2", "10", 500)).with_columns(
        missing=pl.Series([0, 0, 2])
    )
    found = publish(rows, invented_scores([0.2, 0.2, 0.2], [1600, 400, 400], spread=0.001))
    assert (found["1"]["quality"], found["2"]["quality"]) == ("A", "C")


def test_ranks_are_among_published_siblings_only() -> None:
    # Far apart: every draw has the same order, so the range is one rank.
    rows = unit_rows(
        COUNTRY,
        HOME,
        NORTH,
        ("csd", "a", "10", 500),
        ("csd", "b", "10", 500),
        ("csd", "c", "10", 20),
        ("csd", "d", "60", 500),
        ("catchment", "e", "10", 500),
        ("catchment", "f", "10", 500),
    )
    scores = [0.2, 0.1, 0.3, 0.2, 0.4, 0.9, 0.1, 0.2, 0.3]
    found = publish(rows, invented_scores(scores, [400] * 9, spread=0.001))
    ranks = {code: (row["rank_low"], row["rank_high"]) for code, row in found.items()}
    assert (ranks["60"], ranks["10"]) == ((1, 1), (2, 2))  # provinces among themselves
    assert (ranks["b"], ranks["a"]) == ((1, 1), (2, 2))  # c is too small to take a rank
    for code in ("01", "c", "d", "e", "f"):  # alone, hidden, or overlapping
        assert ranks[code] == (None, None)


def test_ranks_of_areas_too_close_to_tell_span_them_all() -> None:
    rows = unit_rows(HOME, *[("csd", str(code), "10", 500) for code in range(4)])
    found = publish(rows, invented_scores([0.2] * 5, [400] * 5))
    assert {(found[str(code)]["rank_low"], found[str(code)]["rank_high"]) for code in range(4)} == {
        (1, 4)
    }


def test_scores_of_provinces_outside_the_surveys_are_called_assumed() -> None:
    rows = unit_rows(COUNTRY, HOME, NORTH, ("csd", "1", "60", 10))
    found = publish(rows, invented_scores([0.2] * 4, [2400, 1600, 800, 8]))
    origins = {code: row["origin"] for code, row in found.items()}
    assert origins == {"01": "modelled", "10": "modelled", "60": "assumed", "1": None}


def test_covariances_of_the_dimensions_are_those_of_the_draws() -> None:
    draws = np.array([[[0.1, 0.2, 0.3], [0.2, 0.4, 0.2]]])
    scored = Scored(np.array([100.0]), draws.mean(axis=1), draws, ())
    found = publish(unit_rows(HOME), scored)["10"]
    # By hand, two draws: products of half-differences over n - 1, 2 x 0.05 x 0.10 and so on.
    assert found["cov_means_willingness"] == pytest.approx(0.01)
    assert found["cov_means_abilities"] == pytest.approx(-0.005)
    assert found["cov_willingness_abilities"] == pytest.approx(-0.01)
    # The score's variance follows from them: (v1 + v2 + v3 + 2 sum of covariances) / 9.
    variances = np.var(draws[0], axis=0, ddof=1).sum()
    assert float(str(found["evi_se"])) ** 2 == pytest.approx(
        100**2 * (variances + 2 * (0.01 - 0.005 - 0.01)) / 9, rel=0.01
    )


def test_a_fourth_outcome_is_the_score_where_it_is_no_weighted_mean() -> None:
    centre = np.array([[0.1, 0.2, 0.6, 0.229]])
    scored = Scored(np.array([100.0]), centre, np.repeat(centre[:, None], 2, axis=1), ())
    found = publish(unit_rows(HOME), scored)["10"]
    assert (found["evi"], found["means"], found["abilities"]) == (22.9, 0.1, 0.6)
    assert draw_table(pl.Series(["x"]), scored.draws).columns == [
        "dguid",
        "draw",
        "means",
        "willingness",
        "abilities",
    ]


def rates(count: int) -> Scored:
    values = np.tile([0.9, 0.95, 0.7, 0.8, 0.6], (count, 1))
    draws = values[:, None, :] + np.array([-0.01, 0.01])[None, :, None]
    return Scored(np.full(count, 400.0), values, draws, ())


def test_an_area_mostly_outside_the_surveys_rests_on_an_assumption() -> None:
    rows = unit_rows(HOME, ("csd", "1", "10", 500), ("csd", "2", "10", 500)).with_columns(
        unsurveyed=pl.Series([0.1, 0.4, 0.6])
    )
    published = publish(rows, invented_scores([0.2] * 3, [1600, 400, 400]))
    assert [published[code]["origin"] for code in ("10", "1", "2")] == [
        "modelled",
        "modelled",
        "assumed",
    ]


def test_coverage_is_measured_in_a_province_and_modelled_inside_it() -> None:
    areas = unit_rows(COUNTRY, HOME, NORTH, ("csd", "1", "10", 500), ("csd", "2", "60", 500))
    measured = np.ones((13, 3), dtype=bool)
    measured[10, 0] = False  # rural Yukon
    table = indicator_table(areas.with_columns(evi=20.0), rates(5), measured, ["60"])
    found = {
        (row["dguid"].split("-")[1], row["indicator"]): row["origin"] for row in table.to_dicts()
    }
    coverage = {code: found[code, "coverage"] for code in ("01", "10", "60", "1", "2")}
    assert coverage == {
        "01": "modelled",
        "10": "measured",
        "60": "assumed",
        "1": "modelled",
        "2": "assumed",
    }
    assert found["10", "internet_use"] == "modelled"
    assert found["2", "internet_use"] == "assumed"
    assert found["01", "basic_skills"] == "modelled"


def test_indicators_of_hidden_areas_are_hidden() -> None:
    areas = unit_rows(HOME, ("csd", "1", "10", 20)).with_columns(evi=pl.Series([20.0, None]))
    table = indicator_table(areas, rates(2), np.ones((13, 3), dtype=bool), [])
    assert table["dguid"].unique().to_list() == ["pr-10"]
    # Draws 0.01 on each side: standard error the root of 0.0002.
    assert table["se"].to_list() == pytest.approx([0.01414] * 5)


def test_half_width_of_an_interval_at_95_percent() -> None:
    assert pytest.approx(1.96, abs=1e-4) == Z95
