"""The interview: which designs can answer, the plan that is registered, departures from it."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from balise.impact import (
    Answer,
    Estimate,
    copy_examples,
    departures,
    interview,
    read_answers,
    read_plan,
    told_interview,
    write_toml,
)
from balise.impact.design import QUESTIONS, Question, read_logic
from balise.vocabulary import ImpactError

DAY = date(2026, 1, 15)


def answers(**changed: Any) -> dict[str, dict[str, Any]]:
    """Answer for a program of 40 offices among 80, drawn by lot, but for what is changed."""
    given: dict[str, dict[str, Any]] = {
        "change": {"what": "a van", "whom": "offices", "start": "2025", "decided_by": "random"},
        "data": {
            "comparison": "never",
            "treated_units": 40,
            "comparison_units": 40,
            "periods_before": 4,
            "periods_after": 4,
            "covariates": "yes",
        },
        "outcome": {"name": "served"},
    }
    for name, value in changed.items():
        table = next(each.table for each in QUESTIONS if each.key == name)
        given[table][name] = value
    return given


def can(**changed: Any) -> set[str]:
    return {each.code for each in interview(answers(**changed), DAY).designs if each.can}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, {"experiment", "did", "match"}),
        ({"decided_by": "choice"}, {"did", "match"}),
        ({"decided_by": "choice", "covariates": "no"}, {"did"}),
        ({"decided_by": "choice", "comparison": "later", "periods_before": 1}, set()),
        ({"decided_by": "rule", "treated_units": 1, "periods_before": 12}, {"synth", "its"}),
        ({"comparison": "none", "periods_before": 24, "periods_after": 12}, {"its"}),
        (
            {"comparison": "none", "periods_before": 24, "periods_after": 12, "also": "a strike"},
            set(),
        ),
    ],
)
def test_designs_follow_from_what_is_known(changed: dict[str, Any], expected: set[str]) -> None:
    assert can(**changed) == expected


def test_each_design_that_can_answer_says_what_it_assumes_and_would_find() -> None:
    found = interview(answers(expected=0.1), DAY)
    for each in found.designs:
        assert each.assumes
        if each.can:
            assert each.told
            assert each.detectable is not None
            assert "smaller than that" in each.told[-1][0]
        else:
            assert each.why
    assert found.plan.fixed["design"] == "experiment"


def test_where_nothing_can_answer_it_says_what_to_collect_first() -> None:
    found = interview(answers(comparison="none", periods_before=2, decided_by="all"), DAY)
    assert not found.can
    assert "cannot be attributed" in told_interview(found, "en")[0]
    assert "ne peut être attribué" in told_interview(found, "fr")[0]
    assert len(found.collect) >= 3
    assert found.to_json()["can_be_attributed"] is False


def test_questions_are_asked_in_order_and_again_where_the_answer_cannot_be_read() -> None:
    asked: list[str] = []
    replies = {"decided_by": iter(["perhaps", "1"]), "comparison": iter(["jamais", "never"])}

    def ask(question: Question) -> str:
        asked.append(question.key)
        if question.key in replies:
            return next(replies[question.key])
        return {"text": "so", "whole": "30"}.get(question.kind, "")

    found = interview({}, DAY, ask)
    assert asked.count("decided_by") == 2
    assert asked[0] == "what"
    assert found.answers["change"]["decided_by"] == "random"
    assert found.answers["outcome"]["kind"] == "mean"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[change", "no TOML"),
        ("[chnage]\nwhat = 'x'", "Did you mean 'change'"),
        ("[data]\ntreated_unit = 3", "Did you mean 'treated_units'"),
        ("what = 'x'", "found 'what'"),
    ],
)
def test_a_file_of_answers_with_a_slip_is_named(tmp_path: Path, text: str, found: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ImpactError, match=found):
        read_answers(path)


def test_a_missing_or_impossible_answer_is_named() -> None:
    given = answers()
    del given["outcome"]["name"]
    with pytest.raises(ImpactError, match=r"no answer to outcome\.name"):
        interview(given, DAY)
    with pytest.raises(ImpactError, match="treated_units = 'many'"):
        interview(answers(treated_units="many"), DAY)
    with pytest.raises(ImpactError, match="found results"):
        read_logic({"results": 3})
    with pytest.raises(ImpactError, match="Did you mean 'inputs'"):
        read_logic({"input": []})


def test_the_example_registers_a_plan_that_reads_back(tmp_path: Path) -> None:
    copy_examples(tmp_path)
    found = interview(read_answers(tmp_path / "design_outreach.toml"), DAY)
    path = tmp_path / "plan.toml"
    path.write_text(write_toml(found.plan), encoding="utf-8")
    again = read_plan(path)
    assert again == found.plan
    assert again.is_whole
    assert tomllib.loads(path.read_text("utf-8"))["registered"]["day"] == "2026-01-15"
    lines = told_interview(found, "fr")
    assert "Modèle logique" in lines
    assert again.sha256[:12] in lines[-1]
    path.write_text(path.read_text("utf-8").replace("120.0", "12.0"), encoding="utf-8")
    assert not read_plan(path).is_whole


def done(**roles: str) -> Answer:
    effect = {"simple": Estimate(1.0, 0.1, 0.8, 1.2)}
    return Answer("did", roles, "simple", effect, (), "probably", (), counts={"treated_units": 40})


def test_every_departure_from_a_plan_is_told() -> None:
    given = answers()
    given["plan"] = {"design": "did", "outcome": "served", "covariates": ["age", "size"]}
    plan = interview(given, DAY).plan
    same = departures(plan, done(outcome="served", covariates="size,age"))
    assert len(same) == 1
    assert same[0][0].startswith("Done as planned: plan registered on 2026-01-15")
    told = departures(plan, done(outcome="calls"))
    assert "departures: 2" in told[0][0]
    assert "planned served, done calls" in told[1][0]
    assert "prévu age,size, fait aucun" in told[2][1]
    few = Answer(
        "did", {"outcome": "served", "covariates": "age,size"}, "simple", {}, (), "cannot", (),
        counts={"treated_units": 20},
    )  # fmt: skip
    assert "planned 40, found 20" in departures(plan, few)[1][0]


def test_a_plan_that_was_changed_or_never_registered_is_told(tmp_path: Path) -> None:
    plan = interview(answers(), DAY).plan
    path = tmp_path / "plan.toml"
    path.write_text(write_toml(plan).replace("served", "calls"), encoding="utf-8")
    told = departures(read_plan(path), done(outcome="calls"))
    assert any("changed after it was registered" in en for en, _ in told)
    path.write_text("[plan]\noutcome = 'y'\n", encoding="utf-8")
    with pytest.raises(ImpactError, match="no table"):
        read_plan(path)
    with pytest.raises(ImpactError, match=r"plan\.colour"):
        interview({**answers(), "plan": {"colour": "red"}}, DAY)
