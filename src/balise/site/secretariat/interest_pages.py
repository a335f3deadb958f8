"""Who is interested: the public list and map, the form, its receipt."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from balise.site.guide.jurisdictions import TILES, shades, tile
from balise.site.guide.terms import JURISDICTIONS
from balise.site.guide.told import alphabetical, label_of
from balise.site.secretariat.interest_following import keep
from balise.site.secretariat.interest_forms import InterestForm
from balise.site.secretariat.models import Interest
from balise.site.secretariat.plain_forms import (
    OPENED,
    SeeOther,
    check,
    form_key,
    stamp,
    status_of,
)

__all__ = ["express", "interests", "received"]

FORM = "interest"


@require_safe
@never_cache
def interests(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Show who is interested: by name where that was agreed, else by number."""
    named: defaultdict[str, list[Interest]] = defaultdict(list)
    for each in Interest.objects.named().select_related("record").order_by("made_at", "pk"):
        named[each.jurisdiction].append(each)
    others: defaultdict[str, int] = defaultdict(int)
    for place in Interest.objects.counted().values_list("jurisdiction", flat=True):
        others[place] += 1
    totals = {place: len(named[place]) + others[place] for place in TILES}
    rows = [
        {
            "code": place,
            "name": label_of(JURISDICTIONS, place),
            "named": named[place],
            "others": others[place],
        }
        for place in totals
        if totals[place]
    ]
    context = {
        "tiles": [tile(place, totals[place]) for place in TILES],
        "shades": shades(),
        "rows": sorted(rows, key=_alphabet),
        "total": sum(totals.values()),
    }
    return render(request, "secretariat/interests.html", context)


def _alphabet(row: dict[str, Any]) -> tuple[bool, str]:
    return row["code"] != "CA", alphabetical(row["name"])


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def express(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the form; keep what is sent."""
    if request.method != "POST":
        asked = request.GET.get("record", "")
        first = {"record": asked, "about": "project"} if asked else None
        return _form(request, InterestForm(initial=first))
    form = InterestForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=400)
    key = form_key(request, FORM)
    if not Interest.objects.filter(form_key=key).exists():
        problems = check(request, FORM)
        if problems:
            return _form(request, form, problems, status=status_of(problems))
        keep(form.cleaned_data, key, lang)
    return SeeOther(f"/{lang}/guide/interest/received/")


def _form(
    request: HttpRequest, form: InterestForm, problems: list[str] | None = None, status: int = 200
) -> HttpResponse:
    # A form that was not taken in time gets a new stamp; its words stay.
    opened = request.POST.get(OPENED, "") if form.errors else ""
    context = {"form": form, "problems": problems, "opened": opened or stamp(FORM)}
    return render(request, "secretariat/interest_form.html", context, status=status)


@require_safe
@never_cache
def received(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Say that it was received, and what happens next; it tells nothing of whom."""
    return render(request, "secretariat/interest_received.html")
