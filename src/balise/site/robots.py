"""What those who gather pages are asked to leave alone: addresses known to one person only."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

__all__ = ["left_alone", "robots"]


def left_alone() -> Iterator[str]:
    """Give the beginnings of private addresses.

    Each application of the site may name its own as ``private_paths``, below the language;
    one that begins with a slash stands alone.
    """
    for each in apps.get_app_configs():
        for path in getattr(each, "private_paths", ()):
            if path.startswith("/"):
                yield path
            else:
                yield from (f"/{lang}/{path}" for lang, _name in settings.LANGUAGES)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer with what is left alone, one line each."""
    lines = ["User-agent: *", *(f"Disallow: {each}" for each in left_alone()), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
