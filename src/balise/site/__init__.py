"""The web site: reads releases, never runs a model."""

from balise.site.serving import serve

__all__ = ["serve"]
