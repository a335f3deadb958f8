"""Pages that say what went wrong: each application explains its own addresses."""

from importlib import import_module
from types import ModuleType

from django.http import Http404, HttpRequest, HttpResponse

from balise.site.sections import section_at

__all__ = ["failed", "not_found", "stale_form", "unreadable"]


def _of(request: HttpRequest) -> ModuleType:
    return import_module(f"balise.site.{section_at(request).key}.errors")


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    """Answer that there is no such page, and where to look instead."""
    answer: HttpResponse = _of(request).not_found(request, exception)
    return answer


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer that a form was not sent from a page of this site, or is too old."""
    answer: HttpResponse = _of(request).stale_form(request, reason)
    return answer


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer that a request is damaged or holds too much, without reading more of it."""
    answer: HttpResponse = _of(request).unreadable(request, exception)
    return answer


def failed(request: HttpRequest) -> HttpResponse:
    """Answer that the site failed, without saying how."""
    answer: HttpResponse = _of(request).failed(request)
    return answer
