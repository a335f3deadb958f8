"""What the secretariat uploaded, shown to it alone."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils._os import safe_join
from django.views.static import serve
from wagtail.admin.auth import require_admin_access

__all__ = ["upload"]


@require_admin_access
def upload(request: HttpRequest, name: str) -> HttpResponse:
    """Send a file; a browser never runs it."""
    found = Path(safe_join(settings.MEDIA_ROOT, name))
    if not found.is_file():
        raise Http404
    response = serve(request, name, document_root=str(settings.MEDIA_ROOT))
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    answer: HttpResponse = response
    return answer
