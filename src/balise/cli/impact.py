"""Verbs of attribution: whether a program worked, and whether it was the program."""

import argparse
from dataclasses import replace

from balise.cli import impact_cross, impact_planning
from balise.cli.answers import DONE, FAILED, print_json
from balise.cli.impact_answers import REPORT, agreed, tell
from balise.options import Verb

__all__ = ["VERBS"]

# Layers are imported by the verb that needs them: `balise --help` waits for none.


def _synth(arguments: argparse.Namespace) -> int:
    """Compare one treated unit with a mixture of others that resembled it: synthetic control."""
    from balise.impact import Asked, Roles, estimate_comparison, read_comparison

    roles = Roles(outcome=arguments.outcome, unit=arguments.unit, time=arguments.time)
    asked = Asked(
        treated=arguments.treated,
        start=arguments.start,
        predictors=arguments.predictors,
        fit_over=arguments.fit_over,
        leave_out=tuple(arguments.leave_out),
    )
    comparison, panel = read_comparison(arguments.table, roles, asked)
    if not agreed(roles, replace(panel.roles, covariates=()), arguments.lang):
        return FAILED
    answer = estimate_comparison(
        comparison, panel, asked, seed=arguments.seed, workers=arguments.workers
    )
    return tell(answer, arguments)


def _its(arguments: argparse.Namespace) -> int:
    """Tell what changed in one series when a program began: interrupted time series."""
    from balise.impact import Roles, estimate_series, read_series

    roles = Roles(outcome=arguments.outcome, time=arguments.time)
    series = read_series(
        arguments.table, roles, arguments.start, arguments.comparison, arguments.season
    )
    found = Roles(outcome=series.roles["outcome"], time=series.roles["time"])
    if not agreed(roles, found, arguments.lang):
        return FAILED
    return tell(estimate_series(series), arguments)


def _did(arguments: argparse.Namespace) -> int:
    """Compare units before and after a program starts with others: difference-in-differences."""
    from balise.impact import Roles, Settings, estimate_did, read_panel, told_did

    covariates = tuple(each.strip() for each in arguments.covariates.split(",") if each.strip())
    asked = Roles(
        outcome=arguments.outcome,
        unit=arguments.unit,
        time=arguments.time,
        first_treated=arguments.first_treated,
        treated=arguments.treated_column,
        weights=arguments.weights,
        covariates=covariates,
        cluster=arguments.cluster,
        exposed=arguments.exposed,
    )
    panel = read_panel(arguments.table, asked)
    if not agreed(asked, panel.roles, arguments.lang):
        return FAILED
    settings = Settings(
        control=arguments.control,
        base=arguments.base,
        anticipation=arguments.anticipation,
        draws=arguments.bootstrap,
        seed=arguments.seed,
        unbalanced=arguments.unbalanced,
    )
    answer = estimate_did(panel, settings)
    return tell(answer, arguments, told_did(answer, arguments.lang))


def _examples(arguments: argparse.Namespace) -> int:
    """Copy invented example data, one table for each design, into a folder."""
    from balise.impact import copy_examples, example_names

    written = copy_examples(arguments.out)
    if arguments.json:
        return print_json({"folder": arguments.out, "written": written})
    for name in example_names():
        print(arguments.out / name)
    return DONE


_ROLES = ("TABLE", "--outcome COLUMN", "--unit COLUMN", "--time COLUMN")
_SYNTH = (
    *_ROLES,
    "--treated UNIT",
    "--start PERIOD",
    "--predictors LIST",
    "--fit-over SPAN",
    "--leave-out UNIT",
    "--seed N",
    *REPORT,
)
_ITS = (
    "TABLE",
    "--outcome COLUMN",
    "--time COLUMN",
    "--start PERIOD",
    "--comparison COLUMN",
    "--season N",
    *REPORT,
)
_DID = (
    *_ROLES,
    "--first-treated COLUMN",
    "--treated-column COLUMN",
    "--weights COLUMN",
    "--covariates LIST",
    "--control C",
    "--base B",
    "--anticipation N",
    "--bootstrap N",
    "--cluster COLUMN",
    "--exposed COLUMN",
    "--unbalanced",
    "--seed N",
    *REPORT,
)

VERBS = (
    Verb(
        "impact did",
        _did,
        "D.csv --outcome lemp --unit countyreal --time year --first-treated first.treat",
        _DID,
    ),
    Verb("impact examples", _examples, "--out examples", ("--out DIR",)),
    Verb(
        "impact synth",
        _synth,
        "D.csv --outcome cigsale --unit state --time year --treated California --start 1989",
        _SYNTH,
    ),
    Verb("impact its", _its, "D.csv --outcome calls --time month --start 2020-04", _ITS),
    *impact_cross.VERBS,
    *impact_planning.VERBS,
)
