"""What sets an area apart from its province, in the words of both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from balise.reports.words import LANGUAGES

__all__ = ["factor_named", "rest_named", "told_part"]

_FACTORS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "age": ("Age", "Âge"),
        "education": ("Education", "Scolarité"),
        "income": ("Household income", "Revenu du ménage"),
        "area_type": ("Type of area and coverage", "Type de région et couverture"),
    }
)
_REST = (
    ("Combination", "Combinaison"),
    (
        "how these combine, and what the model adjusts in each area",
        "comment ces éléments se combinent, et ce que le modèle ajuste dans chaque région",
    ),
)
_ALIKE = ("about as in the province", "à peu près comme dans la province")
_COUNTS = (("more", "fewer"), ("plus", "moins"))
_PARTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "age": ("{count} people aged {label}", "{count} de personnes de {label}"),
        "education": (
            "{count} people whose level of education is: {label}",
            "{count} de personnes dont le niveau de scolarité est\N{NO-BREAK SPACE}: {label}",
        ),
        "income": ("{count} people in the {label}", "{count} de personnes dans le {label}"),
        "area_type": (
            "{count} people in places of type “{label}”",
            "{count} de personnes en milieu «\N{NO-BREAK SPACE}{label}\N{NO-BREAK SPACE}»",
        ),
    }
)


def factor_named(factor: str, language: str) -> str:
    """Name what a part of a difference is about.

    Examples
    --------
    >>> factor_named("income", "fr")
    'Revenu du ménage'
    """
    return _FACTORS[factor][LANGUAGES.index(language)]


def rest_named(language: str) -> tuple[str, str]:
    """Name what the other parts leave out, and say what it is.

    Examples
    --------
    >>> rest_named("en")[0]
    'Combination'
    """
    place = LANGUAGES.index(language)
    return _REST[0][place], _REST[1][place]


def told_part(factor: str, label: str, language: str, *, more: bool | None) -> str:
    """Say what a part chiefly comes from.

    Parameters
    ----------
    factor : str
        ``age``, ``education``, ``income`` or ``area_type``.
    label : str
        The category that counts most, in the language.
    language : str
        ``en`` or ``fr``.
    more : bool or None
        Whether there are more such people than in the province; None for a part
        that prints as zero.

    Examples
    --------
    >>> told_part("age", "75 and over", "en", more=True)
    'more people aged 75 and over'
    >>> told_part("income", "quartile inférieur", "fr", more=False)
    'moins de personnes dans le quartile inférieur'
    >>> told_part("income", "quartile inférieur", "fr", more=None)
    'à peu près comme dans la province'
    """
    place = LANGUAGES.index(language)
    if more is None:
        return _ALIKE[place]
    count = _COUNTS[place][0 if more else 1]
    return _PARTS[factor][place].format(count=count, label=label)
