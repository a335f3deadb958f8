"""Population groups as published, or the reason they are not."""

import numpy as np
import polars as pl
import pytest

from balise.index import GroupRule, Scored, group_table, waiting_group
from tests.index.published import RULES, invented_scores, unit_rows

SENIORS = GroupRule("seniors", on_income=False, finest="csd")
LOW_INCOME = GroupRule("low_income", on_income=True, finest="csd")
NO_DIPLOMA = GroupRule("no_diploma", on_income=False, finest="pr")
RURAL = GroupRule("rural", on_income=False, finest="da")


def areas(*rows: tuple[str, str, str | None, int | None]) -> pl.DataFrame:
    return unit_rows(*rows).with_columns(reason=pl.lit(None, dtype=pl.String))


def reason(
    rule: GroupRule,
    level: str,
    population: int,
    people: float,
    adults: float,
    share_se: float = 0.001,
) -> str | None:
    table = group_table(
        areas((level, "x", "10", population)),
        rule,
        invented_scores([0.3], [people]),
        np.array([adults]),
        RULES,
        np.array([share_se]),
    )
    found: str | None = table["reason"][0]
    assert (found is None) == (table["evi"][0] is not None)
    assert (found is None) == (table["people"][0] is not None)
    return found


def test_a_group_is_published_where_its_people_are_known() -> None:
    assert reason(SENIORS, "csd", 1000, 200, 800) is None
    assert reason(SENIORS, "catchment", 1000, 200, 800) is None
    assert reason(SENIORS, "da", 1000, 200, 800) == "no_margin"
    assert reason(RURAL, "da", 1000, 200, 800) is None
    assert reason(NO_DIPLOMA, "pr", 1000, 200, 800) is None
    assert reason(NO_DIPLOMA, "csd", 1000, 200, 800) == "no_margin"


def test_groups_by_age_or_income_need_250_people_below_the_province() -> None:
    assert reason(LOW_INCOME, "csd", 249, 100, 200) == "under_250_people_income"
    assert reason(SENIORS, "csd", 249, 100, 200) == "too_uncertain"
    assert reason(SENIORS, "csd", 250, 100, 200) is None
    assert reason(SENIORS, "pr", 249, 100, 200) is None
    assert reason(RURAL, "csd", 249, 100, 200) is None


def test_a_group_under_40_people_is_hidden_and_so_is_the_complement_of_one() -> None:
    assert reason(SENIORS, "csd", 1000, 39.9, 800) == "under_40_people"
    assert reason(SENIORS, "csd", 1000, 40, 800) is None
    # 800 - 761 = 39 others would be told by subtraction
    assert reason(SENIORS, "csd", 1000, 761, 800) == "complementary"
    assert reason(SENIORS, "csd", 1000, 760, 800) is None


def test_a_group_of_everybody_hides_nobody() -> None:
    assert reason(RURAL, "csd", 1000, 800, 800) is None
    assert reason(RURAL, "csd", 1000, 800 - 1e-10, 800) is None  # as sums of floats have it


def test_a_share_too_uncertain_is_not_published() -> None:
    # Share 0.25: a standard error of 0.0825 is a coefficient of variation of 33 %.
    assert reason(SENIORS, "csd", 1000, 200, 800, 0.0824) is None
    assert reason(SENIORS, "csd", 1000, 200, 800, 0.0826) == "too_uncertain"
    assert reason(SENIORS, "csd", 1000, 200, 800, np.nan) is None  # not drawn


def test_the_reason_of_the_area_comes_first() -> None:
    hidden = areas(("csd", "x", "10", 30)).with_columns(reason=pl.lit("under_40_people"))
    scored = invented_scores([0.3], [20])
    table = group_table(hidden, NO_DIPLOMA, scored, np.array([25.0]), RULES)
    assert table["reason"].to_list() == ["under_40_people"]


def test_a_group_has_its_people_share_and_score_with_their_errors() -> None:
    scored = Scored(
        np.array([203.0]),
        np.array([[0.1, 0.3, 0.5]]),
        np.array([[[0.1, 0.3, 0.49], [0.1, 0.3, 0.51]]]),
        (),
    )
    table = group_table(
        areas(("csd", "x", "10", 1000)),
        SENIORS,
        scored,
        np.array([812.0]),
        RULES,
        np.array([0.0123456]),
    )
    row = table.to_dicts()[0]
    assert (row["group"], row["people"]) == ("seniors", 205)
    assert (row["share"], row["share_se"]) == (0.25, 0.01235)
    assert (row["evi"], row["abilities"]) == (30.0, 0.5)
    # abilities alone vary, by the root of 0.0002; the score by a third of it
    assert row["evi_se"] == pytest.approx(100 * 0.014142 / 3, abs=1e-3)
    assert row["quality"] == "A"


def test_margins_an_area_lacks_lower_the_quality_of_its_groups() -> None:
    lacking = areas(("csd", "x", "10", 1000)).with_columns(missing=pl.lit(2))
    scored = invented_scores([0.3], [200], spread=0.001)
    table = group_table(lacking, SENIORS, scored, np.array([800.0]), RULES)
    assert table["quality"].to_list() == ["C"]


def test_a_group_that_waits_names_the_table_it_waits_for() -> None:
    rows = waiting_group(areas(("pr", "10", "10", 1000)), "remote", "no_margin", "Index")
    assert (
        rows.columns
        == group_table(
            areas(("pr", "10", "10", 1000)),
            SENIORS,
            invented_scores([0.3], [200]),
            np.array([800.0]),
            RULES,
        ).columns
    )
    row = rows.to_dicts()[0]
    assert (row["reason"], row["missing_table"], row["evi"]) == ("no_margin", "Index", None)
