"""Projects that have something in common with another, and what that is, in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from balise.site.guide.listing import shown
from balise.site.guide.models import DataUsed, Record
from balise.site.guide.models import Theme as RecordTheme
from balise.site.guide.terms import ANALYSES, JURISDICTIONS, THEMES
from balise.site.guide.told import label_of, line, told

__all__ = ["Related", "related"]

_MOST = 5
_LEAST = 3.0
"""What two projects need in common: a theme, an organisation or data; a province is too little."""
_POINTS = {"adapted": 10.0, "lead": 4.0, "data": 3.0, "theme": 3.0, "analysis": 1.0, "place": 1.0}
_WORDS_OF_DATA = 3


@dataclass(slots=True)
class Related:
    """A project, and what it has in common with another."""

    record: Any
    reasons: list[SafeString] = field(default_factory=list)


def related(record: Any) -> list[Related]:
    """Find the projects nearest to one, with the reasons.

    Parameters
    ----------
    record : Record
        As a page shows it; it need not be saved.

    Returns
    -------
    list of Related
        At most five, the nearest first.
    """
    common = _in_common(record)
    points = {key: sum(_POINTS[kind] for kind, _name in why) for key, why in common.items()}
    near = [key for key, score in points.items() if score >= _LEAST]
    near.sort(key=lambda key: (-points[key], key))
    return [
        Related(each, [_reason(kind, name) for kind, name in common[each.pk]])
        for each in shown(near[:_MOST])
    ]


def _in_common(record: Any) -> dict[int, list[tuple[str, str]]]:
    """Give what other current projects share with one, by their keys."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    others = Record.objects.current().exclude(pk=record.pk).order_by()
    for key in _adapted(record, others):
        found[key].append(("adapted", ""))
    for key in others.filter(lead=record.lead).values_list("pk", flat=True) if record.lead else ():
        found[key].append(("lead", line(told(record.lead, "name"))))
    themes = [each.code for each in record.themes.all()]
    rows = RecordTheme.objects.filter(code__in=themes, record__in=others)
    for key, code in rows.values_list("record", "code"):
        found[key].append(("theme", label_of(THEMES, code)))
    for key, name in _sharing_data(record, others):
        found[key].append(("data", name))
    for key, analysis, jurisdiction in others.filter(pk__in=list(found)).values_list(
        "pk", "analysis", "jurisdiction"
    ):
        if analysis and analysis == record.analysis:
            found[key].append(("analysis", label_of(ANALYSES, analysis)))
        if jurisdiction and jurisdiction == record.jurisdiction != "CA":
            found[key].append(("place", label_of(JURISDICTIONS, jurisdiction)))
    return found


def _adapted(record: Any, others: Any) -> set[int]:
    named = {each.other_id for each in record.adaptations.all() if each.other_id}
    near = Q(pk__in=named) | (Q(adaptations__other=record.pk) if record.pk else Q())
    return set(others.filter(near).values_list("pk", flat=True)) if near else set()


def _sharing_data(record: Any, others: Any) -> Iterable[tuple[int, str]]:
    """Find projects that used data of the same address, or of the same telling name."""
    own = list(record.data_used.all())
    links = {each.link for each in own if each.link}
    names = {name for each in own for name in (each.name_en, each.name_fr) if _is_telling(name)}
    same = Q(link__in=links) | Q(name_en__in=names) | Q(name_fr__in=names)
    for each in DataUsed.objects.filter(same, record__in=others) if links or names else ():
        yield each.record_id, str(each)


def _is_telling(name: str) -> bool:
    """Whether a name says which data: "survey" alone does not."""
    return len(name.split()) >= _WORDS_OF_DATA


def _reason(kind: str, name: str) -> SafeString:
    """Say what is common; a name in the other language is marked."""
    words = {
        "adapted": _("one was adapted from the other"),
        "lead": _("same lead organisation: %(name)s"),
        "theme": _("same theme: %(name)s"),
        "data": _("same data"),
        "analysis": _("same kind of analysis: %(name)s"),
        "place": _("same jurisdiction: %(name)s"),
    }
    return format_html(words[kind].replace("%(name)s", "{}"), name)
