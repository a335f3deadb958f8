"""The explorer as an application of the site."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from balise.site.sections import Entry, Section

__all__ = ["ExplorerConfig"]


class ExplorerConfig(AppConfig):
    """The explorer: its name, its part of the menu, and what robots leave alone."""

    name = "balise.site.explorer"
    label = "explorer"
    private_paths = ("places/kept/",)
    section = Section(
        "explorer",
        _("E-Vulnerability Index"),
        "",
        (
            Entry("home", _("Map and table"), ""),
            Entry("areas", _("All measures"), "areas/"),
            Entry("compare", _("Compare"), "compare/"),
            Entry("offices", _("Offices"), "offices/"),
            Entry("gaps", _("Gaps in service"), "gaps/"),
            Entry("places", _("Your places"), "places/"),
            Entry("method", _("Method"), "method/"),
            Entry("downloads", _("Download"), "download/"),
        ),
    )
