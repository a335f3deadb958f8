"""What a scenario is, in plain words of both languages: for its pages and its decision note."""

from collections.abc import Mapping
from types import MappingProxyType

from balise.release import EVERYBODY, UNSCORED
from balise.reports.numerals import numeral, signed
from balise.reports.words import term

__all__ = [
    "asked_words",
    "between",
    "change_words",
    "code_words",
    "engine_words",
    "gap_words",
    "kind_words",
    "network_words",
    "reach_words",
    "share_words",
    "state_words",
]

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "site": (
            "Where to serve: sites chosen by calculation",
            "Où servir : points de service choisis par le calcul",
        ),
        "compare": (
            "Networks compared as they were given",
            "Réseaux comparés tels qu’ils ont été donnés",
        ),
        "pmedian": (
            "Sites were chosen so that people are as near as can be, on average.",
            "Les points de service ont été choisis pour que les personnes en soient le plus près "
            "possible, en moyenne.",
        ),
        "pcenter": (
            "Sites were chosen so that those who are furthest are as near as can be.",
            "Les points de service ont été choisis pour que les personnes les plus éloignées en "
            "soient le plus près possible.",
        ),
        "mclp": (
            "Sites were chosen so that as many people as can be are within reach.",
            "Les points de service ont été choisis pour que le plus de personnes possible soient à "
            "portée.",
        ),
        "lscp": (
            "The fewest sites were chosen that leave nobody beyond reach.",
            "Le plus petit nombre de points de service a été choisi qui ne laisse personne hors de "
            "portée.",
        ),
        "capacitated": (
            "Sites were chosen so that people are as near as can be, on average, and no site has "
            "more than it can serve.",
            "Les points de service ont été choisis pour que les personnes en soient le plus près "
            "possible, en moyenne, et qu’aucun n’en ait plus qu’il ne peut servir.",
        ),
        "gap_unknown": (
            "How far this is from the best there could be is not known.",
            "On ne sait pas à quelle distance cela se trouve du mieux possible.",
        ),
        "gap_none": (
            "This is proven: no other choice of sites does better.",
            "C’est prouvé : aucun autre choix de points de service ne fait mieux.",
        ),
        "gap_some": (
            "No other choice of sites can do better by more than {share}.",
            "Aucun autre choix de points de service ne peut faire mieux de plus de {share}.",
        ),
        "estimated": (
            "Travel is estimated: straight line times a detour factor, at an assumed speed. No "
            "road was followed.",
            "Les déplacements sont estimés : distance à vol d’oiseau multipliée par un facteur de "
            "détour, à une vitesse supposée. Aucune route n’a été suivie.",
        ),
        "roads": (
            "Travel is measured along the roads of a map.",
            "Les déplacements sont mesurés le long des routes d’une carte.",
        ),
        "osrm": (
            "Travel is measured along roads, by the OSRM engine.",
            "Les déplacements sont mesurés le long des routes, par le moteur OSRM.",
        ),
        "valhalla": (
            "Travel is measured along roads, by the Valhalla engine.",
            "Les déplacements sont mesurés le long des routes, par le moteur Valhalla.",
        ),
        "network": (
            "Travel is measured along a network.",
            "Les déplacements sont mesurés le long d’un réseau.",
        ),
        "km": ("within {number} km", "à {number} km ou moins"),
        "min": ("within {number} minutes", "à {number} minutes ou moins"),
        "kept": ("kept", "gardé"),
        "opened": ("opened", "ouvert"),
        "closed": ("closed", "fermé"),
        "moved": ("moved", "déplacé"),
        "kept_many": ("Kept", "Gardés"),
        "opened_many": ("Opened", "Ouverts"),
        "closed_many": ("Closed", "Fermés"),
        "moved_many": ("Moved", "Déplacés"),
        "more": ("more within reach", "de plus à portée"),
        "fewer": ("fewer within reach", "de moins à portée"),
        "same": ("no change", "aucun changement"),
        "either": ("could be either", "peut être l’un ou l’autre"),
        "today": ("today", "aujourd’hui"),
        "proposal": ("proposal", "proposition"),
        "to": ("{low} to {high}", "{low} à {high}"),
        EVERYBODY: ("everybody", "ensemble des personnes"),
        "1": (
            "fifth of the people whose areas are least vulnerable",
            "cinquième de la population des régions les moins vulnérables",
        ),
        "2": ("second fifth", "deuxième cinquième"),
        "3": ("third fifth", "troisième cinquième"),
        "4": ("fourth fifth", "quatrième cinquième"),
        "5": (
            "fifth of the people whose areas are most vulnerable",
            "cinquième de la population des régions les plus vulnérables",
        ),
        UNSCORED: ("areas without a score", "régions sans score"),
    }
)
_MARKS = {"kept": "●", "opened": "+", "closed": "×", "moved": "→"}
_PERCENT = {"en": "%", "fr": "\N{NO-BREAK SPACE}%"}
_CERTAIN = 5e-7
"""A gap below this is none: the solver's own tolerance."""


