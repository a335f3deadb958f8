"""Verbs that make an index: recipes, sources, build."""

import argparse
import os
import sys
import time
from contextlib import chdir
from pathlib import Path

from balise.cli.answers import DONE, print_json

__all__ = ["build", "recipe_list", "recipe_new", "sources_check", "sources_list"]

# Layers are imported by the verb that needs them: `balise --help` waits for none.


def build(arguments: argparse.Namespace) -> int:
    """Compute a release and write it, whole or not at all."""
    from balise.build import build as make
    from balise.build import make_how
    from balise.recipes import read_recipe
    from balise.release import read_persons_record, read_release
    from balise.reports import refuse_unwritable

    start = time.monotonic()

    def tell(message: str) -> None:
        if not (arguments.quiet or arguments.json):
            print(f"{time.monotonic() - start:6.1f} s  {message}", file=sys.stderr, flush=True)

    recipe = read_recipe(arguments.recipe)
    data = data_folder(arguments)
    refuse_unwritable(arguments.out)
    people: Path | None = arguments.people
    if people is not None:
        refuse_unwritable(people)
    out = make(
        recipe,
        arguments.out,
        data,
        replace=arguments.replace,
        how=make_how(arguments.workers, arguments.cluster),
        full_draws=arguments.full_draws,
        people=people,
        progress=tell,
    )
    seconds = round(time.monotonic() - start, 1)
    if arguments.json:
        written = {"release": out, "seconds": seconds, "rows": read_release(out).record["rows"]}
        if people is not None:
            written["people"] = {"folder": people, "rows": read_persons_record(people)["rows"]}
        return print_json(written)
    print(f"Release {out} is written ({seconds:.1f} s). To read it: balise release show {out}")
    if people is not None:
        print(f"Its synthetic persons are in {people}. To check them: balise people check {people}")
    return DONE


def data_folder(arguments: argparse.Namespace) -> Path | None:
    """Give the folder of published files that was named, if it is there."""
    from balise.vocabulary import SourceError

    data: Path | None = arguments.data
    if data is not None and not data.is_dir():
        raise SourceError(
            f"The folder of published files {data} is not there. Expected a folder, named by "
            "--data or BALISE_DATA. Correct the name, or leave it out to use the bundled figures."
        )
    return data


def recipe_new(arguments: argparse.Namespace) -> int:
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
        return print_json({"written": out, "recipe": text})
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


def recipe_list(arguments: argparse.Namespace) -> int:
    """List the recipes of the package."""
    from balise.recipes import bundled_recipes, read_recipe

    recipes = [read_recipe(name) for name in bundled_recipes()]
    if arguments.json:
        keys = ("name", "title_en", "title_fr", "jurisdiction", "base", "levels")
        return print_json([{key: getattr(each, key) for key in keys} for each in recipes])
    for each in recipes:
        print(f"{each.name:18}{each.title_en}")
    return DONE


def sources_list(arguments: argparse.Namespace) -> int:
    """List what a build reads: bundled figures or, with --data, published files."""
    from balise.sources import fingerprints

    used = fingerprints(data_folder(arguments))
    if arguments.json:
        return print_json(used)
    for each in used:
        print(f"{each['name']:30}{each['title_en']} ({each['publisher']})")
    return DONE


def sources_check(arguments: argparse.Namespace) -> int:
    """Verify every published file against its record."""
    from balise.sources import check_data

    if arguments.data is None:
        arguments.refuse("say where the published files are: --data DIR, or set BALISE_DATA")
    records = check_data(arguments.data)
    if arguments.json:
        checked = [{"name": each.name, "path": each.path} for each in records]
        return print_json({"data": arguments.data, "as_published": checked})
    print(f"All {len(records)} published files of {arguments.data} are as their records say.")
    return DONE
