"""What every answer carries: its language, and what a browser may load with it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

__all__ = [
    "POLICY",
    "STAFF_POLICY",
    "language_of_path",
    "security_headers",
    "sessions_of_staff",
    "staff",
]

Answer = Callable[[HttpRequest], HttpResponse]

# Nothing inline and no other host. A map draws in a worker, and keeps pictures in memory.
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# Wagtail writes scripts and styles into its pages, and shows drafts in a frame of its own.
STAFF_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
STAFF = "/admin/"


def security_headers(answer: Answer) -> Answer:
    """Tell browsers to load nothing from elsewhere and to run nothing inline."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        policy = STAFF_POLICY if request.path_info.startswith(STAFF) else POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
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


def _below_admin(middleware: Callable[[Answer], Answer], answer: Answer) -> Answer:
    """Run a middleware for the secretariat alone: public pages know no session."""
    inner = middleware(answer)

    def answered(request: HttpRequest) -> HttpResponse:
        return (inner if request.path_info.startswith(STAFF) else answer)(request)

    return answered


def sessions_of_staff(answer: Answer) -> Answer:
    """Keep sessions below /admin/."""
    from django.contrib.sessions.middleware import SessionMiddleware

    return _below_admin(SessionMiddleware, answer)


def staff(answer: Answer) -> Answer:
    """Know who is signed in, and what to tell them, below /admin/."""
    from django.contrib.auth.middleware import AuthenticationMiddleware
    from django.contrib.messages.middleware import MessageMiddleware

    def both(answer: Answer) -> Answer:
        signed_in: Answer = AuthenticationMiddleware(MessageMiddleware(answer))
        return signed_in

    return _below_admin(both, answer)
