"""Jurisdictions found by code, abbreviation or name: provinces and census divisions."""

import re
import unicodedata
from dataclasses import dataclass

from balise.recipes.choices import COUNTRY
from balise.sources import read_divisions
from balise.vocabulary import PROVINCES, RecipeError, nearest, province, sample

__all__ = ["Place", "find_place"]


@dataclass(frozen=True, slots=True)
class Place:
    """A jurisdiction: its code, its names, and what tells it from namesakes."""

    code: str
    name_en: str
    name_fr: str
    inside_en: str = ""
    inside_fr: str = ""

    @property
    def title_en(self) -> str:
        """Its English name, with the province of a census division."""
        return f"{self.name_en} ({self.inside_en})" if self.inside_en else self.name_en

    @property
    def title_fr(self) -> str:
        """Its French name, with the province of a census division."""
        return f"{self.name_fr} ({self.inside_fr})" if self.inside_fr else self.name_fr

    @property
    def slug(self) -> str:
        """A name for its recipe: plain lower-case words joined by hyphens."""
        words = re.sub(r"[^a-z0-9]+", "-", _plain(self.name_en)).strip("-")
        return f"{words}-{self.code}" if self.inside_en else words


def find_place(jurisdiction: str) -> Place:
    """Find a province, a territory, a census division or Canada.

    Parameters
    ----------
    jurisdiction : str
        A code, an abbreviation or a name in either language, in any case, with or
        without accents; after a code, the rest is a reminder and is not read.

    Raises
    ------
    RecipeError
        If no place, or more than one, answers to it.

    Examples
    --------
    >>> find_place("MB").name_en, find_place("québec").code
    ('Manitoba', '24')
    >>> find_place("3519 York").title_en
    'York (Ontario)'
    """
    asked = jurisdiction.strip()
    code = re.match(r"\d+(?=\s|$)", asked)
    wanted = code.group() if code else _plain(asked)
    places = _places()
    found = {place.code: place for place, names in places if wanted in names}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        listed = [f"{place.code} {place.title_en}" for place in found.values()]
        raise RecipeError(
            f"Jurisdiction {jurisdiction!r}: found {len(found)} places of that name: "
            f"{sample(listed)}. Expected one. Give its code: --jurisdiction {min(found)}"
        )
    raise RecipeError(
        f"Jurisdiction {jurisdiction!r}: found no such place. Expected a province, a territory or "
        f"a census division, by code or name (46, MB, Manitoba, 3519). {_hint(asked, places)}"
    )


def _hint(asked: str, places: list[tuple[Place, set[str]]]) -> str:
    """Offer near names; for a code, the divisions of its province; else the provinces."""
    names = [name for place, _ in places for name in {place.name_en, place.name_fr}]
    if asked[:1].isdigit():
        beside = [place for place, _ in places if place.code[:2] == asked[:2] and place.inside_en]
        if beside:
            listed = sample([f"{place.code} {place.name_en}" for place in beside])
            return f"Census divisions of {beside[0].inside_en}: {listed}."
    elif (hint := nearest(asked.title(), names)).startswith("Did"):
        return hint
    return "Provinces and territories: " + ", ".join(f"{p.code} {p.en}" for p in PROVINCES) + "."


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFD", name.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def _places() -> list[tuple[Place, set[str]]]:
    """List each place with the words it answers to: Canada, provinces, divisions."""
    country = Place(COUNTRY, "Canada", "Canada")
    places = [(country, {"canada", "01"})]
    for each in PROVINCES:
        names = {each.code, *map(_plain, (each.abbreviation, each.en, each.fr))}
        places.append((Place(each.code, each.en, each.fr), names))
    taken = set().union(*(names for _, names in places))
    rows = read_divisions().select("cduid", "pruid", "name_en", "name_fr").iter_rows()
    for cduid, pruid, name_en, name_fr in rows:
        inside = province(pruid)
        place = Place(cduid, name_en or cduid, name_fr or name_en or cduid, inside.en, inside.fr)
        called = {_plain(place.name_en), _plain(place.name_fr), _plain(place.title_en)} - taken
        places.append((place, called | {cduid}))
    return places
