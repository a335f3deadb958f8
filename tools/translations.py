"""Compile the translations of the site when a package is made, or installed to be edited."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

__all__ = ["Translations"]


class Translations(BuildHookInterface[BuilderConfig]):
    """Writes each catalogue beside its text, for the package to hold."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:  # noqa: ARG002
        """Compile every catalogue."""
        for text in sorted(Path(self.root, "src", "balise", "site").rglob("*.po")):
            with text.open("rb") as source, text.with_suffix(".mo").open("wb") as made:
                write_mo(made, read_po(source, abort_invalid=True))
