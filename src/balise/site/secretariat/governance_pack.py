"""The pack of a meeting: agenda, drafts, decisions asked, follow-up, in both languages.

It is one file, English and then French: who sits at a table reads either, and both halves
have the same numbers. Each half and each passage in the other language is marked as such.
"""

import tempfile
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from balise.site.guide.edition_pdf import BookError, set_apart
from balise.site.guide.models import Edition, Record
from balise.site.guide.told import Told, day_told, label_of, told
from balise.site.secretariat.decisions import answers_of, needed
from balise.site.secretariat.governance_pack_words import pack_words
from balise.site.secretariat.governance_terms import DELIVERABLE_STATES, OUTCOMES
from balise.site.secretariat.governance_told import dollars, quorum_told, rule_told
from balise.site.secretariat.models import (
    AgendaItem,
    Decision,
    FundingRequest,
    Meeting,
    Member,
    PilotProposal,
)

__all__ = ["pack_name", "pack_pages", "pack_pdf"]

Json = dict[str, Any]
LAYOUT = Path(__file__).with_name("pack.typ")

# What is read of a draft before it is decided on, in this order.
_OF_RECORD = ("summary", "problem", "approach", "limits", "lessons", "small_needs")
_OF_PILOT = ("problem", "summary")


def pack_name(meeting: Meeting) -> str:
    """Name the file of a pack."""
    return f"{meeting.table.code}-{meeting.starts_on.isoformat()}.pdf"


def pack_pdf(meeting: Meeting) -> bytes:
    """Make the pack of a meeting as PDF/UA-1.

    Parameters
    ----------
    meeting : Meeting
        With its agenda; private notes are no part of the pack.

    Raises
    ------
    BookError
        If the typesetter is not installed, or fails.
    """
    with tempfile.TemporaryDirectory(prefix="balise-no-pictures-") as nothing:
        made, said = set_apart(pack_pages(meeting), Path(nothing), LAYOUT)
    if not made:
        words = _(
            "The pack of the meeting of %(day)s could not be typeset: %(said)s. Expected one "
            "PDF. Free some memory and ask for it again."
        )
        raise BookError(words % {"day": meeting.starts_on.isoformat(), "said": said or "–"})
    return made


def pack_pages(meeting: Meeting) -> Json:
    """Give all that the layout of a pack shows, as plain values."""
    halves = []
    for lang in ("en", "fr"):
        with translation.override(lang):
            halves.append(_half(meeting, lang))
    titles = " / ".join(each["title"] for each in halves)
    day = meeting.starts_on
    return {"title": titles, "dated": [day.year, day.month, day.day], "halves": halves}


def _half(meeting: Meeting, lang: str) -> Json:
    agenda = list(meeting.agenda.defer("note"))
    table = meeting.table
    days = day_told(meeting.starts_on)
    if meeting.ends_on and meeting.ends_on != meeting.starts_on:
        days = _("%(first)s to %(last)s") % {"first": days, "last": day_told(meeting.ends_on)}
    return {
        "lang": lang,
        "words": pack_words(),
        "title": _("Meeting pack: %(table)s, %(days)s") % {"table": table.name, "days": days},
        "table": _span(told(table, "name")),
        "days": days,
        "facts": _facts(meeting),
        "items": [_item(each) for each in agenda],
        "follow_ups": [_follow_up(each) for each in _earlier(meeting)],
    }


def _span(text: Told) -> Json:
    """Give a text with the language it is in, if that is not the language of its half."""
    return {"t": text.text, "l": text.lang if text and text.is_foreign else ""}


def _plain(text: str) -> Json:
    return {"t": text, "l": ""}


def _paragraphs(item: Any, pair: str) -> list[Json]:
    text = told(item, pair)
    plain = text.text.replace("\r\n", "\n").split("\n\n")
    return [_span(Told(each.strip(), text.lang)) for each in plain if each.strip()]


def _facts(meeting: Meeting) -> list[list[Any]]:
    table, unstated = meeting.table, _("to be supplied by the secretariat")
    members = Member.objects.filter(table=table).on(meeting.starts_on).count()
    quorum = quorum_told(table)
    asked = needed(table, members)
    if table.quorum_share is not None:
        quorum = _("%(rule)s: %(asked)s of %(members)s") % {
            "rule": quorum,
            "asked": asked,
            "members": members,
        }
    place = told(meeting, "place") or Told(_("not stated"), "")
    return [
        [_("Place"), _plain(_("by teleconference")) if meeting.by_teleconference else _span(place)],
        [_("Members"), _plain(str(members) if members else unstated)],
        [_("Quorum"), _plain(quorum or unstated)],
        [_("An approval needs"), _plain(rule_told(table))],
    ]


