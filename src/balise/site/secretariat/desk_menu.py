"""The menu of the secretariat's own screens: each leads where its reader may go."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["ENTRIES", "DeskEntry", "entries_for"]


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """A line of the menu: the name of its address, its words, and who may follow it."""

    name: str
    label: Any
    permissions: tuple[str, ...] = ()
    count: Callable[[Any], int] | None = None
    """How many things wait behind it for an account."""


ENTRIES: list[DeskEntry] = []
"""Each part of the secretariat adds its own when the application starts."""


def entries_for(user: Any) -> list[DeskEntry]:
    """Give the lines that an account may follow."""
    return [
        each
        for each in ENTRIES
        if not each.permissions or any(user.has_perm(one) for one in each.permissions)
    ]
