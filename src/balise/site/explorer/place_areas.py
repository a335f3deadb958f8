"""Areas that somebody names, found among those of a release."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from balise.index import Nesting
from balise.network import UploadError, few

__all__ = ["Named", "named_areas"]

_ORDER: Final = ("csd", "cd", "da", "pr", "er", "canada")
"""Levels in which a code is looked for, the first wins: some are codes of two levels."""
_OFFERED: Final = 5
MOST_REGIONS: Final = 500


@dataclass(frozen=True)
class Named:
    """Regions as lists of areas, with what was found twice, by region in order."""

    regions: dict[str, list[str]]
    twice: list[str]


def named_areas(nesting: Nesting, rows: Sequence[tuple[str, str, int]]) -> Named:
    """Find the areas that a file names, region by region.

    Parameters
    ----------
    nesting : Nesting
    rows : sequence of (identifier, region, row of the file)
        Identifiers are those of Statistics Canada (DGUID), or codes alone.

    Raises
    ------
    UploadError
        ``unknown_areas``, with the nearest that are known (``unknown_areas_far`` where none is
        near); ``too_many_regions``.
    """
    known = _known(nesting)
    regions: dict[str, list[str]] = {}
    twice, lost = [], []
    seen: set[tuple[str, str]] = set()
    for identifier, region, row in rows:
        dguid = known.get(identifier)
        if dguid is None:
            lost.append((identifier, row))
            continue
        if (region, dguid) in seen:
            twice.append(identifier)
            continue
        seen.add((region, dguid))
        regions.setdefault(region, []).append(dguid)
    if lost:
        raise _unknown(lost, known)
    if len(regions) > MOST_REGIONS:
        raise UploadError("too_many_regions", limit=MOST_REGIONS)
    return Named(regions, twice)


def _known(nesting: Nesting) -> dict[str, str]:
    """List identifiers and codes of the areas that lie in one another."""
    found: dict[str, str] = {}
    for level in reversed(_ORDER):
        rows = nesting.areas.filter(level=level)
        found |= dict(zip(rows["code"], rows["dguid"], strict=True))
    return found | {dguid: dguid for dguid in nesting.place}


def _unknown(lost: Sequence[tuple[str, int]], known: dict[str, str]) -> UploadError:
    """Say which identifiers are not known, and offer the nearest."""
    offered: list[str] = []
    for identifier, _ in lost[:_OFFERED]:
        # Codes begin with those of the areas they lie in: the nearest begin alike.
        head = identifier[:4]
        alike = [each for each in known if each.startswith(head)] or list(known)
        length = [each for each in alike if abs(len(each) - len(identifier)) <= 1] or alike
        offered += get_close_matches(identifier, length[:5000], n=2, cutoff=0.5)
    shown = [f"{identifier[:40]} ({row})" for identifier, row in lost]
    found = few(shown, _OFFERED)
    if not offered:
        return UploadError("unknown_areas_far", count=len(lost), found=found)
    return UploadError(
        "unknown_areas", count=len(lost), found=found, offered=few(offered, _OFFERED)
    )
