"""Polygons cut into the tiles of a map; each stays at every zoom, however small."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

from balise.release import EXTENT, Place, Shape, encode_tile

__all__ = ["cut_tiles", "last_zoom"]

_BUFFER = 1 / 64
"""Ground kept around a tile, so that its edge draws no line [side of a tile]."""

_FINEST, _COARSEST = 12, 4
_STEPS = 100
_SMALL = 0.05

Shapes = npt.NDArray[np.object_]
Points = npt.NDArray[np.float64]
Ring = npt.NDArray[np.int64]


def last_zoom(shapes: Shapes) -> int:
    """Choose the zoom at which even a small area is some hundred steps of the grid wide.

    A small area is one that 19 in 20 exceed; the map goes on drawing beyond that zoom.

    Examples
    --------
    >>> last_zoom(np.array([shapely.box(0.3, 0.3, 0.3001, 0.3001)], dtype=object))
    8
    """
    sides = np.sqrt(shapely.area(shapes))
    small = max(float(np.quantile(sides, _SMALL)), 1e-9)
    return min(max(math.ceil(math.log2(_STEPS / (EXTENT * small))), _COARSEST), _FINEST)


def cut_tiles(dguids: Sequence[str], levels: Sequence[str], shapes: Shapes) -> dict[Place, bytes]:
    """Cut shapes into tiles, from the one that holds the world to the last zoom.

    Corners are rounded to the grid of a tile and nothing else is simplified, so that
    neighbours keep their common edge. A shape that rounding leaves without surface becomes one
    step of the grid where it lies.

    Parameters
    ----------
    dguids, levels : sequence of str, shape (a,)
        Identifier and level of each area; a level is a layer of the tiles.
    shapes : array of shapely.MultiPolygon, shape (a,)
        In a square of side 1 that holds the world, y to the south.

    Returns
    -------
    dict of Place to bytes
        Tiles with something in them.
    """
    anchors = shapely.get_coordinates(shapely.point_on_surface(shapes))
    cutter = _Cutter(dguids, levels, anchors, last_zoom(shapes))
    cutter.cut(Place(0, 0, 0), np.arange(len(shapes)), shapes)
    return cutter.tiles


class _Cutter:
    """Goes from a tile to the four in it, with the shapes that reach them."""

    def __init__(
        self, dguids: Sequence[str], levels: Sequence[str], anchors: Points, last: int
    ) -> None:
        self.dguids, self.levels, self.anchors, self.last = dguids, levels, anchors, last
        self.tiles: dict[Place, bytes] = {}

    def cut(self, place: Place, which: npt.NDArray[np.int64], shapes: Shapes) -> None:
        """Write a tile, then those in it."""
        if not len(which):
            return
        self.write(place, which, shapes)
        if place.zoom == self.last:
            return
        for column in (2 * place.column, 2 * place.column + 1):
            for row in (2 * place.row, 2 * place.row + 1):
                inner = Place(place.zoom + 1, column, row)
                side = 0.5**inner.zoom
                west, north = (column - _BUFFER) * side, (row - _BUFFER) * side
                width = (1 + 2 * _BUFFER) * side
                clipped = _clipped(shapes, (west, north, west + width, north + width))
                held = ~shapely.is_empty(clipped)
                self.cut(inner, which[held], clipped[held])

    def write(self, place: Place, which: npt.NDArray[np.int64], shapes: Shapes) -> None:
        """Write the shapes of a tile, in a layer for each level."""
        corner = np.array([place.column, place.row])
        scale = 2.0**place.zoom
        layers: dict[str, list[Shape]] = {}
        for number, rings in zip(which.tolist(), _rings(shapes, corner, scale), strict=True):
            anchor = self.anchors[number] * scale - corner
            is_here = not rings and (anchor >= 0).all() and (anchor < 1).all()
            if rings or is_here:
                level, dguid = self.levels[number], self.dguids[number]
                shown = Shape({"dguid": dguid, "level": level}, rings or [_step(anchor)])
                layers.setdefault(level, []).append(shown)
        if layers:
            self.tiles[place] = encode_tile({name: layers[name] for name in sorted(layers)})


def _clipped(shapes: Shapes, box: tuple[float, float, float, float]) -> Shapes:
    """Cut shapes to a box; only those that cross its edge need work."""
    west, north, east, south = box
    x0, y0, x1, y1 = shapely.bounds(shapes).T
    out = (x1 < west) | (x0 > east) | (y1 < north) | (y0 > south)
    across = ~out & ((x0 < west) | (x1 > east) | (y0 < north) | (y1 > south))
    clipped = shapes.copy()
    clipped[out] = shapely.MultiPolygon()
    clipped[across] = shapely.clip_by_rect(shapes[across], *box)
    return clipped


def _rings(shapes: Shapes, corner: Points, scale: float) -> list[list[Ring]]:
    """Round the rings of shapes to the grid, outer ones turning as tiles want them."""
    found: list[list[Ring]] = [[] for _ in shapes]
    parts, owner = shapely.get_parts(shapes, return_index=True)
    is_ground = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    owner = owner[is_ground]
    rings, part = shapely.get_rings(parts[is_ground], return_index=True)
    if not len(rings):
        return found
    points, ring = shapely.get_coordinates(rings, return_index=True)
    steps = np.rint((points * scale - corner) * EXTENT).astype(np.int64)
    # A ring ends where it began: each point has a next one, but for the last, which is left out.
    here, there, ring, goes_on = steps[:-1], steps[1:], ring[:-1], ring[:-1] == ring[1:]
    crossed = here[:, 0] * there[:, 1] - there[:, 0] * here[:, 1]
    # Twice the ground within, positive where a ring turns from east to south.
    ground = np.bincount(ring, np.where(goes_on, crossed, 0), len(rings))
    kept = goes_on & (here != there).any(axis=1)
    ends = np.cumsum(np.bincount(ring[kept], minlength=len(rings)))
    is_outer = np.diff(part, prepend=-1) != 0
    told = (ground.tolist(), is_outer.tolist(), part.tolist())
    is_open = False
    for each, area, outer, number in zip(np.split(here[kept], ends[:-1]), *told, strict=True):
        is_open = bool(area) if outer else is_open
        if area and is_open:
            found[owner[number]].append(each if (area > 0) == outer else each[::-1])
    return found


def _step(anchor: Points) -> Ring:
    """One step of the grid, where an area lies."""
    x, y = np.minimum(np.floor(anchor * EXTENT), EXTENT - 1).astype(np.int64)
    return np.array([[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]])
