"""Published tables of a province in the classes of the seed."""

import numpy as np
import polars as pl
import pytest

from balise import sources
from balise.synthesis import (
    division_areas,
    province_counts,
    province_incomes,
    province_quartiles,
)
from balise.vocabulary import PROVINCES, MarginError
from tests.survey.country import Array, published

CODES = [each.code for each in PROVINCES]
FLAT = {each.region: np.full((4, 4), 0.25) for each in PROVINCES} | {
    "canada": np.full((4, 4), 0.25)
}


def _counts(attainment: pl.DataFrame | None = None, divisions: pl.DataFrame | None = None) -> Array:
    """Ages of New Brunswick from the bundled figures, or some of them changed."""
    counts = province_counts(
        sources.read_population_by_age(),
        sources.read_attainment() if attainment is None else attainment,
        published().divisions if divisions is None else divisions,
        {"13": np.full((7, 4), 0.25)},
    )
    return counts["13"].ages


def test_five_year_groups_fall_into_nine_classes() -> None:
    table = sources.read_population_by_age().filter(pl.col("pruid") == "13")
    ages = _counts()
    assert ages.sum() == table["people"].sum()
    assert ages[7] == table.filter(pl.col("low") == 0)["people"].sum()
    assert ages[6] == table.filter(pl.col("low") >= 75)["people"].sum()
    assert ages[0] == table.filter(pl.col("low").is_between(16, 24))["people"].sum()


def test_a_poorer_province_has_more_people_in_the_lower_quartiles() -> None:
    # By hand: two provinces of equal size at 20,000 and 45,000 dollars lie log(1.5) = 0.4055
    # either side of their mean; Phi(Phi^-1(0.5) + 1.2 x 0.4055) = Phi(0.4866) = 0.6867.
    incomes = dict.fromkeys(CODES, 30e3) | {"46": 20e3, "47": 45e3, "48": 30e3}
    people = dict.fromkeys(CODES, 1e6)
    quartiles = province_quartiles(FLAT, incomes, people, 1.2)
    assert quartiles["46"][0, :2].sum() == pytest.approx(0.6867, abs=1e-4)
    assert quartiles["47"][0, :2].sum() == pytest.approx(1 - 0.6867, abs=1e-4)
    assert quartiles["48"] == pytest.approx(np.full((7, 4), 0.25))


@pytest.mark.property
def test_quartiles_of_every_age_add_up_to_everybody() -> None:
    for each in published().counts.values():
        assert each.quartiles.sum(axis=1) == pytest.approx(np.ones(7))
        assert (each.quartiles > 0).all()


def test_a_province_without_any_income_is_named() -> None:
    incomes = {code: 30e3 for code in CODES if code != "62"}
    with pytest.raises(MarginError, match="known in no area of 1 provinces: 62"):
        province_quartiles(FLAT, incomes, dict.fromkeys(CODES, 1e6), 1.2)


def test_a_province_without_a_table_of_diplomas_is_named() -> None:
    with pytest.raises(MarginError, match=r"13 \(New Brunswick\) lacks a table.*nan"):
        _counts(attainment=sources.read_attainment().filter(pl.col("pruid") != "13"))


def test_a_census_division_without_a_count_is_refused() -> None:
    divisions = published().divisions.with_columns(non_immigrants=pl.lit(None, pl.Float64))
    with pytest.raises(MarginError, match=r"New Brunswick: a count or a mean age is missing.*15"):
        _counts(divisions=divisions)


def test_incomes_average_over_people_where_they_are_known() -> None:
    # By hand: 20,000 twice as often as 160,000: the cube root of 20 x 20 x 160 is 40.
    rows = [("13", 200, 20e3), ("13", 100, 160e3), ("13", 50, None), ("13", 0, 1.0)]
    areas = pl.DataFrame(rows, schema=["pruid", "population", "income_cad"], orient="row")
    assert province_incomes(areas)["13"] == pytest.approx(40e3)


def test_divisions_know_all_their_margins() -> None:
    areas = division_areas(sources.read_divisions())
    assert areas["code"].to_list() == areas["cduid"].to_list()
    assert areas["income_coverage"].unique().to_list() == [1.0]
