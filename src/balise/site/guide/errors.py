"""Pages of the Guide that say what went wrong, in the language of the address."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

__all__ = ["failed", "not_found", "stale_form", "unreadable"]


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:  # noqa: ARG001
    """Answer that there is no such page, and where to look instead."""
    reason = _("The Guide has nothing at this address.")
    if "/api/" in request.path:
        return JsonResponse({"error": reason}, status=404)
    return render(request, "guide/not_found.html", {"reason": reason}, status=404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer that a form was not sent from a page of this site, or is too old."""
    words = _("The form was not sent: it is too old, or cookies are refused. Open it again.")
    return render(request, "guide/not_found.html", {"reason": words}, status=403)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer that a request is damaged or holds too much, without reading more of it."""
    shown = {
        "lang": "fr" if request.path.startswith("/fr/") else "en",
        "title": _("The request cannot be read"),
        "reason": _("It is damaged, or holds too much. Go back, reload the page, and try again."),
    }
    return HttpResponse(render_to_string("guide/failed.html", shown), status=400)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer that the site failed, without saying how."""
    lang = "fr" if request.path.startswith("/fr/") else "en"
    shown = {
        "lang": lang,
        "title": _("The site failed"),
        "reason": _("This page could not be made. Go back, or try again in a while."),
    }
    return HttpResponse(render_to_string("guide/failed.html", shown), status=500)
