"""What every answer carries: its language, and what a browser may load with it."""

import gzip
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import has_vary_header, patch_vary_headers

__all__ = [
    "POLICY",
    "STAFF_POLICY",
    "language_of_path",
    "packed",
    "security_headers",
    "sessions_of_staff",
    "staff",
]

_SMALL: Final = 860
"""Answers below this size are not packed [bytes]."""
_EFFORT: Final = 3
"""Of 1 to 9: less than half the time of the usual 6, for up to a fifth more bytes."""

Answer = Callable[[HttpRequest], HttpResponse]

# Nothing inline and no other host. A map draws in a worker, and keeps pictures in memory.
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; worker-src 'self'; "
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
        head = request.path_info.lstrip("/").partition("/")[0]
        language = head if head in known else translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = answer(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answered


def packed(answer: Answer) -> Answer:
    """Pack answers that are the same for everybody, with little effort.

    Those that hold a form depend on a cookie, and are left to Django: it hides the length
    of what they keep secret.
    """

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        is_open = not (
            response.streaming or response.cookies or has_vary_header(response, "Cookie")
        )
        if not is_open or response.has_header("Content-Encoding"):
            return response
        if len(response.content) > _SMALL and "gzip" in request.headers.get("Accept-Encoding", ""):
            response.content = gzip.compress(response.content, _EFFORT, mtime=0)
            response.headers["Content-Length"] = str(len(response.content))
            response.headers["Content-Encoding"] = "gzip"
            tag = response.headers.get("ETag", "")
            if tag.startswith('"'):
                # The bytes differ from those of the same page unpacked, what they say does not.
                response.headers["ETag"] = f"W/{tag}"
        patch_vary_headers(response, ["Accept-Encoding"])
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
