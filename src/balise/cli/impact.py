"""Verbs of attribution: whether a program worked, and whether it was the program."""

import argparse
from textwrap import fill
from typing import TYPE_CHECKING

from balise.cli.answers import DONE, print_json
from balise.options import Verb

if TYPE_CHECKING:
    from balise.impact import Answer

__all__ = ["VERBS"]

# Layers are imported by the verb that needs them: `balise --help` waits for none.


def _synth(arguments: argparse.Namespace) -> int:
    """Compare one treated unit with a mixture of others that resembled it: synthetic control."""
    from balise.impact import Asked, Roles, estimate_synthetic

    roles = Roles(outcome=arguments.outcome, unit=arguments.unit, time=arguments.time)
    asked = Asked(
        treated=arguments.treated,
        start=arguments.start,
        predictors=arguments.predictors,
        fit_over=arguments.fit_over,
        leave_out=tuple(arguments.leave_out),
    )
    answer = estimate_synthetic(
        arguments.table, roles, asked, seed=arguments.seed, workers=arguments.workers
    )
    return _tell(answer, arguments)


def _tell(answer: "Answer", arguments: argparse.Namespace) -> int:
    """Print an answer: JSON, or sentences in the language asked for."""
    from balise.impact import told

    if arguments.json:
        return print_json(answer.to_json())
    for line in told(answer, arguments.lang):
        print(fill(line, 96, subsequent_indent="    "))
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
    "--lang L",
)

VERBS = (
    Verb(
        "impact synth",
        _synth,
        "D.csv --outcome cigsale --unit state --time year --treated California --start 1989",
        _SYNTH,
    ),
)
