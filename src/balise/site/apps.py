"""The site as an application: the frame that all its parts share."""

from django.apps import AppConfig

__all__ = ["SiteConfig"]


class SiteConfig(AppConfig):
    """The frame: base template, style sheet, languages."""

    name = "balise.site"
    label = "balise"
