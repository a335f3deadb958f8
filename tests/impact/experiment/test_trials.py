"""Trials: effects and errors that are known, and verdicts that follow from the checks."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm

from balise.impact import (
    Check,
    Estimate,
    Roles,
    estimate_experiment,
    estimate_trial,
    read_trial,
)
from balise.impact.experiment import (
    Trial,
    adjusted_effect,
    fit_effect,
    invent_trainees,
    invent_trial,
    lee_bounds,
    outcome_checks,
    simple_effect,
    with_interval,
)
from balise.impact.experiment.permutation import assignments, joint_test, permutation_p
from balise.vocabulary import ImpactError


def states(trial: Trial) -> dict[str, str]:
    return {each.code: each.state for each in estimate_trial(trial).checks}


def test_the_error_of_a_difference_of_means_is_neymans() -> None:
    # By hand: variances 4 and 1, so 4 / 3 + 1 / 3 and the root is 1.2910.
    trial = replace(
        invent_trial(1, units=6),
        outcome=np.array([8.0, 10, 12, 4, 5, 6]),
        treated=np.array([True, True, True, False, False, False]),
    )
    fitted = simple_effect(trial)
    assert fitted.value == pytest.approx(5.0)
    assert fitted.se == pytest.approx((5 / 3) ** 0.5)


def test_covariates_are_taken_into_account_as_in_lin_with_errors_of_hc2() -> None:
    trial = invent_trial(4)
    arm = trial.treated.astype(float)
    centred = trial.columns - trial.columns.mean(axis=0)
    design = np.column_stack([np.ones(len(arm)), arm, centred, centred * arm[:, None]])
    reference = sm.OLS(trial.outcome, design).fit(cov_type="HC2")
    found = adjusted_effect(trial)
    assert found is not None
    assert found[0].value == pytest.approx(reference.params[1])
    assert found[0].se == pytest.approx(reference.bse[1])
    assert found[0].se < simple_effect(trial).se


def test_strata_count_by_their_size() -> None:
    # By hand: 1 * 4/10 + 3 * 6/10 = 2.2.
    outcome = np.array([2.0, 2, 1, 1, 5, 5, 5, 2, 2, 2])
    trial = replace(
        invent_trial(1, units=10),
        outcome=outcome,
        treated=np.array([1, 1, 0, 0, 1, 1, 1, 0, 0, 0], dtype=bool),
        strata=np.array([0] * 4 + [1] * 6),
    )
    assert simple_effect(trial).value == pytest.approx(2.2)


def test_the_error_of_matched_pairs_comes_from_the_spread_between_pairs() -> None:
    rng = np.random.default_rng(1)
    gaps = rng.normal(1, 2, 20)
    base = rng.normal(10, 5, 20)
    trial = replace(
        invent_trial(1, units=40),
        outcome=np.column_stack([base, base + gaps]).ravel(),
        treated=np.tile([False, True], 20),
        strata=np.repeat(np.arange(20), 2),
    )
    fitted = simple_effect(trial)
    assert fitted.value == pytest.approx(gaps.mean())
    assert fitted.se == pytest.approx(gaps.std(ddof=1) / 20**0.5)
    assert fitted.df == 19


def test_clusters_of_equal_size_give_the_error_of_a_comparison_of_their_means() -> None:
    trial = invent_trial(2, units=120, cluster_size=10)
    assert trial.clusters is not None
    means = np.array([trial.outcome[trial.clusters == each].mean() for each in range(12)])
    arm = np.array([trial.treated[trial.clusters == each][0] for each in range(12)])
    one, zero = means[arm], means[~arm]
    fitted = simple_effect(trial)
    assert fitted.value == pytest.approx(one.mean() - zero.mean())
    assert fitted.se == pytest.approx((one.var(ddof=1) / 6 + zero.var(ddof=1) / 6) ** 0.5)
    assert fitted.df == 10


@pytest.mark.property
@pytest.mark.parametrize(
    "kind",
    [{}, {"cluster_size": 10, "units": 400}, {"strata": 4}, {"strata": 50}],
    ids=["simple", "clusters", "strata", "small strata"],
)
def test_intervals_hold_the_truth_as_often_as_they_say(kind: dict[str, int]) -> None:
    held = 0
    for seed in range(120):
        effect = with_interval(simple_effect(invent_trial(seed, effect=0.5, **kind)))
        assert effect.low is not None
        assert effect.high is not None
        held += effect.low <= 0.5 <= effect.high
    assert held >= 106  # of 120 at 95 %: under one in a thousand below


def test_a_permutation_deals_again_as_it_was_dealt() -> None:
    trial = invent_trial(1, units=40, cluster_size=10)
    assert assignments(trial) == 6  # four clusters, two of them treated
    pairs = invent_trial(1, units=8, strata=4)
    assert assignments(pairs) == 16  # four pairs
    p = permutation_p(trial, 599, np.random.default_rng(1))
    assert min(abs(p - each / 6) for each in (2, 4, 6)) < 0.06


def test_the_joint_test_rejects_chance_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(1)
    rejected = sum(joint_test(invent_trial(seed), 199, rng).p <= 0.05 for seed in range(200))
    assert 2 <= rejected <= 20


def test_bounds_of_lee_trim_the_fuller_arm() -> None:
    # By hand: 4 of 4 and 2 of 4 known. Trim half of the treated: means 1.5 and 3.5, less 1.
    trial = replace(
        invent_trial(1, units=8),
        outcome=np.array([1.0, 2, 3, 4, 1, 1, np.nan, np.nan]),
        treated=np.array([True] * 4 + [False] * 4),
    )
    bounds = lee_bounds(trial)
    assert (bounds.low, bounds.high) == (0.5, 2.5)
    assert (bounds.lost_treated, bounds.lost_others) == (0.0, 0.5)


def test_an_error_of_singletons_is_that_of_clusters_of_one() -> None:
    trial = invent_trial(3, units=60)
    alone = fit_effect(trial.outcome, trial.treated, trial.columns, None)
    each = fit_effect(trial.outcome, trial.treated, trial.columns, np.arange(60))
    assert each.se == pytest.approx(alone.se)


# Verdicts


def test_trials_are_told_rightly() -> None:
    none = Counter(estimate_trial(invent_trial(seed, effect=0.0)).verdict for seed in range(30))
    some = Counter(estimate_trial(invent_trial(seed, effect=0.4)).verdict for seed in range(30))
    assert none["attributable"] <= 3
    assert some["attributable"] + some["probably"] >= 23


@pytest.mark.parametrize("seed", range(5))
def test_trainees_beside_the_general_population_cannot_be_told(seed: int) -> None:
    naive = estimate_trial(invent_trainees(seed, naive=True, others=2500))
    assert naive.verdict == "cannot"
    assert "standard deviation" in naive.reasons[0][0]
    assert estimate_trial(invent_trainees(seed, naive=False)).verdict != "cannot"


def test_a_trial_without_covariates_is_at_most_probable() -> None:
    trial = invent_trial(1, effect=1.5)
    bare = replace(trial, columns=np.empty((200, 0)), names=(), named=False)
    answer = estimate_trial(bare)
    assert answer.verdict == "probably"
    assert answer.headline == "simple"
    assert any("--covariates" in en for en, _ in answer.notes)


def test_columns_that_nobody_named_and_that_are_far_apart_end_in_cannot() -> None:
    trial = replace(invent_trainees(1, naive=True, others=2500), named=False)
    answer = estimate_trial(trial)
    assert answer.verdict == "cannot"
    assert "No covariates were named" in answer.reasons[0][0]


def test_covariates_that_reject_chance_end_in_cannot_without_being_far_apart() -> None:
    trial = invent_trial(1, units=2000, effect=1.0)
    shifted = trial.columns + 0.3 * trial.treated[:, None]
    answer = estimate_trial(replace(trial, columns=shifted))
    check = next(each for each in answer.checks if each.code == "randomisation")
    assert check.numbers["largest_difference"] < 0.5
    assert (check.state, answer.verdict) == ("fail", "cannot")
    assert check.numbers["f_p"] < 0.001


def test_outcomes_lost_from_one_arm_are_bounded_and_lower_the_verdict() -> None:
    trial = invent_trial(1, effect=-0.1)
    outcome = trial.outcome.copy()
    worst = np.flatnonzero(trial.treated)[np.argsort(outcome[trial.treated])[:35]]
    outcome[worst] = np.nan
    answer = estimate_trial(replace(trial, outcome=outcome))
    assert states(replace(trial, outcome=outcome))["attrition"] == "fail"
    assert answer.verdict == "contributes"
    assert answer.estimates["lee_low"].estimate < 0 < answer.estimates["lee_high"].estimate
    assert any("without an outcome" in en for en, _ in answer.notes)


def test_five_units_and_a_constant_outcome_cannot_be_told() -> None:
    small = replace(
        invent_trial(1, units=5),
        outcome=np.array([9.0, 9.5, 1, 1.2, 1.1]),
        treated=np.array([True, True, False, False, False]),
        columns=np.empty((5, 0)),
        names=(),
        named=False,
    )
    answer = estimate_trial(small)
    assert answer.verdict == "cannot"
    assert "10 ways" in answer.reasons[0][0]
    flat = replace(invent_trial(1), outcome=np.full(200, 3.0))
    assert estimate_trial(flat).verdict == "cannot"


def test_few_clusters_are_named() -> None:
    trial = invent_trial(1, units=60, cluster_size=10, effect=3.0)
    answer = estimate_trial(trial)
    assert states(trial)["clusters"] == "fail"
    assert answer.verdict in {"contributes", "cannot", "no_evidence"}


def test_an_arm_that_began_lower_is_named() -> None:
    trial = invent_trial(1, units=300)
    columns = trial.columns.copy()
    columns[:, 0] -= 0.4 * trial.treated
    assert states(replace(trial, columns=columns))["regression_to_mean"] == "caution"


def test_every_sentence_is_in_both_languages_and_json_is_plain() -> None:
    answer = estimate_trial(invent_trainees(1, naive=True, others=500))
    for check in answer.checks:
        assert check.en
        assert check.fr
        assert check.en != check.fr
        assert " :" not in check.fr.replace("\u00a0:", "")
    assert answer.to_json()["estimates"]["simple"]["se"] > 0


# Tables


def write(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_french_table_is_read_and_what_is_missing_is_told(tmp_path: Path) -> None:
    rows = ["traitement;âge;région;résultat"]
    rows += [f"{n % 2};{30 + n % 7},5;{'NB' if n % 3 else 'QC'};{n % 5},25" for n in range(40)]
    rows.append("1;;NB;2,5")
    path = write(tmp_path / "essai.csv", rows)
    roles = Roles("résultat", treated="traitement", covariates=("âge", "région"))
    trial = read_trial(path, roles)
    assert trial.names == ("âge", "région=QC", "âge = ?")
    assert trial.outcome[1] == 1.25
    assert "âge" in trial.notes[0][1]
    assert estimate_experiment(path, roles).digests["data"]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["t,y", "1,2", "0,3", "0,4"], "1 units that are treated"),
        (["t,y", "1,2", "2,3", "0,4"], "found 2"),
        (["t,y", "1,2", "x,3", "0,4"], "'x' in row 3"),
        (["t,y", "1,", "1,", "0,4", "0,5"], "0 of them with an outcome"),
        (["u,y", "1,2", "0,3"], "--treatment"),
    ],
)
def test_what_is_wrong_in_a_table_is_named(tmp_path: Path, lines: list[str], found: str) -> None:
    path = write(tmp_path / "bad.csv", lines)
    treated = None if lines[0].startswith("u") else "t"
    with pytest.raises(ImpactError, match=found.replace("(", r"\(")):
        read_trial(path, Roles("y", treated=treated))


def test_a_row_without_a_cluster_is_refused_and_a_stratum_with_one_arm_left_out(
    tmp_path: Path,
) -> None:
    lines = ["t,y,c,s", *(f"{n % 2},{n},{n // 4},{n // 8}" for n in range(24)), "1,3,9,7"]
    trial = read_trial(write(tmp_path / "a.csv", lines), Roles("y", treated="t", strata="s"))
    assert len(trial.outcome) == 24
    assert "one arm only" in trial.notes[0][0]
    lines[3] = "1,2,,0"
    with pytest.raises(ImpactError, match="Column c: found nothing in row 4"):
        read_trial(write(tmp_path / "b.csv", lines), Roles("y", treated="t", cluster="c"))


def test_units_left_out_and_both_estimates_are_told_as_they_are(tmp_path: Path) -> None:
    rows = [f"{unit % 2},{unit % 7},{3 * (unit % 2) + unit % 7 + unit % 5}" for unit in range(60)]
    path = tmp_path / "trial.csv"
    path.write_text("treat,x,y\n" + "\n".join(rows) + "\n", encoding="utf-8")
    trial = read_trial(path, Roles(outcome="y", treated="treat", covariates=("x",)))
    told = {each.code: each for each in estimate_trial(trial).checks}
    assert "units that pull most left out in turn, the plain difference" in told["influence"].en
    assert "unités qui pèsent le plus écartées une à une" in told["influence"].fr
    assert told["sensitivity"].en.endswith(": both leave zero out, on the same side.")
    assert told["sensitivity"].fr.endswith("\u00a0: les deux excluent zéro, du même côté.")


def test_units_left_out_are_set_against_the_plain_difference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[Estimate] = []
    real = outcome_checks.check_influence

    def seen(trial: Trial, effect: Estimate) -> Check:
        compared.append(effect)
        return real(trial, effect)

    monkeypatch.setattr(outcome_checks, "check_influence", seen)
    answer = estimate_trial(invent_trial(1, effect=1.0))
    assert answer.headline == "adjusted"
    assert compared == [answer.estimates["simple"]]
