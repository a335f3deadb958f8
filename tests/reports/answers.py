"""Answers of each design from invented tables, and each with every verdict."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from balise.impact import (
    Answer,
    Asked,
    Check,
    Roles,
    Settings,
    Verdict,
    copy_examples,
    decide,
    estimate_did,
    estimate_its,
    estimate_matched,
    estimate_synthetic,
    estimate_trial,
    read_panel,
)
from balise.impact.experiment import invent_trial

__all__ = ["DESIGNS", "answer_of", "with_verdict"]

DESIGNS = ("did", "synth", "its", "experiment", "match")


@cache
def answer_of(design: str) -> Answer:
    """Estimate the example of a design; trials and matching have invented people."""
    if design in {"experiment", "match"}:
        trial = invent_trial(1, effect=0.9)
        return estimate_trial(trial) if design == "experiment" else estimate_matched(trial)
    with TemporaryDirectory() as folder:
        copy_examples(Path(folder))
        if design == "did":
            roles = Roles("people_served", "office", "month", "team_start")
            return estimate_did(read_panel(Path(folder) / "did_outreach.csv", roles), Settings())
        if design == "its":
            return estimate_its(
                Path(folder) / "its_callback.csv",
                Roles(outcome="calls_given_up", time="month"),
                "2023-01",
                comparison="calls_given_up_other_line",
            )
        return estimate_synthetic(
            Path(folder) / "synth_video.csv",
            Roles(outcome="online_per_100", unit="region", time="quarter"),
            Asked("Region 05", "2020-Q3"),
        )


def with_verdict(answer: Answer, verdict: Verdict) -> Answer:
    """Give an answer the checks and the interval that lead to a verdict, by the rules."""
    made = {"attributable": "pass", "probably": "caution", "contributes": "fail"}
    state = made.get(verdict, "fail" if verdict == "cannot" else "pass")
    told = Check("influence", state, "This check was made up.", "Cette vérification est inventée.")  # type: ignore[arg-type]
    effect = answer.estimates[answer.headline]
    if verdict == "no_evidence":
        effect = replace(effect, low=-abs(effect.estimate) / 2, high=2 * abs(effect.estimate))
    codes = frozenset({"influence"})
    found, reasons = decide(
        effect, [told], deciding=codes if verdict == "cannot" else frozenset(), needed=codes
    )
    assert found == verdict
    kept = tuple(each for each in answer.checks if each.code != "influence")
    return replace(
        answer,
        verdict=found,
        reasons=reasons,
        checks=(*kept, told),
        estimates={**answer.estimates, answer.headline: effect},
    )
