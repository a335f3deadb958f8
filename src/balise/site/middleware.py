"""What every answer carries: its language, and what a browser may load with it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

__all__ = ["POLICY", "language_of_path", "security_headers"]

Answer = Callable[[HttpRequest], HttpResponse]

# Nothing inline and no other host. A map draws in a worker, and keeps pictures in memory.
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def security_headers(answer: Answer) -> Answer:
    """Tell browsers to load nothing from elsewhere and to run nothing inline."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        return response

    return answered


def language_of_path(answer: Answer) -> Answer:
    """Speak the language at the head of the path, else the one the browser asks for."""
    known = dict(settings.LANGUAGES)

    def answered(request: HttpRequest) -> HttpResponse:
        head = request.path_info.split("/")[1]
        language = head if head in known else translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = answer(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answered
