"""Names of the terms of models, and of publishers, in both languages."""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

__all__ = ["publisher_names", "term_kinds"]

_KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "intercept": ("overall level", "niveau d'ensemble"),
        "age_19": ("youth", "jeunesse"),
        "age_55": ("middle age", "âge mûr"),
        "age_74": ("65 and over", "65 ans et plus"),
        "age_75plus": ("75 and over", "75 ans et plus"),
        "education_none": ("no diploma", "aucun diplôme"),
        "education_college": ("college", "collège"),
        "education_bachelor": ("bachelor's degree", "baccalauréat"),
        "quartile_1": ("lowest income quartile", "quartile inférieur du revenu"),
        "quartile_2": ("second income quartile", "deuxième quartile du revenu"),
        "quartile_4": ("highest income quartile", "quartile supérieur du revenu"),
        "rural": ("rural", "rural"),
        "large_metropolitan": ("large metropolitan", "grande région métropolitaine"),
        "income_age_19": ("income among youth", "revenu chez les jeunes"),
        "income_age_55": ("income in middle age", "revenu à l'âge mûr"),
        "income_age_74": ("income at 65 and over", "revenu à 65 ans et plus"),
        "region": ("region", "région"),
        "territories": ("territories", "territoires"),
        "region_age_19": ("region, youth", "région, jeunesse"),
        "region_age_55": ("region, middle age", "région, âge mûr"),
        "region_age_74": ("region, 65 and over", "région, 65 ans et plus"),
        "province": ("province", "province"),
        "province_age_74": ("province, 65 and over", "province, 65 ans et plus"),
        "no_diploma": ("skills without a diploma", "compétences sans diplôme"),
        "oldest": ("skills at 75 and over", "compétences à 75 ans et plus"),
        "anchor_total": ("error of the anchor of all", "erreur du repère de l'ensemble"),
        "anchor_65plus": (
            "error of the anchor at 65 and over",
            "erreur du repère à 65 ans et plus",
        ),
    }
)

_PUBLISHERS: Mapping[str, str] = MappingProxyType(
    {
        "Statistics Canada": "Statistique Canada",
        "Canadian Radio-television and Telecommunications Commission": (
            "Conseil de la radiodiffusion et des télécommunications canadiennes"
        ),
    }
)


def term_kinds(names: Iterable[str], language: str) -> list[str]:
    """Name the kinds of some terms, with how many groups of each there are.

    Examples
    --------
    >>> term_kinds(["rural", "region[quebec]", "region[ontario]"], "fr")
    ['rural', 'région (2)']
    """
    counts = Counter(name.split("[")[0] for name in dict.fromkeys(names))
    order = [*[kind for kind in _KINDS if kind in counts], *sorted(set(counts) - set(_KINDS))]
    told = []
    for kind in order:
        pair = _KINDS.get(kind)
        name = pair[1 if language == "fr" else 0] if pair else kind.replace("_", " ")
        told.append(name if counts[kind] == 1 else f"{name} ({counts[kind]})")
    return told


def publisher_names(publishers: Iterable[str], language: str) -> str:
    """Name each publisher once.

    Examples
    --------
    >>> publisher_names(["Statistics Canada", "Statistics Canada; Service Canada"], "fr")
    'Statistique Canada, Service Canada'
    """
    named = dict.fromkeys(
        part.strip() for each in publishers for part in each.split(";") if part.strip()
    )
    return ", ".join(_PUBLISHERS.get(name, name) if language == "fr" else name for name in named)
