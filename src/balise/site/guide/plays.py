"""Pages of plays: what to do, when, in which steps, with which tools, and who did it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from balise.site.guide.freshness import kept_for_a_while
from balise.site.guide.models import Play

__all__ = ["page", "plays"]


@kept_for_a_while
def plays(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Show all plays, in the order a project takes them."""
    return render(request, "guide/plays.html", {"plays": Play.objects.filter(live=True)})


@kept_for_a_while
def page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:  # noqa: ARG001
    """Show one play."""
    play = get_object_or_404(Play, identifier=identifier, live=True)
    return render(request, "guide/play.html", {"object": play})
