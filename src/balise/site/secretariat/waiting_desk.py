"""The screen where each role finds what waits for it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from balise.site.secretariat.desk_menu import DeskEntry
from balise.site.secretariat.screens import screen
from balise.site.secretariat.waiting import answers_for, count_for, waiting_for

__all__ = ["MENU", "desk", "waiting"]

MENU = DeskEntry("desk_waiting", _("Waiting for me"), count=count_for)


@require_safe
@screen()
def desk(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Lead to what waits."""
    return HttpResponseRedirect("/admin/desk/waiting/")


@require_safe
@screen()
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what waits for the account, the longest first."""
    context = {
        "rows": waiting_for(request.user),
        "answers": answers_for(request.user),
        "here": "desk_waiting",
    }
    return render(request, "secretariat/waiting.html", context)
