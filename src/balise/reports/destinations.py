"""Where files may be written: never in a release, never over what is there by mistake."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from balise.vocabulary import BaliseError, ReleaseError, sample

__all__ = ["refuse_inside_release", "refuse_picture", "refuse_taken", "refuse_unwritable"]


def refuse_inside_release(out: Path) -> None:
    """Refuse a place in the folder of a release, or below it.

    Raises
    ------
    ReleaseError
        If the place, or a folder above it, holds a release.
    """
    place = out.resolve()
    for folder in (place, *place.parents):
        if (folder / "record.json").exists():
            raise ReleaseError(
                f"{out} would be written inside {folder}, which holds a release. "
                "Expected a place outside: a release holds only the files its record lists. "
                "Choose a place beside it."
            )


def refuse_picture(out: Path) -> None:
    """Refuse a file for a map that is no PNG, lies in a release, or has no folder.

    Raises
    ------
    BaliseError
        Naming what has to be put right.
    """
    if out.suffix.lower() != ".png":
        raise BaliseError(
            f"The map {out} ends with {out.suffix!r}. Expected '.png', the only kind of picture "
            "that is drawn. Name the file with .png at the end."
        )
    refuse_inside_release(out)
    if not out.parent.is_dir():
        raise BaliseError(
            f"The folder {out.parent} of the map {out.name} is not there. Expected a folder that "
            f"exists. Make it with 'mkdir -p {out.parent}', or choose another."
        )


def refuse_taken(paths: Iterable[Path]) -> None:
    """Refuse to write over files that are there.

    Raises
    ------
    BaliseError
        Naming them, five at most.
    """
    taken = [str(path) for path in paths if path.exists()]
    if taken:
        raise BaliseError(
            f"Files of the export are already there: {sample(taken)}. "
            "Expected names that are free. Choose another folder, or add --replace."
        )


def refuse_unwritable(out: Path) -> None:
    """Refuse a folder that could not be made, before any work is done for it.

    Raises
    ------
    ReleaseError
        If the nearest folder above that exists is a file, or cannot be written in.
    """
    place = out.absolute()
    above = next(each for each in place.parents if each.exists())
    try:
        with tempfile.TemporaryDirectory(prefix=".balise-", dir=above):
            return
    except OSError as problem:
        raise ReleaseError(
            f"The release {out} could not be made in {above}: {problem.strerror or problem}. "
            "Expected a folder with room where you may write. Choose another place; nothing was "
            "computed."
        ) from problem
