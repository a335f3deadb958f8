"""Copies of the invented example data for whoever wants to try a design."""

import shutil
from pathlib import Path

__all__ = ["copy_examples", "example_names"]

_HERE = Path(__file__).parent


def example_names() -> tuple[str, ...]:
    """Name the tables, and the answers to an interview, that come with the package.

    Examples
    --------
    >>> "did_outreach.csv" in example_names()
    True
    """
    kinds = {".csv", ".toml"}
    return tuple(sorted(path.name for path in _HERE.iterdir() if path.suffix in kinds))


def copy_examples(folder: Path) -> list[Path]:
    """Copy every example into a folder; files that are there already stay as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in example_names():
        if not (folder / name).exists():
            shutil.copyfile(_HERE / name, folder / name)
            written.append(folder / name)
    return written
