"""What templates of the governance ask for: a pair of texts in the language spoken."""

from typing import Any

from django import template

from balise.site.guide.told import Told, told

__all__ = ["pair", "register"]

register = template.Library()


@register.simple_tag
def pair(item: Any, name: str) -> Told:
    """Give a pair of fields in the language spoken: ``{% pair table "rules" as text %}``."""
    return told(item, name)
