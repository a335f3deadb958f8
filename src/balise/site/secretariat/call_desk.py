"""The screen on which the secretariat writes and publishes calls."""

from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from balise.site.secretariat.models import Call

__all__ = ["CallDesk"]


def _pair(name: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(f"{name}_en"), FieldPanel(f"{name}_fr")])


class CallDesk(SnippetViewSet):
    """Calls for projects."""

    model = Call
    icon = "calendar-alt"
    menu_label = gettext_lazy("Calls for projects")
    add_to_admin_menu = True
    menu_order = 120
    list_display = ["__str__", "opens_on", "closes_on", "is_public"]  # noqa: RUF012
    edit_handler = ObjectList(
        [
            _pair("title"),
            FieldPanel("slug"),
            FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")]),
            _pair("summary"),
            _pair("criteria"),
            FieldPanel("is_public"),
        ]
    )
