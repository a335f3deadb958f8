"""Verbs that read a release: check, show, diff, export, report."""

import argparse
import shutil
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from balise.cli.answers import DONE, print_findings, print_json
from balise.options import FORMATS

if TYPE_CHECKING:
    from balise.reports import PipelineLine

__all__ = ["check", "diff", "export", "report", "show"]


def check(arguments: argparse.Namespace) -> int:
    """Check everything a release promises."""
    from balise.release import check_release

    folder = arguments.release
    return print_findings("release", folder, check_release(folder), as_json=arguments.json)


def show(arguments: argparse.Namespace) -> int:
    """Print a summary of a release; draw its map."""
    from balise.release import read_release
    from balise.reports import plot_map, summarise, summary_text

    release = read_release(arguments.release)
    level, language, plot = arguments.level, arguments.lang, arguments.plot
    if plot is not None:
        plot_map(release, plot, level, language)
    if arguments.json:
        drawn = {} if plot is None else {"plot": plot}
        return print_json(summarise(release, language, level) | drawn)
    width = min(shutil.get_terminal_size().columns, 120)
    print(summary_text(release, language, level, width), end="" if plot is None else f"{plot}\n")
    return DONE


def diff(arguments: argparse.Namespace) -> int:
    """Tell what moved between two releases: their people or their behaviour."""
    from balise.release import compare_releases, read_release
    from balise.reports import comparison_text

    comparison = compare_releases(read_release(arguments.old), read_release(arguments.new))
    if arguments.json:
        tables = ("moves", "only_old", "only_new", "unscored")
        told: dict[str, object] = {each: getattr(comparison, each).to_dicts() for each in tables}
        told["changes"] = [asdict(each) for each in comparison.changes]
        return print_json(told)
    print(comparison_text(comparison, arguments.lang), end="")
    return DONE


def export(arguments: argparse.Namespace) -> int:
    """Write files for spreadsheets and mapping programs."""
    from balise.release import read_release
    from balise.reports import export_release

    formats = tuple(dict.fromkeys(arguments.format or FORMATS))
    release = read_release(arguments.release)
    written = export_release(release, arguments.out, formats, replace=arguments.replace)
    if arguments.json:
        return print_json({"written": list(written)})
    for path in written:
        print(path)
    return DONE


def report(arguments: argparse.Namespace) -> int:
    """Write the two-page brief of an area, or a report on results, as PDF."""
    from balise.release import read_release
    from balise.reports import area_brief, results_report

    if bool(arguments.area) == arguments.results:
        arguments.refuse("say what to report: --area DGUID for a brief, or --results")
    if arguments.area and arguments.compared_with:
        arguments.refuse("--compared-with goes with --results: a brief is of one release")
    if arguments.pipeline and not arguments.results:
        arguments.refuse("--pipeline goes with --results: a brief is of one area")
    release, old = read_release(arguments.release), arguments.compared_with
    if arguments.results:
        earlier = read_release(old) if old else None
        written = results_report(
            release,
            arguments.lang,
            arguments.out,
            compared_with=earlier,
            pipeline=_pipeline(arguments),
        )
    else:
        written = area_brief(release, arguments.area, arguments.lang, arguments.out)
    if arguments.json:
        return print_json({"written": written})
    print(written)
    return DONE


def _pipeline(arguments: argparse.Namespace) -> tuple["PipelineLine", ...]:
    """Give the released pilots of the Guide, if they are asked for."""
    if not arguments.pipeline:
        return ()
    from balise.site import read_pipeline

    lines = read_pipeline(arguments.lang, arguments.state)
    if not lines:
        print("The Guide has released no pilot: the report tells of none.", file=sys.stderr)
    return lines
