"""Invented programs whose truth is known: 30 of each kind here, 500 in `make bench-impact`."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from balise.impact import Panel, estimate_did
from balise.impact.did import Program, detectable_effect, group_time, invent, make_sample
from balise.impact.did.aggregate import aggregate
from tools.bench_impact_did import verdict_of

PROGRAMS = 30


@pytest.mark.parametrize("kind", ["none", "trend"])
def test_a_program_that_does_nothing_is_hardly_ever_told_to_have_done_it(kind: str) -> None:
    # 35 of 500 are 7 %: with 30 programs, 2; a trend as large as the effect is no effect.
    told = Counter(verdict_of(kind, seed) for seed in range(PROGRAMS))
    assert told["attributable"] <= 2
    assert told["attributable"] + told["probably"] <= 6


def test_a_program_that_works_is_told_to_have_worked_three_times_out_of_four() -> None:
    told = Counter(verdict_of("effect", seed) for seed in range(PROGRAMS))
    assert told["attributable"] + told["probably"] >= 0.75 * PROGRAMS


def stronger(seed: int, times: float) -> Panel:
    """Invent a program whose effect is so many times the detectable one."""
    panel = invent("none", seed)
    treated = panel.first_treated[panel.unit] <= panel.times[panel.time]
    return replace(panel, outcome=panel.outcome + times * detectable_effect(Program()) * treated)


def test_a_strong_effect_is_told_without_reserve_more_often_than_not() -> None:
    told = Counter(estimate_did(stronger(seed, 4)).verdict for seed in range(12))
    assert told["attributable"] >= 7
    assert told["attributable"] + told["probably"] >= 11


def test_units_chosen_after_a_bad_year_are_told_to_have_been() -> None:
    # No effect: the worse half of the period before the start is treated.
    found = []
    for seed in range(12):
        panel = invent("none", seed)
        last = panel.outcome.reshape(200, 8)[:, 3]
        chosen = np.where(last < np.median(last), 5.0, np.inf)
        answer = estimate_did(replace(panel, first_treated=chosen))
        check = next(each for each in answer.checks if each.code == "regression_to_mean")
        found.append(check.state)
        assert answer.verdict not in {"attributable", "probably"}
        assert any("regression to the mean" in en for en, _ in answer.notes)
    assert found.count("fail") >= 11


@pytest.mark.property
def test_the_detectable_effect_is_found_nine_times_out_of_ten() -> None:
    found = 0
    for seed in range(200):
        simple = aggregate(group_time(make_sample(invent("effect", seed))), "simple")
        error = np.sqrt((simple.overall_influence**2).sum()) / 200
        found += abs(simple.overall) > 1.96 * error
    assert 0.83 <= found / 200 <= 0.96


@pytest.mark.property
def test_the_trend_makes_the_detectable_effect_and_nothing_else() -> None:
    flat, drifting = (invent(kind, 1) for kind in ("none", "trend"))
    assert detectable_effect(Program()) == pytest.approx(0.530, abs=0.001)
    found = [
        aggregate(group_time(make_sample(invent("trend", seed))), "simple").overall
        for seed in range(150)
    ]
    assert np.mean(found) == pytest.approx(0.530, abs=0.04)
    assert flat.outcome.shape == drifting.outcome.shape == (1600,)
