"""Columns that several tables share: identifier, measures, quality, reason, reach."""

from balise.release.columns import Column, measures, number, text
from balise.vocabulary import AGES, EDUCATIONS, PROVINCES, QUARTILES, REASONS

__all__ = [
    "CLASSES",
    "DGUID",
    "GRADES",
    "MEASURES",
    "PROVINCE_CODES",
    "QUALITY",
    "REACH",
    "REASON",
    "REASON_CODES",
]

GRADES = ("A", "B", "C", "D", "E", "F")
PROVINCE_CODES = tuple(each.code for each in PROVINCES)
REASON_CODES = tuple(each.code for each in REASONS)

CLASSES: tuple[Column, ...] = (
    text("age", "age band", "groupe d'âge", allowed=tuple(each.code for each in AGES)),
    text(
        "education",
        "highest diploma",
        "plus haut diplôme",
        allowed=tuple(each.code for each in EDUCATIONS),
    ),
    text(
        "quartile",
        "household income quartile",
        "quartile de revenu du ménage",
        allowed=tuple(each.code for each in QUARTILES),
    ),
)
"""What a type of person says of age, education and household income."""

DGUID: Column = text(
    "dguid",
    "dissemination geography unique identifier of the area, vintage included",
    "identificateur unique de géographie de diffusion de la région, année de référence "
    "géographique comprise",
    key=True,
)
QUALITY: Column = text(
    "quality",
    "quality of the score, by half-width of its interval in points: A under 1, B under 2, "
    "C under 3.5, D under 5, E under 8 (use with caution), F 8 or more; one grade lower for "
    "each missing margin",
    "qualité du score, selon la demi-largeur de son intervalle en points : A moins de 1, B moins "
    "de 2, C moins de 3,5, D moins de 5, E moins de 8 (à utiliser avec prudence), F 8 ou plus; une "
    "cote de moins pour chaque marge manquante",
    nullable=True,
    allowed=GRADES,
)
REASON: Column = text(
    "reason",
    "why the score is not published; empty where it is",
    "pourquoi le score n'est pas publié; vide s'il l'est",
    nullable=True,
    allowed=REASON_CODES,
)
MEASURES: tuple[Column, ...] = (
    *measures(
        "evi",
        "points",
        "E-Vulnerability Index, mean over people aged 16 and over; higher means more vulnerability",
        "indice de vulnérabilité électronique, moyenne des personnes de 16 ans et plus; plus le "
        "score est élevé, plus la vulnérabilité est grande",
        (0, 100),
    ),
    *measures(
        "means",
        "share",
        "means: share of people hindered by a lack of access",
        "moyens : part des personnes freinées par un manque d'accès",
        (0, 1),
    ),
    *measures(
        "willingness",
        "share",
        "willingness: share of people who do not use government services online",
        "volonté : part des personnes qui n'utilisent pas les services gouvernementaux en ligne",
        (0, 1),
    ),
    *measures(
        "abilities",
        "share",
        "abilities: share of people without basic digital skills",
        "capacités : part des personnes sans compétences numériques de base",
        (0, 1),
    ),
)

REACH: tuple[Column, ...] = (
    text(
        "reach",
        "how far, by road: a distance (25km) or a time (30min)",
        "jusqu'où, par la route : une distance (25km) ou un temps (30min)",
        key=True,
    ),
    number(
        "reach_km",
        "kilometres",
        "reach by road; empty where reach is a time",
        "portée par la route; vide si la portée est un temps",
        (0, None),
    ),
    number(
        "reach_min",
        "minutes",
        "reach by time; empty where reach is a distance",
        "portée en temps; vide si la portée est une distance",
        (0, None),
    ),
)
