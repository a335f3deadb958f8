"""Addresses: pages under /en/ and /fr/, JSON under /en/api/v1/ and /fr/api/v1/."""

from django.urls import include, path, register_converter

from balise.site.explorer import errors, kept_places, views


class Language:
    """One of the two languages, at the head of a path."""

    regex = "en|fr"

    def to_python(self, value: str) -> str:
        """Read it."""
        return value

    def to_url(self, value: str) -> str:
        """Write it."""
        return value


register_converter(Language, "lang")

urlpatterns = [
    path("", views.choose_language, name="root"),
    path("robots.txt", kept_places.robots, name="robots"),
    path("<lang:lang>/api/v1/", include("balise.site.explorer.api_urls")),
    path("<lang:lang>/", include("balise.site.explorer.urls")),
]

handler400 = errors.unreadable
handler404 = errors.not_found
handler500 = errors.failed
