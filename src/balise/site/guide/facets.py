"""Facets of the inventory: what a list of projects may be narrowed by, with counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balise.site.guide.models import Record
from balise.site.guide.terms import (
    ANALYSES,
    CLIENT_GROUPS,
    EVIDENCE_METHODS,
    JURISDICTIONS,
    LANGUAGES,
    ORDERS,
    PROJECT_STATES,
    RESULT_KINDS,
    REVIEWED_STATES,
    THEMES,
    VERIFICATIONS,
    codes,
)
from balise.site.guide.told import alphabetical, label_of
from balise.vocabulary import Term

__all__ = ["FACETS", "Facet", "Filters", "counted", "narrowed"]

Filters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Facet:
    """Something a list may be narrowed by: its name in addresses, its field, its codes."""

    key: str
    name: str | Promise
    field: str
    terms: tuple[Term, ...]

    @property
    def known(self) -> tuple[str, ...]:
        """The codes it may have."""
        return codes(self.terms)

    def label(self, code: str) -> str:
        """Name a code in the language spoken."""
        return label_of(self.terms, code)


FACETS: tuple[Facet, ...] = (
    Facet("theme", _("Theme"), "themes__code", THEMES),
    Facet("order", _("Order of government"), "order_of_government", ORDERS),
    Facet("jurisdiction", _("Jurisdiction"), "jurisdiction", JURISDICTIONS),
    Facet("analysis", _("Kind of analysis"), "analysis", ANALYSES),
    Facet("state", _("State of the project"), "project_state", PROJECT_STATES),
    Facet("client", _("For whom"), "client_groups__code", CLIENT_GROUPS),
    Facet("evidence", _("How results are known"), "claims__method", EVIDENCE_METHODS),
    Facet("verification", _("Verification"), "verification", VERIFICATIONS),
    Facet("language", _("Reviewed text in"), "", LANGUAGES[:2]),
)

# Their terms have no order of their own.
_BY_NAME = ("theme", "jurisdiction")


def _asked(facet: Facet, chosen: Sequence[str]) -> Q:
    """Ask that a project has one of the codes."""
    if facet.key == "language":
        return reduce(or_, (Q(**{f"state_{each}__in": REVIEWED_STATES}) for each in chosen))
    through, _sep, code = facet.field.partition("__")
    if not code:
        return Q(**{f"{facet.field}__in": chosen})
    # A project with two of them is still one project.
    part = Record._meta.get_field(through).related_model
    found = part.objects.filter(**{f"{code}__in": chosen}, **_only(facet, "")).values("record")
    return Q(pk__in=found)


def _only(facet: Facet, through: str) -> dict[str, Any]:
    """Ask for results where a facet tells of results: hopes are not evidence."""
    return {f"{through}kind__in": RESULT_KINDS} if facet.key == "evidence" else {}


def narrowed(records: Any, filters: Filters, but: str = "") -> Any:
    """Keep the projects that have one of the codes of every facet asked for.

    Parameters
    ----------
    records : RecordQuerySet
        To choose from.
    filters : mapping
        Codes by the key of a facet.
    but : str
        A facet to leave aside.
    """
    for facet in FACETS:
        if facet.key != but and (chosen := filters.get(facet.key)):
            records = records.filter(_asked(facet, chosen))
    return records


def counted(records: Any, filters: Filters) -> dict[str, list[tuple[str, int]]]:
    """Count projects by code of each facet, the other facets applied.

    Returns
    -------
    dict
        Codes with at least one project, by key of the facet: in the order of their terms,
        themes and jurisdictions by name.
    """
    return {each.key: _of_facet(each, narrowed(records, filters, each.key)) for each in FACETS}


def _of_facet(facet: Facet, records: Any) -> list[tuple[str, int]]:
    if facet.key == "language":
        found = {each: narrowed(records, {"language": [each]}).count() for each in facet.known}
    else:
        told = records.filter(**_only(facet, "claims__"))
        rows = told.order_by().values_list(facet.field).annotate(Count("pk", distinct=True))
        found = dict(rows)
    known: Sequence[str] = facet.known
    if facet.key in _BY_NAME:
        known = sorted(known, key=lambda code: alphabetical(facet.label(code)))
    return [(code, found[code]) for code in known if found.get(code)]
