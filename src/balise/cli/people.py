"""Verbs that make synthetic people of one's own areas, and check them."""

import argparse
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from balise.cli.answers import DONE, print_findings, print_json
from balise.options import Verb

if TYPE_CHECKING:
    from balise.build import Raked

__all__ = ["VERBS"]

_FLAGGED = {
    "contradictory": "totals of variables are further apart than rounding explains",
    "not_converged": "no weights were found within the tolerance",
    "out_of_bounds": "a count asks for more or less than the bounds allow",
    "no_type": "people are wanted where no type of the seed can be",
    "nothing_published": "no count by category can be used: composed as the seed, or left without "
    "persons where nothing says how many live there",
    "nobody": "nobody lives there",
}


def _rake(arguments: argparse.Namespace) -> int:
    """Rake a weighted table to counts of areas and write its people as rows."""
    from balise.build import RakeChoices, rake_people
    from balise.synthesis import RakingChoices

    choices = RakeChoices(
        weight=arguments.weight,
        respondent=arguments.respondent,
        keep=arguments.keep,
        order=arguments.order,
        softness=arguments.softness,
        raking=RakingChoices(bounds=arguments.bounds, workers=arguments.workers),
        random_seed=arguments.random_seed,
    )
    raked = rake_people(
        arguments.seed, arguments.margins, arguments.out, choices, replace=arguments.replace
    )
    if arguments.json:
        return print_json(asdict(raked))
    _print_words(raked)
    return DONE


def _print_words(raked: "Raked") -> None:
    areas = sum(raked.flags.values())
    print(
        f"{raked.folder} is written: {raked.persons:,} persons of {raked.types:,} types in "
        f"{areas:,} areas, {raked.flags.get('ok', 0):,} of them as counted."
    )
    if raked.merged:
        print(f"Types of respondents merged until five stand behind each: {raked.merged:,}.")
    for flag, number in raked.flags.items():
        if flag != "ok":
            print(f"Areas {flag}: {number:,}; {_FLAGGED[flag]}.", file=sys.stderr)
    print(f"What each area came to is in areas.csv. To check: balise people check {raked.folder}")


def _check(arguments: argparse.Namespace) -> int:
    """Check that people add up to their areas, and that no column tells of a respondent."""
    from balise.release import check_columns, check_persons

    folder = arguments.persons
    findings = (*check_persons(folder), check_columns(folder))
    return print_findings("persons", folder, findings, as_json=arguments.json)


_RAKE = (
    "SEED",
    "MARGINS",
    "--weight W",
    "--out DIR",
    "--keep LIST",
    "--order LIST",
    "--respondent COLUMN",
    "--bounds LOW,HIGH",
    "--softness S",
    "--random-seed N",
    "--replace",
    "--workers N",
)

VERBS = (
    Verb("people rake", _rake, "survey.csv counts.csv --weight w --out people", _RAKE),
    Verb("people check", _check, "people", ["PERSONS"]),
)
