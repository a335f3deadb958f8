"""What pages of the governance tell: quorums, amounts that are public, subjects one may read."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balise.reports import numeral
from balise.site.guide.models import Edition, Record
from balise.site.guide.terms import codes
from balise.site.guide.told import Told, label_of, told
from balise.site.languages import language
from balise.site.secretariat.decisions import Tally, answers_of, tally
from balise.site.secretariat.governance_terms import ANSWERS, RULES
from balise.site.secretariat.models import (
    Decision,
    FundingRequest,
    Member,
    PilotProposal,
    Table,
)

__all__ = [
    "Subject",
    "amounts_of",
    "counts_told",
    "dollars",
    "member_told",
    "quorum_told",
    "register_entry",
    "rule_told",
    "subject_of",
]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about, where anybody may read it."""

    kind: str | Promise
    title: Told
    link: str


def dollars(amount: Decimal | None) -> str:
    """Write an amount [dollars], with cents if it has any; nothing is "not stated".

    Examples
    --------
    >>> dollars(Decimal("55000.00")), dollars(Decimal("0.50")), dollars(None)
    ('$55,000', '$0.50', 'not stated')
    """
    if amount is None:
        return _("not stated")
    decimals = 0 if amount == amount.to_integral_value() else 2
    written = numeral(float(amount), language(), decimals)
    return f"${written}" if language() == "en" else f"{written}\N{NO-BREAK SPACE}$"


def amounts_of(item: FundingRequest | PilotProposal) -> list[tuple[str, str]]:
    """Give the amounts of a request or a pilot that the secretariat released; else none."""
    if not (item.is_released and item.are_amounts_released):
        return []
    rows: list[tuple[str, Decimal | None]] = []
    if isinstance(item, FundingRequest):
        rows += [
            (_("Consultant"), item.consultant_cad),
            (_("Procurement"), item.procurement_cad),
        ]
    rows += [(_("Requested"), item.requested_cad), (_("Granted"), item.granted_cad)]
    return [(label, dollars(amount)) for label, amount in rows]


def quorum_told(table: Table) -> str:
    """Say the quorum of a table; empty if it has not stated one."""
    if table.quorum_number is not None:
        words = ngettext("%(count)s member", "%(count)s members", table.quorum_number)
        return words % {"count": table.quorum_number}
    if table.quorum_share is None:
        return ""
    share = numeral(float(table.quorum_share) * 100, language(), 1).removesuffix(".0")
    return _("%(share)s%% of the members, rounded up") % {"share": share.removesuffix(",0")}


def rule_told(table: Table) -> str:
    """Say what an approval of a table needs."""
    return label_of(RULES, table.rule)


def counts_told(counted: Tally) -> list[tuple[str, int]]:
    """Give each of the five answers with how many members gave it."""
    return [(label_of(ANSWERS, each), getattr(counted, each)) for each in codes(ANSWERS)]


def member_told(member: Member) -> Told:
    """Give the name of a member, and the language it is in."""
    named = member if member.name_en or member.name_fr else member.organisation
    return told(named, "name")


def register_entry(decision: Decision) -> dict[str, Any]:
    """Give a line of the register as pages show it: who answered what, and what counts."""
    counted = tally(decision)
    is_told = decision.answers.exists()
    answers: list[tuple[Member, str]] = answers_of(decision) if is_told else []
    return {
        "decision": decision,
        "subject": subject_of(decision.about),
        "answers": [
            (member, member_told(member), answer, label_of(ANSWERS, answer))
            for member, answer in answers
        ],
        "counts": counts_told(counted),
        "tally": counted,
        "is_counted": decision.table.rule != "recorded",
    }


def subject_of(item: Any) -> Subject | None:
    """Tell what a question is about, if anybody may read it."""
    if isinstance(item, Record) and item.is_public:
        return Subject(_("Project"), told(item, "title"), item.get_absolute_url())
    if isinstance(item, Edition) and item.state == "approved":
        link = f"/{language()}/guide/editions/{item.number}/"
        return Subject(_("Edition"), told(item, "title"), link)
    if isinstance(item, PilotProposal) and item.is_released:
        return Subject(_("Pilot"), told(item, "title"), item.get_absolute_url())
    if isinstance(item, FundingRequest) and item.is_released:
        link = f"/{language()}/guide/governance/funding/#request-{item.pk}"
        return Subject(_("Funding request"), told(item, "title"), link)
    return None
