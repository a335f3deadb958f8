"""The words of reports, in both languages: the same as docs/glossary.md."""

from collections.abc import Mapping
from types import MappingProxyType

from balise.vocabulary import (
    AREA_TYPES,
    DIMENSIONS,
    INDICATORS,
    LEVELS,
    PROVINCES,
    REASONS,
    BaliseError,
)

__all__ = ["LANGUAGES", "WORDS", "name_of", "refuse_language", "say", "term"]

LANGUAGES = ("en", "fr")

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "index": ("E-Vulnerability Index (EVI)", "Indice de vulnérabilité électronique (IVE)"),
        "higher": (
            "Higher means more vulnerability.",
            "Plus le score est élevé, plus la vulnérabilité est grande.",
        ),
        "scores": (
            "Scores out of 100 of people aged 16 and over; intervals hold 19 times out of 20.",
            "Scores sur 100 des personnes de 16 ans et plus; intervalles valables 19 fois sur 20.",
        ),
        "modelled": (
            "Modelled from published tables; not a score of Employment and Social Development "
            "Canada.",
            "Modélisé à partir de tableaux publiés; n'est pas un score d'Emploi et Développement "
            "social Canada.",
        ),
        "years": ("Years", "Années"),
        "year_people": ("people", "population"),
        "year_behaviour": ("behaviour", "comportements"),
        "year_coverage": ("coverage", "couverture"),
        "mixed_years": (
            "These years differ: a score describes none of them alone.",
            "Ces années diffèrent : un score n'en décrit aucune à elle seule.",
        ),
        "overall": ("As a whole", "Dans l'ensemble"),
        "highest": (
            "Highest compared with the province",
            "Les plus élevés par rapport à la province",
        ),
        "lowest": (
            "Lowest compared with the province",
            "Les plus faibles par rapport à la province",
        ),
        "listed": (
            "All areas, from highest to lowest compared with the province",
            "Toutes les régions, de la plus élevée à la plus faible par rapport à la province",
        ),
        "highest_score": ("Highest scores", "Scores les plus élevés"),
        "lowest_score": ("Lowest scores", "Scores les plus faibles"),
        "listed_score": (
            "All areas, from highest to lowest score",
            "Toutes les régions, du score le plus élevé au plus faible",
        ),
        "area": ("area", "région"),
        "group": ("group", "groupe"),
        "compared": ("compared", "écart"),
        "interval": ("interval", "intervalle"),
        "score": ("score", "score"),
        "quality": ("quality", "qualité"),
        "relative_quality": ("relative quality", "qualité relative"),
        "people": ("people", "personnes"),
        "people_16plus": ("people 16+", "16 ans et plus"),
        "share": ("share", "part"),
        "published_areas": ("areas", "régions"),
        "ranked": (
            "Ranked: {ranked} of {all} areas; without a score: {unpublished}; too unreliable to be "
            "ranked: {unreliable}.",
            "Classées : {ranked} régions sur {all}; sans score : {unpublished}; trop peu fiables "
            "pour être classées : {unreliable}.",
        ),
        "assumed_left_out": (
            "Not ranked: {count} areas whose score rests on an assumption, for no survey goes "
            "there.",
            "Non classées : {count} régions dont le score repose sur une hypothèse, car aucune "
            "enquête n'y va.",
        ),
        "levels": ("Areas by level", "Régions par niveau"),
        "with_score": ("with a score", "avec un score"),
        "groups": ("Groups", "Groupes"),
        "groups_missing": (
            "Not published for want of a table: {names}.",
            "Non publiés, faute de tableau : {names}.",
        ),
        "catchments": (
            "Within reach of at least one office",
            "À portée d'au moins un bureau",
        ),
        "within": ("within {km} km by road", "à {km} km ou moins par la route"),
        "within_min": ("within {min} minutes by road", "à {min} minutes ou moins par la route"),
        "range": ("{low} to {high}", "de {low} à {high}"),
        "ranges": (
            "Two numbers are a range: the people surely and possibly inside. Where offices stand "
            "and where people live is not known well enough for one number so near.",
            "Deux nombres forment une fourchette : les personnes sûrement et peut-être à portée. "
            "La position des bureaux et des personnes n'est pas assez bien connue pour donner un "
            "seul nombre à si courte distance.",
        ),
        "estimated": (
            "Travel is estimated: straight line times a detour factor.",
            "Déplacements estimés : distance à vol d'oiseau multipliée par un facteur de détour.",
        ),
        "fixed": (
            "What the data fixed, what priors did",
            "Ce que les données ont fixé, ce que les lois a priori ont fait",
        ),
        "model": ("model", "modèle"),
        "directions": (
            "what data fixed (of N directions)",
            "ce que les données ont fixé (sur N directions)",
        ),
        "priors_stated": ("terms with a prior", "termes avec loi a priori"),
        "prior_led": ("terms where the prior weighs more", "termes où elle l'emporte"),
        "prior_list": (
            "Terms where the prior weighs more than the data: {names}.",
            "Termes où la loi a priori l'emporte sur les données : {names}.",
        ),
        "prior_sources": ("Priors come from: {names}.", "Origine des lois a priori : {names}."),
        "of": ("of", "sur"),
        "validation": (
            "Checks against published figures",
            "Vérifications par rapport à des chiffres publiés",
        ),
        "met": ("met", "atteintes"),
        "not_met": ("not met", "non atteintes"),
        "printed": ("printed for information", "affichées à titre indicatif"),
        "warnings": ("Warnings", "Avertissements"),
        "not_met_warning": (
            "Checks against published figures that are not met: {count}; see "
            "'balise release check'.",
            "Vérifications par rapport à des chiffres publiés non atteintes : {count}; voir "
            "« balise release check ».",
        ),
        "assumed_warning": (
            "Areas that rest on an assumption, where no survey reaches: {count}.",
            "Régions qui reposent sur une hypothèse, là où aucune enquête ne va : {count}.",
        ),
        "caution_warning": (
            "Ranked areas of quality E, to use with caution: {count}.",
            "Régions classées de qualité E, à utiliser avec prudence : {count}.",
        ),
        "errata_warning": ("Erratum: {text}", "Erratum : {text}"),
        "sensitivity": ("If an assumption changes", "Si une hypothèse change"),
        "assumption": ("assumption", "hypothèse"),
        "change": ("change", "variation"),
        "aggregation": ("aggregation", "agrégation"),
        "mean": ("mean", "moyenne"),
        "geometric": ("geometric mean", "moyenne géométrique"),
        "power": ("power mean", "moyenne de puissance"),
        "worst": ("worst dimension", "pire dimension"),
        "any_barrier": ("any barrier", "au moins un obstacle"),
        "weights": ("weights", "pondération"),
        "assumption_k": ("k, slow connection shuts out", "k, une connexion lente exclut"),
        "assumption_n": ("n, non-use that is no barrier", "n, non-utilisation sans obstacle"),
        "assumption_b": ("b, slope of income", "b, pente du revenu"),
        "detour": ("detour", "détour"),
        "speed_kmh": ("speed, km/h", "vitesse, km/h"),
        "licence": ("Licence", "Licence"),
        "cite": ("How to cite", "Comment citer"),
        "version": ("Version", "Version"),
        "scored_in_both": (
            "{both} areas are scored in both; {moved} below the provinces moved.",
            "{both} régions ont un score dans les deux; {moved} sous la province ont bougé.",
        ),
        "move_explained": (
            "A move is that of people (shares of types of person), plus that of behaviour (scores "
            "of types), plus what the rounding of published figures leaves, in points.",
            "Une variation est celle de la population (parts des types de personnes), plus celle "
            "des comportements (scores des types), plus ce que laisse l'arrondi des chiffres "
            "publiés, en points.",
        ),
        "old": ("old", "ancien"),
        "new": ("new", "nouveau"),
        "move": ("move", "variation"),
        "move_people": ("people", "population"),
        "move_behaviour": ("behaviour", "comport."),
        "rounding": ("rounding", "arrondi"),
        "only_old": (
            "Areas in the old release only: {count}",
            "Régions dans l'ancienne diffusion seulement : {count}",
        ),
        "only_new": (
            "Areas in the new release only: {count}",
            "Régions dans la nouvelle diffusion seulement : {count}",
        ),
        "unscored": (
            "Areas without a score in one or both: {count}",
            "Régions sans score dans l'une ou dans les deux : {count}",
        ),
        "changed_recipe": ("recipe", "recette"),
        "changed_source": ("source", "source"),
        "changed_version": ("version", "version"),
        "none": ("none", "aucun"),
        "union": ("all offices", "tous les bureaux"),
        "map_title": (
            "Compared with the province, by {level}",
            "Par rapport à la province, par {level}",
        ),
        "map_colour": (
            "points above or below the province",
            "points au-dessus ou au-dessous de la province",
        ),
        "caution": ("use with caution (quality E)", "à utiliser avec prudence (qualité E)"),
        "unpublished": (
            "no score, or too unreliable",
            "aucun score, ou trop peu fiable",
        ),
        "source": ("Source:", "Source\N{NO-BREAK SPACE}:"),
        "modelled_short": ("modelled, not measured", "modélisé, non mesuré"),
        "too_large": (
            "Too large for a sheet, found as CSV and Parquet in the release: {names}.",
            "Trop grands pour une feuille, en CSV et Parquet dans la publication : {names}.",
        ),
        "seniors": ("seniors (65 and over)", "personnes aînées (65 ans et plus)"),
        "youth": ("youth (16 to 24)", "jeunes (16 à 24 ans)"),
        "low_income": ("lowest income quartile", "quartile inférieur du revenu"),
        "lowest_income_quartile": ("lowest income quartile", "quartile inférieur du revenu"),
        "no_diploma": ("no diploma", "sans diplôme"),
        "rural": ("rural", "population rurale"),
        "immigrants": ("immigrants", "personnes immigrantes"),
        "newcomers": ("newcomers", "nouveaux arrivants"),
        "recent_immigrants": ("newcomers", "nouveaux arrivants"),
        "indigenous": ("Indigenous people", "Autochtones"),
        "indigenous_people": ("Indigenous people", "Autochtones"),
        "disabilities": ("people with disabilities", "personnes handicapées"),
        "people_with_disabilities": ("people with disabilities", "personnes handicapées"),
        "official_language_minority": (
            "official-language minority",
            "minorité de langue officielle",
        ),
        "living_alone": ("people living alone", "personnes vivant seules"),
        "remote": ("remote", "population éloignée"),
        "skills": ("basic digital skills", "compétences numériques de base"),
        "smartphone": ("smartphone", "téléphone intelligent"),
    }
)

