"""Verbs of attribution before there are data: how large a study, and which design."""

import argparse
from textwrap import fill

from balise.cli.answers import DONE, print_json
from balise.options import Verb

__all__ = ["VERBS"]


def _power(arguments: argparse.Namespace) -> int:
    """Tell the smallest effect that a study would find, or how many units it takes."""
    from balise.impact import Setup, reckon

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

VERBS = (Verb("impact power", _power, "--kind clusters --units 40 --icc 0.05", _POWER),)
