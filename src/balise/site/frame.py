"""What every page shows around its own content: languages, sections, menu."""

from django.http import HttpRequest

from balise.site.languages import language
from balise.site.sections import entry_above, section_at, sections

__all__ = ["frame"]


def frame(request: HttpRequest) -> dict[str, object]:
    """Give what the frame of any page shows; a context processor."""
    lang = language()
    other = "en" if lang == "fr" else "fr"
    full = request.get_full_path()
    under = full[3:] if full[:4] in {"/en/", "/fr/", "/en", "/fr"} else "/"
    matched = request.resolver_match
    section = section_at(request)
    return {
        "here": (matched.url_name or "") if matched else "",
        "lang": lang,
        "other_lang": other,
        "other_href": f"/{other}{under}",
        "sections": sections(),
        "section": section,
        "here_below": entry_above(section, request.path_info),
    }
