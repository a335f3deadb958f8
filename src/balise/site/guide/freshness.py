"""How long public pages may be kept: a minute unasked, then as long as they say the same.

What a page says is named by its ETag, made of its bytes. It bears no date of change: a page
tells of many things, and a date that misses one of them would have an old page kept.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

__all__ = ["kept_for_a_while"]

_FRESH = "public, max-age=60"

View = Callable[..., HttpResponse]


def kept_for_a_while(view: View) -> View:
    """Let browsers and proxies keep a page for a minute, then ask whether it changed."""

    @wraps(view)
    def answered(request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        response = view(request, *arguments, **options)
        if response.status_code == 200:
            response.headers["Cache-Control"] = _FRESH
        return response

    return answered
