"""The people of every area, and how they add up."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from balise import sources
from balise.synthesis import (
    FitChoices,
    People,
    area_margins,
    compositions,
    fit_income_link,
    fit_people,
    fit_province,
    seed_cells,
)
from balise.vocabulary import CELLS, PROVINCES, MarginError, province
from tests.survey.country import country, published, seeds
from tests.synthesis.dual_reference import ReferenceAreas, reference_cells


def _atlantic(areas: pl.DataFrame | None = None, workers: int = 1) -> People:
    """People of two provinces."""
    figures = published()
    own = figures.areas.filter(pl.col("pruid").is_in(["11", "13"])) if areas is None else areas
    choices = FitChoices(figures.income_slope, rounds=2, workers=workers)
    return fit_people(seeds(), own, figures.divisions, choices)


def test_every_area_is_all_of_its_people() -> None:
    people = country().people
    populated = people.adults > 0
    assert people.cells[populated].sum(axis=1) == pytest.approx(np.ones(populated.sum()))
    assert people.by_type[populated].sum(axis=1) == pytest.approx(np.ones(populated.sum()))
    assert not people.cells[~populated].any()


@pytest.mark.property
def test_people_are_those_of_plain_numpy_to_a_billionth() -> None:
    figures, seed, cells = published(), seeds()["11"], seed_cells()
    own = figures.areas.filter(pl.col("pruid") == "11").sort("code")
    above = figures.divisions.filter(pl.col("pruid") == "11").sort("code")
    population = own["population"].fill_null(0).to_numpy().astype(float)
    adult = cells.adult
    lower = seed.shares[adult & (cells.quartile <= 1)].sum() / seed.shares[adult].sum()
    link = fit_income_link(
        own["income_cad"].fill_null(np.nan).to_numpy(),
        population,
        lower_share=float(lower),
        slope=figures.income_slope,
    )
    place = {code: row for row, code in enumerate(above["code"])}
    division = np.array([place[code] for code in own["cduid"]])
    areas, divisions = (
        ReferenceAreas(seed.features, each.targets, each.variances, population, division)
        for each in (area_margins(own, link), area_margins(above, link))
    )
    expected = reference_cells(seed.shares, areas, divisions, rounds=2)
    people = fit_people({"11": seed}, own, above, FitChoices(figures.income_slope, rounds=2))
    found = compositions(people.parts[0], slice(0, own.height))
    assert np.abs(found - expected).max() < 1e-9
    adults = expected[:, adult].sum(axis=1)
    assert np.abs(people.adults - adults * population).max() < 1e-9 * population.max()
    by_cell = np.zeros((own.height, len(CELLS)))
    np.add.at(by_cell.T, cells.cell[adult], expected[:, adult].T)
    by_cell[population == 0] = 0
    assert np.abs(people.cells - by_cell / adults[:, None]).max() < 1e-9


def test_people_aged_16_and_over_are_counted_once_by_archetype() -> None:
    people, archetypes = country().people, country().archetypes
    assert archetypes.shape == (13, 3, len(CELLS))
    assert archetypes.sum() == pytest.approx(people.adults.sum())
    for place, rows in enumerate(people.rows):
        assert archetypes[place].sum() == pytest.approx(people.adults[rows].sum())


@pytest.mark.published
@pytest.mark.parametrize("place", range(10), ids=[each.abbreviation for each in PROVINCES[:10]])
def test_people_aged_16_and_over_match_the_census(place: int) -> None:
    # Statistics Canada, Census of 2016, 98-400-X2016001, 100 % data.
    each = PROVINCES[place]
    table = sources.read_population_by_age().filter(
        (pl.col("pruid") == each.code) & (pl.col("low") >= 16)
    )
    rebuilt = country().archetypes[place].sum()
    limit = 0.015 if each.code in ("47", "48") else 0.01
    assert rebuilt / table["people"].sum() == pytest.approx(1, abs=limit)


@pytest.mark.published
def test_the_rural_share_is_near_that_of_the_census() -> None:
    # Statistics Canada, Census of 2016: 18.7 % of people live in rural areas; ours are
    # areas of fewer than 150 people per square kilometre.
    counts = published().areas.select("rural", "population").sum()
    assert 100 * counts["rural"][0] / counts["population"][0] == pytest.approx(18.7, abs=1.0)


def test_every_populated_area_of_the_country_converges() -> None:
    for part in country().people.parts:
        assert part.tilts.residuals[part.population > 0].max() < 1e-6


def test_outer_rounds_bring_areas_back_to_the_totals_of_their_province() -> None:
    figures, seed = published(), seeds()["13"]
    areas = figures.areas.filter(pl.col("pruid") == "13")
    divisions = figures.divisions.filter(pl.col("pruid") == "13")
    gaps = [
        max(
            fit_province(
                seed, areas, divisions, FitChoices(figures.income_slope, rounds=rounds)
            ).total_gaps.values()
        )
        for rounds in (0, 3, 8)
    ]
    assert gaps[0] > gaps[1] > gaps[2]
    assert gaps[2] < 0.003


@pytest.mark.property
def test_the_order_in_which_areas_are_given_changes_nothing() -> None:
    figures = published()
    own = figures.areas.filter(pl.col("pruid").is_in(["11", "13"]))
    one, other = _atlantic(own), _atlantic(own.sample(fraction=1, shuffle=True, seed=3))
    assert other.areas["code"].to_list() == one.areas["code"].to_list()
    assert other.cells.tobytes() == one.cells.tobytes()


@pytest.mark.property
def test_people_are_the_same_bits_with_one_worker_or_two() -> None:
    one, two = _atlantic(), _atlantic(workers=2)
    assert one.cells.tobytes() == two.cells.tobytes()
    assert one.adults.tobytes() == two.adults.tobytes()


def test_older_areas_have_more_seniors() -> None:
    people = country().people
    part, rows = people.parts[3], people.rows[3]
    shares = compositions(part, slice(0, len(part.population)))
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(shares)))
    seniors = people.cells[rows].reshape(-1, 7, 16)[:, 5:].sum(axis=(1, 2))
    age = people.areas[rows]["mean_age"].fill_null(np.nan).to_numpy()
    known = (part.population > 0) & ~np.isnan(age)
    assert np.corrcoef(seniors[known], age[known])[0, 1] > 0.9


def test_areas_of_no_census_division_are_named() -> None:
    figures = published()
    areas = figures.areas.filter(pl.col("pruid") == "13").with_columns(
        cduid=pl.when(pl.col("code") == pl.col("code").first())
        .then(pl.lit("1399"))
        .otherwise(pl.col("cduid"))
    )
    with pytest.raises(MarginError, match=r"New Brunswick: 1 of 266 areas lie in no known"):
        fit_province(
            seeds()["13"],
            areas,
            figures.divisions.filter(pl.col("pruid") == "13"),
            FitChoices(figures.income_slope),
        )


def test_areas_of_a_province_without_a_seed_are_refused() -> None:
    figures = published()
    only = {"11": seeds()["11"]}
    with pytest.raises(MarginError, match=r"1 provinces without a seed: 13. Expected one of: 11"):
        fit_people(
            only,
            figures.areas.filter(pl.col("pruid").is_in(["11", "13"])),
            figures.divisions,
            FitChoices(figures.income_slope),
        )


def test_a_negative_count_stops_the_fit_of_a_province() -> None:
    figures = published()
    areas = figures.areas.filter(pl.col("pruid") == "13").with_columns(
        non_immigrants=pl.col("non_immigrants") * 0 - 5
    )
    with pytest.raises(MarginError, match=r"Margin non_immigrants is negative in \d+ of 266 areas"):
        fit_province(
            seeds()["13"],
            areas,
            figures.divisions.filter(pl.col("pruid") == "13"),
            FitChoices(figures.income_slope),
        )


def test_a_province_whose_areas_publish_no_income_is_fitted_without() -> None:
    figures = published()
    areas = figures.areas.filter(pl.col("pruid") == "11").with_columns(
        income_cad=pl.lit(None, pl.Float64), income_coverage=pl.lit(0.0)
    )
    divisions = figures.divisions.filter(pl.col("pruid") == "11")
    part = fit_province(seeds()["11"], areas, divisions, FitChoices(figures.income_slope, rounds=2))
    assert np.isnan(part.margins.targets[:, 3]).all()
    assert part.tilts.residuals[part.population > 0].max() < 1e-6


def test_the_seed_of_another_population_gives_the_same_shares() -> None:
    figures, seed = published(), seeds()["11"]
    areas = figures.areas.filter(pl.col("pruid") == "11")
    divisions = figures.divisions.filter(pl.col("pruid") == "11")
    choices = FitChoices(figures.income_slope, rounds=1)
    one = fit_province(seed, areas, divisions, choices)
    other = fit_province(replace(seed, population=1.0), areas, divisions, choices)
    assert (one.tilts.values == other.tilts.values).all()
    assert province(one.code).abbreviation == "PE"
