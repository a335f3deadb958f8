"""The command line: parse, call, print what was written."""

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Sequence
from contextlib import chdir
from dataclasses import asdict
from io import TextIOWrapper
from pathlib import Path

from balise import __version__, cli_guide
from balise.options import FORMATS, GROUPS, STYLE, Verb, add_verb

__all__ = ["FORMATS", "VERBS", "Verb", "main"]

# Layers are imported by the verb that needs them: `balise --help` waits for none.

DONE, FAILED, STOPPED, PIPE_CLOSED = 0, 1, 130, 141


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
        arguments = _parser().parse_args(argv)
        code = _run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("Stopped: no half-written release was left.", file=sys.stderr)
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


def _build(arguments: argparse.Namespace) -> int:
    """Compute a release and write it, whole or not at all."""
    from balise.build import build
    from balise.recipes import read_recipe
    from balise.release import read_release
    from balise.reports import refuse_unwritable

    start = time.monotonic()

    def tell(message: str) -> None:
        if not (arguments.quiet or arguments.json):
            print(f"{time.monotonic() - start:6.1f} s  {message}", file=sys.stderr, flush=True)

    recipe = read_recipe(arguments.recipe)
    data = _data_folder(arguments)
    refuse_unwritable(arguments.out)
    out = build(
        recipe,
        arguments.out,
        data,
        replace=arguments.replace,
        workers=arguments.workers,
        full_draws=arguments.full_draws,
        progress=tell,
    )
    seconds = round(time.monotonic() - start, 1)
    if arguments.json:
        rows = read_release(out).record["rows"]
        return _print_json({"release": out, "seconds": seconds, "rows": rows})
    print(f"Release {out} is written ({seconds:.1f} s). To read it: balise release show {out}")
    return DONE


def _data_folder(arguments: argparse.Namespace) -> Path | None:
    """Give the folder of published files that was named, if it is there."""
    from balise.vocabulary import SourceError

    data: Path | None = arguments.data
    if data is not None and not data.is_dir():
        raise SourceError(
            f"The folder of published files {data} is not there. Expected a folder, named by "
            "--data or BALISE_DATA. Correct the name, or leave it out to use the bundled figures."
        )
    return data


def _recipe_new(arguments: argparse.Namespace) -> int:
    """Write a commented recipe for any province or census division."""
    from balise.recipes import new_recipe

    out: Path | None = arguments.out
    folder = Path.cwd() if out is None else out.parent.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    regions = arguments.regions and Path(os.path.relpath(arguments.regions, folder))
    with chdir(folder):  # a recipe names its regions from its own folder
        text = new_recipe(arguments.jurisdiction, regions, arguments.group)
    if out is not None:
        _write_new(out, text)
    if arguments.json:
        return _print_json({"written": out, "recipe": text})
    print(text if out is None else f"Recipe {out} is written.", end="" if out is None else "\n")
    return DONE


def _write_new(out: Path, text: str) -> None:
    """Write a recipe where there is none."""
    from balise.vocabulary import RecipeError

    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise RecipeError(
            f"Recipe {out}: found a file of that name. Expected a name that is free, so that no "
            "choice made there is lost. Choose another name, or take the file away."
        ) from error
    except OSError:
        out.unlink(missing_ok=True)
        raise


def _recipe_list(arguments: argparse.Namespace) -> int:
    """List the recipes of the package."""
    from balise.recipes import bundled_recipes, read_recipe

    recipes = [read_recipe(name) for name in bundled_recipes()]
    if arguments.json:
        keys = ("name", "title_en", "title_fr", "jurisdiction", "base", "levels")
        return _print_json([{key: getattr(each, key) for key in keys} for each in recipes])
    for each in recipes:
        print(f"{each.name:18}{each.title_en}")
    return DONE


def _sources_list(arguments: argparse.Namespace) -> int:
    """List what a build reads: bundled figures or, with --data, published files."""
    from balise.sources import fingerprints

    used = fingerprints(_data_folder(arguments))
    if arguments.json:
        return _print_json(used)
    for each in used:
        print(f"{each['name']:30}{each['title_en']} ({each['publisher']})")
    return DONE


def _sources_check(arguments: argparse.Namespace) -> int:
    """Verify every published file against its record."""
    from balise.sources import check_data

    if arguments.data is None:
        arguments.refuse("say where the published files are: --data DIR, or set BALISE_DATA")
    records = check_data(arguments.data)
    if arguments.json:
        checked = [{"name": each.name, "path": each.path} for each in records]
        return _print_json({"data": arguments.data, "as_published": checked})
    print(f"All {len(records)} published files of {arguments.data} are as their records say.")
    return DONE


def _release_check(arguments: argparse.Namespace) -> int:
    """Check everything a release promises."""
    from balise.release import check_release, failures

    findings = check_release(arguments.release)
    failed = failures(findings)
    if arguments.json:
        listed = [asdict(each) for each in findings]
        _print_json({"release": arguments.release, "failed": len(failed), "findings": listed})
    else:
        for each in findings:
            print(f"{each.verdict.replace('_', ' '):8} {each.name}: {each.detail}")
        print(f"{arguments.release}: {len(failed)} of {len(findings)} checks not met.")
    return FAILED if failed else DONE


def _release_show(arguments: argparse.Namespace) -> int:
    """Print a summary of a release; draw its map."""
    from balise.release import read_release
    from balise.reports import plot_map, summarise, summary_text

    release = read_release(arguments.release)
    level, language, plot = arguments.level, arguments.lang, arguments.plot
    if plot is not None:
        plot_map(release, plot, level, language)
    if arguments.json:
        drawn = {} if plot is None else {"plot": plot}
        return _print_json(summarise(release, language, level) | drawn)
    width = min(shutil.get_terminal_size().columns, 120)
    print(summary_text(release, language, level, width), end="" if plot is None else f"{plot}\n")
    return DONE


