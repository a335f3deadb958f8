"""Matching and weighting: weights that balance, errors that hold, verdicts that stay modest."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from balise.impact import Roles, estimate_matched, estimate_matching
from balise.impact.answers import Estimate
from balise.impact.balance import balance_rows, differences, variance_ratios
from balise.impact.evalues import e_value, e_value_of_difference, e_value_of_shares
from balise.impact.experiment import Trial, invent_trial
from balise.impact.matching import METHODS
from balise.impact.matching.checks import check_methods
from balise.impact.matching.effects import doubly_robust, estimate_by
from balise.impact.matching.propensity import fit_propensity
from balise.impact.matching.weighting import effective_number, entropy_weights
from balise.vocabulary import ImpactError


def chosen(seed: int, *, effect: float = 0.8, apart: float = 1.0, units: int = 500) -> Trial:
    """People who take part the more, the higher two of three columns that also move the outcome."""
    rng = np.random.default_rng([seed, 3])
    columns = rng.normal(size=(units, 3))
    power = apart * (-0.8 + 0.7 * columns[:, 0] - 0.4 * columns[:, 1])
    treated = rng.random(units) < 1 / (1 + np.exp(-power))
    noise = rng.normal(size=units)
    outcome = 2 + columns @ np.array([1.0, 1.0, 0.5]) + effect * treated + noise
    return replace(
        invent_trial(1, units=units),
        outcome=outcome,
        treated=treated,
        columns=columns,
        names=("a", "b", "c"),
    )


@pytest.mark.published
def test_e_values_are_those_that_are_printed() -> None:
    # VanderWeele and Ding (2017): RR 3.9 (1.8 to 8.7) has E-values 7.3 and 3.0; RR 0.80, 1.8.
    assert round(e_value(3.9), 1) == 7.3
    assert round(e_value(1.8), 1) == 3.0
    assert round(e_value(0.80), 1) == 1.8
    assert e_value(1.0) == 1.0


def test_an_interval_that_holds_zero_needs_no_hidden_factor() -> None:
    assert e_value_of_difference(0.1, 0.2, 1.0).limit == 1.0
    assert e_value_of_shares(0.5, 0.1, -0.1, 0.3).limit == 1.0
    assert e_value_of_shares(0.3, -0.1, -0.2, -0.05).limit > 1.0


def test_entropy_weights_give_the_others_the_means_of_the_treated() -> None:
    trial = chosen(1)
    weights = entropy_weights(trial.columns, trial.treated)
    assert weights is not None
    means = trial.columns[trial.treated].mean(axis=0)
    assert weights @ trial.columns[~trial.treated] == pytest.approx(means, abs=1e-4)
    assert 1 < effective_number(weights) < (~trial.treated).sum()
    beyond = trial.columns + 10 * trial.treated[:, None]
    assert entropy_weights(beyond, trial.treated) is None


@pytest.mark.property
@pytest.mark.parametrize("method", [*METHODS, "doubly_robust"])
def test_each_method_finds_the_truth_and_its_error_holds(method: str) -> None:
    held, values = 0, []
    for seed in range(60):
        trial = chosen(seed)
        given = (trial.outcome, trial.treated, trial.columns)
        propensity = fit_propensity(trial.columns, trial.treated)
        found = (
            doubly_robust(*given, propensity)
            if method == "doubly_robust"
            else estimate_by(method, *given, propensity)
        )
        assert found is not None
        held += abs(found.value - 0.8) <= 1.96 * found.se
        values.append(found.value)
    assert held >= 51  # of 60 at 95 %
    assert np.mean(values) == pytest.approx(0.8, abs=0.06)


def test_differences_are_in_standard_deviations_and_ratios_of_variances() -> None:
    # By hand: means 5 and 2, variances 1 and 1, so 3 standard deviations.
    columns = np.array([[4.0], [5], [6], [1], [2], [3]])
    treated = np.array([True] * 3 + [False] * 3)
    assert differences(columns, treated) == pytest.approx([3.0])
    assert variance_ratios(columns, treated) == pytest.approx([1.0])
    flat = np.array([[1.0], [1], [1], [0], [0], [0]])
    assert differences(flat, treated)[0] > 10
    assert balance_rows(("a",), columns, treated)[0]["difference"] == pytest.approx(3.0)


def test_the_best_verdict_is_probably_and_hidden_differences_are_named() -> None:
    made = [estimate_matched(chosen(seed)) for seed in range(10)]
    assert Counter(each.verdict for each in made)["probably"] >= 9
    assert all("not assigned at random" in each.notes[0][0] for each in made)
    none = Counter(estimate_matched(chosen(seed, effect=0.0)).verdict for seed in range(20))
    assert none["probably"] <= 3


def test_groups_without_overlap_cannot_be_compared() -> None:
    answer = estimate_matched(chosen(1, apart=30.0))
    assert answer.verdict == "cannot"
    assert answer.headline == "unmatched"
    assert any("not an effect" in en for en, _ in answer.notes)


def test_poor_balance_after_matching_leaves_contributes() -> None:
    seen = [estimate_matched(chosen(seed, apart=4.0, units=200), method="ps") for seed in range(15)]
    for answer in seen:
        state = {each.code: each.state for each in answer.checks}.get("balance")
        if state == "fail" and answer.verdict != "no_evidence":
            assert answer.verdict in {"contributes", "cannot"}
    assert any(answer.verdict in {"contributes", "cannot"} for answer in seen)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_has_its_errors_told(method: str) -> None:
    answer = estimate_matched(chosen(2), method=method)
    assert answer.roles["method"] == method
    assert any("Errors" in en and "erreurs" in fr for en, fr in answer.notes)
    assert set(answer.estimates) >= {"simple", "doubly_robust", "unmatched"}
    assert all(each.en and each.fr for each in answer.checks)


def test_a_handful_a_flat_outcome_and_a_wrong_method_are_named() -> None:
    few = chosen(1, units=14)
    assert estimate_matched(few).verdict in {"cannot", "no_evidence", "contributes"}
    flat = replace(chosen(1), outcome=np.zeros(500))
    assert estimate_matched(flat).verdict == "cannot"
    with pytest.raises(ImpactError, match="entropy, ps"):
        estimate_matched(chosen(1), method="magic")


def test_matching_needs_covariates(tmp_path: Path) -> None:
    with pytest.raises(ImpactError, match="--covariates"):
        estimate_matching(tmp_path / "none.csv", Roles("y", treated="t"))


def test_methods_are_told_by_whether_they_leave_zero_out() -> None:
    sure, unsure = Estimate(2.0, 0.5, 1.0, 3.0), Estimate(1.0, 1.0, -1.0, 3.0)
    both = check_methods(sure, {"nearest": replace(sure, estimate=2.5)})
    assert both.en.endswith("2.00 and 2.50: all leave zero out, on the same side.")
    none = check_methods(unsure, {"nearest": unsure})
    assert none.fr.endswith("\u00a0: zéro est dans l’intervalle de chacune.")
