"""Names as they are looked for: without accents, case, hyphens or abbreviations."""

import re
import unicodedata
from collections.abc import Mapping

__all__ = ["fold", "folded_names"]

_SAINT = {"st": "saint", "ste": "sainte"}


def fold(name: str) -> str:
    """Write a name so that accents, case, hyphens and abbreviations do not matter.

    Examples
    --------
    >>> fold("Ste-Anne-de-l'Île"), fold("St. Léonard")
    ('sainte anne de l ile', 'saint leonard')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return " ".join(_SAINT.get(word, word) for word in words)


def folded_names(row: Mapping[str, object]) -> str:
    """Give both names of an area and its code, to look for a part of any of them.

    Examples
    --------
    >>> folded_names({"name_en": "St. John's", "name_fr": None, "code": "1001519"})
    'saint john s  1001519'
    """
    return " ".join(fold(str(each)) if each else "" for each in _called(row))


def _called(row: Mapping[str, object]) -> tuple[object, object, object]:
    return row["name_en"], row["name_fr"], row["code"]
