"""What the benchmarks say, in French: one table for both pages.

A sentence is looked up whole, then as a pattern whose holes are looked up in turn; numbers take
their French form. What is not there is given back as None, for `make bench` to name.
"""

import re
from functools import cache

__all__ = ["INTRODUCTIONS", "TITLES", "french"]

_SAME = {
    "",
    "Balise",
    "humanleague.ipf",
    "ipfn, numpy",
    "ipfn, pandas",
    "svy rake",
    "weightipy",
    "-",
    "canada-da",
    "new-brunswick",
    "new-brunswick-da",
}
"""What reads alike in both languages."""

TITLES = {
    "raking-small": ("Raking a small case", "Calage d’un petit cas"),
    "raking": ("Raking at real size", "Calage à taille réelle"),
    "raking-drawn": (
        "Raking types as a survey has them",
        "Calage de types tels qu’une enquête en a",
    ),
    "raking-cost": ("Cost against areas and types", "Coût selon les régions et les types"),
    "dual": ("Soft margins", "Marges souples"),
    "draws": ("Full draws", "Tirages complets"),
    "persons": ("Persons as rows", "Les personnes en lignes"),
    "builds": ("Builds", "Constructions"),
}
"""Titles of sections."""

INTRODUCTIONS = {
    "raking-small": (
        "3,000 types of people, 5 margins, one area after another on one thread. Every tool has "
        "a process of its own and is asked for the same error: at most a millionth of the "
        "people of an area. ipfn and svy, which measure it by category, are asked for the "
        "loosest measure that ensures it; humanleague and weightipy stop by a rule of their "
        "own, further on. weightipy takes no starting weights: it is given respondents, one row "
        "each. A cell update is one type, one margin, one pass, as a plain raking makes them; "
        "Balise goes over types twice a pass, whatever the number of margins. Processor time is "
        "what all threads worked; a busy machine bends it less. *Table apart* is the share of "
        "people whom a plain raking to 1e-12 puts into another type.",
        "3 000 types de personnes, 5 marges, une région après l’autre sur un fil d’exécution. "
        "Chaque outil a son propre processus et doit atteindre le même écart : au plus un "
        "millionième des personnes d’une région. À ipfn et svy, qui le mesurent par catégorie, "
        "on demande la mesure la plus lâche qui l’assure; humanleague et weightipy s’arrêtent "
        "selon leur propre règle, plus loin. weightipy n’accepte pas de poids de départ : on "
        "lui donne les répondants, une ligne chacun. Une mise à jour de case est un type, une "
        "marge, un passage, comme les fait un calage simple; Balise parcourt les types deux "
        "fois par passage, peu importe le nombre de marges. Le temps de processeur est ce que "
        "tous les fils ont travaillé; une machine occupée le fausse moins. L’*écart de la "
        "table* est la part des personnes qu’un calage simple, poussé à 1e-12, place dans un "
        "autre type.",
    ),
    "raking": (
        "20,000 types, 6 margins, 5,000 areas; the same error for all, as above. Balise rakes "
        "every area, again and again between peers, and the middle time counts. A peer rakes as "
        "many areas as it can in the time it is given, two minutes for the kernel of "
        "synthpopcan and some seconds for others; if these are not all areas its time for all "
        "is scaled, and says so. The kernel of synthpopcan is run alone and as its package runs "
        "it, areas shared among threads. Other peers work on one thread: for the threshold "
        "their time is halved, as if two processes shared the areas without loss. Balise keeps "
        "factors of the margins, peers give the weights of every type; its time with every such "
        "table made stands below.",
        "20 000 types, 6 marges, 5 000 régions; le même écart pour tous, comme ci-dessus. "
        "Balise cale toutes les régions, plusieurs fois entre les pairs, et le temps du milieu "
        "compte. Un pair cale autant de régions qu’il le peut dans le temps accordé, deux "
        "minutes pour le noyau de synthpopcan et quelques secondes pour les autres; si ce ne "
        "sont pas toutes les régions, son temps est extrapolé à toutes, et c’est dit. Le noyau "
        "de synthpopcan est exécuté seul, puis comme son module l’exécute, les régions "
        "réparties entre fils. Les autres pairs travaillent sur un fil : pour le seuil, leur "
        "temps est divisé par deux, comme si deux processus se partageaient les régions sans "
        "perte. Balise garde les facteurs des marges, les pairs donnent le poids de chaque "
        "type; son temps, toutes ces tables faites, figure plus bas.",
    ),
    "raking-drawn": (
        "20,000 types drawn from 215,040 combinations of 6 variables, as a survey meets them: "
        "no table of all combinations can be used. Otherwise as above, with half a minute for "
        "the kernel of synthpopcan; peers that need such a table are left out: humanleague and "
        "ipfn.",
        "20 000 types tirés de 215 040 combinaisons de 6 variables, comme une enquête les "
        "rencontre : aucun tableau de toutes les combinaisons ne peut servir. Pour le reste, "
        "comme ci-dessus, avec une demi-minute pour le noyau de synthpopcan; les pairs qui ont "
        "besoin d’un tel tableau sont omis : humanleague et ipfn.",
    ),
    "raking-cost": (
        "The same invented seed and areas, on two threads: 20,000 types for more and more "
        "areas, then 5,000 areas for more and more types. More types take more passes; the "
        "exponents are those of the time of one pass.",
        "La même population de départ et les mêmes régions inventées, sur deux fils : 20 000 "
        "types pour de plus en plus de régions, puis 5 000 régions pour de plus en plus de "
        "types. Plus de types demandent plus de passages; les exposants sont ceux du temps d’un "
        "passage.",
    ),
    "dual": (
        "The fit of means with their errors: one small problem for each area and draw.",
        "L’ajustement de moyennes munies de leur erreur : un petit problème par région et par "
        "tirage.",
    ),
    "draws": (
        "Draws of coefficients, benchmarks, margins fitted anew and area effects, beside the "
        "point fit of the same run.",
        "Tirages des coefficients, des repères de calage, des marges réajustées et des effets "
        "de région, à côté de l’ajustement ponctuel de la même exécution.",
    ),
    "persons": (
        "Synthetic persons written as rows, and what that adds to a build.",
        "Personnes synthétiques écrites en lignes, et ce que cela ajoute à une construction.",
    ),
    "builds": (
        "Each build is a process of its own, started cold, with two workers.",
        "Chaque construction est un processus à part, parti de zéro, avec deux travailleurs.",
    ),
}
"""What stands below each title, in both languages."""

