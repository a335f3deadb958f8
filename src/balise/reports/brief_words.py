"""The words of area briefs, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from balise.reports.words import LANGUAGES, say, term

__all__ = ["assumption_named", "grade_named", "told"]

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "brief": ("Area brief", "Fiche de région"),
        "title": ("{area}: {brief}, {release}", "{area} : {brief}, {release}"),
        "identifier": ("identifier {dguid}", "identificateur {dguid}"),
        "boundaries": ("boundaries of {year}", "limites de {year}"),
        "score_title": ("Score out of 100", "Score sur 100"),
        "relative_title": ("Compared with the province", "Par rapport à la province"),
        "interval_of": (
            "Interval {interval}, 19 times out of 20",
            "Intervalle de {interval}, 19 fois sur 20",
        ),
        "quality_of": ("Quality {grade}: {words}", "Qualité {grade} : {words}"),
        "points": ("points", "points"),
        "above": (
            "Above the province: the whole interval is above zero.",
            "Au-dessus de la province : tout l’intervalle est au-dessus de zéro.",
        ),
        "below": (
            "Below the province: the whole interval is below zero.",
            "Au-dessous de la province : tout l’intervalle est au-dessous de zéro.",
        ),
        "alike": (
            "Not told apart from the province: the interval holds zero.",
            "Ne se distingue pas de la province : l’intervalle contient zéro.",
        ),
        "no_score": ("No score", "Aucun score"),
        "no_relative": (
            "There is no comparison for this area.",
            "Il n’y a pas de comparaison pour cette région.",
        ),
        "see_above": (
            "Look at {area} instead: its score is {score}, interval {interval}.",
            "Voir plutôt {area} : son score est de {score}, intervalle de {interval}.",
        ),
        "facts": ("People", "Population"),
        "population": ("People of all ages, published", "Personnes de tous âges, chiffre publié"),
        "population_16plus": ("Aged 16 and over, modelled", "16 ans et plus, chiffre modélisé"),
        "people_high": (
            "With an expected score of 50 or more",
            "Ayant un score attendu de 50 ou plus",
        ),
        "rank": ("Rank among its level", "Rang à son niveau"),
        "ranks": (
            "{low} to {high} of {count} (1 is the highest score)",
            "{low} à {high} sur {count} (1 est le score le plus élevé)",
        ),
        "no_rank": ("not available at this level", "non disponible à ce niveau"),
        "dimensions": ("The three dimensions", "Les trois dimensions"),
        "dimension": ("Dimension", "Dimension"),
        "what": ("What it counts", "Ce qu’elle compte"),
        "here": ("Here", "Ici"),
        "interval": ("Interval", "Intervalle"),
        "province": ("Province", "Province"),
        "scale": (
            "Bars run from 0 to 100%: the band is the interval, the dot this area, the mark the "
            "province.",
            "Les barres vont de 0 à 100 % : la bande est l’intervalle, le point cette région, le "
            "trait la province.",
        ),
        "means_is": ("people hindered by a lack of access", "personnes freinées par l’accès"),
        "willingness_is": (
            "people who do not use government services online",
            "personnes qui n’utilisent pas les services gouvernementaux en ligne",
        ),
        "abilities_is": (
            "people without basic digital skills",
            "personnes sans compétences numériques de base",
        ),
        "drivers": (
            "Why this score: what sets the area apart from its province",
            "Pourquoi ce score : ce qui distingue la région de sa province",
        ),
        "factor": ("What", "Quoi"),
        "part": ("Points", "Points"),
        "chiefly": ("Chiefly", "Surtout"),
        "drivers_note": (
            "All parts add up to the difference from the province. They describe the model; they "
            "have no interval of their own, and are not causes.",
            "Toutes les parts s’additionnent pour donner l’écart avec la province. Elles décrivent "
            "le modèle; elles n’ont pas d’intervalle propre et ne sont pas des causes.",
        ),
        "map": ("Points above or below the province", "Points par rapport à la province"),
        "map_alt": (
            "Map of bubbles: {count} areas ({level}) coloured by their score compared with the "
            "province, sized by people. {place} The figures are in the tables of this brief and of "
            "the release.",
            "Carte à bulles : {count} régions ({level}) colorées selon leur score par rapport à la "
            "province, de taille proportionnelle à la population. {place} Les chiffres sont dans "
            "les tableaux de cette fiche et de la diffusion.",
        ),
        "map_here": ("{area} is ringed: {value}.", "{area} est encerclée : {value}."),
        "map_not_here": ("This area is not on the map.", "Cette région n’est pas sur la carte."),
        "map_none": ("no score", "aucun score"),
        "map_key": (
            "Size: people. Striped diamond: use with caution. Empty: no score, or too unreliable.",
            "Taille : population. Losange rayé : à utiliser avec prudence. Vide : aucun score, ou "
            "trop peu fiable.",
        ),
        "map_ring": ("Ringed: this area.", "Encerclée : cette région."),
        "no_map": (
            "There is no map: this release has no places in this area.",
            "Il n’y a pas de carte : cette diffusion n’a pas de lieux dans cette région.",
        ),
        "groups": ("Population groups", "Groupes de population"),
        "group": ("Group", "Groupe"),
        "people": ("People 16+", "16 ans et plus"),
        "share": ("Share", "Part"),
        "score": ("Score", "Score"),
        "quality": ("Quality", "Qualité"),
        "indicators": ("What the dimensions are made of", "Ce dont sont faites les dimensions"),
        "indicator": ("Indicator", "Indicateur"),
        "value": ("Value", "Valeur"),
        "error": ("Standard error, points", "Erreur type, points"),
        "origin": ("Origin", "Origine"),
        "measured": ("measured", "mesuré"),
        "modelled": ("modelled", "modélisé"),
        "assumed": ("assumed", "hypothèse"),
        "sensitivity": (
            "If an assumption changes: those that move the score most",
            "Si une hypothèse change : celles qui déplacent le plus le score",
        ),
        "assumption": ("Assumption", "Hypothèse"),
        "change": ("Change", "Variation"),
        "method": ("Method and how not to use this brief", "Méthode et usages à éviter"),
        "method_1": (
            "Scores describe usual residents aged 16 and over. Each is the mean, over the types of "
            "people who live in the area, of means, willingness and abilities; it is modelled from "
            "published tables, not measured in the area. Fixed anchors: scores of years and "
            "jurisdictions compare. Higher means more vulnerability.",
            "Les scores décrivent les résidents habituels âgés de 16 ans et plus. Chacun est la "
            "moyenne, sur les types de personnes qui vivent dans la région, des moyens, de la "
            "volonté et des capacités; il est modélisé à partir de tableaux publiés, et non mesuré "
            "dans la région. Les repères sont fixes : les scores d’années et d’administrations se "
            "comparent. Plus le score est élevé, plus la vulnérabilité est grande.",
        ),
        "method_2": (
            "Errors are shared between areas: two intervals that overlap do not say that two "
            "scores are alike. Do not rank areas by score alone, do not speak of a person from the "
            "score of an area, and do not decide on services from this figure alone. Quality A to "
            "F goes by half-width of the interval: under 1, 2, 3.5, 5, 8 points, or more; one "
            "grade lower for each missing margin.",
            "Les erreurs sont communes à plusieurs régions : deux intervalles qui se recoupent ne "
            "disent pas que deux scores sont semblables. Ne classez pas les régions d’après le "
            "seul score, ne parlez pas d’une personne d’après le score d’une région, et ne décidez "
            "pas de services d’après ce seul chiffre. La qualité A à F suit la demi-largeur de "
            "l’intervalle : moins de 1, 2, 3,5, 5, 8 points, ou plus; une cote de moins pour "
            "chaque marge manquante.",
        ),
        "sources": ("Sources", "Sources"),
        "seal": (
            "Release {name}, seal {seal}, Balise {version}",
            "Diffusion {name}, sceau {seal}, Balise {version}",
        ),
        "page": ("page {page} of {pages}", "page {page} de {pages}"),
        "A": ("excellent", "excellente"),
        "B": ("very good", "très bonne"),
        "C": ("good", "bonne"),
        "D": ("acceptable", "acceptable"),
        "E": ("use with caution", "à utiliser avec prudence"),
        "F": ("too uncertain to compare", "trop incertaine pour comparer"),
        "k": (
            "chance that a household without 50/10 Mbps is shut out",
            "probabilité qu’un ménage sans 50/10 Mbit/s soit exclu",
        ),
        "n": ("share of non-use that is no barrier", "part de non-utilisation sans obstacle"),
        "b": ("income slope, times the recipe’s", "pente du revenu, fois celle de la recette"),
        "weights": (
            "weights of means, willingness, abilities",
            "pondération des moyens, de la volonté, des capacités",
        ),
        "detour": ("detour factor", "facteur de détour"),
        "aggregation": ("aggregation", "agrégation"),
    }
)


def told(key: str, language: str, **values: object) -> str:
    """Say something in a language.

    Examples
    --------
    >>> told("ranks", "en", low="3", high="9", count="12")
    '3 to 9 of 12 (1 is the highest score)'
    """
    text = _WORDS[key][LANGUAGES.index(language)]
    text = text.replace(" : ", "\N{NO-BREAK SPACE}: ").replace(" %", "\N{NO-BREAK SPACE}%")
    return text.format(**values) if values else text


def grade_named(grade: object, language: str) -> str:
    """Say a grade with its words, a dash where there is none.

    Examples
    --------
    >>> grade_named("E", "en"), grade_named(None, "en")
    ('Quality E: use with caution', '–')
    """
    if not isinstance(grade, str):
        return "–"
    return told("quality_of", language, grade=grade, words=told(grade, language))


def assumption_named(code: str, language: str) -> str:
    """Name a changed assumption of the sensitivity table.

    Examples
    --------
    >>> assumption_named("k=0.5", "en")
    'chance that a household without 50/10 Mbps is shut out: 0.5'
    >>> assumption_named("aggregation=worst", "en")
    'aggregation: worst dimension'
    """
    kind, _, value = code.partition("=")
    if kind == "aggregation":
        value = say(value, language)
    elif language == "fr":
        value = value.replace(".", ",")
    name = told(kind, language) if kind in _WORDS else term(kind, language)
    colon = ":" if language == "en" else "\N{NO-BREAK SPACE}:"
    return f"{name}{colon} {value}"
