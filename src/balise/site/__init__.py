"""The web site: reads releases and keeps the Guide; never runs a model."""

from balise.site.commands import (
    make_first_account,
    open_desk,
    open_guide,
    open_secretariat,
    read_pipeline,
)
from balise.site.serving import serve

__all__ = [
    "make_first_account",
    "open_desk",
    "open_guide",
    "open_secretariat",
    "read_pipeline",
    "serve",
]