_PHRASES = {
    # Heads of tables
    "measure": "mesure",
    "found": "constaté",
    "threshold": "seuil",
    "verdict": "verdict",
    "tool": "outil",
    "threads": "fils",
    "areas raked": "régions calées",
    "an area": "par région",
    "all areas": "toutes les régions",
    "passes": "passages",
    "cell updates": "mises à jour de cases",
    "largest margin error": "plus grand écart aux marges",
    "table apart": "écart de la table",
    "peak memory": "mémoire au plus",
    "processor time": "temps de processeur",
    "time, Balise = 1": "temps, Balise = 1",
    "areas": "régions",
    "types": "types",
    "time": "temps",
    # Verdicts
    "met": "atteint",
    "NOT MET": "NON ATTEINT",
    "none": "aucun",
    # Tools
    "Balise, one area a call": "Balise, une région par appel",
    "Balise, all areas in one call": "Balise, toutes les régions en un appel",
    "svy, compiled kernel": "noyau compilé de svy",
    "synthpopcan kernel": "noyau de synthpopcan",
    # Raking
    "answers agree, the worst of all tools": "accord des réponses, le pire de tous les outils",
    "largest margin error, every area": "plus grand écart aux marges, toutes régions",
    "every table of weights made as well": "toutes les tables de poids faites en plus",
    "copying memory, 2 threads": "copie de la mémoire, 2 fils",
    "the most that streaming weights through memory allows":
        "le plus que permet un noyau qui fait passer les poids par la mémoire",
    "cell updates of Balise": "mises à jour de cases de Balise",
    "1 thread": "1 fil",
    "2 threads": "2 fils",
    # Draws
    "its memory, all processes together": "sa mémoire, tous processus ensemble",
    "whole build / point fit": "construction entière / ajustement ponctuel",
    "time of full draws against areas: exponent":
        "temps des tirages complets selon les régions : exposant",
    "ended with an error; what it said is above": "terminé par une erreur",
    # Builds
    "left out: name the published files with DATA=DIR":
        "omis : nommer les fichiers publiés par DATA=DOSSIER",
}  # fmt: skip

