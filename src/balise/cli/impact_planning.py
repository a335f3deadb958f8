"""Verbs of attribution before there are data: how large a study, and which design."""

import argparse
import sys
from datetime import UTC, datetime
from textwrap import fill
from typing import TYPE_CHECKING

from balise.cli.answers import DONE, print_json
from balise.options import Verb

if TYPE_CHECKING:
    from balise.impact import Question

__all__ = ["VERBS"]


def _power(arguments: argparse.Namespace) -> int:
    """Tell the smallest effect that a study would find, or how many units it takes."""
    from balise.impact import Setup, reckon

    if arguments.units is None and arguments.effect is None and arguments.kind != "its":
        arguments.refuse("give --units, --effect or both")
    find_units = arguments.effect is not None and arguments.units is None
    setup = Setup(
        kind=arguments.kind,
        units=200 if arguments.units is None else arguments.units,
        sd=arguments.sd,
        share=arguments.share,
        treated_share=arguments.treated_share,
        explained=arguments.explained,
        cluster_size=arguments.cluster_size,
        cluster_cv=arguments.cluster_cv,
        icc=arguments.icc,
        periods=arguments.periods,
        start=arguments.first,
        waves=arguments.waves,
        memory=arguments.memory,
    )
    found = reckon(
        setup,
        effect=arguments.effect,
        power=arguments.power,
        find_units=find_units and arguments.kind != "its",
        seed=arguments.seed,
    )
    if arguments.json:
        return print_json(found.to_json())
    for pair in found.sentences:
        print(fill(pair[arguments.lang == "fr"], 96))
    return DONE


def _design(arguments: argparse.Namespace) -> int:
    """Ask what changed and what is known; tell which designs can answer; register a plan."""
    from balise.impact import interview, read_answers, told_interview, write_toml

    given = read_answers(arguments.answers) if arguments.answers else {}
    talks = sys.stdin.isatty() and sys.stderr.isatty() and not arguments.json
    lang = arguments.lang

    def ask(question: "Question") -> str:
        print(question.fr if lang == "fr" else question.en, file=sys.stderr)
        for number, (_, en, fr) in enumerate(question.choices, 1):
            print(f"  {number}. {fr if lang == 'fr' else en}", file=sys.stderr)
        known = [code for code, _, _ in question.choices]
        usual = question.default
        usual = known.index(usual) + 1 if usual in known else usual
        default = "" if usual in (None, "") else f" [{usual}]"
        print(f"{default}> ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise KeyboardInterrupt
        return line

    where = arguments.answers.name if arguments.answers else "Design"
    day = arguments.day or datetime.now(UTC).date()
    found = interview(given, day, ask if talks else None, where)
    if arguments.out:
        arguments.out.write_text(write_toml(found.plan), encoding="utf-8")
    if arguments.json:
        return print_json({**found.to_json(), "written": arguments.out})
    for line in told_interview(found, lang):
        print(fill(line, 96, subsequent_indent="      "))
    if arguments.out:
        print(arguments.out)
    return DONE


_POWER = (
    "--kind K",
    "--units N",
    "--effect E",
    "--power P",
    "--sd S",
    "--share P",
    "--treated-share Q",
    "--explained R",
    "--cluster-size M",
    "--cluster-cv C",
    "--icc R",
    "--periods T",
    "--first N",
    "--waves W",
    "--memory R",
    "--seed N",
    "--lang L",
)

_DESIGN = ("[ANSWERS]", "--out F.toml", "--day YYYY-MM-DD", "--lang L")

VERBS = (
    Verb("impact power", _power, "--kind clusters --units 40 --icc 0.05", _POWER),
    Verb("impact design", _design, "answers.toml --out plan.toml", _DESIGN),
)
