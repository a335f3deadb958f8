"""The command line: parse, call, print what was written."""

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from balise import __version__
from balise.cli import (
    catchments,
    guide,
    impact,
    indexes,
    network,
    people,
    releases,
    remarks,
    scenarios,
    secretariat,
    site,
    siting,
)
from balise.cli.answers import FAILED
from balise.options import GROUPS, STYLE, Verb, add_verb

__all__ = ["VERBS", "main", "parser"]

STOPPED, PIPE_CLOSED = 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv : sequence of str, optional
        What follows ``balise``; the arguments of the process if left out.

    Returns
    -------
    int
        0 done, 1 failed, 130 stopped by Ctrl-C, 141 if nobody reads the output any more.

    Raises
    ------
    SystemExit
        With code 2 on wrong use, 0 after ``--help`` and ``--version``.

    Examples
    --------
    >>> main(["recipe", "list"])
    canada-da         E-Vulnerability Index of Canada by dissemination area
    new-brunswick     E-Vulnerability Index of New Brunswick
    new-brunswick-da  E-Vulnerability Index of New Brunswick by dissemination area
    0
    """
    _speak_utf8()
    try:
        arguments = parser().parse_args(argv)
        code = _run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt as stop:
        notes = getattr(stop, "__notes__", [])
        told = ["Stopped: no half-written release was left.", *notes]
        print(" ".join(told), file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        # Python would complain once more when it closes what nobody reads.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return code


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale: names have accents, and a recipe is always UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if str(stream.encoding).lower() != "utf-8" and isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def _run(arguments: argparse.Namespace) -> int:
    from balise.vocabulary import BaliseError

    try:
        code: int = arguments.run(arguments)
    except BaliseError as error:
        message = str(error)
    except BrokenPipeError:
        raise
    except OSError as error:
        message = (
            f"{error.filename or 'A file'} could not be used: {error.strerror or error}. "
            "Expected room, and leave to read and write. Free some space, or name another place."
        )
    else:
        return code
    print(f"balise: {message}", file=sys.stderr)
    return FAILED


_PILOT = "release/new-brunswick"
_BUILD = (
    *("RECIPE", "--out DIR", "--data DIR", "--people DIR"),
    *("--replace", "--workers N | --cluster ADDRESS", "--full-draws"),
)
_NEW = ("--jurisdiction CODE", "--regions R.csv", "--group NAME=EXPRESSION", "--out F.toml")
_SHOW = ("RELEASE", "--plot F.png", "--lang L", "--level LEVEL")
_DIFF = ("OLD", "NEW", "--lang L")
_RESULTS = ("--results", "--compared-with OLD", "--pipeline", "--state DIR")
_REPORT = ("RELEASE", "--area DGUID", *_RESULTS, "--lang L", "--out F.pdf")
_EXPORT = ("RELEASE", "--format F", "--out DIR", "--replace")
_SERVE = ("RELEASE...", "--scenario DIR...", "--port N", "--state DIR")
_REMARK = "ABCD-EFGH-IJKL-MNOP"
_ANSWER = ("REFERENCE", "--en TEXT", "--fr TEXT", "--publish", "--state DIR")

VERBS = (
    Verb("demo", site.demo, "--port 8000", ("--port N", "--out FOLDER", "--state FOLDER")),
    Verb("build", indexes.build, f"new-brunswick --out {_PILOT}", (*_BUILD, "--quiet")),
    Verb("recipe new", indexes.recipe_new, "--jurisdiction Manitoba --out manitoba.toml", _NEW),
    Verb("recipe list", indexes.recipe_list, "--json", ()),
    Verb("sources list", indexes.sources_list, "--json", ["--data DIR"]),
    Verb("sources check", indexes.sources_check, "--data published", ["--data DIR"]),
    Verb("release check", releases.check, _PILOT, ["RELEASE"]),
    Verb("release show", releases.show, f"{_PILOT} --lang fr --plot map.png", _SHOW),
    Verb("release diff", releases.diff, "release/old release/new", _DIFF),
    Verb("release export", releases.export, f"{_PILOT} --format xlsx --out exports", _EXPORT),
    Verb("report", releases.report, f"{_PILOT} --results --lang fr --out f.pdf", _REPORT),
    Verb("remarks list", remarks.listed, "--state state", ("--all", "--state DIR")),
    Verb("remarks answer", remarks.answer, f"{_REMARK} --en Yes. --fr Oui. --publish", _ANSWER),
    Verb("remarks close", remarks.close, _REMARK, ("REFERENCE", "--state DIR")),
    Verb("remarks erase", remarks.erase, _REMARK, ("REFERENCE", "--text", "--state DIR")),
    Verb("remarks export", remarks.export, "--out remarks.csv", ("--out F.csv", "--state DIR")),
    Verb("serve", site.serve, f"{_PILOT} --scenario second-office", _SERVE),
    *people.VERBS,
    *network.VERBS,
    *catchments.VERBS,
    *siting.VERBS,
    *scenarios.VERBS,
    *guide.VERBS,
    *secretariat.VERBS,
    *impact.VERBS,
)


def parser() -> argparse.ArgumentParser:
    """Make the parser of the whole command line."""
    whole = argparse.ArgumentParser(
        prog="balise",
        description="Who struggles with online public services, and where.",
        epilog="Example: balise build new-brunswick --out release/new-brunswick\n\n"
        "Exit codes: 0 done, 1 failed, 2 wrong use.",
        **STYLE,
    )
    whole.add_argument("--version", action="version", version=f"balise {__version__}")
    top = whole.add_subparsers(metavar="VERB", required=True)
    groups = {"": top}
    for name, does in GROUPS.items():
        above, _, last = name.rpartition(" ")
        group = groups[above].add_parser(last, help=does, **STYLE)
        groups[name] = group.add_subparsers(metavar="VERB", required=True)
    for verb in VERBS:
        group_name, _, name = verb.name.rpartition(" ")
        add_verb(groups[group_name], name, verb)
    return whole
