"""Invented example data, one table for each design, written by code with a seed."""

import shutil
from pathlib import Path

from balise.impact.examples.outreach import outreach_table

__all__ = ["copy_examples", "example_names", "outreach_table"]


def example_names() -> tuple[str, ...]:
    """Name the tables that come with the package.

    Examples
    --------
    >>> "did_outreach.csv" in example_names()
    True
    """
    return tuple(sorted(path.name for path in Path(__file__).parent.glob("*.csv")))


def copy_examples(folder: Path) -> list[Path]:
    """Copy every example into a folder; files that are there already stay as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in example_names():
        if not (folder / name).exists():
            shutil.copyfile(Path(__file__).parent / name, folder / name)
            written.append(folder / name)
    return written
