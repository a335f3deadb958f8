"""What pages of the secretariat know of who is signed in, and how a refusal is told."""

from collections.abc import Callable

from django.contrib.auth.context_processors import auth
from django.contrib.messages import ERROR
from django.contrib.messages import add_message as tell
from django.contrib.messages.context_processors import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from balise.site.guide.publishing import PublishingError

__all__ = ["RefusalTold", "told"]

HOME = "/admin/"


def told(request: HttpRequest) -> dict[str, object]:
    """Give the account and its messages below /admin/; public pages know neither."""
    if not hasattr(request, "user"):
        return {}
    return {**auth(request), **messages(request)}


class RefusalTold:
    """Leads back to where somebody came from when a text may not be published or deleted.

    Wagtail publishes and deletes from many screens. None of them may fail.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Tell what is missing instead of failing."""
        if not hasattr(request, "_messages"):
            return None
        if isinstance(error, PublishingError):
            from balise.site.guide.desks import tell_missing

            tell_missing(request, error)
        elif isinstance(error, ProtectedError):
            # Deleting several at once asks nobody beforehand.
            tell(request, ERROR, _("Nothing was deleted: what was public is retired instead."))
        else:
            return None
        back = request.headers.get("Referer", "")
        is_here = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
        return HttpResponseRedirect(back if is_here else HOME)
