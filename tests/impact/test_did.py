"""Group-time effects, their averages and errors, held to published figures and to laws."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from balise.impact import Panel, Roles, Settings, estimate_did, read_panel
from balise.impact.columns import FloatArray
from balise.impact.did import Sample, aggregate, event_study, group_time, make_sample
from balise.impact.did.influence import covariance, draw, make_errors
from balise.impact.did.pre_trends import joint_wald
from balise.impact.did.scores import doubly_robust, plain
from tests.impact.tables import COUNTIES, counties_file, panel_of, rows_of

KINDS = ("simple", "group", "dynamic", "calendar")


@pytest.fixture(scope="module")
def counties(data_folder: Path) -> Panel:
    return read_panel(counties_file(data_folder), COUNTIES)


@pytest.fixture(scope="module")
def counties_by_size(data_folder: Path) -> Panel:
    return read_panel(counties_file(data_folder), replace(COUNTIES, covariates=("lpop",)))


def se(influence: FloatArray) -> float:
    return float(np.sqrt((influence**2).sum()) / len(influence))


# Callaway and Sant'Anna (2021), county teen employment, as R did prints it: estimate, error.
PUBLISHED = {
    "simple": (-0.03995, 0.01203),
    "group": (-0.0310, 0.0124),
    "dynamic": (-0.0772, 0.0200),
    "calendar": (-0.0417, 0.0160),
}


@pytest.mark.published
def test_county_averages_are_the_published_ones(counties: Panel) -> None:
    effects = group_time(make_sample(counties))
    for kind, (estimate, error) in PUBLISHED.items():
        found = aggregate(effects, kind)
        assert found.overall == pytest.approx(estimate, abs=6e-5), kind
        assert se(found.overall_influence) == pytest.approx(error, abs=6e-5), kind


@pytest.mark.published
def test_county_effects_with_a_covariate_are_the_published_ones(counties_by_size: Panel) -> None:
    # The vignette of R did, doubly robust with log population: the twelve effects.
    expected = [-0.0145, -0.0764, -0.1404, -0.1069, -0.0005, -0.0062, 0.0010, -0.0413]
    expected += [0.0267, -0.0046, -0.0284, -0.0288]
    effects = group_time(make_sample(counties_by_size))
    np.testing.assert_allclose(effects.effect, expected, atol=6e-5)


@pytest.mark.published
def test_county_effects_against_those_not_yet_treated_are_the_published_ones(
    counties_by_size: Panel,
) -> None:
    # R did, doubly robust, universal base: effects and errors of the group of 2004.
    sample = make_sample(counties_by_size, control="notyet")
    effects = group_time(sample, control="notyet", base="universal")
    first = (effects.group == 2004) & effects.post
    expected = [-0.021183053, -0.081603186, -0.138191823, -0.106903898]
    np.testing.assert_allclose(effects.effect[first], expected, atol=1e-8)
    errors = np.sqrt((effects.influence**2).sum(axis=0)) / sample.size
    expected = [0.021648208, 0.028341541, 0.034228037, 0.032886493]
    np.testing.assert_allclose(errors[first], expected, atol=1e-8)


@pytest.mark.published
def test_errors_by_state_are_the_published_ones(counties_by_size: Panel) -> None:
    # R did, analytic errors clustered by state (the first digits of a county's code).
    states = np.array([int(each) // 1000 for each in counties_by_size.units])
    sample = make_sample(replace(counties_by_size, clusters=states))
    effects = group_time(sample, base="universal")
    errors = np.sqrt(np.diag(covariance(effects.influence, sample.clusters)))
    expected = [0.010215100, 0.013823295, 0.025470551, 0.022213357]
    np.testing.assert_allclose(errors[1:5], expected, atol=1e-8)


@pytest.mark.published
def test_the_joint_test_before_treatment_is_the_published_one(counties: Panel) -> None:
    found = joint_wald(group_time(make_sample(counties)))  # R did prints 0.16812
    assert found is not None
    assert found[1] == pytest.approx(0.16812, abs=1e-5)


def two_by_two(tmp_path: Path) -> Sample:
    rows = [["a", 1, 1, ""], ["a", 2, 2, ""], ["b", 1, 3, ""], ["b", 2, 6, ""]]
    rows += [["c", 1, 2, 2], ["c", 2, 7, 2], ["d", 1, 4, 2], ["d", 2, 11, 2]]
    return make_sample(panel_of(tmp_path, rows))


def test_two_groups_and_two_periods_are_the_difference_of_differences(tmp_path: Path) -> None:
    # By hand: treated rise by 5 and 7, others by 1 and 3: 6 - 2 = 4. Each side has variance
    # 1 over its 2 units: sqrt(1/2 + 1/2) = 1.
    effects = group_time(two_by_two(tmp_path))
    assert effects.effect.tolist() == [4.0]
    assert se(effects.influence[:, 0]) == pytest.approx(1.0)


@pytest.mark.property
def test_a_covariate_that_says_nothing_changes_nothing() -> None:
    rng = np.random.default_rng(3)
    change, treated = rng.normal(size=60), np.arange(60) < 25
    weights = rng.uniform(0.5, 2, 60)
    robust = doubly_robust(change, treated, np.ones((60, 1)), weights)
    simple = plain(change, np.zeros(60), treated, ~treated, weights)
    assert robust.effect == pytest.approx(simple.effect)
    np.testing.assert_allclose(robust.influence, simple.influence, atol=1e-10)


@pytest.mark.property
def test_the_influence_of_a_unit_is_what_leaving_it_out_moves() -> None:
    rng = np.random.default_rng(4)
    n = 400
    design = np.column_stack([np.ones(n), rng.normal(size=n)])
    treated = rng.random(n) < 1 / (1 + np.exp(-0.5 * design[:, 1]))
    change = design[:, 1] + treated + rng.normal(size=n)
    whole = doubly_robust(change, treated, design, np.ones(n))
    for place in (0, 57, 201, 399):
        kept = np.arange(n) != place
        without = doubly_robust(change[kept], treated[kept], design[kept], np.ones(n - 1))
        moved = (whole.effect - without.effect) * (n - 1)
        assert moved == pytest.approx(whole.influence[place], abs=0.12)


@pytest.mark.property
def test_the_order_of_rows_and_the_scale_of_weights_change_nothing(tmp_path: Path) -> None:
    rows = rows_of([""] * 12 + [3] * 6 + [5] * 6, effect=1.0)
    one = estimate_did(panel_of(tmp_path, rows))
    panel = panel_of(tmp_path, rows[::-1])
    other = estimate_did(replace(panel, weights=panel.weights * 7))
    for kind in KINDS:
        assert one.estimates[kind].estimate == pytest.approx(other.estimates[kind].estimate)
        assert one.estimates[kind].se == pytest.approx(other.estimates[kind].se)


@pytest.mark.property
def test_a_weight_of_two_is_a_unit_counted_twice(tmp_path: Path) -> None:
    rows = rows_of([""] * 8 + [3] * 4 + [5] * 4, effect=1.0)
    twin = [[f"{row[0]}x", *row[1:]] for row in rows if row[0] in {"u01", "u09"}]
    single = panel_of(tmp_path, rows)
    heavy = np.array([name in {"u01", "u09"} for name in single.units])
    weighted = replace(single, weights=1.0 + heavy[single.unit])
    for kind in KINDS:
        one = aggregate(group_time(make_sample(weighted)), kind)
        two = aggregate(group_time(make_sample(panel_of(tmp_path, rows + twin))), kind)
        assert one.overall == pytest.approx(two.overall)


@pytest.mark.property
def test_the_event_study_averages_to_the_simple_average(counties: Panel) -> None:
    sample = make_sample(counties)
    simple = aggregate(group_time(sample), "simple").overall
    assert event_study(sample).mean_effect == pytest.approx(simple)


def test_bootstrap_errors_come_near_the_analytic_ones_and_bands_are_wider(
    counties: Panel,
) -> None:
    sample = make_sample(counties)
    influence = aggregate(group_time(sample), "dynamic").influence
    rng = np.random.default_rng
    analytic = make_errors(influence, sample.clusters, draws=999, bootstrap=False, rng=rng(1))
    for kind in ("rademacher", "mammen"):
        drawn = make_errors(
            influence, sample.clusters, draws=1999, bootstrap=True, rng=rng(1), kind=kind
        )
        np.testing.assert_allclose(drawn.se, analytic.se, rtol=0.1)
        assert 2.3 < drawn.critical < 3.2
    assert analytic.critical > 1.96


def test_the_same_seed_draws_the_same_errors(counties: Panel) -> None:
    sample = make_sample(counties)
    influence = group_time(sample).influence
    one, other = (draw(influence, sample.clusters, 20, np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(one, other)


def test_with_gaps_kept_each_period_takes_the_units_it_has(tmp_path: Path) -> None:
    rows = rows_of([""] * 10 + [4] * 10, effect=2.0)
    gappy = [row for row in rows if (row[0], row[1]) not in {("u03", 2), ("u12", 5)}]
    panel = panel_of(tmp_path, gappy)
    whole, gaps = (estimate_did(panel, Settings(unbalanced=each)) for each in (False, True))
    assert whole.counts["units"] == 18
    assert gaps.counts["units"] == 20
    assert "u03, u12" in whole.notes[0][0]
    assert gaps.estimates["simple"].estimate == pytest.approx(2.0, abs=0.3)


def test_a_program_that_may_act_ahead_is_compared_with_an_earlier_period(tmp_path: Path) -> None:
    panel = panel_of(tmp_path, rows_of([""] * 10 + [5] * 10, effect=2.0))
    effects = group_time(make_sample(panel, anticipation=1), anticipation=1)
    assert set(effects.base[effects.post]) == {3.0}
    assert event_study(make_sample(panel, anticipation=1), anticipation=1).reference == -2


def test_roles_of_the_answer_are_those_of_the_file(counties: Panel) -> None:
    answer = estimate_did(counties)
    assert answer.roles["outcome"] == "lemp"
    assert answer.counts["groups"] == {"2004": 20, "2006": 40, "2007": 131}
    told = answer.to_json()
    assert set(told["estimates"]) == set(KINDS)
    assert len(told["group_time"]) == 12


def test_units_treated_after_the_last_period_count_as_untreated(tmp_path: Path) -> None:
    rows = rows_of([""] * 10 + [4] * 10 + ["9"] * 3)
    answer = estimate_did(panel_of(tmp_path, rows))
    assert answer.counts["comparison_units"] == 13
    assert any("start after the last period" in en for en, _ in answer.notes)


def test_covariates_may_be_given_with_weights_and_clusters(data_folder: Path) -> None:
    roles = Roles(
        outcome="lemp",
        unit="countyreal",
        time="year",
        first_treated="first.treat",
        covariates=("lpop",),
        weights="lpop",
    )
    answer = estimate_did(read_panel(counties_file(data_folder), roles), Settings(draws=199))
    weighting = next(each for each in answer.checks if each.code == "weighting")
    assert weighting.numbers["unweighted"] == pytest.approx(-0.0418, abs=1e-4)
