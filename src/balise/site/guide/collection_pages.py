"""Pages of collections: projects that are read together, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from balise.site.guide.freshness import kept_for_a_while
from balise.site.guide.models import Collection
from balise.site.guide.told import by_title

__all__ = ["collections", "page"]


@kept_for_a_while
def collections(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Show all collections."""
    listed = Collection.objects.filter(live=True).prefetch_related("items__record")
    return render(request, "guide/collections.html", {"collections": by_title(listed)})


@kept_for_a_while
def page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:  # noqa: ARG001
    """Show one collection."""
    collection = get_object_or_404(Collection, identifier=identifier, live=True)
    return render(request, "guide/collection.html", {"object": collection})