def _say(key: str, language: str, **values: str) -> str:
    text = _WORDS[key][0 if language == "en" else 1]
    return text.format(**values).replace(" :", "\N{NO-BREAK SPACE}:")


def kind_words(kind: str, language: str) -> str:
    """Say what kind of scenario it is."""
    return _say(kind, language)


def network_words(name: str, kind: str, language: str) -> str:
    """Name a network: those of a siting have names of ours, the others their own.

    Examples
    --------
    >>> network_words("proposal", "site", "fr"), network_words("proposal", "compare", "fr")
    ('proposition', 'proposal')
    """
    return _say(name, language) if kind == "site" and name in {"today", "proposal"} else name


def asked_words(model: object, language: str) -> str:
    """Say what sites were chosen for; empty where nothing was chosen.

    Examples
    --------
    >>> asked_words("lscp", "en")
    'The fewest sites were chosen that leave nobody beyond reach.'
    >>> asked_words(None, "en")
    ''
    """
    known = {"pmedian", "pcenter", "mclp", "lscp", "capacitated"}
    return _say(str(model), language) if model in known else ""


def gap_words(answer: Mapping[str, object], language: str) -> str:
    """Say how far from the best an answer can be; empty where nothing was chosen.

    Examples
    --------
    >>> gap_words({"gap": 0.0}, "en")
    'This is proven: no other choice of sites does better.'
    >>> gap_words({"gap": 0.004}, "en")
    'No other choice of sites can do better by more than 0.40%.'
    """
    if not answer:
        return ""
    gap = answer.get("gap")
    if not isinstance(gap, int | float):
        return _say("gap_unknown", language)
    if gap < _CERTAIN:
        return _say("gap_none", language)
    return _say("gap_some", language, share=share_words(gap, language, 2 if gap < 0.01 else 1))


def share_words(share: float, language: str, decimals: int = 1) -> str:
    """Write a share as a percentage."""
    return numeral(100 * share, language, decimals) + _PERCENT[language]


def engine_words(engine: Mapping[str, object], language: str) -> str:
    """Say how travel was measured, and whether it was estimated."""
    if engine.get("is_estimated"):
        return _say("estimated", language)
    name = str(engine.get("name"))
    return _say(name if name in {"roads", "osrm", "valhalla"} else "network", language)


def reach_words(label: str, language: str) -> str:
    """Say a reach.

    Examples
    --------
    >>> reach_words("50 km", "en"), reach_words("7.5 min", "fr")
    ('within 50 km', 'à 7,5 minutes ou moins')
    """
    number, _sep, unit = label.partition(" ")
    value = float(number)
    written = numeral(value, language, 0 if value.is_integer() else 1)
    return _say(unit, language, number=written)


def state_words(state: object, language: str) -> dict[str, str]:
    """Say what becomes of a site, with a mark that needs no colour."""
    code = str(state)
    several = _say(f"{code}_many", language)
    return {
        "code": code,
        "mark": _MARKS[code],
        "words": _say(code, language),
        "several": several,
    }


def between(low: object, high: object, language: str, *, sign: bool = False) -> str:
    """Write a count, or the range it lies in.

    Examples
    --------
    >>> between(1200, 1200, "en"), between(10, 5, "en"), between(-5, 10, "en", sign=True)
    ('1,200', '5 to 10', '−5 to +10')
    """

    def write(value: int) -> str:
        return signed(value, language, 0) if sign else numeral(value, language)

    if not (isinstance(low, int) and isinstance(high, int)):
        return "–"
    if low == high:
        return write(low)
    first, last = sorted((low, high))
    return _say("to", language, low=write(first), high=write(last))


def change_words(low: object, high: object, language: str) -> dict[str, str]:
    """Say whether people gain or lose, with a mark that needs no colour.

    Examples
    --------
    >>> change_words(-5, -5, "en")
    {'mark': '▼', 'words': 'fewer within reach'}
    """
    if not (isinstance(low, int) and isinstance(high, int)):
        return {"mark": "", "words": ""}
    if low == high == 0:
        return {"mark": "=", "words": _say("same", language)}
    if min(low, high) >= 0:
        return {"mark": "▲", "words": _say("more", language)}
    if max(low, high) <= 0:
        return {"mark": "▼", "words": _say("fewer", language)}
    return {"mark": "?", "words": _say("either", language)}


def code_words(dimension: str, code: str, language: str) -> str:
    """Say which people: everybody, a quintile, or a group."""
    return term(code, language) if dimension == "group" else _say(code, language)
