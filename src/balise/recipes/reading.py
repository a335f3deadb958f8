"""Recipe files read into :class:`Recipe`: where they lie, and how one extends another."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from balise.recipes.checks import check_recipe
from balise.recipes.choices import Recipe
from balise.recipes.filling import fill
from balise.vocabulary import PROVINCES, RecipeError, nearest

__all__ = ["COMMON", "bundled_recipes", "parse_recipe", "read_recipe"]

COMMON = "common"
_MOVED = ("detour", "reach_km", "position_error_km")


def bundled_recipes() -> tuple[str, ...]:
    """List the recipes that come with the package.

    Examples
    --------
    >>> "new-brunswick" in bundled_recipes()
    True
    """
    names = (each.name for each in files("balise.recipes").iterdir())
    found = sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))
    return tuple(name for name in found if name != COMMON)


def read_recipe(name_or_path: str | Path) -> Recipe:
    """Read a recipe, bundled or from a file, and check every choice in it.

    Parameters
    ----------
    name_or_path : str or Path
        The name of a bundled recipe, or the path of a TOML file. ``regions`` in a file
        is looked for beside it.

    Returns
    -------
    Recipe
        Complete: what the file leaves out comes from the recipe it extends.

    Raises
    ------
    RecipeError
        If the file is missing, is not TOML, or holds a choice that cannot be followed.

    Examples
    --------
    >>> read_recipe("new-brunswick").jurisdiction
    ('13',)
    """
    if str(name_or_path) in bundled_recipes():
        text = files("balise.recipes").joinpath(f"{name_or_path}.toml").read_text("utf-8")
        return parse_recipe(text, f"{name_or_path}.toml", Path())
    path = Path(name_or_path)
    return parse_recipe(_text(path), path.name, path.parent)


def parse_recipe(text: str, where: str, folder: Path) -> Recipe:
    """Read a recipe from its text.

    Parameters
    ----------
    text : str
        TOML.
    where : str
        Name of the file, for messages.
    folder : Path
        Where the file of regions is looked for.
    """
    own = _document(text, where)
    _refuse_moved(own, where)
    document = _extended(own, where)
    document.setdefault("name", where.removesuffix(".toml"))
    recipe = fill(Recipe, _normalised(document), where, folder)
    check_recipe(recipe, where)
    network = replace(recipe.network, engine=_engine(recipe.network.engine, folder))
    return replace(recipe, weights=recipe.weights.scaled(), network=network)


def _engine(engine: str, folder: Path) -> str:
    """Look for the file of a road network beside the recipe."""
    name, colon, file = engine.partition(":")
    return f"{name}{colon}{folder / file}" if name == "roads" else engine


def _text(path: Path) -> str:
    if not path.is_file():
        known = bundled_recipes()
        raise RecipeError(
            f"Recipe {str(path)!r}: found neither a bundled recipe nor a file of that name. "
            f"Expected one of {', '.join(known)}, or the path of a TOML file. "
            f"{nearest(path.name, known)} Or write one: balise recipe new --jurisdiction CODE."
        )
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise RecipeError(
            f"{path.name}, line {line}: found a byte that is not UTF-8. "
            "Expected a TOML file, which is always UTF-8. Save it again as UTF-8."
        ) from error


def _document(text: str, where: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(
            f"{where}: found text that is not TOML: {error}. "
            'Expected lines such as key = "value" and headings such as [weights]. '
            "Mend that line; a bundled recipe shows the layout."
        ) from error


def _refuse_moved(document: Mapping[str, object], where: str) -> None:
    """Say where choices about offices have gone that once stood by themselves."""
    for key in _MOVED:
        if key in document:
            raise RecipeError(
                f"{where}, {key}: found it at the top of the recipe. Expected it under [network], "
                "with all that concerns offices. Move the line below a heading [network], at the "
                f"end of the file, or write network.{key} in its place."
            )


def _extended(document: dict[str, object], where: str) -> dict[str, object]:
    base = document.pop("extends", None)
    if base is None:
        return document
    known = (*bundled_recipes(), COMMON)
    if not isinstance(base, str) or base not in known:
        raise RecipeError(
            f"{where}, extends: found {base!r}. Expected the name of a bundled recipe. "
            f"{nearest(str(base), known)}"
        )
    text = files("balise.recipes").joinpath(f"{base}.toml").read_text("utf-8")
    beneath = _extended(_document(text, f"{base}.toml"), f"{base}.toml")
    beneath.pop("name", None)
    return _merged(beneath, document)


def _merged(beneath: Mapping[str, object], above: Mapping[str, object]) -> dict[str, object]:
    merged = dict(beneath)
    for key, value in above.items():
        below = merged.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            merged[key] = _merged(below, value)
        else:
            merged[key] = value
    return merged


def _normalised(document: Mapping[str, object]) -> dict[str, object]:
    """Let one code stand for a list of one, and ``margins = "soft"`` for every province."""
    table = dict(document)
    if isinstance(table.get("jurisdiction"), str):
        table["jurisdiction"] = [table["jurisdiction"]]
    if table.get("margins") == "soft":
        table["margins"] = {each.code: "soft" for each in PROVINCES}
    return table
