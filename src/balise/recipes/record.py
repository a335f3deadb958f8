"""What a release says of itself: recipe, sources, versions, how far data went."""

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version

from balise import __version__
from balise.recipes.choices import Recipe

__all__ = ["recipe_record"]

_PACKAGES = ("numpy", "polars", "scipy")

_LICENCE = {
    "tables": "Statistics Canada Open Licence; Open Government Licence - Canada",
    "attribution_en": (
        "Adapted from Statistics Canada and the CRTC, products listed under sources. This does "
        "not constitute an endorsement by them of this product."
    ),
    "attribution_fr": (
        "Adapté de Statistique Canada et du CRTC, produits énumérés sous sources. Cela ne "
        "constitue pas une approbation de ce produit de leur part."
    ),
}


def recipe_record(
    recipe: Recipe,
    fingerprints: Sequence[Mapping[str, object]],
    data_fixed: Mapping[str, Mapping[str, int]],
    streams: Mapping[str, int],
) -> dict[str, object]:
    """Write the record of a release, but for rows and digests.

    Parameters
    ----------
    recipe : Recipe
    fingerprints : sequence of mappings
        Sources, with their digests.
    data_fixed : mapping
        Model -> directions of its coefficients that the data fixed, and their number.
    streams : mapping of str to int
        Number of each random stream.
    """
    choices = recipe.to_dict()
    year = recipe.years
    cite = f"({year.people}, {year.behaviour}, {year.coverage}), Balise {__version__}"
    return {
        "recipe": choices,
        "recipe_name": recipe.name,
        "sources": [dict(each) for each in fingerprints],
        "code_version": __version__,
        "python": platform.python_version(),
        "packages": {name: version(name) for name in _PACKAGES},
        "random_seed": recipe.random_seed,
        "streams": dict(streams),
        "checks": {},
        "years": choices["years"],
        "weights": choices["weights"],
        "parameters": {
            "k": recipe.k,
            "n": recipe.n,
            "power": recipe.power,
            "aggregation": recipe.aggregation,
            "income_slope": recipe.income_slope,
            "education_income_association": recipe.education_income_association,
        },
        "data_fixed": {name: dict(each) for name, each in data_fixed.items()},
        "priors": {"priors": choices["priors"], "skills": choices["skills"]},
        "errata": [],
        "licence": _LICENCE,
        "citation": {
            "en": f"{recipe.title_en} {cite}. An open reconstruction; not an official index.",
            "fr": f"{recipe.title_fr} {cite}. Reconstruction ouverte; non un indice officiel.",
        },
    }
