"""What templates of plays, experts and collections take apart, that of a draft as well."""

from dataclasses import dataclass, field
from typing import Any

from django import template

from balise.site.guide.experts import Confirmation, confirmation
from balise.site.languages import language

__all__ = ["confirmed", "parts", "register", "with_public_records"]

register = template.Library()


@dataclass(slots=True)
class Parts:
    """The body of a play by kind of block, and the language it is in."""

    lang: str
    steps: list[Any] = field(default_factory=list)
    tools: list[Any] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)

    @property
    def is_foreign(self) -> bool:
        """Whether it is not in the language of the page."""
        return self.lang != language()


@register.simple_tag
def parts(play: Any) -> Parts:
    """Take the body of a play apart, in the language spoken, else in the other."""
    lang = language()
    other = "en" if lang == "fr" else "fr"
    found = next((each for each in (lang, other) if getattr(play, f"body_{each}")), lang)
    taken = Parts(found)
    by_kind = {"step": taken.steps, "tool": taken.tools, "note": taken.notes}
    for block in getattr(play, f"body_{found}"):
        by_kind[block.block_type].append(block.value)
    return taken


@register.simple_tag
def with_public_records(rows: Any) -> list[Any]:
    """Keep the examples or items whose project anybody may read, in their order."""
    return [each for each in rows.all() if each.record.is_public]


@register.simple_tag
def confirmed(expert: Any) -> Confirmation:
    """Tell when an expert confirmed to be one."""
    return confirmation(expert)
