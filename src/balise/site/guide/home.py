"""The page that opens the Guide."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balise.site.guide.models import Record

__all__ = ["home"]


def home(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Show what the Guide is, and the projects changed last."""
    current = Record.objects.current().order_by("-changed_at")
    context = {"latest": current[:6], "count": current.count()}
    return render(request, "guide/home.html", context)
