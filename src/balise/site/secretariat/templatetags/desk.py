"""What templates of the secretariat ask for: their menu."""

from typing import Any

from django import template

from balise.site.secretariat.desk_menu import DeskEntry, entries_for

__all__ = ["register"]

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_entries(context: dict[str, Any]) -> list[DeskEntry]:
    """Give the lines of the menu that the account may follow."""
    return entries_for(context["request"].user)


@register.simple_tag(takes_context=True)
def desk_count(context: dict[str, Any], entry: DeskEntry) -> int:
    """Count what waits behind a line of the menu."""
    return entry.count(context["request"].user) if entry.count else 0
