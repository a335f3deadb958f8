"""The two languages of the site: which one is spoken, and which the address asks for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import lazy
from django.utils.translation import get_language, get_language_from_request

__all__ = ["Language", "choose_language", "language", "lead_to_guide", "spoken"]


class Language:
    """One of the two languages, at the head of a path."""

    regex = "en|fr"

    def to_python(self, value: str) -> str:
        """Read it."""
        return value

    def to_url(self, value: str) -> str:
        """Write it."""
        return value


def language() -> str:
    """Give the language being spoken, ``en`` or ``fr``."""
    return "fr" if (get_language() or "en").startswith("fr") else "en"


def _spoken(en: str, fr: str) -> str:
    return fr if language() == "fr" else en


spoken = lazy(_spoken, str)
"""Give one of two texts, chosen each time it is shown."""


def choose_language(request: HttpRequest) -> HttpResponse:
    """Lead to the pages in the language the browser asks for."""
    found = get_language_from_request(request)
    lang = "fr" if found.startswith("fr") else "en"
    below = "" if "explorer" in settings.BALISE_APPS else "guide/"
    response = HttpResponseRedirect(f"/{lang}/{below}")
    response.headers["Vary"] = "Accept-Language"
    return response


def lead_to_guide(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Lead to the Guide, where a site has nothing else."""
    return HttpResponseRedirect(f"/{lang}/guide/")
