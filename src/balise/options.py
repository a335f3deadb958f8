"""The options of the command line: how each is written, read and explained."""

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

__all__ = ["FORMATS", "GROUPS", "OPTIONS", "STYLE", "Subparsers", "Verb", "add_verb"]

FORMATS = ("csv", "geoparquet", "xlsx")
MODELS = ("pmedian", "pcenter", "mclp", "lscp", "capacitated")

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


STYLE: Any = {"formatter_class": argparse.RawDescriptionHelpFormatter, "allow_abbrev": False}


def _workers(text: str) -> int:
    try:
        workers = int(text)
    except ValueError:
        workers = 0
    if workers < 1:
        raise argparse.ArgumentTypeError(f"found {text}, expected a whole number, 1 or more")
    return workers


def _distances(text: str) -> list[float]:
    return [_positive(each) for each in text.split(",")]


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"found {text}, expected 0 to 65535")
    return port


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"found {text}, expected above 0")
    return value


def _names(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",") if each.strip())


def _bounds(text: str) -> tuple[float, float]:
    try:
        low, high = (float(each) for each in text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"found {text}, expected two numbers as 0.2,5") from error
    return low, high


def _softness(text: str) -> dict[str, float]:
    """Read 0.1, or age=0.1,sex=0; what stands alone is for all the others."""
    pairs = [each.rpartition("=") for each in text.split(",")]
    expected = "expected a number with a decimal point, or age=0.1,sex=0, each once"
    try:
        softness = {name.strip(): float(value) for name, _, value in pairs}
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"found {text}, {expected}") from error
    if len(softness) < len(pairs):
        raise argparse.ArgumentTypeError(f"found {text}, {expected}")
    return softness


def _report(text: str) -> Path:
    if Path(text).suffix.lower() not in {".pdf", ".html"}:
        raise argparse.ArgumentTypeError(f"found {text}, expected a name in .pdf or .html")
    return Path(text)


