"""From a trial to an answer: effects, checks, and the verdict that follows from them."""

from pathlib import Path
from typing import Any

import numpy as np

from balise.impact.answers import Answer, Check, Estimate, Verdict
from balise.impact.balance import balance_rows
from balise.impact.did.sentences import plural
from balise.impact.digests import digest_of_code
from balise.impact.experiment import assignment_checks, outcome_checks
from balise.impact.experiment.effects import (
    adjusted_effect,
    lee_bounds,
    simple_effect,
    without_covariates,
)
from balise.impact.experiment.permutation import joint_test, permutation_p
from balise.impact.experiment.regression import with_interval
from balise.impact.experiment.sample import Trial, read_trial
from balise.impact.roles import Roles
from balise.impact.verdicts import decide

__all__ = ["estimate_experiment", "estimate_trial"]

DECIDING = frozenset({"constant_outcome", "few_units", "randomisation"})
NEEDED = frozenset({"attrition", "few_units", "influence", "permutation", "randomisation"})
TOLD = frozenset({"clusters", "sensitivity"})  # needed where they were made
DRAWS, BALANCE_DRAWS = 1999, 1999
WARNED = frozenset(
    {"attrition", "clusters", "constant_outcome", "few_units", "randomisation"}
    | {"regression_to_mean"}
)

NO_EFFECT = (
    "The figure is a difference between two groups: with these data it is not an effect.",
    "Le chiffre est un écart entre deux groupes\u00a0: avec ces données, ce n’est pas un effet.",
)


def estimate_experiment(path: Path, roles: Roles, *, seed: int = 1) -> Answer:
    """Read a trial and estimate what the program did.

    Parameters
    ----------
    path : Path
        One row for each unit.
    roles : Roles
        ``outcome``, ``treated``, and, where there are, ``covariates``, ``cluster``, ``strata``.
    seed : int
        Of what is dealt out at random.

    Raises
    ------
    ImpactError
        If the table cannot be read, or an arm has fewer than two outcomes.
    """
    return estimate_trial(read_trial(path, roles), seed=seed)


def estimate_trial(trial: Trial, *, seed: int = 1) -> Answer:
    """Estimate what a program did from units assigned to it at random, and judge it.

    ``headline`` is ``adjusted`` where covariates were named and units are enough, else
    ``simple``, the difference of means.

    Examples
    --------
    >>> from balise.impact.experiment.simulation import invent_trial
    >>> estimate_trial(invent_trial(1, effect=1.0)).verdict
    'attributable'
    """
    rng = np.random.default_rng([seed, 2])
    simple = with_interval(simple_effect(trial))
    sharper = adjusted_effect(trial)
    adjusted = with_interval(sharper[0]) if sharper else None
    bounds = lee_bounds(trial)
    estimates = {"simple": simple}
    if adjusted is not None:
        estimates["adjusted"] = adjusted
    if not trial.seen.all():
        estimates["lee_low"], estimates["lee_high"] = Estimate(bounds.low), Estimate(bounds.high)
    headline = "adjusted" if adjusted is not None and adjusted.low is not None else "simple"
    joint = joint_test(trial, BALANCE_DRAWS, rng) if trial.names else None
    constant = outcome_checks.check_constant(trial)
    checks: list[Check | None] = [
        assignment_checks.check_randomisation(trial, joint),
        assignment_checks.check_balance(trial, adjusted=headline == "adjusted"),
        outcome_checks.check_attrition(trial, bounds),
        constant,
        assignment_checks.check_few_units(trial),
        outcome_checks.check_clusters(trial),
    ]
    if constant.state == "pass":
        left = trial
        if sharper is not None and headline == "adjusted":
            left = without_covariates(trial, sharper[1])
        p = permutation_p(left, DRAWS, rng)
        checks += [
            outcome_checks.check_permutation(p, DRAWS),
            outcome_checks.check_influence(trial, simple),
            assignment_checks.check_return(trial),
            outcome_checks.check_both_ways(simple, adjusted, sharper[1] if sharper else ()),
        ]
    made = tuple(each for each in checks if each is not None)
    present = {each.code for each in made}
    needed = NEEDED | (TOLD & present)
    if headline == "simple" and trial.named:
        needed |= {"balance", "regression_to_mean"} & present
    best: Verdict = "attributable" if trial.named else "probably"
    verdict, reasons = decide(
        estimates[headline], made, deciding=DECIDING, needed=needed, at_most=best
    )
    return Answer(
        design="experiment",
        roles=trial.roles.to_json(),
        headline=headline,
        estimates=estimates,
        checks=made,
        verdict=verdict,
        reasons=reasons,
        series={
            "balance": balance_rows(trial.names, trial.columns, trial.treated, None, trial.strata),
            "arms": _arms(trial),
        },
        counts=_counts(trial),
        notes=(*((NO_EFFECT,) if verdict == "cannot" else ()), *_notes(trial, made)),
        digests={**trial.digests, "code": digest_of_code()},
    )


def _arms(trial: Trial) -> list[dict[str, Any]]:
    rows = []
    for name, arm in (("treated", trial.treated), ("comparison", ~trial.treated)):
        values = trial.outcome[arm & trial.seen]
        rows.append(
            {
                "arm": name,
                "units": int(arm.sum()),
                "outcomes": len(values),
                "mean": float(values.mean()),
                "sd": float(values.std(ddof=1)),
            }
        )
    return rows


def _counts(trial: Trial) -> dict[str, Any]:
    found: dict[str, Any] = {
        "units": len(trial.outcome),
        "treated_units": int(trial.treated.sum()),
        "comparison_units": int((~trial.treated).sum()),
        "outcomes_missing": int((~trial.seen).sum()),
        "strata": int(trial.strata.max()) + 1,
    }
    if trial.clusters is not None:
        found["clusters"] = len(np.unique(trial.clusters))
    return found


def _notes(trial: Trial, checks: tuple[Check, ...]) -> tuple[tuple[str, str], ...]:
    notes = list(trial.notes)
    lost = int((~trial.seen).sum())
    if lost:
        notes.append(
            (
                f"{plural(lost, 'row without', 'rows without')} an outcome "
                f"{'is' if lost == 1 else 'are'} in no mean.",
                f"{plural(lost, 'ligne sans', 'lignes sans', 'fr')} résultat "
                f"{'n’entre' if lost == 1 else 'n’entrent'} dans aucune moyenne.",
            )
        )
    warned = [each for each in checks if each.code in WARNED and each.state in {"fail", "caution"}]
    return (*notes, *((each.en, each.fr) for each in warned))
