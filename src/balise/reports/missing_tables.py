"""Names of the tables that would have to exist, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["missing_table"]

_PROFILE = "Profil du recensement par aire de diffusion"

_FRENCH: Mapping[str, str] = MappingProxyType(
    {
        "Canadian Internet Use Survey, microdata: Internet use by immigrant status": (
            "Enquête canadienne sur l'utilisation de l'Internet, microdonnées\N{NO-BREAK SPACE}: "
            "utilisation d'Internet selon le statut d'immigrant"
        ),
        "Census Profile by dissemination area: period of immigration": (
            f"{_PROFILE}\N{NO-BREAK SPACE}: période d'immigration"
        ),
        "Census Profile by dissemination area: Indigenous identity": (
            f"{_PROFILE}\N{NO-BREAK SPACE}: identité autochtone"
        ),
        "Canadian Survey on Disability: by census subdivision": (
            "Enquête canadienne sur l'incapacité\N{NO-BREAK SPACE}: par subdivision de recensement"
        ),
        "Census Profile by dissemination area: first official language spoken": (
            f"{_PROFILE}\N{NO-BREAK SPACE}: première langue officielle parlée"
        ),
        "Census Profile by dissemination area: household size": (
            f"{_PROFILE}\N{NO-BREAK SPACE}: taille du ménage"
        ),
        "Index of remoteness, by census subdivision": (
            "Indice d'éloignement, par subdivision de recensement"
        ),
    }
)


def missing_table(name: str, language: str) -> str | None:
    """Name a table in a language; None if it is known in English only.

    Examples
    --------
    >>> missing_table("Index of remoteness, by census subdivision", "fr")
    "Indice d'éloignement, par subdivision de recensement"
    >>> missing_table("A table of one's own", "fr") is None
    True
    """
    return name if language == "en" else _FRENCH.get(name)