# Written as in the usage line: the name of an option, then that of its value.
OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "EXTRACT": {"type": Path, "help": "extract of OpenStreetMap: .osm.pbf or .osm"},
    "RECIPE": {"help": "a recipe of the package, or the path of a TOML file"},
    "RELEASE": {"type": Path, "help": "folder of a release"},
    "RELEASE...": {"type": Path, "nargs": "+", "help": "folders of releases"},
    "OLD": {"type": Path, "help": "folder of a release"},
    "NEW": {"type": Path, "help": "folder of a release"},
    "REFERENCE": {"help": "reference of a remark, as in 'balise remarks list'"},
    "ADDRESS": {"help": "address of mail of a person"},
    "--all": {"action": "store_true", "help": "also those that are closed"},
    "--area DGUID": {"help": "identifier of an area: its two-page brief"},
    "--pipeline": {"action": "store_true", "help": "with the released pilots of the Guide"},
    "--compared-with OLD": {"type": Path, "help": "an earlier release: what moved since"},
    "--data DIR": {"type": Path, "help": "folder of published files; BALISE_DATA if left out"},
    "--en TEXT": {"required": True, "help": "the answer in English"},
    "ARCHIVE": {"type": Path, "help": "archive that 'balise guide backup' wrote"},
    "FILE": {"type": Path, "help": "records as YAML or CSV"},
    "OUT": {"type": Path, "help": "file to write"},
    "NAME": {"help": "what the holder of the account signs in with"},
    "--day YYYY-MM-DD": {"type": date.fromisoformat, "help": "as if it were that day"},
    "--dry-run": {"action": "store_true", "help": "tell what would be done and write nothing"},
    "--email ADDRESS": {"required": True, "help": "where its holder is written to"},
    "--force": {"action": "store_true", "help": "change what people changed since it was imported"},
    "--format F": {"action": "append", "choices": FORMATS, "help": "may be repeated"},
    "--fr TEXT": {"required": True, "help": "the answer in French"},
    "--full-draws": {"action": "store_true", "help": "fit areas again under each draw: slow"},
    "--group NAME=EXPRESSION": {"action": "append", "default": [], "help": "may be repeated"},
    "--json": {"action": "store_true", "help": "print JSON"},
    "--jurisdiction CODE": {"required": True, "help": "province or census division"},
    "--lang L": {"choices": ("en", "fr"), "help": "en or fr; that of the system if left out"},
    "--leave-out CLASSES": {"help": "classes of roads, by commas: ferry,winter_road"},
    "--level LEVEL": {"help": "level of the areas to rank: cd, csd, region, ..."},
    "--out DIR": {"type": Path, "required": True, "help": "folder to write"},
    "--out FOLDER": {"type": Path, "help": "where the pilot is, or will be built"},
    "--out F.csv": {"type": Path, "required": True, "help": "file to write"},
    "--out F.json": {"type": Path, "required": True, "help": "file to write"},
    "--out F.npz": {"type": Path, "required": True, "help": "graph of roads to write"},
    "--out F.pdf": {"type": Path, "required": True, "help": "file to write"},
    "--no-links": {"action": "store_true", "help": "follow no link: nothing is asked outside"},
    "--number N": {"type": int, "help": "edition that was made; the next one if left out"},
    "--out F.toml": {"type": Path, "help": "file to write; printed if left out"},
    "--network NAME=F.csv": {
        "action": "append",
        "required": True,
        "help": "offices under a name; NAME=current for those of the release; repeat it",
    },
    "--reach-km KM...": {
        "type": _positive,
        "nargs": "+",
        "help": "distances within reach; 10 25 50 100 if neither is said",
    },
    "--reach-min MIN...": {
        "type": _positive,
        "nargs": "+",
        "help": "times within reach; 15 30 60 if neither is said",
    },
    "--release DIR": {"type": Path, "help": "folder of the release; looked for beside it"},
    "--release RELEASE": {"type": Path, "help": "on whose people --out tells of the answer"},
    "--out SCENARIO": {"type": Path, "help": "scenario to write, with --release and --engine"},
    "--title-en TEXT": {"help": "title of the scenario in English"},
    "--title-fr TEXT": {"help": "title of the scenario in French"},
    "SCENARIO": {"type": Path, "help": "folder of a scenario"},
    "--candidates C.csv": {"type": Path, "help": "places for a site: id,lon,lat[,capacity,cost]"},
    "--costs M.csv": {"type": Path, "help": "ways between them: demand,candidate,cost"},
    "--demand D.csv": {"type": Path, "help": "communities: id,lon,lat,people[,need]"},
    "--engine E": {"help": "what measures ways: geodesic, roads:FILE, osrm:URL, valhalla:URL"},
    "--fixed F.csv": {
        "type": Path,
        "help": "id[,state]: open (stays), closed, may_close or may_move",
    },
    "--graph F": {"type": Path, "help": "a graph of the OR-Library: each node is both"},
    "--limit-km D": {"type": _positive, "help": "how far such a community may be from a site"},
    "--limit-people N": {"type": float, "help": "communities over so many people have a limit"},
    "--model MODEL": {
        "choices": MODELS,
        "default": "pmedian",
        "help": f"{', '.join(MODELS)}; pmedian if left out",
    },
    "--move-km D": {"type": _positive, "help": "how far a site that may_move can go"},
    "--p N": {"type": int, "help": "sites in all, with those that stay"},
    "--points F.csv": {"type": Path, "help": "points of service; those of the release if left out"},
    "--reach-km LIST": {"type": _distances, "help": "kilometres by road, as 25,50"},
    "--reach-min LIST": {"type": _distances, "help": "minutes, as 15,30"},
    "--out REACH.csv": {"type": Path, "help": "table to write; printed if left out"},
    "--radius-km R": {"type": _positive, "help": "how far counts as covered"},
    "--seconds S": {"type": _positive, "default": 60.0, "help": "when to stop; 60 if left out"},
    "--weight COLUMN": {"default": "people", "help": "people, need or another; people if left out"},
    "--worst-share Q": {"type": float, "default": 0.1, "help": "share that is worst off; 0.1"},
    "--worst-weight W": {"type": float, "default": 0.0, "help": "what its mean counts for, 0 to 1"},
    "--port N": {"type": _port, "default": 8000, "help": "where to listen; 8000 if left out"},
    "--people DIR": {"type": Path, "help": "also write its synthetic persons there, as rows"},
    "--plot F.png": {"type": Path, "help": "draw a map of bubbles"},
    "--publish": {"action": "store_true", "help": "show the answer on the page of the area"},
    "--quiet": {"action": "store_true", "help": "do not tell what is being done"},
    "--regions R.csv": {"type": Path, "help": "table of your service regions"},
    "--results": {"action": "store_true", "help": "report on results for deputy ministers"},
    "--replace": {"action": "store_true", "help": "replace what is there"},
    "--scenario DIR...": {
        "type": Path,
        "nargs": "+",
        "help": "folders of scenarios made from these releases",
    },
    "--state DIR": {
        "type": Path,
        "help": "folder of what is written on the site; BALISE_STATE, else one of your own",
    },
    "--state FOLDER": {
        "type": Path,
        "help": "folder of what is written on the demonstration; beside the pilot if left out",
    },
    "SEED": {"type": Path, "help": "respondents: CSV or Parquet, one row each, with a weight"},
    "MARGINS": {"type": Path, "help": "counts of areas: area,variable,category,people"},
    "PERSONS": {"type": Path, "help": "folder of synthetic persons"},
    "--weight W": {"help": "column of weights; none where rows are persons of synthpopcan"},
    "--respondent COLUMN": {"help": "whose row it is; each row another respondent if left out"},
    "--keep LIST": {"type": _names, "default": (), "help": "columns beside the counted: a,b"},
    "--order LIST": {
        "type": _names,
        "default": (),
        "help": "variables, from the one held on to longest; as in the counts if left out",
    },
    "--bounds LOW,HIGH": {"type": _bounds, "help": "least and most of weight to seed, as 0.2,5"},
    "--softness S": {
        "type": _softness,
        "default": {},
        "help": "0 exact, 0.1 nearly, 1 loose: for all, or age=0.1,sex=0; 0 if left out",
    },
    "--random-seed N": {"type": int, "default": 1, "help": "of the draw of whole people; 1"},
    "--text": {"action": "store_true", "help": "also the text of the remark"},
    "TABLE": {"type": Path, "help": "a table: CSV, XLSX or Parquet"},
    "--outcome COLUMN": {"help": "what is measured; guessed if left out"},
    "--unit COLUMN": {"help": "who or where; guessed if left out"},
    "--time COLUMN": {"help": "when; guessed if left out"},
    "--first-treated COLUMN": {"help": "first period with the program; blank or 0 if never"},
    "--treated-column COLUMN": {"help": "1 in periods with the program, 0 in others"},
    "--weights COLUMN": {"help": "what each row counts for; all alike if left out"},
    "--covariates LIST": {"default": "", "help": "columns to make units alike in: a,b"},
    "--control C": {
        "choices": ("never", "notyet"),
        "default": "never",
        "help": "compare with units that never are treated, or are not yet; never if left out",
    },
    "--base B": {
        "choices": ("varying", "universal"),
        "default": "varying",
        "help": "what periods before are compared with: the one before them, or the last; varying",
    },
    "--anticipation N": {"type": int, "default": 0, "help": "periods it may act ahead; 0"},
    "--bootstrap N": {"type": int, "default": 0, "help": "draws behind errors; analytic if 0"},
    "--cluster ADDRESS": {"help": "Dask scheduler whose workers do the work: tcp://host:port"},
    "--cluster COLUMN": {"help": "units that share their luck; each its own if left out"},
    "--exposed COLUMN": {"help": "1 for untreated units that may feel the program too"},
    "--unbalanced": {"action": "store_true", "help": "keep units with gaps"},
    "--method M": {
        "choices": ("entropy", "ps", "mahalanobis", "ipw"),
        "default": "entropy",
        "help": "entropy balancing, nearest by chance of treatment (ps) or distance, or odds (ipw)",
    },
    "--kind K": {
        "choices": ("means", "shares", "clusters", "stratified", "rollout", "its"),
        "default": "means",
        "help": "means, shares, clusters, stratified, rollout (staggered start) or its; means",
    },
    "--units N": {"type": int, "help": "people, clusters or units in all; how many if left out"},
    "--effect E": {"type": float, "help": "effect to find; the smallest one if left out"},
    "--power P": {"type": float, "default": 0.8, "help": "how often it is to be found; 0.8"},
    "--sd S": {"type": float, "default": 1.0, "help": "standard deviation of the outcome; 1"},
    "--share P": {"type": float, "help": "share with the outcome today, 0 to 1"},
    "--treated-share Q": {"type": float, "default": 0.5, "help": "share treated; 0.5"},
    "--explained R": {"type": float, "default": 0.0, "help": "share of variance explained; 0"},
    "--cluster-size M": {"type": float, "default": 20.0, "help": "people in a cluster; 20"},
    "--cluster-cv C": {"type": float, "default": 0.0, "help": "its spread over its mean; 0"},
    "--icc R": {"type": float, "default": 0.05, "help": "share between clusters; 0.05"},
    "--periods T": {"type": int, "default": 8, "help": "periods in all; 8"},
    "--first N": {"type": int, "default": 5, "help": "first period with the program; 5"},
    "--waves W": {"type": int, "default": 1, "help": "periods in which units start; 1"},
    "--memory R": {"type": float, "default": 0.4, "help": "correlation of next periods; 0.4"},
    "--report F": {"type": _report, "help": "report of two pages to write: F.pdf or F.html"},
    "--program TEXT": {"default": "", "help": "its name in a report, or 'English | French'"},
    "--outcome-words TEXT": {
        "default": "",
        "help": "what is counted, in the plural: 'people served | personnes servies'",
    },
    "--unit-words TEXT": {"default": "", "help": "one unit: 'office | bureau'"},
    "[ANSWERS]": {
        "type": Path,
        "nargs": "?",
        "help": "answers as TOML; asked if left out",
    },
    "--claim F.json": {"type": Path, "help": "also write a claim that the Guide takes"},
    "--plan F.toml": {"type": Path, "help": "registered plan: tell every departure from it"},
    "--treatment COLUMN": {"help": "1 for those who had the program, 0; guessed if left out"},
    "--strata COLUMN": {"help": "strata within which units were assigned; none if left out"},
    "--treated UNIT": {"required": True, "help": "the unit that had the program"},
    "--start PERIOD": {"required": True, "help": "first period with the program"},
    "--predictors LIST": {
        "default": "",
        "help": "as lnincome@1980-1988,cigsale@1975; all outcomes before if left out",
    },
    "--comparison COLUMN": {"help": "a series in the same unit that the program did not touch"},
    "--season N": {
        "type": int,
        "help": "periods of a cycle: 12 for months if left out; 0",
    },
    "--fit-over SPAN": {"default": "", "help": "periods over which outcomes are to be near"},
    "--leave-out UNIT": {"action": "append", "default": [], "help": "no donor; may be repeated"},
    "--seed N": {"type": int, "default": 1, "help": "of what is drawn at random; 1 if left out"},
    "--yes": {"action": "store_true", "help": "do it; without it, tell what would be done"},
    "--workers N": {"type": _workers, "help": "processes and threads; all cores if left out"},
}

