"""What a release says of itself: recipe, sources, versions, how far data went."""

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version

from balise import __version__
from balise.recipes.choices import Recipe
from balise.vocabulary import PROVINCES

__all__ = ["recipe_record"]

_PACKAGES = ("numpy", "polars", "scipy")

_LICENCE = {
    "en": (
        "Statistics Canada Open Licence; Open Government Licence - Canada. Adapted from the "
        "products listed in record.json; not endorsed by their publishers."
    ),
    "fr": (
        "Licence ouverte de Statistique Canada; Licence du gouvernement ouvert - Canada. Adapté "
        "des produits énumérés dans record.json; non approuvé par leurs éditeurs."
    ),
}

Fitted = Mapping[str, Mapping[str, tuple[float, float]]]


def recipe_record(
    recipe: Recipe,
    fingerprints: Sequence[Mapping[str, object]],
    data_fixed: Mapping[str, Mapping[str, int]],
    fitted: Fitted,
    streams: Mapping[str, int],
) -> dict[str, object]:
    """Write the record of a release, but for rows and digests.

    Parameters
    ----------
    recipe : Recipe
    fingerprints : sequence of mappings
        Sources, with their digests.
    data_fixed : mapping
        Model -> ``directions`` of its coefficients that the data fixed, of their ``total``.
    fitted : mapping
        Model -> term, its group in brackets -> (coefficient, standard error).
    streams : mapping of str to int
        Number of each random stream.
    """
    choices = recipe.to_dict()
    year = recipe.years
    cite_en = f"people {year.people}, behaviour {year.behaviour}, coverage {year.coverage}"
    cite_fr = (
        f"population {year.people}, comportements {year.behaviour}, couverture {year.coverage}"
    )
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
        "priors": _priors(recipe, fitted),
        "errata": [],
        "licence": _LICENCE,
        "citation": {
            "en": f"{recipe.title_en} ({cite_en}), Balise {__version__}. An open "
            "reconstruction; not an official index.",
            "fr": f"{recipe.title_fr} ({cite_fr}), Balise {__version__}. Reconstruction ouverte; "
            "ce n'est pas un indice officiel.",
        },
    }


def _priors(recipe: Recipe, fitted: Fitted) -> dict[str, dict[str, dict[str, object]]]:
    """Set every prior beside what the fit made of it."""
    answer: dict[str, dict[str, dict[str, object]]] = {}
    for model, terms in fitted.items():
        answer[model] = {}
        for term, (value, error) in terms.items():
            kind = term.split("[")[0]
            prior = recipe.priors[model].get(kind)
            centre = _centre(recipe, fitted, (model, term, kind))
            spread = recipe.effects[model].province if prior is None else prior.sd
            answer[model][term] = {
                "mean": centre,
                "sd": spread,
                "source": "recipe, effects" if prior is None else prior.source_en,
                "source_fr": "recette, effets" if prior is None else prior.source_fr,
                "value": round(value, 4),
                "se": round(error, 4),
            }
    answer["basic_skills"] = {
        name: {
            "mean": each.mean,
            "sd": each.sd,
            "source": each.source_en,
            "source_fr": each.source_fr,
            "declared": True,
        }
        for name, each in recipe.skills.items()
    }
    return answer


def _centre(recipe: Recipe, fitted: Fitted, where: tuple[str, str, str]) -> float:
    """Mean of a prior; a province's follows what sets it apart in Internet use."""
    model, term, kind = where
    if kind != "province":
        return recipe.priors[model][kind].mean
    if model == "internet_use":
        return 0.0
    use = fitted["internet_use"]
    here = next(each for each in PROVINCES if term == f"province[{each.abbreviation}]")
    peers = [each for each in PROVINCES if each.region == here.region]
    mean = sum(use[f"province[{each.abbreviation}]"][0] for each in peers) / len(peers)
    return round(use[term][0] - mean, 4)
