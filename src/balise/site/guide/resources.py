"""Pages of resources: open data, software, training that anybody may use."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from balise.site.guide.freshness import kept_for_a_while
from balise.site.guide.models import Resource
from balise.site.guide.narrowing import SPOKEN, Facet, narrowed, spoken_codes
from balise.site.guide.terms import JURISDICTIONS, RESOURCE_KINDS
from balise.site.guide.told import by_title

__all__ = ["page", "resources"]

FACETS = (
    Facet("kind", _("kind"), RESOURCE_KINDS, lambda each: [each.kind]),
    Facet("language", _("language"), SPOKEN, lambda each: spoken_codes(each.language)),
    Facet("jurisdiction", _("jurisdiction"), JURISDICTIONS, lambda each: [each.jurisdiction]),
)


@kept_for_a_while
def resources(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Show all resources, or those of a kind, a language, a jurisdiction."""
    listed = by_title(Resource.objects.filter(live=True))
    kept, choices = narrowed(listed, FACETS, request.GET)
    context = {"resources": kept, "choices": choices, "count": len(kept)}
    return render(request, "guide/resources.html", context)


@kept_for_a_while
def page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:  # noqa: ARG001
    """Show one resource."""
    resource = get_object_or_404(Resource, identifier=identifier, live=True)
    return render(request, "guide/resource.html", {"object": resource})
