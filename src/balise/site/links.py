"""Links between the parts of the site, which do not know each other.

A place of a release and a project tried there meet by the identifier of the place (DGUID).
Each part fills one slot when the site starts; a slot that nobody filled is empty.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

__all__ = ["SLOTS", "Place", "Slots", "Tried", "places", "tried"]


@dataclass(frozen=True, slots=True)
class Tried:
    """A project tried at a place, as the page of the place tells it."""

    title: str
    title_lang: str
    is_working: bool
    lead: str
    lead_lang: str
    is_verified: bool
    address: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place where a project was tried; without an address if no release shows it."""

    dguid: str
    name: str
    kind: str = ""
    address: str = ""


@dataclass(slots=True)
class Slots:
    """Who answers for places, and who for projects."""

    tried: list[Callable[[str, str], list[Tried]]] = field(default_factory=list)
    places: list[Callable[[Sequence[str], str], dict[str, Place]]] = field(default_factory=list)


SLOTS = Slots()


def tried(dguid: str, lang: str) -> list[Tried]:
    """Give the projects tried at a place, as far as any part of the site knows.

    Parameters
    ----------
    dguid : str
        Identifier of the place.
    lang : str
        Language of the page.
    """
    return [each for answer in SLOTS.tried for each in answer(dguid, lang)]


def places(named: Sequence[tuple[str, str]], lang: str) -> list[Place]:
    """Give places with their addresses where a release shows them.

    Parameters
    ----------
    named : sequence of (str, str)
        Identifier of each place, and the name that is known of it.
    lang : str
        Language of the page.
    """
    if not named:
        return []
    dguids = [dguid for dguid, _name in named]
    known = {key: each for answer in SLOTS.places for key, each in answer(dguids, lang).items()}
    return [known.get(dguid) or Place(dguid, name or dguid) for dguid, name in named]
