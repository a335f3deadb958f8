"""The words of reports on results, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from balise.reports.result_notes import NOTES
from balise.reports.words import LANGUAGES

__all__ = ["HEADINGS", "levels_named", "stated"]

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **NOTES,
        "report": ("Report on results", "Rapport sur les résultats"),
        "title": ("{report}: {release}", "{report} : {release}"),
        "page": ("page {page} of {pages}", "page {page} de {pages}"),
        "contents": ("Contents", "Table des matières"),
        "brief": ("In brief", "En bref"),
        "who": (
            "Who struggles with online services",
            "Qui éprouve des difficultés avec les services en ligne",
        ),
        "where": ("Where", "Où"),
        "reach": ("People out of reach of offices", "Personnes hors de portée des bureaux"),
        "doubt": (
            "What is uncertain, and what data would help",
            "Ce qui est incertain, et les données qui aideraient",
        ),
        "moves": ("What moved since {old}", "Ce qui a bougé depuis {old}"),
        "pipeline": ("Pilots under way", "Projets pilotes en cours"),
        "checks": (
            "Checks against published figures",
            "Vérifications par rapport à des chiffres publiés",
        ),
        "use": ("How these numbers may be used", "Usages permis de ces chiffres"),
        "annex": ("Annex: method and sources", "Annexe : méthode et sources"),
        "area": ("Area", "Région"),
        "group": ("Group", "Groupe"),
        "dimension": ("Dimension", "Dimension"),
        "what": ("What it counts", "Ce qu’elle compte"),
        "score": ("Score", "Score"),
        "interval": ("Interval", "Intervalle"),
        "quality": ("Quality", "Qualité"),
        "people": ("People 16+", "16 ans et plus"),
        "share": ("Share", "Part"),
        "high": ("Score of 50 or more", "Score de 50 ou plus"),
        "compared": ("Compared with the province", "Par rapport à la province"),
        "ranks": ("Ranks", "Rangs"),
        "groups_left": ("Groups not published", "Groupes non publiés"),
        "why": ("Why", "Pourquoi"),
        "distance": ("By road", "Par la route"),
        "within": ("Within reach", "À portée"),
        "beyond": ("Out of reach", "Hors de portée"),
        "beyond_share": ("Share out of reach", "Part hors de portée"),
        "beyond_range": (
            "Between (out of reach)",
            "Entre (hors de portée)",
        ),
        "km": ("{km} km", "{km} km"),
        "min": ("{min} minutes", "{min} minutes"),
        "highest": (
            "Highest compared with the province: {levels}",
            "Les plus élevées par rapport à la province : {levels}",
        ),
        "highest_score": ("Highest scores: {levels}", "Scores les plus élevés : {levels}"),
        "most": (
            "Where most people with a score of 50 or more live: {levels}",
            "Là où vivent le plus de personnes ayant un score de 50 ou plus : {levels}",
        ),
        "middle": ("All areas: {levels}", "Toutes les régions : {levels}"),
        "level": ("Level", "Niveau"),
        "grades": (
            "Areas by quality: of the score for provinces, else of the comparison with the "
            "province",
            "Régions par qualité : du score pour les provinces, sinon de la comparaison avec la "
            "province",
        ),
        "unscored": ("No score", "Sans score"),
        "assumption": ("Assumption", "Hypothèse"),
        "change": ("Change", "Variation"),
        "sensitivity": ("If an assumption changes: {area}", "Si une hypothèse change : {area}"),
        "helpful": ("Tables that would help", "Tableaux qui aideraient"),
        "helps": ("Groups it would make possible", "Groupes qu’il rendrait possibles"),
        "check": ("Figures", "Chiffres"),
        "met": ("Held", "Tenues"),
        "not_met": ("Not held", "Non tenues"),
        "printed": ("No limit set", "Sans seuil fixé"),
        "fit": ("used in the fit", "utilisés dans l’ajustement"),
        "held_out": ("held out of the fit", "laissés de côté à l’ajustement"),
        "method_use": ("tests of the method", "essais de la méthode"),
        "failed": ("Checks not held", "Vérifications non tenues"),
        "published": ("Published", "Publié"),
        "rebuilt": ("Rebuilt here", "Reconstruit ici"),
        "old": ("Before", "Avant"),
        "new": ("Now", "Maintenant"),
        "move": ("Move", "Variation"),
        "move_people": ("From people", "De la population"),
        "move_behaviour": ("From behaviour", "Des comportements"),
        "rounding": ("Rounding", "Arrondi"),
        "changed": ("What was stated differently", "Ce qui a été énoncé autrement"),
        "nothing_changed": (
            "Recipe, sources and versions are the same.",
            "La recette, les sources et les versions sont les mêmes.",
        ),
        "state": ("State", "État"),
        "host": ("Host", "Hôte"),
        "sponsor": ("Sponsor", "Parrain"),
        "decision": ("Decision", "Décision"),
        "conditions": ("Conditions", "Conditions"),
        "requested": ("Amount requested", "Montant demandé"),
        "granted": ("Amount granted", "Montant accordé"),
        "milestone": ("Next milestone", "Prochain jalon"),
        "result": ("Result", "Résultat"),
        "unstated": ("not stated", "non précisé"),
        "no_result": ("no result yet", "aucun résultat encore"),
        "may": ("They may", "On peut"),
        "may_not": ("They may not", "On ne peut pas"),
        "source": ("Source", "Source"),
        "publisher": ("Publisher", "Éditeur"),
        "table": ("Table", "Tableau"),
        "period": ("Period", "Période"),
        "licence": ("Licence", "Licence"),
        "cite": ("How to cite", "Comment citer"),
        "errata": ("Errata", "Errata"),
        "figure": ("Figure", "Figure"),
        "why_changed": ("Kind", "Nature"),
        "what_changed": ("What", "Quoi"),
        "more_changes": (
            "Further differences are told by 'balise release diff'.",
            "Les autres différences : « balise release diff ».",
        ),
    }
)

HEADINGS = (
    *("page", "contents", "brief", "who", "where", "reach", "doubt", "pipeline", "checks", "use"),
    *(
        "annex",
        "area",
        "group",
        "dimension",
        "what",
        "score",
        "interval",
        "quality",
        "people",
        "share",
        "high",
    ),
    *("compared", "ranks", "groups_left", "why", "distance", "within", "beyond"),
    *("beyond_share", "beyond_range", "level", "grades", "unscored", "assumption", "change"),
    *("helpful", "helps", "check", "met", "not_met", "printed", "failed", "published", "rebuilt"),
    *("old", "new", "move", "move_people", "move_behaviour", "rounding", "changed", "may"),
    *("may_not", "source", "publisher", "table", "period", "licence", "cite", "errata"),
    *("figure", "why_changed", "what_changed", "more_changes"),
    *("map_key", "ranks_note", "high_note", "chart_key", "grades_note", "fixed_note"),
    *("checks_note", "moves_note", "pipeline_note", "method_1", "method_3", "travel"),
)
"""Words of the page that hold no number."""

_LEVELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "pr": ("provinces and territories", "provinces et territoires"),
        "er": ("economic regions", "régions économiques"),
        "cd": ("census divisions", "divisions de recensement"),
        "csd": ("census subdivisions", "subdivisions de recensement"),
        "ada": ("aggregate dissemination areas", "aires de diffusion agrégées"),
        "da": ("dissemination areas", "aires de diffusion"),
        "region": ("service regions", "régions de service"),
    }
)


def levels_named(level: str, language: str) -> str:
    """Name the areas of a level.

    Examples
    --------
    >>> levels_named("csd", "fr")
    'subdivisions de recensement'
    """
    pair = _LEVELS.get(level)
    return pair[LANGUAGES.index(language)] if pair else level


def stated(key: str, language: str, **values: object) -> str:
    """Say something in a language.

    Examples
    --------
    >>> stated("km", "en", km="50")
    '50 km'
    """
    text = _WORDS[key][LANGUAGES.index(language)]
    for mark in (":", "%", "»", "$"):
        text = text.replace(f" {mark}", f"\N{NO-BREAK SPACE}{mark}")
    text = text.replace("« ", "«\N{NO-BREAK SPACE}")
    return text.format(**values) if values else text