GROUPS = {
    "recipe": "Write a recipe, list those of the package.",
    "sources": "List and check the published files.",
    "release": "Check, show, compare, export a release.",
    "people": "Synthetic people of your own areas, as rows.",
    "remarks": "Read and answer what people say of a result.",
    "network": "Where to serve, and who is within reach.",
    "impact": "Did it work, and was it the program?",
    "guide": "Keep the Guide: accounts, records, editions.",
    "guide people": "What is kept about a person: give it out, or erase it.",
}


class _Unsaid(int):
    """A number that no option gave: argparse knows it from the same number given by identity."""


class Verb(NamedTuple):
    """A command: what it runs, an example of it, its options."""

    name: str
    run: Callable[[argparse.Namespace], int]
    example: str
    options: Sequence[str]


def add_verb(group: Subparsers, name: str, verb: Verb) -> None:
    """Add a verb to its group, with its help, its example and its options."""
    parser = group.add_parser(
        name,
        help=verb.run.__doc__,
        description=verb.run.__doc__,
        epilog=f"Example: balise {verb.name} {verb.example}",
        **STYLE,
    )
    for usage in (*verb.options, "--json"):
        one_of = usage.split(" | ")
        place = parser.add_mutually_exclusive_group() if len(one_of) > 1 else parser
        for each in one_of:
            flag, _, value = each.partition(" ")
            if not flag.startswith("-"):
                flag, value = flag.lower().strip("[]."), flag.strip("[].")
            options = {**OPTIONS[each], "metavar": value.rstrip(".")} if value else OPTIONS[each]
            place.add_argument(flag, **options)
    named = os.environ.get("BALISE_DATA")
    known = hasattr(os, "sched_getaffinity")
    cores = _Unsaid(len(os.sched_getaffinity(0)) if known else os.cpu_count() or 1)
    parser.set_defaults(run=verb.run, refuse=parser.error, workers=cores)
    parser.set_defaults(data=Path(named) if named else None, lang=_language())


def _language() -> str:
    """Choose the language of the system: French where the locale is, else English."""
    named = (os.environ.get(each) for each in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "fr" if next(filter(None, named), "").lower().startswith("fr") else "en"
