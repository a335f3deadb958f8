"""Where projects were tried: for pages of places, which the Guide does not know."""

from balise.site.guide.models import Record
from balise.site.guide.told import by_title, told
from balise.site.links import Tried

__all__ = ["tried_at"]

_MOST = 20


def tried_at(dguid: str, lang: str) -> list[Tried]:
    """Give the current projects that name a place, in the order of their titles."""
    records = Record.objects.current().filter(places__dguid=dguid).select_related("lead")
    found = []
    for each in by_title(records.distinct())[:_MOST]:
        title, lead = told(each, "title"), told(each.lead, "name") if each.lead else None
        found.append(
            Tried(
                title=title.text,
                title_lang=title.lang,
                is_working=title.lang == "fr" and each.title_fr_is_working,
                lead=lead.text if lead else "",
                lead_lang=lead.lang if lead else lang,
                is_verified=each.verification in {"confirmed", "reviewed"},
                address=each.get_absolute_url(lang),
            )
        )
    return found
