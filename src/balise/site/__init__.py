"""The web site: reads releases, never runs a model."""

from balise.site.desk import open_desk
from balise.site.serving import serve

__all__ = ["open_desk", "serve"]
