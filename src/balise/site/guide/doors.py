"""Doors of the secretariat's house: what Wagtail brings and the Guide does not have is closed.

Wagtail lets any account choose among all texts, and brings screens for pages and documents.
Here an account chooses among what it may read; there are no pages; paths of approval are
laid by the site, and no screen bends them.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDictKeyError

from balise.site.errors import unreadable

__all__ = ["Doors"]

_CLOSED_SPACES = {
    "wagtailadmin_api",
    "wagtailadmin_collections",
    "wagtailadmin_pages",
    "wagtailadmin_workflows",
    "wagtaildocs",
    "wagtaildocs_chooser",
}
_CLOSED = {
    "wagtailadmin_error_test",
    "wagtailadmin_explore",
    "wagtailadmin_explore_results",
    "wagtailadmin_explore_root",
    "wagtailadmin_tag_autocomplete",
    "wagtailadmin_tag_model_autocomplete",
    *(f"wagtailadmin_reports:{each}" for each in ("aging_pages", "locked_pages")),
    *(f"wagtailadmin_reports:{each}_results" for each in ("aging_pages", "locked_pages")),
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
}
_OF_PAGES = "wagtailadmin_choose_"
_BROKEN = "/admin/test404/"
_IMAGES = "wagtailimages_chooser"
# Titles of everything that was ever written are in it.
_ADMINISTRATORS = {
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:site_history_results",
}
_CHOOSERS, _SNIPPETS = "wagtailsnippetchoosers_", "wagtailsnippets_"
_READING = ("view", "add", "change", "delete", "publish")


class Doors:
    """Refuses what is closed, and choosing among what an account may not read."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.answer(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Look at where a request leads before anything is done.

        Raises
        ------
        Http404
            If it is closed.
        PermissionDenied
            If the account may not read what it would choose from.
        """
        found = request.resolver_match
        if found is None or not request.path_info.startswith("/admin/"):
            return
        space, name = found.namespace, found.view_name
        is_closed = space.split(":")[0] in _CLOSED_SPACES or name in _CLOSED
        if is_closed or name.startswith(_OF_PAGES) or request.path_info == _BROKEN:
            raise Http404
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated or user.is_superuser:
            return
        of_others = space.startswith(_CHOOSERS) and not _may(user, space, _CHOOSERS, _READING)
        is_ending = found.url_name == "confirm_workflow_cancellation"
        if (
            name in _ADMINISTRATORS
            or of_others
            or (space == _IMAGES and not user.has_perm("guide.change_record"))
            or (is_ending and not _may(user, space, _SNIPPETS, ("change",)))
        ):
            raise PermissionDenied

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a form that lacks its own fields: it did not come from its screen."""
        if isinstance(error, MultiValueDictKeyError) and request.path_info.startswith("/admin/"):
            return unreadable(request, error)
        return None


def _may(user: Any, space: str, prefix: str, verbs: tuple[str, ...]) -> bool:
    label, _, model = space.removeprefix(prefix).partition("_")
    return any(user.has_perm(f"{label}.{verb}_{model}") for verb in verbs)