_TERMS = {
    each.code: (each.en, each.fr)
    for terms in (AREA_TYPES, DIMENSIONS, INDICATORS, LEVELS, REASONS, PROVINCES)
    for each in terms
}


def refuse_language(language: str) -> None:
    """Refuse a language that reports are not written in."""
    if language not in LANGUAGES:
        raise BaliseError(
            f"Reports are not written in {language!r}. Expected 'en' or 'fr'. "
            "Choose one of the two."
        )


def say(key: str, language: str, **values: object) -> str:
    """Say something in a language.

    Examples
    --------
    >>> say("within", "fr", km="25")
    'à 25 km ou moins par la route'
    """
    text = WORDS[key][LANGUAGES.index(language)]
    return text.format(**values) if values else text


def term(code: str, language: str) -> str:
    """Name a code of the vocabulary or of a recipe; an unknown one is spelled out.

    Examples
    --------
    >>> term("csd", "fr"), term("13", "en"), term("my_group", "en")
    ('subdivision de recensement', 'New Brunswick', 'my group')
    """
    pair = WORDS.get(code) or _TERMS.get(code)
    return pair[LANGUAGES.index(language)] if pair else code.replace("_", " ")


def name_of(row: Mapping[str, object], language: str) -> str:
    """Name an area or office: in the language, else in the other, else by its code.

    Examples
    --------
    >>> name_of({"name_en": "Coast", "name_fr": None, "code": "1301"}, "fr")
    'Coast'
    """
    first, second = ("name_fr", "name_en") if language == "fr" else ("name_en", "name_fr")
    for key in (first, second, "code", "dguid"):
        if row.get(key):
            return str(row[key])
    return ""
