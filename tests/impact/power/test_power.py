"""Power: textbook sizes, and the same by drawing."""

import numpy as np
import pytest
from statsmodels.stats.power import TTestIndPower

from balise.impact import Setup, reckon
from balise.impact.did import Program
from balise.impact.did.simulation import detectable_effect
from balise.impact.power import (
    KINDS,
    design_effect,
    detectable,
    power_of,
    simulated_power,
    units_needed,
)
from balise.vocabulary import ImpactError


@pytest.mark.published
def test_sizes_are_those_of_the_textbook() -> None:
    # Cohen (1988), table 2.4.1: d = 0.5, power 0.8, two-sided 5 %: 64 in each arm.
    assert units_needed(Setup(), 0.5) == 128
    # By hand, 30 % against 20 %: (1.960 + 0.842)^2 (0.21 + 0.16) / 0.1^2 = 290.4 in each arm.
    assert units_needed(Setup("shares", share=0.2), 0.1) == pytest.approx(2 * 291, abs=2)


@pytest.mark.parametrize(("units", "effect"), [(40, 0.9), (126, 0.5), (400, 0.2)])
def test_power_agrees_with_another_program(units: int, effect: float) -> None:
    other = TTestIndPower().power(effect, units / 2, 0.05)
    assert power_of(Setup(units=units), effect) == pytest.approx(other, abs=1e-6)


def test_clusters_need_more_people_by_their_design_effect() -> None:
    # By hand: 1 + 19 * 0.05 = 1.95; with a spread of 0.5: 1 + (1.25 * 20 - 1) * 0.05 = 2.2.
    assert design_effect(Setup("clusters", cluster_size=20, icc=0.05)) == pytest.approx(1.95)
    uneven = Setup("clusters", cluster_size=20, icc=0.05, cluster_cv=0.5)
    assert design_effect(uneven) == pytest.approx(2.2)
    assert detectable(Setup("clusters", units=40)) > detectable(Setup(units=800))


def test_strata_that_explain_the_outcome_find_smaller_effects() -> None:
    plain, sharper = detectable(Setup()), detectable(Setup("stratified", explained=0.5))
    assert sharper == pytest.approx(plain * 0.5**0.5, rel=1e-3)


def test_a_roll_out_finds_what_the_published_generator_says() -> None:
    # The generator has noise of variance 1 / (1 - 0.4^2); Student's law asks a little more.
    found = detectable(Setup("rollout", sd=1 / (1 - 0.16) ** 0.5), 0.9)
    assert found == pytest.approx(detectable_effect(Program()), rel=0.01)


@pytest.mark.parametrize("waves", [1, 3])
def test_formula_and_drawing_agree_on_a_roll_out(waves: int) -> None:
    setup = Setup("rollout", units=120, waves=waves)
    drawn = simulated_power(setup, detectable(setup), draws=800)
    assert drawn == pytest.approx(0.8, abs=0.05)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_found_has_the_power_asked_for_and_is_told(kind: str) -> None:
    setup = Setup(kind, share=0.3 if kind == "shares" else None, periods=30, start=21)
    found = reckon(setup, power=0.9)
    assert power_of(setup, found.effect) == pytest.approx(0.9, abs=1e-6)
    assert "90 %" in found.sentences[0][0]
    assert "90\u00a0%" in found.sentences[0][1]
    needed = reckon(setup, effect=found.effect, power=0.9, find_units=True)
    size = needed.setup.periods if kind == "its" else needed.setup.units
    assert size == pytest.approx(30 if kind == "its" else 200, abs=2)
    assert found.to_json()["effect"] == found.effect


def test_a_study_that_can_find_nothing_says_so() -> None:
    found = reckon(Setup("shares", share=0.9, units=10), power=0.95)
    assert np.isnan(found.effect)
    assert "too small" in found.sentences[0][0]
    assert found.to_json()["effect"] is None


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"kind": "shares"}, "--share"),
        ({"units": 1}, "units 1"),
        ({"treated_share": 1.0}, "treated share 1.0"),
        ({"start": 9}, "start 9"),
        ({"waves": 5}, "from 1 to 4"),
        ({"memory": 1.0}, "memory 1.0"),
        ({"icc": 2.0}, "icc 2.0"),
    ],
)
def test_a_study_that_cannot_be_is_refused(wrong: dict[str, object], found: str) -> None:
    with pytest.raises(ImpactError, match=found):
        Setup(**wrong)  # type: ignore[arg-type]


def test_no_effect_and_no_power_are_refused() -> None:
    with pytest.raises(ImpactError, match="effect of 0"):
        units_needed(Setup(), 0.0)
    with pytest.raises(ImpactError, match=r"power of 1\.2"):
        detectable(Setup(), 1.2)
    with pytest.raises(ImpactError, match="between 0 and 1"):
        units_needed(Setup("shares", share=0.9), 0.2)
