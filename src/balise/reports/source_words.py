"""What records say of sources beside their titles: tables, years, licences, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["source_words"]

_FRENCH: Mapping[str, str] = MappingProxyType(
    {
        "named in each row": "nommé à chaque ligne",
        "office finder listing": "liste de l'outil de recherche de bureaux",
        "town names matched to census subdivisions": (
            "noms de villes appariés aux subdivisions de recensement"
        ),
        "economic region boundary file": "fichier des limites des régions économiques",
        "computed by Curbcut from the dissemination blocks of 2016": (
            "calculé par Curbcut à partir des îlots de diffusion de 2016"
        ),
        "Census Profile, 2021 Census": "Profil du recensement, Recensement de 2021",
        "Statistics Canada Open Licence": "Licence ouverte de Statistique Canada",
        "Open Government Licence - Canada": "Licence du gouvernement ouvert - Canada",
        "Public listing, terms not stated": "Liste publique, conditions non énoncées",
        "Canadian Radio-television and Telecommunications Commission": (
            "Conseil de la radiodiffusion et des télécommunications canadiennes"
        ),
        "2012 to 2023": "2012 à 2023",
        "2014 to 2024": "2014 à 2024",
    }
)


def source_words(text: str, language: str) -> str:
    """Say in a language what the record of a source states in English.

    What has no name in French stays as its publisher wrote it.

    Examples
    --------
    >>> source_words("98-26-0004; office finder listing", "fr")
    "98-26-0004; liste de l'outil de recherche de bureaux"
    """
    if language == "fr":
        for english, french in _FRENCH.items():
            text = text.replace(english, french)
    return text
