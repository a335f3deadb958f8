"""Translations: text catalogues beside the code, compiled where they are newer."""

import os
from pathlib import Path

__all__ = ["compile_catalogues"]

_SITE = Path(__file__).resolve().parent


def compile_catalogues(folder: Path = _SITE) -> tuple[Path, ...]:
    """Compile the catalogues that changed since they were last compiled.

    An installed package holds them compiled; a checkout compiles them at the first start.

    Returns
    -------
    tuple of Path
        The files written.
    """
    return tuple(_compiled(text) for text in sorted(folder.rglob("*.po")) if _is_stale(text))


def _is_stale(text: Path) -> bool:
    made = text.with_suffix(".mo")
    if not made.exists():
        return True
    # A package installed for everybody cannot be written to, and came compiled.
    return made.stat().st_mtime < text.stat().st_mtime and os.access(made, os.W_OK)


def _compiled(text: Path) -> Path:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    made = text.with_suffix(".mo")
    with text.open("rb") as source:
        catalogue = read_po(source, abort_invalid=True)
    beside = made.with_suffix(".new")
    with beside.open("wb") as file:
        write_mo(file, catalogue)
    beside.replace(made)
    return made
