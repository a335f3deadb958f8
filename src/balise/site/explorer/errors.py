"""Pages that say what went wrong, in the language of the address."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

__all__ = ["failed", "not_found", "stale_form", "unreadable"]


def _explained(what: str) -> str:
    reasons = {
        "area": _("No area of this release has the identifier in the address."),
        "level": _("This release has no area of the level in the address."),
        "release": _("This site has no release of the name in the address."),
        "compare": _("An area in the address is not in this release."),
        "seal": _("The release of this name now bears another seal: its figures were replaced."),
        "remark": _("No remark has the reference in the address."),
        "scenario": _("This site shows no scenario, network or reach of the name in the address."),
        "moved": _("This site shows one release: there is no other to compare it with."),
    }
    return reasons.get(what, _("There is nothing at this address."))


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    """Answer that there is no such page, and where to look instead."""
    reason = _explained(str(exception.args[0]) if exception.args else "")
    if "/api/" in request.path:
        return JsonResponse({"error": reason}, status=404)
    return render(request, "explorer/not_found.html", {"reason": reason}, status=404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer that a form was not sent from a page of this site, or is too old."""
    words = _("The form was not sent: it is too old, or cookies are refused. Open it again.")
    shown = {"title": _("Form not sent"), "reason": words}
    return render(request, "explorer/not_found.html", shown, status=403)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer that a request is damaged or holds too much, without reading more of it."""
    shown = {
        "lang": "fr" if request.path.startswith("/fr/") else "en",
        "title": _("The request cannot be read"),
        "reason": _("It is damaged, or holds too much. Go back, reload the page, and try again."),
    }
    return HttpResponse(render_to_string("explorer/failed.html", shown), status=400)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer that the site failed, without saying how."""
    lang = "fr" if request.path.startswith("/fr/") else "en"
    shown = {
        "lang": lang,
        "title": _("The site failed"),
        "reason": _("This page could not be made. Go back, or try again in a while."),
    }
    return HttpResponse(render_to_string("explorer/failed.html", shown), status=500)
