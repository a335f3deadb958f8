"""Verbs of attribution for tables with one row for each unit: trials, matching."""

import argparse
from typing import TYPE_CHECKING

from balise.cli.answers import FAILED
from balise.cli.impact_answers import REPORT, agreed, tell
from balise.options import Verb

if TYPE_CHECKING:
    from balise.impact import Roles

__all__ = ["VERBS"]


def _experiment(arguments: argparse.Namespace) -> int:
    """Compare units that were assigned at random to a program or to none: a trial."""
    from balise.impact import estimate_trial, read_trial

    asked = _roles(arguments, cluster=arguments.cluster, strata=arguments.strata)
    trial = read_trial(arguments.table, asked)
    if not agreed(asked, trial.roles, arguments.lang):
        return FAILED
    return tell(estimate_trial(trial, seed=arguments.seed), arguments)


def _match(arguments: argparse.Namespace) -> int:
    """Compare treated units with untreated ones made like them: matching and weighting."""
    from balise.impact import ask_covariates, estimate_matched, read_trial

    asked = ask_covariates(_roles(arguments), arguments.table)
    trial = read_trial(arguments.table, asked)
    if not agreed(asked, trial.roles, arguments.lang):
        return FAILED
    return tell(estimate_matched(trial, method=arguments.method), arguments)


def _roles(arguments: argparse.Namespace, **others: str | None) -> "Roles":
    from balise.impact import Roles

    covariates = tuple(each.strip() for each in arguments.covariates.split(",") if each.strip())
    return Roles(
        outcome=arguments.outcome, treated=arguments.treatment, covariates=covariates, **others
    )


_EXPERIMENT = (
    "TABLE",
    "--outcome COLUMN",
    "--treatment COLUMN",
    "--covariates LIST",
    "--cluster COLUMN",
    "--strata COLUMN",
    "--seed N",
    *REPORT,
)

_MATCH = (
    "TABLE",
    "--outcome COLUMN",
    "--treatment COLUMN",
    "--covariates LIST",
    "--method M",
    *REPORT,
)

VERBS = (
    Verb(
        "impact experiment",
        _experiment,
        "D.csv --outcome re78 --treatment treat --covariates age,educ,re75",
        _EXPERIMENT,
    ),
    Verb(
        "impact match",
        _match,
        "D.csv --outcome wage --treatment trained --covariates age,education --method ps",
        _MATCH,
    ),
)
