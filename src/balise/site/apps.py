"""The site as an application: the frame that all its parts share."""

from django.apps import AppConfig, apps

__all__ = ["SiteConfig"]


class SiteConfig(AppConfig):
    """The frame: base template, style sheet, languages."""

    name = "balise.site"
    label = "balise"

    def ready(self) -> None:
        """Let pages of places and of projects lead to each other where both are here."""
        from balise.site.links import SLOTS

        SLOTS.tried.clear()
        SLOTS.places.clear()
        if not all(apps.is_installed(f"balise.site.{each}") for each in ("explorer", "guide")):
            return
        from balise.site.explorer.shown_places import places_shown
        from balise.site.guide.tried import tried_at

        SLOTS.tried.append(tried_at)
        SLOTS.places.append(places_shown)
