"""The screen on which the secretariat writes and publishes calls."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
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
    list_display = [  # noqa: RUF012
        "__str__",
        "opens_on",
        "closes_on",
        Column(
            "is_public",
            label=gettext_lazy("published"),
            accessor=lambda call: _("yes") if call.is_public else _("no"),
            sort_key="is_public",
        ),
    ]
    edit_handler = ObjectList(
        [
            _pair("title"),
            FieldPanel(
                "slug",
                help_text=gettext_lazy(
                    "The end of its address, such as “spring-2027”: small letters, digits and "
                    "hyphens. It stays once the call is published."
                ),
            ),
            FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")]),
            _pair("summary"),
            _pair("criteria"),
            FieldPanel("is_public"),
        ]
    )
