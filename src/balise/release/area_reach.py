"""Tables of areas and offices: the nearest, access, and the people beyond reach."""

from balise.release.columns import Column, Table, count, number, share, text, whole
from balise.release.shared_columns import DGUID, REACH, REASON_CODES

__all__ = ["ACCESS", "BEYOND", "TRAVEL", "VULNERABLE", "ended"]

TRAVEL = ("estimated", "measured")


def ended(name: str, en: str, fr: str) -> tuple[Column, ...]:
    """Describe a count that may be a range, and its ends."""
    return (
        count(
            name,
            f"{en}, rounded to base 5; empty where they are a range",
            f"{fr}, nombre arrondi à la base 5; vide s'il s'agit d'une fourchette",
        ),
        count(
            f"{name}_low",
            f"{en}: lower bound of the interval (19 times out of 20); where they are a range, "
            f"the fewest there can be",
            f"{fr} : borne inférieure de l'intervalle (19 fois sur 20); si c'est une fourchette, "
            f"le plus petit nombre possible",
        ),
        count(
            f"{name}_high",
            f"{en}: upper bound of the interval (19 times out of 20); where they are a range, "
            f"the most there can be",
            f"{fr} : borne supérieure de l'intervalle (19 fois sur 20); si c'est une fourchette, "
            f"le plus grand nombre possible",
        ),
    )


VULNERABLE = (
    "people in vulnerable situations (aged 16 and over, expected score 50 or more)",
    "personnes en situation de vulnérabilité (16 ans et plus, score attendu de 50 ou plus)",
)

ACCESS = Table(
    "access",
    "Nearest offices and access of each area",
    "Bureaux les plus proches et accès de chaque région",
    (
        DGUID,
        text(
            "nearest",
            "office nearest to most of the people of the area",
            "bureau le plus proche pour le plus grand nombre de personnes de la région",
            nullable=True,
        ),
        share(
            "nearest_share",
            "share of the people it is nearest to",
            "part des personnes dont il est le plus proche",
        ),
        number(
            "nearest_km",
            "kilometres",
            "mean distance by road of people to their own nearest office",
            "distance moyenne par la route des personnes à leur propre bureau le plus proche",
            (0, None),
        ),
        number(
            "nearest_min",
            "minutes",
            "mean time of people to their own nearest office",
            "temps moyen des personnes vers leur propre bureau le plus proche",
            (0, None),
        ),
        text(
            "second",
            "office second nearest to most of the people",
            "deuxième bureau le plus proche pour le plus grand nombre de personnes",
            nullable=True,
        ),
        number(
            "second_km",
            "kilometres",
            "mean distance by road of people to their own second nearest office",
            "distance moyenne par la route des personnes à leur propre deuxième bureau",
            (0, None),
        ),
        number(
            "second_min",
            "minutes",
            "mean time of people to their own second nearest office",
            "temps moyen des personnes vers leur propre deuxième bureau",
            (0, None),
        ),
        count(
            "people_no_path",
            "people without any way to an office, rounded to base 5",
            "personnes sans aucun chemin vers un bureau, nombre arrondi à la base 5",
        ),
        number(
            "access",
            "capacity per 10,000 people",
            "access by enhanced two-step floating catchments: what offices can serve, shared "
            "among the people around them; one office counts as one where no capacity is known",
            "accès selon les zones de desserte flottantes améliorées en deux étapes : ce que les "
            "bureaux peuvent servir, partagé entre les personnes des environs; un bureau compte "
            "pour un si aucune capacité n'est connue",
            (0, None),
        ),
        text(
            "access_status",
            "whether capacity is known of every office, or assumed of some",
            "capacité connue de tous les bureaux, ou supposée pour certains",
            nullable=True,
            allowed=("measured", "assumed"),
        ),
        text(
            "travel",
            "how travel was measured",
            "mesure du déplacement",
            nullable=True,
            allowed=TRAVEL,
        ),
        text(
            "reason",
            "why nothing is published; empty where it is",
            "pourquoi rien n'est publié; vide sinon",
            nullable=True,
            allowed=REASON_CODES,
        ),
    ),
)

BEYOND = Table(
    "beyond",
    "People of each area who are beyond reach of every office",
    "Personnes de chaque région hors de portée de tout bureau",
    (
        DGUID,
        *REACH,
        count(
            "offices",
            "offices that reach somebody of the area",
            "bureaux à portée d'au moins une personne de la région",
            unit="offices",
        ),
        *ended(
            "people",
            "people beyond reach of every office, modelled",
            "personnes hors de portée de tout bureau, modélisées",
        ),
        share(
            "share",
            "share of the people of the area who are beyond reach",
            "part des personnes de la région qui sont hors de portée",
        ),
        *ended("vulnerable", f"{VULNERABLE[0]} beyond reach", f"{VULNERABLE[1]} hors de portée"),
        whole(
            "gap_rank",
            "rank among the areas of the level by people in vulnerable situations beyond reach, "
            "by the middle of the range where they are one; 1 has most",
            "rang parmi les régions du niveau selon les personnes en situation de vulnérabilité "
            "hors de portée, au milieu de la fourchette s'il y en a une; 1 en a le plus",
            nullable=True,
        ),
        count(
            "minority",
            "people of the official-language minority beyond reach of an office that serves in "
            "their language",
            "personnes de la minorité de langue officielle hors de portée d'un bureau qui sert "
            "dans leur langue",
        ),
        text(
            "minority_reason",
            "why the number before is not published",
            "pourquoi le nombre précédent n'est pas publié",
            nullable=True,
            allowed=REASON_CODES,
        ),
        text(
            "minority_table",
            "the table that would have to exist for it",
            "le tableau qui devrait exister pour le publier",
            nullable=True,
        ),
        text(
            "reason",
            "range, where people are a range; else why nothing is published",
            "range, si les personnes sont une fourchette; sinon pourquoi rien n'est publié",
            nullable=True,
            allowed=REASON_CODES,
        ),
    ),
)
