"""A claim from an answer: what the Guide takes, and nothing where there is no result."""

from dataclasses import replace
from datetime import date

import pytest

from balise.impact import Answer, Estimate, Verdict, claim
from balise.impact.claim import METHODS, method_of
from balise.site.guide.layout import PARTS
from balise.site.guide.terms import CLAIM_KINDS, CLAIMANTS, EVIDENCE_METHODS

ANSWER = Answer(
    "did",
    {"outcome": "people_served"},
    "simple",
    {"simple": Estimate(163.9505, 13.3, 137.8, 190.1)},
    (),
    "probably",
    (),
    group_time=(
        {"time": "2025-06", "is_treated": False},
        {"time": "2025-07", "is_treated": True},
        {"time": "2025-12", "is_treated": True},
    ),
    digests={"data": "ab" * 32},
)


def test_methods_have_the_codes_of_the_guide() -> None:
    assert tuple(each.code for each in EVIDENCE_METHODS) == METHODS


@pytest.mark.parametrize(
    ("design", "roles", "method"),
    [
        ("did", {}, "compared"),
        ("synth", {}, "compared"),
        ("match", {}, "compared"),
        ("experiment", {}, "random"),
        ("its", {}, "before_after"),
        ("its", {"comparison": "other"}, "compared"),
    ],
)
def test_the_method_follows_from_the_design(
    design: str, roles: dict[str, str], method: str
) -> None:
    assert method_of(replace(ANSWER, design=design, roles=roles)) == method


def test_a_claim_has_the_fields_of_a_record() -> None:
    made = claim(ANSWER, today=date(2026, 1, 15))
    (one,), (source,) = made["claims"], made["sources"]
    assert set(one) <= set(PARTS["claims"])
    assert set(source) <= set(PARTS["sources"])
    assert one["kind"] in {each.code for each in CLAIM_KINDS}
    assert one["claimed_by"] in {each.code for each in CLAIMANTS}
    assert one["source_key"] == source["key"]
    assert (one["period_start"], one["period_end"]) == ("2025-07", "2025-12")
    assert one["value"] == 163.9505
    assert "137.8 to 190.1" in one["note_en"]
    assert "137,8 à 190,1" in one["note_fr"]


@pytest.mark.parametrize("verdict", ["no_evidence", "cannot"])
def test_without_a_result_nothing_is_claimed_and_the_reason_is_told(verdict: Verdict) -> None:
    made = claim(replace(ANSWER, verdict=verdict))
    assert made["claims"] == []
    assert made["reason"]["en"].startswith("No result is claimed")
    assert made["reason"]["fr"]
    assert made["evidence"]["verdict"] == verdict


@pytest.mark.parametrize(
    ("verdict", "because"), [("attributable", True), ("probably", True), ("contributes", False)]
)
def test_only_two_verdicts_say_because_of(verdict: Verdict, because: bool) -> None:
    (one,) = claim(replace(ANSWER, verdict=verdict))["claims"]
    assert ("because of" in one["measure_en"]) is because
    assert ("dû au programme" in one["measure_fr"]) is because


def test_a_period_that_is_not_known_is_not_stated() -> None:
    (one,) = claim(replace(ANSWER, design="experiment", group_time=()))["claims"]
    assert one["period_stated"] is False
    (other,) = claim(ANSWER, period=("2024", "2025"), unit=("people", "personnes"))["claims"]
    assert (other["period_start"], other["unit_fr"]) == ("2024", "personnes")