_PATTERNS = (
    ("{}, {} cores, {} GB, {}, {}", "{}, {} cœurs, {} Go, {}, {}"),
    ("{}: left out", "{} : omis"),
    ("no module {}", "pas de module {}"),
    ("{} is not installed", "{} n’est pas installé"),
    ("not finished within {} s", "pas fini en {} s"),
    ("ended without an answer", "terminé sans réponse"),
    ("under {}", "moins de {}"),
    # Raking
    ("{} s, scaled", "{} s, extrapolé"),
    ("{} times", "{} fois"),
    ("{}: table apart", "{} : écart de la table"),
    ("faster than the fastest peer, {}, in two processes",
     "plus vite que le pair le plus rapide, {}, en deux processus"),
    ("faster than the fastest peer, {}, in processor time",
     "plus vite que le pair le plus rapide, {}, en temps de processeur"),
    ("faster than {} on {}, with tables", "plus vite que le {} sur {}, tables faites"),
    ("faster than {} on {}, in processor time",
     "plus vite que le {} sur {}, en temps de processeur"),
    ("faster than {} on {}", "plus vite que le {} sur {}"),
    ("{} G/s, {} times that", "{} G/s, {} fois cela"),
    ("processor time of a pass against {}, fitted exponent",
     "temps de processeur d’un passage selon les {}, exposant ajusté"),
    ("time of a pass against {}, fitted exponent",
     "temps d’un passage selon les {}, exposant ajusté"),
    # Soft margins
    ("people of {} areas fitted, {} rounds", "personnes de {} régions ajustées, {} rondes"),
    ("one cold pass over {} areas", "un passage à froid sur {} régions"),
    ("one warm pass over {} areas", "un passage à chaud sur {} régions"),
    ("steps of a cold problem, mean", "pas d’un problème à froid, en moyenne"),
    ("steps of a warm problem, mean", "pas d’un problème à chaud, en moyenne"),
    ("{} draws of {} areas, {} threads", "{} tirages de {} régions, {} fils"),
    ("{} draws of {} areas, {} thread", "{} tirages de {} régions, {} fil"),
    ("problems a second, {} threads", "problèmes par seconde, {} fils"),
    ("problems a second, {} thread", "problèmes par seconde, {} fil"),
    ("compositions a second, {} thread", "compositions par seconde, {} fil"),
    ("largest slope left", "plus grande pente restante"),
    ("bits that depend on threads", "bits qui dépendent des fils"),
    ("1 or more", "1 ou plus"),
    # Persons
    ("{}: persons written", "{} : personnes écrites"),
    ("{}: time beyond the build", "{} : temps au-delà de la construction"),
    ("{}: room on disk", "{} : place sur le disque"),
    ("{}: checks of persons not met", "{} : vérifications des personnes non atteintes"),
    # Draws
    ("{}: point fit of people and behaviour",
     "{} : ajustement ponctuel des personnes et des comportements"),
    ("full draws of {} areas, 1 process", "tirages complets de {} régions, 1 processus"),
    ("{} --full-draws, {} draws, {} workers: whole build",
     "{} --full-draws, {} tirages, {} travailleurs : construction entière"),
    ("at most {}", "au plus {}"),
    # Builds
    ("half-width by Hessian / by full draws: {} of {}",
     "demi-largeur par la hessienne / par tirages complets : {} de {}"),
    ("margin error alone by Hessian / by full draws: {} areas",
     "erreur des marges seule, par la hessienne / par tirages complets : {} régions"),
    ("median {}, by people {}, 5-95 % {} to {}",
     "médiane {}, selon les personnes {}, 5-95 % de {} à {}"),
    ("1 within {}", "1 à {} près"),
    ("{}: 1 and 2 workers", "{} : 1 et 2 travailleurs"),
    ("{} of {} Parquet files differ", "{} fichiers Parquet sur {} diffèrent"),
    ("{} of {} Parquet files differ {}", "{} fichiers Parquet sur {} diffèrent : {}"),
    ("{} against {}: province", "{} par rapport à {} : province"),
    ("{} against {}: {} CSDs of {}+ people",
     "{} par rapport à {} : {} subdivisions de {} personnes ou plus"),
    ("{} against {}: {}", "{} par rapport à {} : {}"),
    ("RMS by people {} points", "écart quadratique selon les personnes : {} points"),
    ("{}: time", "{} : temps"),
    ("{}: peak memory", "{} : mémoire au plus"),
    ("{}, {} people", "{}, {} personnes"),
    ("{} points", "{} points"),
    ("{} point", "{} point"),
)  # fmt: skip

_NUMBER = re.compile(r"[-+]?\d[\d,]*(\.\d+)?(e[-+]?\d+)?")
_UNITS = {"ms": "ms", "s": "s", "min": "min", "GB": "Go", "GB/s": "Go/s", "G/s": "G/s", "%": "%"}
_MEASURE = re.compile(rf"({_NUMBER.pattern})( ({'|'.join(map(re.escape, _UNITS))}))?")


def french(text: str) -> str | None:
    """Give a sentence in French; None where none is written.

    Examples
    --------
    >>> french("faster than synthpopcan kernel on 1 thread")
    'plus vite que le noyau de synthpopcan sur 1 fil'
    >>> french("12.5 GB"), french("a sentence of nobody")
    ('12,5 Go', None)
    """
    text = text.strip()
    if text in _SAME or text in TITLES:
        return text
    if text in _PHRASES:
        return _PHRASES[text]
    measure = _MEASURE.fullmatch(text)
    if measure:
        unit = measure.group(5)
        return _number(measure.group(1)) + (f" {_UNITS[unit]}" if unit else "")
    for pattern, words in _patterns():
        found = pattern.fullmatch(text)
        if found:
            holes = [french(hole) or hole for hole in found.groups()]
            return words.format(*holes)
    return None


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile("(.+?)".join(map(re.escape, english.split("{}")))), words)
        for english, words in _PATTERNS
    )


def _number(text: str) -> str:
    """Write a number as French does: 1,234.5 becomes 1 234,5."""
    return text.replace(",", " ").replace(".", ",")
