"""Pages behind a private link: kept by nobody, found by no search engine, told to nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from balise.site.secretariat.models import PrivateLink, Submission
from balise.site.secretariat.private_links import find_link

__all__ = ["behind_a_draft_link", "private"]

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Keep a page out of caches, search engines and the addresses told to other sites.

    Browsers tell their own site alone where they come from. They must tell it: a form sent
    without any origin looks forged.
    """

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answered(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        response = view(request, *arguments, **named)
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return answered


def behind_a_draft_link(*, is_for_expired: bool = False) -> Callable[[View], View]:
    """Open a view to who holds the link of a draft; to others say what to do.

    Parameters
    ----------
    is_for_expired : bool
        Whether the view answers for a link whose time is over, too: it then gets the state.
    """

    def opened(view: View) -> View:
        @private
        @wraps(view)
        def answered(request: HttpRequest, lang: str, token: str, **named: Any) -> HttpResponse:
            found = find_link("draft", token)
            held = Submission.objects.select_related("holder", "call", "record")
            draft = held.filter(pk=found.link.target).first() if found else None
            if found is None or draft is None:
                return render(request, "secretariat/draft_unknown.html", status=404)
            if found.state == "revoked" or draft.state == "forgotten":
                return over(request, found.link, draft, token, "revoked")
            if not found.is_open and not is_for_expired:
                return over(request, found.link, draft, token, found.state)
            request.balise_link_state = found.state
            return view(request, lang, token, link=found.link, draft=draft, **named)

        return answered

    return opened


def over(
    request: HttpRequest, link: PrivateLink, draft: Submission, token: str, state: str
) -> HttpResponse:
    """Say that a link does not open any more, and what to do."""
    del link
    shown = {"state": "forgotten" if draft.state == "forgotten" else state, "token": token}
    return render(request, "secretariat/draft_over.html", shown, status=410)
