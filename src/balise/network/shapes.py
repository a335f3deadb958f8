"""Shapes of regions that people send: they lie in Canada and do not cross themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from balise.network.distances import offset_position
from balise.network.upload_faults import Notices, UploadError, few

__all__ = ["CANADA", "Limits", "NamedShape", "circles", "sound_shapes"]

CANADA: Final = (-141.1, 41.6, -52.5, 83.2)
"""West, south, east, north of the country [degrees]."""

_CIRCLE_CORNERS: Final = 96
_REPAIRED: Final = 1e-4
"""Largest share of its ground that putting a region right may move."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read of a file."""

    regions: int = 500
    vertices: int = 200_000


@dataclass(frozen=True, slots=True)
class NamedShape:
    """A region as it was drawn, longitudes and latitudes [degrees]."""

    name: str
    shape: Any


def sound_shapes(found: Sequence[NamedShape], notices: Notices) -> list[NamedShape]:
    """Check that regions are polygons of Canada that do not cross themselves.

    A region that a repair leaves the same ground is repaired, and this is said.

    Raises
    ------
    UploadError
        With the name of a region, or of up to five.
    """
    if not found:
        raise UploadError("no_regions")
    for each in found:
        refuse_misplaced(each.name, shapely.bounds(each.shape))
    return _sound(_told_apart(found, notices), notices)


def refuse_misplaced(name: str, bounds: npt.NDArray[np.float64]) -> None:
    """Refuse what cannot be longitudes and latitudes of Canada, and say what it looks like."""
    box = [float(side) for side in bounds]
    if not np.isfinite(box).all():
        raise UploadError("not_finite", region=name)
    shown = f"{box[0]:.6g}, {box[1]:.6g}"
    for code, is_so in _MISPLACED:
        if is_so(*box):
            raise UploadError(code, region=name, found=shown)


def _inside(low: float, high: float, least: float, most: float) -> bool:
    return least <= low and high <= most


_WEST, _SOUTH, _EAST, _NORTH = CANADA
# From the most telling to the least: each takes west, south, east, north of the region.
_MISPLACED: Final[tuple[tuple[str, Callable[[float, float, float, float], bool]], ...]] = (
    (
        "swapped",
        lambda w, s, e, n: _inside(w, e, _SOUTH, _NORTH) and _inside(s, n, _WEST, _EAST),
    ),
    (
        "no_sign",
        lambda w, s, e, n: _inside(w, e, -_EAST, -_WEST) and _inside(s, n, _SOUTH, _NORTH),
    ),
    (
        "lon_360",
        lambda w, s, e, n: _inside(w, e, _WEST + 360, _EAST + 360) and _inside(s, n, 0, 90),
    ),
    ("projected", lambda w, s, e, n: w < -180 or e > 180 or s < -90 or n > 90),
    ("antimeridian", lambda w, _s, e, _n: e - w > 180),
    ("outside", lambda w, s, e, n: e < _WEST or w > _EAST or n < _SOUTH or s > _NORTH),
)


def _told_apart(found: Sequence[NamedShape], notices: Notices) -> list[NamedShape]:
    """Put a number after regions of one name, so that rows can be told apart."""
    seen: dict[str, int] = {}
    apart = []
    for each in found:
        seen[each.name] = seen.get(each.name, 0) + 1
        name = each.name
        if seen[name] > 1:
            notices.add("same_name", name)
            name = f"{name} ({seen[name]})"
        apart.append(NamedShape(name, each.shape))
    return apart


def _sound(found: Sequence[NamedShape], notices: Notices) -> list[NamedShape]:
    shapes = np.array([each.shape for each in found], dtype=object)
    broken = np.flatnonzero(~shapely.is_valid(shapes)).tolist()
    if not broken:
        return list(found)
    mended = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    before, after = np.abs(shapely.area(shapes[broken])), shapely.area(mended)
    lost = np.abs(before - after) > _REPAIRED * np.maximum(before, after)
    lost |= ~np.isin(shapely.get_type_id(mended), (3, 6)) | (after <= 0)
    if lost.any():
        names = [found[place].name for place, is_lost in zip(broken, lost, strict=True) if is_lost]
        where = shapely.is_valid_reason(shapes[broken][lost][0])
        raise UploadError("crossing", regions=few(names), where=_position(str(where)))
    answer = list(found)
    for place, shape in zip(broken, mended, strict=True):
        notices.add("repaired", found[place].name)
        answer[place] = NamedShape(found[place].name, shape)
    return answer


def _position(reason: str) -> str:
    """Take the position out of what the geometry library says.

    Examples
    --------
    >>> _position("Self-intersection[-65.5 45.25]"), _position("Too few points")
    ('-65.5, 45.25', '')
    """
    _, bracket, inside = reason.partition("[")
    numbers = inside.rstrip("]").split()[:2] if bracket else []
    return ", ".join(f"{float(each):.7g}" for each in numbers)


def circles(positions: Sequence[tuple[float, float]], radius_km: float) -> npt.NDArray[np.object_]:
    """Draw circles around places.

    Parameters
    ----------
    positions : sequence of (lon, lat)
        [degrees].
    radius_km : float
        Straight line.

    Examples
    --------
    >>> around = circles([(-66.0, 46.0)], 111.1)
    >>> [round(float(side), 1) for side in shapely.bounds(around[0])]
    [-67.4, 45.0, -64.6, 47.0]
    """
    bearing = np.linspace(0.0, -360.0, _CIRCLE_CORNERS, endpoint=False, dtype=np.float64)
    away = np.full(_CIRCLE_CORNERS, radius_km)
    rings = [np.column_stack(offset_position(each, bearing, away)) for each in positions]
    return np.array([shapely.polygons(ring) for ring in rings], dtype=object)
