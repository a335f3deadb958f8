"""A recipe written for another jurisdiction, its service regions and its groups."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from balise.recipes.places import Place, find_place
from balise.recipes.reading import parse_recipe
from balise.recipes.regions import read_regions
from balise.sources import read_people_cells, read_service_points, read_subdivisions
from balise.vocabulary import RecipeError

__all__ = ["new_recipe"]

_TEMPLATE = """\
# Recipe of an E-Vulnerability Index, to be changed at will; then:  balise build FILE --out DIR
# It needs no data folder: its figures come with the package.
#
# Recette d'un indice de vulnérabilité électronique, à modifier à volonté; ensuite :
# balise build FICHIER --out DOSSIER
# Elle n'exige aucun dossier de données : ses chiffres sont fournis avec le logiciel.

# What is not stated here is as in the recipe "common".
# Ce qui n'est pas indiqué ici est repris de la recette « common ».
extends = "common"

name = {name}
title_en = {title_en}
title_fr = {title_fr}

# Codes of provinces (2 digits) or of census divisions (4 digits), or "canada".
# Codes de provinces (2 chiffres) ou de divisions de recensement (4 chiffres), ou « canada ».
jurisdiction = {jurisdiction}

# Smallest areas: census subdivisions (csd), or with --data dissemination areas (da).
# Plus petites régions : subdivisions de recensement (csd) ou, avec --data, aires de diffusion (da).
base = "csd"
levels = [{levels}]
{regions}
# Years of the people, of their behaviour, of broadband coverage.
# Années de la population, des comportements, de la couverture à large bande.
years = {{ people = 2016, behaviour = 2018, coverage = 2018 }}

# Weights of the three dimensions, adding up to 1; a fraction goes between quotes.
# Pondération des trois dimensions, de somme 1; une fraction s'écrit entre guillemets.
weights = {{ means = "1/3", willingness = "1/3", abilities = "1/3" }}

# Chance that a household without 50/10 Mbps is in effect shut out (0 to 1).
# Probabilité qu'un ménage sans 50/10 Mbit/s soit en pratique exclu (de 0 à 1).
k = 0.25

# Share of the non-use of government services online that is no barrier (0 to 1).
# Part de la non-utilisation des services gouvernementaux en ligne qui n'est pas un obstacle.
n = 0.0

# Offices: reach, detour of roads, speed, or a table of your own points of service.
# Bureaux : portée, détour des routes, vitesse, ou votre propre tableau de points de service.
# network.reach_km = [10, 25, 50, 100]
# network.points = "points.csv"

# Groups of your own, beside those of every release: comparisons over age (whole bands:
# 16, 25, 35, 45, 55, 65, 75), education (none, secondary, college, bachelor),
# income_quartile (1 to 4), area_type (rural, other_urban, large_metropolitan),
# joined by and, or, not.
# Vos propres groupes, outre ceux de toute diffusion : comparaisons portant sur age (tranches
# entières), education, income_quartile, area_type, réunies par and, or, not.
# [groups]
# older_no_diploma = "age >= 65 and education == 'none'"
{groups}"""

_REGIONS = """
# Service regions: region, name_en, name_fr and csduid or dauid; the path is from this file.
# Régions de service : region, name_en, name_fr et csduid ou dauid; chemin à partir de ce fichier.
regions = {regions}
"""


def new_recipe(
    jurisdiction: str, regions: str | Path | None = None, groups: Sequence[str] = ()
) -> str:
    """Write a commented recipe for any province, territory or census division.

    Parameters
    ----------
    jurisdiction : str
        A code, an abbreviation or a name, as :func:`find_place` takes them.
    regions : str or Path, optional
        Table of service regions, named from the folder the recipe will be in.
    groups : sequence of str
        Groups of people, each ``NAME=EXPRESSION``.

    Returns
    -------
    str
        TOML, with comments in English and French, which :func:`read_recipe` accepts.

    Raises
    ------
    RecipeError
        If the jurisdiction is unknown or a group cannot be followed.
    TableError
        If the table of regions cannot be read or names an area outside the jurisdiction.

    Examples
    --------
    >>> 'jurisdiction = "46"' in new_recipe("Manitoba", groups=["young=age < 25"])
    True
    """
    place = find_place(jurisdiction)
    levels = ["canada", "pr", "er", "cd", "csd"]
    levels += ["region"] if regions is not None else []
    levels += ["catchment"] if _has_origins(place) else []
    named = "" if regions is None else _REGIONS.format(regions=_text(Path(regions).as_posix()))
    text = _TEMPLATE.format(
        name=_text(place.slug),
        title_en=_text(f"E-Vulnerability Index: {place.title_en}"),
        title_fr=_text(f"Indice de vulnérabilité électronique : {place.title_fr}"),
        jurisdiction=_text(place.code),
        levels=", ".join(map(_text, levels)),
        regions=named,
        groups=_groups(groups),
    )
    recipe = parse_recipe(text, f"{place.slug}.toml", Path())
    if recipe.regions is not None:
        areas = read_subdivisions()
        inside = [code for code in areas["code"] if recipe.covers(code)]
        read_regions(recipe.regions, areas.filter(pl.col("code").is_in(inside)))
    return text


def _has_origins(place: Place) -> bool:
    """Tell whether the bundled figures hold the people that its offices serve."""
    offices = read_service_points().filter(pruid=place.code)
    cells = read_people_cells()["csduid"].str.slice(0, 2)
    return bool(offices.height) and place.code in cells


def _groups(groups: Sequence[str]) -> str:
    lines: dict[str, str] = {}
    for each in groups:
        name, equals, expression = each.partition("=")
        name = name.strip()
        if not (equals and name and expression.strip()):
            raise RecipeError(
                f"Group {each!r}: found no NAME=EXPRESSION. Expected a name, an equals sign and "
                "an expression. Write for instance: "
                "--group \"older_no_diploma=age >= 65 and education == 'none'\""
            )
        if name in lines:
            raise RecipeError(
                f"Group {name!r}: found it twice. Expected a different name for each group. "
                "Rename one."
            )
        lines[name] = f"{_text(name)} = {_text(expression.strip())}"
    return "\n".join(["[groups]", *lines.values(), ""]) if lines else ""


def _text(value: str) -> str:
    """Write text as TOML does, between quotes."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    letters = (each if each.isprintable() else f"\\U{ord(each):08x}" for each in escaped)
    return f'"{"".join(letters)}"'
