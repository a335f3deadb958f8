"""A release with invented boundaries: the ground nearest to each centroid."""

from pathlib import Path

from balise.network import boundary_tiles
from balise.release import read_release, write_release
from tests.outlined import outlined

__all__ = ["with_boundaries"]


def with_boundaries(release: Path, folder: Path, levels: tuple[str, ...] = ("csd",)) -> Path:
    """Write a release again, with boundaries of some of its levels."""
    read = read_release(release)
    tables = {name: read.table(name) for name in read.tables}
    made = boundary_tiles(
        outlined(tables["areas"], folder / "areas.gpkg", levels), "DGUID", tables["areas"]
    )
    record = {**read.record, "boundaries": made.to_record()}
    return write_release(folder / "bounded", tables, record, boundaries=made.content)
