"""What the Guide adds to Wagtail: its screens, and two actions of a record."""

from typing import Any

from django.urls import URLPattern, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet

from balise.site.guide.desks import GuideDesk
from balise.site.guide.edition_desk import EditionsItem
from balise.site.guide.edition_desk import urlpatterns as edition_urls
from balise.site.guide.models import Record

__all__ = ()

register_snippet(GuideDesk)


class _OfARecord(ActionMenuItem):
    """An action that only a record has, for those who may list and retire."""

    from_statuses: tuple[str, ...] = ()

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Show it where it leads somewhere."""
        record = context.get("instance")
        may = "guide.list_record" if isinstance(record, Record) else ""
        return (
            bool(may)
            and context["request"].user.has_perm(may)
            and getattr(record, "status", "") in self.from_statuses
        )


class ListPublicly(_OfARecord):
    """Show an unverified record in public."""

    name = "action-list"
    label = _("Show in public, as not verified")
    icon_name = "view"
    from_statuses = ("draft", "listed", "retired")


class Retire(_OfARecord):
    """Take a record out of lists."""

    name = "action-retire"
    label = _("Retire")
    icon_name = "download-alt"
    from_statuses = ("listed", "published")


@hooks.register("register_snippet_action_menu_item")
def list_publicly_item(model: type) -> ActionMenuItem | None:
    """Offer to list a record."""
    return ListPublicly(order=60) if model is Record else None


@hooks.register("register_snippet_action_menu_item")
def retire_item(model: type) -> ActionMenuItem | None:
    """Offer to retire a record."""
    return Retire(order=70) if model is Record else None


@hooks.register("construct_snippet_action_menu")
def without_publishing(items: list[Any], request: Any, context: dict[str, Any]) -> None:  # noqa: ARG001
    """Take out of the actions of a record what only the end of its path does."""
    if context.get("model") is Record:
        items[:] = [each for each in items if each.name != "action-publish"]


@hooks.register("register_admin_urls")
def editions_urls() -> list[URLPattern]:
    """Give editions their screen."""
    return edition_urls


@hooks.register("register_admin_menu_item")
def editions_item() -> EditionsItem:
    """Give editions their line in the menu."""
    address = reverse_lazy("guide_editions")
    return EditionsItem(
        _("Editions"), address, name="guide-editions", icon_name="doc-full", order=110
    )


@hooks.register("construct_main_menu")
def without_pages(request: Any, menu_items: list[Any]) -> None:  # noqa: ARG001
    """Take out of the menu what the Guide does not have: a tree of pages."""
    menu_items[:] = [each for each in menu_items if each.name not in {"explorer", "documents"}]


@hooks.register("construct_settings_menu")
def without_paths(request: Any, menu_items: list[Any]) -> None:  # noqa: ARG001
    """Take out of the settings what is closed; see ``doors``."""
    closed = {"workflows", "workflow-tasks", "collections"}
    menu_items[:] = [each for each in menu_items if each.name not in closed]


@hooks.register("construct_reports_menu")
def without_reports_on_pages(request: Any, menu_items: list[Any]) -> None:
    """Take out of the reports what is closed."""
    closed = {"locked-pages", "aging-pages", "page-types-usage"}
    closed |= set() if request.user.is_superuser else {"site-history"}
    menu_items[:] = [each for each in menu_items if each.name not in closed]
