"""The Guide as an application of the site."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from balise.site.sections import Entry, Section

__all__ = ["GuideConfig"]


class GuideConfig(AppConfig):
    """The Guide: its name, its part of the menu, and what robots leave alone."""

    name = "balise.site.guide"
    label = "guide"
    verbose_name = _("DDI Guide")
    private_paths = ("guide/assessment/kept/", "/admin/")
    section = Section(
        "guide",
        _("DDI Guide"),
        "guide/",
        (
            Entry("home", _("Guide home"), "guide/"),
            Entry("records", _("Projects"), "guide/records/"),
            Entry("plays", _("Plays"), "guide/plays/"),
            Entry("experts", _("People to ask"), "guide/experts/"),
            Entry("resources", _("Resources"), "guide/resources/"),
            Entry("editions", _("Editions"), "guide/editions/"),
            Entry("governance", _("Governance"), "guide/governance/"),
            Entry("data", _("Open data"), "guide/data/"),
        ),
    )

    def ready(self) -> None:
        """Have the history know what an import is, and the search what changed."""
        from django.core.checks import register

        from balise.site.guide import importing, search_state  # noqa: F401
        from balise.site.guide.opening import demonstration_told
        from balise.site.serving import OPENING

        register(demonstration_told, OPENING, deploy=True)
