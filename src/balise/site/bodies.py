"""How much a request may bring: what is larger is refused before it is read."""

from collections.abc import Callable
from typing import Final

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balise.network import LARGEST

__all__ = ["ROOM", "bounded_body"]

ROOM: Final = LARGEST + 64 * 1024
"""Largest body: a file, and what a form puts around it [bytes]."""

Answer = Callable[[HttpRequest], HttpResponse]


def bounded_body(answer: Answer) -> Answer:
    """Refuse what is too large, in the language of the address, and read none of it."""

    def answered(request: HttpRequest) -> HttpResponse:
        stated = str(request.META.get("CONTENT_LENGTH") or "0")
        if not stated.isdecimal() or int(stated) > ROOM:
            shown = {"limit": LARGEST // 2**20}
            return render(request, _page_at(request.path_info), shown, status=413)
        return answer(request)

    return answered


def _page_at(address: str) -> str:
    """Name the page that says so, in the part of the site that was asked."""
    of_guide = address.startswith("/admin/") or "guide" in address.split("/")[2:4]
    if of_guide and apps.is_installed("balise.site.guide"):
        return "guide/too_large.html"
    return "explorer/own_places_too_large.html"
