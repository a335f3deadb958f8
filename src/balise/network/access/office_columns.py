"""The columns of a table of offices, by the names they go by in either language."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from balise.vocabulary import NetworkError, sample

__all__ = ["LANGUAGES", "find_columns", "has_doubtful_comma", "plain", "read_number"]

_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "service_point": (
        "service_point", "id", "identifier", "identifiant", "identificateur", "point",
        "point_de_service", "code",
    ),
    "name_fr": ("name_fr", "nom_fr", "nom_francais", "french_name"),
    "name_en": (
        "name_en", "nom_en", "english_name", "name", "nom", "office", "bureau", "office_name",
    ),
    "kind": ("kind", "type", "genre", "center_type", "type_de_bureau", "categorie", "category"),
    "lon": ("lon", "lng", "long", "longitude", "x"),
    "lat": ("lat", "latitude", "y"),
    "place": ("place", "lieu", "town", "ville", "city", "municipality", "municipalite", "localite"),
    "place_code": ("csduid", "place_code", "code_de_lieu", "sdruid", "code_sdr", "town_code"),
    "province": ("province", "pruid", "region", "code_province"),
    "position": ("position", "precision", "location_quality", "qualite_de_position"),
    "position_error_km": ("position_error_km", "erreur_km", "erreur_de_position_km", "error_km"),
    "hours_week": ("hours_week", "hours", "heures_semaine", "heures", "weekly_hours"),
    "languages": ("languages", "langues", "language", "langue", "center_lang"),
    "services": ("services", "service"),
    "capacity": ("capacity", "capacite"),
    "cost_year": ("cost_year", "cost", "cout_annuel", "cout", "annual_cost"),
}  # fmt: skip

LANGUAGES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("en", "english", "anglais", "e", "a"), "en"),
    **dict.fromkeys(("fr", "french", "francais", "f"), "fr"),
    **dict.fromkeys(
        (
            "both", "bilingual", "bilingue", "en_fr", "fr_en", "english_and_french",
            "anglais_et_francais", "francais_et_anglais", "french_and_english", "les_deux",
        ),
        "both",
    ),
}  # fmt: skip

_NUMBER: Final = re.compile(r"[-+\N{MINUS SIGN}]?\d+([.,]\d*)?")
_DOUBTFUL: Final = re.compile(r"[1-9]\d{0,2},\d{3}")


def plain(text: str) -> str:
    """Take accents, capitals and punctuation out of a name.

    Examples
    --------
    >>> plain(" Coût annuel ($)")
    'cout_annuel'
    """
    spread = unicodedata.normalize("NFKD", text.strip().lower())
    bare = "".join(each for each in spread if not unicodedata.combining(each))
    return re.sub(r"\W+", "_", bare).strip("_")


def find_columns(header: Sequence[str], where: str) -> dict[str, str]:
    """Find which column of a table holds what.

    Parameters
    ----------
    header : sequence of str
        Names of the columns.
    where : str
        Name of the table, for messages.

    Returns
    -------
    dict of str to str
        What it holds -> the column's own name.

    Raises
    ------
    NetworkError
        If nothing says where the offices are.

    Examples
    --------
    >>> find_columns(["Bureau", "Ville", "Capacité"], "bureaux.csv")
    {'name_en': 'Bureau', 'place': 'Ville', 'capacity': 'Capacité'}
    """
    named = {plain(each): each for each in reversed(header)}
    found: dict[str, str] = {}
    for holds, names in _NAMES.items():
        known = next((named[each] for each in names if each in named), None)
        if known is not None and known not in found.values():
            found[holds] = known
    if not ({"lon", "lat"} <= set(found) or {"place", "place_code"} & set(found)):
        raise NetworkError(
            f"Table {where}: found the columns {sample(header)}, none of which says where the "
            "offices are. Expected longitude and latitude, or a town by its name or its code. "
            "Add the columns lon and lat, or town."
        )
    return found


def read_number(text: str | None) -> float | None:
    """Read a number written in English or in French; None if it is none.

    Examples
    --------
    >>> [read_number(each) for each in ("-66,64", "1 250.5", "", "north")]
    [-66.64, 1250.5, None, None]
    """
    bare = re.sub(r"[\s$\u00a0\u202f°]", "", text or "")
    if not _NUMBER.fullmatch(bare):
        return None
    return float(bare.replace("\N{MINUS SIGN}", "-").replace(",", "."))


def has_doubtful_comma(text: str) -> bool:
    """Tell whether a comma may part thousands in English as well as decimals in French.

    Examples
    --------
    >>> [has_doubtful_comma(each) for each in ("1,250", "$12,500", "37,5", "0,250", "1 250,500")]
    [True, True, False, False, False]
    """
    return _DOUBTFUL.fullmatch(text.strip(" $\u00a0\u202f+-\N{MINUS SIGN}")) is not None
