"""What templates of the path ask for: titles and kinds of items."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from balise.site.guide.told import line, titled, told
from balise.site.secretariat.path_laid import kind_of, subject

__all__ = ["item_kind", "item_title", "register"]

register = template.Library()


@register.simple_tag
def item_title(item: Any) -> SafeString:
    """Write the title of a project, an edition or a pilot, marked with its language."""
    if kind_of(item) == "record":
        return titled(item)
    return line(told(subject(item), "title"))


@register.simple_tag
def item_kind(kind: str) -> str:
    """Name a kind of item."""
    words = {"record": _("Project"), "edition": _("Edition"), "pilot": _("Pilot proposal")}
    return words[kind]
