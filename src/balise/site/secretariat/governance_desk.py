"""The governance in Wagtail: tables, members, meetings, questions, plan, funding, pilots."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from balise.site.guide.desks import EditBeside, GuardedCreate, GuardedEdit
from balise.site.secretariat.models import (
    Decision,
    FundingRequest,
    Meeting,
    Member,
    Phase,
    PilotProposal,
    PlanStep,
    Stream,
    Table,
)

__all__ = ["GovernanceDesk"]


def _pair(name: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(f"{name}_en"), FieldPanel(f"{name}_fr")])


def _fields(*names: str) -> list[FieldPanel]:
    return [FieldPanel(each) for each in names]


def _rows(name: str, label: Any, *panels: Any) -> InlinePanel:
    return InlinePanel(name, panels=list(panels), heading=capfirst(label), label=capfirst(label))


_ABOUT = MultiFieldPanel(
    _fields("record", "edition", "pilot", "funding"), heading=_("What it is about")
)


class _Desk(SnippetViewSet):
    add_to_admin_menu = False
    copy_view_enabled = False
    list_per_page = 50


class TableDesk(_Desk):
    """Tables with their annexes."""

    model = Table
    icon = "group"
    menu_label = _("Tables")
    list_display = ["__str__", "code", "rule"]  # noqa: RUF012
    edit_handler = ObjectList(
        [
            *_fields("code", "position"),
            *(_pair("name"), _pair("mandate"), _pair("rules")),
            FieldRowPanel(_fields("quorum_number", "quorum_share", "rule")),
            _rows("annexes", _("annexes"), FieldPanel("letter"), _pair("title"), _pair("text")),
            _pair("source"),
        ]
    )


class MemberDesk(_Desk):
    """Seats at tables."""

    model = Member
    icon = "user"
    menu_label = _("Members")
    list_display = ["__str__", "table", "seat", "since", "until"]  # noqa: RUF012
    list_filter = ["table", "jurisdiction", "order_of_government"]  # noqa: RUF012
    edit_handler = ObjectList(
        [
            *_fields("table", "organisation"),
            _pair("name"),
            *_fields("order_of_government", "jurisdiction", "seat"),
            FieldRowPanel(_fields("since", "until")),
        ]
    )


class MeetingDesk(_Desk):
    """Meetings with their agenda."""

    model = Meeting
    icon = "calendar"
    menu_label = _("Meetings")
    list_display = ["__str__", "state", "agenda_released"]  # noqa: RUF012
    list_filter = ["table", "state"]  # noqa: RUF012
    edit_handler = ObjectList(
        [
            FieldPanel("table"),
            FieldRowPanel(_fields("starts_on", "ends_on")),
            _pair("place"),
            *_fields("by_teleconference", "state", "agenda_released"),
            _rows(
                *("agenda", _("agenda")),
                *(_pair("title"), _pair("asked"), _ABOUT, FieldPanel("note")),
            ),
            _pair("source"),
        ]
    )


class DecisionDesk(_Desk):
    """Questions to tables; answers and outcome have a screen of their own."""

    model = Decision
    icon = "clipboard-list"
    menu_label = _("Questions and decisions")
    list_display = ["__str__", "table", "outcome", "decided_on", "is_released"]  # noqa: RUF012
    list_filter = ["table", "outcome", "is_released"]  # noqa: RUF012
    edit_handler = ObjectList(
        [
            *_fields("table", "meeting"),
            _pair("question"),
            _ABOUT,
            MultiFieldPanel(
                [_pair("follow_up"), FieldPanel("follow_up_state")], heading=_("Follow-up")
            ),
            FieldPanel("is_released"),
            _pair("source"),
        ]
    )


class StreamDesk(_Desk):
    """Streams of the work plan."""

    model = Stream
    icon = "list-ul"
    menu_label = _("Work plan: streams")
    edit_handler = ObjectList([_pair("title"), FieldPanel("position"), _pair("source")])


class PhaseDesk(_Desk):
    """Phases of the work plan."""

    model = Phase
    icon = "date"
    menu_label = _("Work plan: phases")
    edit_handler = ObjectList(
        [_pair("title"), FieldPanel("position"), FieldRowPanel(_fields("begins", "ends"))]
    )


class StepDesk(_Desk):
    """Steps of the work plan."""

    model = PlanStep
    icon = "tasks"
    menu_label = _("Work plan: steps")
    list_display = ["__str__", "stream", "phase", "state"]  # noqa: RUF012
    list_filter = ["stream", "phase", "state"]  # noqa: RUF012
    edit_handler = ObjectList(
        [
            *_fields("stream", "phase"),
            _pair("title"),
            *_fields("position", "state", "due", "link"),
        ]
    )


class FundingDesk(_Desk):
    """Funding requests with their deliverables."""

    model = FundingRequest
    icon = "order"
    menu_label = _("Funding requests")
    list_display = ["__str__", "state", "is_released", "are_amounts_released"]  # noqa: RUF012
    edit_handler = ObjectList(
        [
            _pair("title"),
            *_fields("table", "asked_on", "state"),
            FieldRowPanel(_fields("consultant_cad", "procurement_cad", "granted_cad")),
            *_fields("is_released", "are_amounts_released"),
            _rows(
                *("deliverables", _("deliverables"), _pair("title")),
                *_fields("state", "due", "record", "edition", "link"),
            ),
            _pair("source"),
        ]
    )


class PilotEdit(GuardedEdit):
    """A proposal under work: what the public reads stays until it is shown again."""

    action_class = EditBeside


class PilotDesk(_Desk):
    """Pilot proposals; their stage, milestones and result have a screen of their own."""

    model = PilotProposal
    icon = "pick"
    menu_label = _("Pilot proposals")
    add_view_class = GuardedCreate
    edit_view_class = PilotEdit
    list_display = ["__str__", "state", "host", "is_released"]  # noqa: RUF012
    list_filter = ["state", "host", "is_released"]  # noqa: RUF012
    edit_handler = ObjectList(
        [
            _pair("title"),
            FieldRowPanel(_fields("state_en", "state_fr")),
            FieldPanel("identifier"),
            *(_pair("summary"), _pair("problem"), _pair("sponsor")),
            FieldRowPanel(_fields("host", "requested_cad")),
            _pair("source"),
        ]
    )


class GovernanceDesk(SnippetViewSetGroup):
    """The governance in the menu of the secretariat."""

    items = (
        *(TableDesk, MemberDesk, MeetingDesk, DecisionDesk),
        *(StreamDesk, PhaseDesk, StepDesk, FundingDesk, PilotDesk),
    )
    menu_label = _("Governance")
    menu_icon = "clipboard-list"
    menu_order = 120
