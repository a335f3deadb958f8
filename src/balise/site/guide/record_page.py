"""The page of a project: the plain story first, then the details, and how far to trust it."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from balise.site import links
from balise.site.guide.citing import cite
from balise.site.guide.claims_told import claims_told, strongest_method
from balise.site.guide.freshness import kept_for_a_while
from balise.site.guide.listing import today
from balise.site.guide.models import Record
from balise.site.guide.related import related
from balise.site.guide.terms import (
    ANALYSES,
    BUDGET_BANDS,
    CLIENT_GROUPS,
    COLLABORATIONS,
    DIRECTIONS,
    IMPACT_LEVELS,
    JURISDICTIONS,
    LANGUAGE_STATES,
    LICENCES,
    ORDERS,
    PERSONAL,
    POPULATIONS,
    PRIVACY_STATES,
    PROJECT_STATES,
    SOURCE_KINDS,
    THEMES,
    VERIFICATIONS,
)
from balise.site.guide.told import (
    Told,
    label_of,
    number_told,
    original_language,
    told,
    untranslated,
)
from balise.site.languages import language
from balise.vocabulary import Term

__all__ = ["absent", "coded", "described", "find_record", "record"]


def find_record(identifier: str) -> Record | None:
    """Find a project that anybody may read, with its parts."""
    rows = Record.objects.public().select_related("lead", "image")
    return rows.filter(identifier=identifier).first() if "\0" not in identifier else None


@kept_for_a_while
def record(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:  # noqa: ARG001
    """Show a project."""
    found = find_record(identifier)
    if found is None:
        return absent(request, identifier)
    return render(request, "guide/record.html", described(found, request))


def absent(request: HttpRequest, identifier: str) -> HttpResponse:
    """Answer that there is no such project, and offer those of similar names."""
    names = Record.objects.public().values_list("identifier", flat=True)
    near = get_close_matches(identifier[:80].lower(), list(names), n=5, cutoff=0.5)
    words = " ".join(identifier[:80].replace("\0", "").replace("-", " ").split())
    context = {"near": Record.objects.public().filter(identifier__in=near), "words": words}
    return render(request, "guide/no_record.html", context, status=404)


def coded(terms: tuple[Term, ...], code: str) -> str:
    """Name a code; empty if nothing is stated."""
    return label_of(terms, code) if code and code != "not_stated" else ""


def _listed(terms: tuple[Term, ...], parts: Any) -> list[tuple[str, str]]:
    return [(each.code, label_of(terms, each.code)) for each in parts.all()]


def described(item: Any, request: HttpRequest) -> dict[str, Any]:
    """Gather what the page of a project says.

    Parameters
    ----------
    item : Record
        As it is in memory: a draft is looked at before it is saved.
    request : HttpRequest
        Whose host the citation names.
    """
    lang = language()
    original = original_language(item)
    return {
        "object": item,
        "original": original,
        "untranslated": untranslated(item),
        "is_past_due": item.review_due is not None and item.review_due < today(),
        "themes": _listed(THEMES, item.themes),
        "clients": _listed(CLIENT_GROUPS, item.client_groups),
        "populations": _listed(POPULATIONS, item.populations),
        "order": coded(ORDERS, item.order_of_government),
        "jurisdiction": coded(JURISDICTIONS, item.jurisdiction),
        "project_state": coded(PROJECT_STATES, item.project_state),
        "analysis": coded(ANALYSES, item.analysis),
        "budget": coded(BUDGET_BANDS, item.budget_band),
        "collaboration": coded(COLLABORATIONS, item.collaboration),
        "verification": label_of(VERIFICATIONS, item.verification),
        "states": {
            each: label_of(LANGUAGE_STATES, getattr(item, f"state_{each}"))
            for each in (lang, "fr" if lang == "en" else "en")
        },
        "method": strongest_method(item),
        **claims_told(item),
        "facts": [each for each in _facts(item, original) if each.told],
        "unstated": [each.name for each in _facts(item, original) if not each.told],
        "data": [_data(each, original) for each in item.data_used.all()],
        "partners": [_partner(each, original) for each in item.partners.all()],
        "sources": [_source(each) for each in item.sources.all()],
        "assets": [
            {
                "name": told(each, "name"),
                "link": each.link,
                "licence": coded(LICENCES, each.licence),
            }
            for each in item.assets.all()
        ],
        "adaptations": [_adaptation(each, original) for each in item.adaptations.all()],
        "licence": coded(LICENCES, item.licence),
        "places": links.places([(each.dguid, each.name) for each in item.places.all()], lang),
        "related": related(item),
        "citation": cite(request, item),
        "plays": _plays(item),
    }


@dataclass(frozen=True, slots=True)
class Fact:
    """A detail that may be stated or not: prose, a word, or an address."""

    name: str
    told: Told
    link: str = ""


def _facts(item: Any, original: str) -> list[Fact]:
    """Give the details of a project in order, stated or not."""
    here = language()

    def word(text: str) -> Told:
        return Told(text, here)

    cost = number_told(item.cost_cad)
    privacy, impact = coded(PRIVACY_STATES, item.privacy_assessment), item.impact_level
    return [
        Fact(_("Problem"), told(item, "problem")),
        Fact(_("Approach"), told(item, "approach")),
        Fact(_("Methods"), told(item, "methods")),
        Fact(_("Tools"), Told(item.tools, original)),
        Fact(_("Code"), word(item.code_link), item.code_link),
        Fact(_("Depth of collaboration"), word(coded(COLLABORATIONS, item.collaboration))),
        Fact(_("Why it ended"), told(item, "why_ended")),
        Fact(_("Budget"), word(coded(BUDGET_BANDS, item.budget_band))),
        Fact(_("Cost, in Canadian dollars"), word(cost)),
        Fact(_("Effort, in months of staff"), word(number_told(item.staff_months))),
        Fact(_("Source of funds"), told(item, "funding")),
        Fact(
            _("Privacy assessment"), word(privacy or _linked(item.privacy_link)), item.privacy_link
        ),
        Fact(
            _("Algorithmic impact assessment"),
            word(coded(IMPACT_LEVELS, impact) or _linked(item.impact_link)),
            item.impact_link,
        ),
        Fact(_("Fairness"), told(item, "fairness")),
        Fact(_("Indigenous data"), told(item, "indigenous_data")),
    ]


def _linked(link: str) -> str:
    return _("published") if link else ""


def _data(each: Any, original: str) -> dict[str, Any]:
    return {
        "name": told(each, "name"),
        "holder": Told(each.holder, original),
        "personal": coded(PERSONAL, each.personal),
        "licence": coded(LICENCES, each.licence),
        "link": each.link,
    }


def _partner(each: Any, original: str) -> dict[str, Any]:
    name = told(each.organisation, "name") if each.organisation else Told(each.name, original)
    return {"name": name, "role": told(each, "role")}


def _source(each: Any) -> dict[str, Any]:
    spoken = each.language if each.language in {"en", "fr"} else language()
    return {
        "key": each.key,
        "title": told(each, "title"),
        "publisher": Told(each.publisher, spoken),
        "year": each.year,
        "link": each.link,
        "kind": coded(SOURCE_KINDS, each.kind),
        "accessed": each.accessed,
        "language": each.language,
    }


def _adaptation(each: Any, original: str) -> dict[str, Any]:
    other = each.other if each.other and each.other.is_public else None
    return {
        "direction": label_of(DIRECTIONS, each.direction),
        "other": other,
        "name": Told(each.name, original),
        "note": told(each, "note"),
    }


def _plays(item: Any) -> list[Any]:
    """Give the practices that name a project as an example."""
    if item.pk is None:
        return []
    return [each.play for each in item.plays.filter(play__live=True).select_related("play")]
