"""Public pages of the governance: mandate, tables, members."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from balise.site.guide.told import alphabetical
from balise.site.secretariat.governance_told import member_told, quorum_told, rule_told
from balise.site.secretariat.models import Member, Table

__all__ = ["members", "overview", "public_page"]


def public_page(view: Any) -> Any:
    """Let anybody read a page, and keep it for a minute."""
    return require_safe(cache_control(public=True, max_age=60)(view))


@public_page
def overview(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Show the mandate, the tables, and how a matter goes up."""
    tables = [
        {"table": each, "quorum": quorum_told(each), "rule": rule_told(each)}
        for each in Table.objects.prefetch_related("annexes")
    ]
    return render(request, "secretariat/governance/overview.html", {"tables": tables})


@public_page
def members(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Show who sits at each table today, and who did."""
    today = timezone.localdate()
    current = set(Member.objects.on(today).values_list("pk", flat=True))
    shown = []
    for table in Table.objects.prefetch_related("members__organisation"):
        seats = sorted(table.members.all(), key=_seat_order)
        shown.append(
            {
                "table": table,
                "current": [(each, member_told(each)) for each in seats if each.pk in current],
                "past": [(each, member_told(each)) for each in seats if each.pk not in current],
            }
        )
    return render(request, "secretariat/governance/members.html", {"tables": shown})


_ORDERS = ("federal", "provincial", "territorial", "regional", "municipal", "indigenous", "multi")


def _seat_order(member: Member) -> tuple[bool, int, str]:
    """Put co-chairs first, then orders of government, then names."""
    orders = (*_ORDERS, "")
    return (
        member.seat != "co_chair",
        orders.index(member.order_of_government),
        alphabetical(member.name),
    )
