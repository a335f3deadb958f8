"""Marks in pages: text in the other language, and how to cite a page."""

import re
from collections.abc import Mapping
from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from balise.site.explorer.citing import citation
from balise.site.explorer.releases import Library, Loaded, library

__all__ = ["cite", "marked", "register"]

register = template.Library()
_ENGLISH_TABLES = {"Current trends - High-speed broadband"}


@lru_cache(maxsize=2)
def _english_names(known: Library) -> re.Pattern[str] | None:
    """Find names of offices and tables that their source gives in English only."""
    names = {
        str(row["name_en"])
        for loaded in known.by_name.values()
        for row in loaded.tables["service_points"].select("name_en", "name_fr").to_dicts()
        if row["name_en"] and row["name_fr"] in {None, row["name_en"]}
    }
    names |= _ENGLISH_TABLES
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, ordered))) if ordered else None


@register.filter
def marked(text: object, lang: str) -> SafeString:
    """Mark as English the names that are known in English only, on a page in French."""
    plain = str(text)
    names = _english_names(library()) if lang == "fr" else None
    if names is None:
        return SafeString(escape(plain))
    parts, at = [], 0
    for found in names.finditer(plain):
        parts += [escape(plain[at : found.start()]), f'<span lang="en">{escape(found[0])}</span>']
        at = found.end()
    return SafeString("".join([*parts, escape(plain[at:])]))


@register.inclusion_tag("explorer/_cite.html", takes_context=True)
def cite(context: Mapping[str, object], title: str = "") -> dict[str, object]:
    """Say how to cite a page, and under which licence its figures may be used."""
    loaded, lang = context["release"], str(context["lang"])
    if not isinstance(loaded, Loaded):
        return {}
    told = citation(context["request"], loaded, lang)
    return {"cited": title, "lang": lang, **told}