def _release_diff(arguments: argparse.Namespace) -> int:
    """Tell what moved between two releases: their people or their behaviour."""
    from balise.release import compare_releases, read_release
    from balise.reports import comparison_text

    comparison = compare_releases(read_release(arguments.old), read_release(arguments.new))
    if arguments.json:
        tables = ("moves", "only_old", "only_new", "unscored")
        told: dict[str, object] = {each: getattr(comparison, each).to_dicts() for each in tables}
        told["changes"] = [asdict(each) for each in comparison.changes]
        return _print_json(told)
    print(comparison_text(comparison, arguments.lang), end="")
    return DONE


def _release_export(arguments: argparse.Namespace) -> int:
    """Write files for spreadsheets and mapping programs."""
    from balise.release import read_release
    from balise.reports import export_release

    formats = tuple(dict.fromkeys(arguments.format or FORMATS))
    release = read_release(arguments.release)
    written = export_release(release, arguments.out, formats, replace=arguments.replace)
    if arguments.json:
        return _print_json({"written": list(written)})
    for path in written:
        print(path)
    return DONE


def _report(arguments: argparse.Namespace) -> int:
    """Write the two-page brief of an area, a PDF."""
    from balise.release import read_release
    from balise.reports import area_brief

    release = read_release(arguments.release)
    written = area_brief(release, arguments.area, arguments.lang, arguments.out)
    if arguments.json:
        return _print_json({"written": written})
    print(written)
    return DONE


def _serve(arguments: argparse.Namespace) -> int:
    """Open a site of releases on this machine; a secret comes from BALISE_SECRET_KEY."""
    return _open(arguments, arguments.release, demo=False)


def _demo(arguments: argparse.Namespace) -> int:
    """Build the bundled pilot, once, and open its site."""
    from balise.build import build
    from balise.recipes import read_recipe

    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    pilot: Path = arguments.out or cache / "balise" / __version__ / "new-brunswick"
    if not (pilot / "record.json").exists():
        print(f"Building the pilot in {pilot}", file=sys.stderr, flush=True)
        pilot.parent.mkdir(parents=True, exist_ok=True)
        build(read_recipe("new-brunswick"), pilot, workers=arguments.workers)
    # A demonstration never shares what a real site keeps.
    arguments.state = arguments.state or pilot.parent / "demo-state"
    return _open(arguments, [pilot], demo=True)


def _open(arguments: argparse.Namespace, releases: Sequence[Path], *, demo: bool) -> int:
    from balise.site import serve

    def tell(address: str) -> None:
        if arguments.json:
            _print_json({"address": address})
        else:
            print(f"The site is open at {address} Ctrl-C closes it.")
        sys.stdout.flush()

    serve(releases, arguments.port, demo=demo, state=arguments.state, tell=tell)
    return DONE


def _print_json(content: object) -> int:
    print(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False, default=str))
    return DONE


_PILOT = "release/new-brunswick"
_BUILD = ("RECIPE", "--out DIR", "--data DIR", "--replace", "--workers N", "--full-draws")
_NEW = ("--jurisdiction CODE", "--regions R.csv", "--group NAME=EXPRESSION", "--out F.toml")
_SHOW = ("RELEASE", "--plot F.png", "--lang L", "--level LEVEL")
_DIFF = ("OLD", "NEW", "--lang L")
_BRIEF = ("RELEASE", "--area DGUID", "--lang L", "--out F.pdf")
_EXPORT = ("RELEASE", "--format F", "--out DIR", "--replace")

VERBS = (
    Verb("demo", _demo, "--port 8000", ("--port N", "--out FOLDER", "--state DIR")),
    Verb("build", _build, f"new-brunswick --out {_PILOT}", (*_BUILD, "--quiet")),
    Verb("recipe new", _recipe_new, "--jurisdiction Manitoba --out manitoba.toml", _NEW),
    Verb("recipe list", _recipe_list, "--json", ()),
    Verb("sources list", _sources_list, "--json", ["--data DIR"]),
    Verb("sources check", _sources_check, "--data published", ["--data DIR"]),
    Verb("release check", _release_check, _PILOT, ["RELEASE"]),
    Verb("release show", _release_show, f"{_PILOT} --lang fr --plot map.png", _SHOW),
    Verb("release diff", _release_diff, "release/old release/new", _DIFF),
    Verb("release export", _release_export, f"{_PILOT} --format xlsx --out exports", _EXPORT),
    Verb("report", _report, f"{_PILOT} --area 2021A00051310032 --lang fr --out f.pdf", _BRIEF),
    Verb("serve", _serve, f"{_PILOT} --port 8000", ("RELEASE...", "--port N", "--state DIR")),
    *cli_guide.VERBS,
)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="balise",
        description="Who struggles with online public services, and where.",
        epilog="Example: balise build new-brunswick --out release/new-brunswick\n\n"
        "Exit codes: 0 done, 1 failed, 2 wrong use.",
        **STYLE,
    )
    parser.add_argument("--version", action="version", version=f"balise {__version__}")
    top = parser.add_subparsers(metavar="VERB", required=True)
    groups = {"": top}
    for name, does in GROUPS.items():
        group = top.add_parser(name, help=does, **STYLE)
        groups[name] = group.add_subparsers(metavar="VERB", required=True)
    for verb in VERBS:
        group_name, _, name = verb.name.rpartition(" ")
        add_verb(groups[group_name], name, verb)
    return parser
