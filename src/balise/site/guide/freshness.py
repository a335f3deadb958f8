"""How long public pages may be kept: a minute unasked, then as long as nothing changed."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from functools import wraps
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import http_date
from wagtail.models import ModelLogEntry, Revision

from balise.site.guide.models import Edition, Record

__all__ = ["kept_for_a_while", "last_change"]

_FRESH = "public, max-age=60"
_STARTED = timezone.now()

View = Callable[..., HttpResponse]


def last_change() -> datetime:
    """Tell when a page of the Guide may have changed last.

    A record or another text was written, the site was started with other words, or a new
    day began, on which reviews fall due.
    """
    written = Record.objects.public().aggregate(at=Max("changed_at"))["at"]
    revised = Revision.objects.aggregate(at=Max("created_at"))["at"]
    # What the secretariat did without a new revision: publish, take away, rename.
    done = ModelLogEntry.objects.aggregate(at=Max("timestamp"))["at"]
    approved = Edition.objects.aggregate(at=Max("public_since"))["at"]
    midnight = datetime.combine(timezone.now().date(), time.min, UTC)
    return max(each for each in (written, revised, done, approved, midnight, _STARTED) if each)


def kept_for_a_while(view: View) -> View:
    """Let browsers and proxies keep a page for a minute, then ask whether it changed."""

    @wraps(view)
    def answered(request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        response = view(request, *arguments, **options)
        if response.status_code == 200:
            response.headers["Cache-Control"] = _FRESH
            response.headers["Last-Modified"] = http_date(last_change().timestamp())
        return response

    return answered
