"""Screens of the secretariat: expressions of interest, what was done about each."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balise.site.guide.terms import codes
from balise.site.guide.told import label_of
from balise.site.secretariat.desk_menu import DeskEntry
from balise.site.secretariat.interest_following import follow, name, withdraw
from balise.site.secretariat.interest_forms import FollowForm, NameForm
from balise.site.secretariat.models import INTEREST_STATES, Interest
from balise.site.secretariat.plain_forms import SeeOther
from balise.site.secretariat.screens import screen

__all__ = ["MENU", "interest", "interests", "named", "withdrawn"]

PERMISSION = "secretariat.change_interest"
MENU = DeskEntry("desk_interests", gettext_lazy("Expressions of interest"), (PERMISSION,))
_PAGE = 50


@require_safe
@screen(PERMISSION)
def interests(request: HttpRequest) -> HttpResponse:
    """List expressions of interest, the newest first, those of a state alone if asked."""
    state = request.GET.get("state", "")
    found = Interest.objects.select_related("record")
    if state in codes(INTEREST_STATES):
        found = found.filter(state=state)
    context = {
        "page": Paginator(found, _PAGE).get_page(request.GET.get("page")),
        "state": state,
        "query": f"state={state}" if state in codes(INTEREST_STATES) else "",
        "states": [(each, label_of(INTEREST_STATES, each)) for each in codes(INTEREST_STATES)],
    }
    return render(request, "secretariat/interests_desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@screen(PERMISSION)
def interest(request: HttpRequest, number: int) -> HttpResponse:
    """Show one; note what was done about it."""
    found = get_object_or_404(Interest, pk=number)
    if request.method != "POST":
        return _shown(request, found)
    form = FollowForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, follow_form=form, status=400)
    said = form.cleaned_data
    if not follow(found, said["version"], said["state"], said["text"], request.user):
        return _meanwhile(request, found, follow_form=form)
    messages.success(request, _("It is noted."))
    return SeeOther(request.path)


@require_POST
@screen(PERMISSION)
def named(request: HttpRequest, number: int) -> HttpResponse:
    """Name the organisation in public."""
    found = get_object_or_404(Interest, pk=number)
    form = NameForm(request.POST, auto_id="name-%s")
    if not form.is_valid():
        return _shown(request, found, name_form=form, status=400)
    said = form.cleaned_data
    texts = said["organisation"], said["geography"]
    if not name(found, said["version"], *texts, request.user):
        return _meanwhile(request, found, name_form=form)
    messages.success(request, _("The organisation is named in public; it was told so."))
    return SeeOther(_address(found))


@require_POST
@screen(PERMISSION)
def withdrawn(request: HttpRequest, number: int) -> HttpResponse:
    """Take the name of the organisation away."""
    found = get_object_or_404(Interest, pk=number)
    version = request.POST.get("version", "")
    if not (version.isdecimal() and withdraw(found, int(version), request.user)):
        return _meanwhile(request, found)
    messages.success(request, _("The name is taken away; the organisation is only counted."))
    return SeeOther(_address(found))


def _address(found: Interest) -> str:
    return f"/admin/desk/interests/{found.pk}/"


def _meanwhile(request: HttpRequest, found: Interest, **forms: Any) -> HttpResponse:
    """Show what changed meanwhile, with what was typed: it is sent again, or not."""
    found.refresh_from_db()
    for form in forms.values():
        form.data = {**form.data.dict(), "version": str(found.version)}
    return _shown(request, found, is_meanwhile=True, status=409, **forms)


def _shown(
    request: HttpRequest,
    found: Interest,
    *,
    status: int = 200,
    is_meanwhile: bool = False,
    **forms: Any,
) -> HttpResponse:
    first: dict[str, Any] = {"version": found.version}
    texts = {"organisation": found.organisation, "geography": found.geography}
    context = {
        "interest": found,
        "notes": found.notes.select_related("by"),
        "follow_form": FollowForm(initial={**first, "state": found.state}),
        "name_form": NameForm(initial={**first, **texts}, auto_id="name-%s"),
        "wrong_form": next(iter(forms.values()), None),
        "is_meanwhile": is_meanwhile,
        **forms,
    }
    return render(request, "secretariat/interest_desk.html", context, status=status)
