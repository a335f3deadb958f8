"""Verbs of the site: open it."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from balise import __version__
from balise.cli.answers import DONE, print_json

__all__ = ["demo", "serve"]


def serve(arguments: argparse.Namespace) -> int:
    """Open a site of releases on this machine; a secret comes from BALISE_SECRET_KEY."""
    scenarios = arguments.scenario or ()
    return _open(arguments, arguments.release, demo=False, scenarios=scenarios)


def demo(arguments: argparse.Namespace) -> int:
    """Build the bundled pilot, once, and open its site with a database of its own."""
    from balise.build import build, make_how
    from balise.recipes import read_recipe

    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    pilot: Path = arguments.out or cache / "balise" / __version__ / "new-brunswick"
    if not (pilot / "record.json").exists():
        print(f"Building the pilot in {pilot}", file=sys.stderr, flush=True)
        pilot.parent.mkdir(parents=True, exist_ok=True)
        build(read_recipe("new-brunswick"), pilot, how=make_how(arguments.workers))
    # A demonstration never shares what a real site keeps.
    arguments.state = arguments.state or pilot.parent / "demo-state"
    is_new = not (arguments.state / "balise.sqlite3").exists()
    if is_new and not os.environ.get("DATABASE_URL"):
        told = "Preparing the database (once, about half a minute)"
        print(told, file=sys.stderr, flush=True)
    return _open(arguments, [pilot], demo=True)


def _open(
    arguments: argparse.Namespace,
    releases: Sequence[Path],
    *,
    demo: bool,
    scenarios: Sequence[Path] = (),
) -> int:
    from balise.site import serve as open_site

    def tell(address: str) -> None:
        if arguments.json:
            print_json({"address": address})
        else:
            print(f"The site is open at {address} Ctrl-C closes it.")
        sys.stdout.flush()

    open_site(
        releases,
        arguments.port,
        scenarios=scenarios,
        demo=demo,
        state=arguments.state,
        tell=tell,
    )
    return DONE
