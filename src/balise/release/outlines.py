"""Checks of boundaries: every area at every zoom, and no other."""

from collections.abc import Iterator

from balise.release.findings import Finding, found
from balise.release.reading import Release
from balise.release.tile_archives import BOUNDARIES, tiles_of
from balise.release.vector_tiles import tile_properties
from balise.vocabulary import ReleaseError, sample

__all__ = ["check_boundaries"]

Areas = dict[int, set[tuple[str, str]]]


def check_boundaries(release: Release) -> tuple[Finding, ...]:
    """Compare the areas drawn at each zoom with those of the release, where it has boundaries.

    Areas of a level that is drawn, and that have no boundary themselves, are named for
    information: the map shows them as bubbles.
    """
    path = release.path / BOUNDARIES
    if not path.is_file():
        return ()
    known = set(release.table("areas").select("dguid", "level").iter_rows())
    name = "boundaries are those of areas, at every zoom"
    try:
        drawn = _drawn(path.read_bytes())
    except (ReleaseError, UnicodeDecodeError, IndexError, ValueError) as problem:
        return (Finding(name, "not_met", str(problem)),)
    every = set().union(*drawn.values())
    levels = {level for _, level in every}
    without = sorted(dguid for dguid, level in known - every if level in levels)
    told = f"{len(every):,} areas at {len(drawn)} zooms"
    finding = found(name, _faults(drawn, every, known), told)
    if not without:
        return (finding,)
    detail = f"{len(without):,}: {sample(without)}"
    return (finding, Finding("areas without boundary", "printed", detail))


def _drawn(content: bytes) -> Areas:
    """Which areas are drawn at each zoom, with the layer they lie in."""
    drawn: Areas = {}
    for zoom, tile in tiles_of(content):
        areas = drawn.setdefault(zoom, set())
        for layer, rows in tile_properties(tile).items():
            areas.update((row.get("dguid", ""), layer) for row in rows)
    return drawn


def _faults(
    drawn: Areas, every: set[tuple[str, str]], known: set[tuple[str, str]]
) -> Iterator[str]:
    for dguid, level in sorted(every - known):
        yield f"{dguid or 'a shape without identifier'} is drawn as {level} and is no such area"
    for zoom, areas in sorted(drawn.items()):
        for dguid, _ in sorted(every - areas):
            yield f"{dguid} is missing at zoom {zoom}"
    zooms = sorted(drawn)
    if zooms != list(range(len(zooms))):
        yield f"zooms {zooms} do not begin at 0, or leave one out"
