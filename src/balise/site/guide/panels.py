"""How the forms of the secretariat are laid out: each pair of texts side by side."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

__all__ = [
    "COLLECTION",
    "EXPERT",
    "MATURITY",
    "ORGANISATION",
    "PLAY",
    "RECORD",
    "RESOURCE",
]


def _pair(name: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(f"{name}_en"), FieldPanel(f"{name}_fr")])


def _fields(*names: str) -> list[FieldPanel]:
    return [FieldPanel(each) for each in names]


def _group(heading: Any, panels: Iterable[Any]) -> MultiFieldPanel:
    return MultiFieldPanel(list(panels), heading=capfirst(heading))


def _rows(name: str, label: Any, *panels: Any, **options: Any) -> InlinePanel:
    return InlinePanel(
        name, panels=list(panels), heading=capfirst(label), label=capfirst(label), **options
    )


_TITLES = _group(
    _("title"),
    [_pair("title"), FieldRowPanel([FieldPanel("state_en"), FieldPanel("state_fr")])],
)
_PERIOD = FieldRowPanel(_fields("period_start", "period_end"))
_KNOWN = FieldRowPanel(_fields("method", "claimed_by", "source_key"))

RECORD = TabbedInterface(
    [
        ObjectList(
            [
                _TITLES,
                *_fields("title_fr_is_working", "identifier"),
                _pair("summary"),
                *_fields("lead", "order_of_government", "jurisdiction"),
                FieldRowPanel(_fields("municipality", "municipality_code")),
                *_fields("collaboration"),
                _rows(
                    "partners",
                    _("partners"),
                    *_fields("organisation", "name"),
                    _pair("role"),
                ),
            ],
            heading=_("Who"),
        ),
        ObjectList(
            [
                _pair("problem"),
                _pair("approach"),
                _rows("themes", _("themes"), FieldPanel("code"), max_num=3),
                _rows("client_groups", _("client groups"), FieldPanel("code")),
                _rows("populations", _("populations served"), FieldPanel("code")),
                *_fields("analysis"),
                _pair("methods"),
                *_fields("tools", "code_link"),
                _rows(
                    "data_used",
                    _("data used"),
                    _pair("name"),
                    *_fields("holder", "personal", "licence", "link"),
                ),
                *_fields("project_state"),
                FieldRowPanel(_fields("start", "end")),
                _pair("why_ended"),
                _rows("places", _("places"), *_fields("dguid", "name")),
            ],
            heading=_("What"),
        ),
        ObjectList(
            [
                *_fields("has_no_result_yet"),
                _rows(
                    "claims",
                    _("claims"),
                    *_fields("kind"),
                    _pair("measure"),
                    FieldRowPanel(_fields("bound", "value")),
                    _pair("unit"),
                    _pair("baseline"),
                    _PERIOD,
                    _KNOWN,
                    _pair("note"),
                ),
                _rows(
                    "sources",
                    _("sources"),
                    FieldRowPanel(_fields("key", "kind")),
                    _pair("title"),
                    *_fields("publisher", "link"),
                    FieldRowPanel(_fields("year", "language", "accessed")),
                ),
            ],
            heading=_("Results and sources"),
        ),
        ObjectList(
            [
                *_fields("budget_band"),
                FieldRowPanel(_fields("cost_cad", "staff_months")),
                _pair("funding"),
                FieldRowPanel(_fields("privacy_assessment", "privacy_link")),
                FieldRowPanel(_fields("impact_level", "impact_link")),
                _pair("fairness"),
                _pair("indigenous_data"),
                _pair("limits"),
            ],
            heading=_("Cost and care"),
        ),
        ObjectList(
            [
                _pair("lessons"),
                _pair("small_needs"),
                _rows("assets", _("assets"), _pair("name"), *_fields("link", "licence")),
                _rows(
                    "adaptations",
                    _("adaptations"),
                    *_fields("direction", "other", "name"),
                    _pair("note"),
                ),
            ],
            heading=_("Reuse"),
        ),
        ObjectList(
            [
                _pair("contact_role"),
                *_fields("contact_mailbox", "contact_page", "consent_on"),
                FieldRowPanel(_fields("confirmed_on", "review_due")),
                *_fields("licence", "image"),
                _pair("image_alt"),
                *_fields("image_rights"),
            ],
            heading=_("Contact and rights"),
        ),
    ]
)

PLAY = ObjectList(
    [
        _TITLES,
        *_fields("identifier", "theme", "position"),
        _pair("summary"),
        _pair("when"),
        *_fields("body_en", "body_fr"),
        _rows("examples", _("examples"), FieldPanel("record"), _pair("note")),
    ]
)

RESOURCE = ObjectList(
    [
        _TITLES,
        *_fields("identifier", "kind"),
        _pair("summary"),
        _pair("publisher"),
        _pair("link"),
        *_fields("language", "jurisdiction", "licence", "checked_on"),
        _rows("themes", _("themes"), FieldPanel("code")),
    ]
)

COLLECTION = ObjectList(
    [
        _TITLES,
        *_fields("identifier"),
        _pair("summary"),
        _rows("items", _("projects"), FieldPanel("record"), _pair("reason")),
    ]
)

EXPERT = ObjectList(
    [
        _TITLES,
        *_fields("identifier", "is_network", "organisation"),
        _pair("about"),
        _rows("fields", _("fields"), FieldPanel("code")),
        *_fields("languages", "region", "mailbox", "page", "confirmed_on", "review_due"),
    ]
)

ORGANISATION = ObjectList(
    [
        *_fields("identifier"),
        _pair("name"),
        *_fields("order_of_government", "jurisdiction"),
        FieldRowPanel(_fields("municipality", "municipality_code")),
        *_fields("size"),
        _pair("page"),
        *_fields("mailbox"),
    ]
)

MATURITY = ObjectList(
    [
        *_fields("organisation", "asked_on"),
        FieldRowPanel(_fields("data", "people", "practice", "care", "evidence")),
    ]
)
