"""How a record is laid out in files: the same fields in YAML, CSV and JSON.

A record becomes a mapping of names to plain values: texts, codes, numbers written with a
point, dates as year-month-day, ``true`` and ``false``. Its parts are lists of such mappings;
themes, client groups and populations are lists of codes. Empty fields are left out.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import models

from balise.site.guide.models import Organisation, Record

__all__ = [
    "CODE_LISTS",
    "FIELDS",
    "KEPT",
    "LEAD",
    "ORGANISATION",
    "PARTS",
    "PREFETCHED",
    "Tree",
    "known_codes",
    "organisation_tree",
    "plain",
    "record_tree",
]

Tree = dict[str, Any]

# In the order of the record. Files hold one line or column for each.
FIELDS: tuple[str, ...] = (
    *("title_en", "title_fr", "title_fr_is_working", "state_en", "state_fr"),
    *("summary_en", "summary_fr"),
    *("order_of_government", "jurisdiction", "municipality", "municipality_code"),
    *("collaboration", "problem_en", "problem_fr", "approach_en", "approach_fr"),
    *("analysis", "methods_en", "methods_fr", "tools", "code_link"),
    *("project_state", "start", "end", "why_ended_en", "why_ended_fr"),
    *("budget_band", "cost_cad", "staff_months", "funding_en", "funding_fr"),
    *("has_no_result_yet", "privacy_assessment", "privacy_link"),
    *("impact_level", "impact_link", "fairness_en", "fairness_fr"),
    *("indigenous_data_en", "indigenous_data_fr", "limits_en", "limits_fr"),
    *("lessons_en", "lessons_fr", "small_needs_en", "small_needs_fr"),
    *("contact_role_en", "contact_role_fr", "contact_mailbox", "contact_page"),
    *("consent_on", "confirmed_on", "review_due"),
    *("licence", "image_alt_en", "image_alt_fr", "image_rights"),
)
LEAD = ("lead", "lead_name_en", "lead_name_fr")
# Told in files, and never taken from them for a record that is here: people decide these.
KEPT = ("status", "verification")
CODE_LISTS = ("themes", "client_groups", "populations")
PARTS: Mapping[str, tuple[str, ...]] = {
    "partners": (
        *("organisation", "organisation_name_en", "organisation_name_fr"),
        *("name", "role_en", "role_fr"),
    ),
    "data_used": ("name_en", "name_fr", "holder", "personal", "licence", "link"),
    "claims": (
        *("kind", "measure_en", "measure_fr", "value", "bound", "unit_en", "unit_fr"),
        *("baseline_en", "baseline_fr", "period_start", "period_end", "period_stated"),
        *("method", "claimed_by", "note_en", "note_fr", "source_key"),
    ),
    "sources": (
        *("key", "title_en", "title_fr", "publisher", "year", "language"),
        *("link", "kind", "accessed"),
    ),
    "assets": ("name_en", "name_fr", "link", "licence"),
    "places": ("dguid", "name"),
    "adaptations": ("direction", "other", "name", "note_en", "note_fr"),
}
ORGANISATION: tuple[str, ...] = (
    *("identifier", "name_en", "name_fr", "order_of_government", "jurisdiction"),
    *("municipality", "municipality_code", "size", "page_en", "page_fr", "mailbox"),
)
PREFETCHED = (
    *CODE_LISTS,
    *(each for each in PARTS if each not in {"partners", "adaptations"}),
    "partners__organisation",
    "adaptations__other",
)


def plain(value: Any) -> Any:
    """Give a value as files hold it.

    Examples
    --------
    >>> plain(Decimal("87.500000")), plain(Decimal("1E+3")), plain(None)
    (Decimal('87.5'), Decimal('1000'), '')
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        # Adding zero takes the sign from -0.
        return (value.quantize(Decimal(1)) if whole else value.normalize()) + 0
    if isinstance(value, (bool, int, str)):
        return value
    return value.isoformat()


def _filled(pairs: Mapping[str, Any], model: type[models.Model]) -> Tree:
    """Leave out what is empty, or as the model has it of itself."""
    return {
        name: value
        for name, value in pairs.items()
        if value != "" and value != _unwritten(model, name)
    }


def _unwritten(model: type[models.Model], name: str) -> Any:
    """Give what a field is if a file says nothing of it; codes are always written."""
    found = {each.name: each for each in model._meta.fields}.get(name)
    return found.default if isinstance(found, models.BooleanField) else ""


def record_tree(record: Record) -> Tree:
    """Lay out a record as it is in memory, with its parts.

    Parameters
    ----------
    record : Record
        Saved, or as a revision has it.
    """
    lead = record.lead
    tree: Tree = {"id": record.identifier, "status": record.status}
    tree["verification"] = record.verification
    if lead:
        named = (lead.identifier, lead.name_en, lead.name_fr)
        tree |= {name: value for name, value in zip(LEAD, named, strict=True) if value}
    tree |= _filled({name: plain(getattr(record, name)) for name in FIELDS}, Record)
    for name in CODE_LISTS:
        if found := [each.code for each in getattr(record, name).all()]:
            tree[name] = found
    for name, fields in PARTS.items():
        if rows := [_part(each, fields) for each in getattr(record, name).all()]:
            tree[name] = rows
    return tree


def _part(part: Any, fields: Sequence[str]) -> Tree:
    return _filled({name: _of_part(part, name) for name in fields}, type(part))


def _of_part(part: Any, name: str) -> Any:
    if name == "other":
        return part.other.identifier if part.other else ""
    if name.startswith("organisation"):
        named = name.removeprefix("organisation_") if name != "organisation" else "identifier"
        return getattr(part.organisation, named) if part.organisation else ""
    return plain(getattr(part, name))


def organisation_tree(organisation: Organisation) -> Tree:
    """Lay out an organisation."""
    values = {name: plain(getattr(organisation, name)) for name in ORGANISATION}
    return _filled(values, Organisation)


def known_codes(field: models.Field) -> tuple[str, ...]:
    """List the codes that a field may hold; empty if it holds any text."""
    return tuple(code for code, _name in field.choices or ())