def _item(item: AgendaItem) -> Json:
    return {
        "title": _span(told(item, "title")),
        "asked": _paragraphs(item, "asked"),
        "draft": _draft(item.about),
    }


def _draft(item: Any) -> Json | None:
    """Give the text of what is decided about, as it stands."""
    if isinstance(item, Record):
        return _texts(_("Project"), item.get_latest_revision_as_object(), _OF_RECORD, item.live)
    if isinstance(item, PilotProposal):
        draft = item.get_latest_revision_as_object()
        found = _texts(_("Pilot proposal"), draft, _OF_PILOT, item.live)
        found["facts"] = _pilot_facts(draft)
        return found
    if isinstance(item, Edition):
        facts = [
            [_("Date on the cover"), _plain(day_told(item.dated))],
            [_("Projects in it"), _plain(str(item.records.count()))],
        ]
        title, is_draft = _span(told(item, "title")), item.state == "draft"
        return _laid(_("Edition"), title, facts=facts, is_draft=is_draft)
    return _funding_draft(item) if isinstance(item, FundingRequest) else None


def _laid(
    kind: str,
    title: Json,
    *,
    is_draft: bool,
    facts: list[Any] | None = None,
    parts: list[Any] | None = None,
) -> Json:
    return {
        "kind": kind,
        "title": title,
        "is_draft": is_draft,
        "facts": facts or [],
        "parts": parts or [],
        "rows": [],
    }


def _texts(kind: str, item: Any, pairs: tuple[str, ...], is_approved: bool) -> Json:
    parts = []
    for pair in pairs:
        label = capfirst(_label(item, pair))
        parts.append([label, _paragraphs(item, pair)])
    return _laid(kind, _span(told(item, "title")), is_draft=not is_approved, parts=parts)


def _label(item: Any, pair: str) -> str:
    """Give the name of a pair of fields, without its language."""
    return str(item._meta.get_field(f"{pair}_en").verbose_name).rpartition(" (")[0]


def _pilot_facts(pilot: PilotProposal) -> list[list[Any]]:
    sponsor = told(pilot, "sponsor") or Told(_("not stated"), "")
    return [
        [_("Sponsor"), _span(sponsor)],
        [_("Host jurisdiction"), _plain(pilot.get_host_display() or _("not stated"))],
        [_("Requested (not public)"), _plain(dollars(pilot.requested_cad))],
    ]


def _funding_draft(request: FundingRequest) -> Json:
    facts = [
        [_("Consultant (not public)"), _plain(dollars(request.consultant_cad))],
        [_("Procurement (not public)"), _plain(dollars(request.procurement_cad))],
        [_("Requested (not public)"), _plain(dollars(request.requested_cad))],
    ]
    title = _span(told(request, "title"))
    found = _laid(_("Funding request"), title, facts=facts, is_draft=request.state == "draft")
    found["rows"] = [
        [_span(told(each, "title")), _plain(label_of(DELIVERABLE_STATES, each.state))]
        for each in request.deliverables.all()
    ]
    return found


def _earlier(meeting: Meeting) -> list[Decision]:
    """Give what the table decided before and is still to be followed up."""
    before = Decision.objects.filter(table=meeting.table, decided_on__lt=meeting.starts_on)
    return list(before.exclude(outcome="").exclude(follow_up_state="").order_by("number"))


def _follow_up(decision: Decision) -> Json:
    given = [answer for _member, answer in answers_of(decision)]
    return {
        "number": decision.number,
        "question": _span(told(decision, "question")),
        "outcome": _("%(outcome)s, %(day)s: yes %(yes)s, no %(no)s")
        % {
            "outcome": label_of(OUTCOMES, decision.outcome),
            "day": day_told(decision.decided_on),
            "yes": given.count("yes"),
            "no": given.count("no"),
        },
        "conditions": _paragraphs(decision, "conditions"),
        "follow_up": _paragraphs(decision, "follow_up"),
        "state": decision.get_follow_up_state_display(),
    }
