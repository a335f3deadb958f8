"""The parts of the site: what each application puts into the one menu."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import HttpRequest

__all__ = ["Entry", "Section", "entry_above", "section_at", "sections"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: its key, its name in the language spoken, its path below it."""

    key: str
    name: Any
    path: str


@dataclass(frozen=True, slots=True)
class Section:
    """The part of the site that an application makes, with its own menu."""

    key: str
    name: Any
    path: str
    entries: tuple[Entry, ...]


def sections() -> tuple[Section, ...]:
    """Give the parts of the site, as its applications are installed."""
    found = (getattr(each, "section", None) for each in apps.get_app_configs())
    return tuple(each for each in found if isinstance(each, Section))


def section_at(request: HttpRequest) -> Section:
    """Give the part of the site that an address belongs to, else the first there is."""
    below = [*request.path_info.split("/"), ""]
    is_guide = below[1] == "admin" or "guide" in below[2:4]
    wanted = "guide" if is_guide else "explorer"
    return next((each for each in sections() if each.key == wanted), sections()[0])


def entry_above(section: Section, path: str) -> str:
    """Give the key of the line of the menu that a page lies below; empty if it is none.

    The home of a section is above none of its pages: all of them lie below it.
    """
    below = path[4:]
    found = (
        each.key
        for each in section.entries
        if each.path != section.path and below.startswith(each.path) and below != each.path
    )
    return next(found, "")
