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
        for number, shape in zip(which.tolist(), shapes, strict=True):
            rings = _rings(shape, corner, scale)
            anchor = self.anchors[number] * scale - corner
            if not rings and (anchor >= 0).all() and (anchor < 1).all():
                rings = [_step(anchor)]
            if rings:
                level, dguid = self.levels[number], self.dguids[number]
                shown = Shape({"dguid": dguid, "level": level}, rings)
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


def _rings(shape: shapely.Geometry, corner: Points, scale: float) -> list[Ring]:
    """Round the rings of a shape to the grid, outer ones turning as tiles want them."""
    rings: list[Ring] = []
    for polygon in shapely.get_parts(shape):
        if polygon.geom_type != "Polygon":
            continue
        for number, ring in enumerate(shapely.get_rings(polygon)):
            rounded = _rounded(shapely.get_coordinates(ring), corner, scale)
            area = _doubled_area(rounded)
            if not area:
                if number == 0:
                    break
                continue
            rings.append(rounded if (area > 0) == (number == 0) else rounded[::-1])
    return rings


def _rounded(points: Points, corner: Points, scale: float) -> Ring:
    steps = np.rint((points * scale - corner) * EXTENT).astype(np.int64)
    moved: npt.NDArray[np.bool_] = (steps != np.roll(steps, 1, axis=0)).any(axis=1)
    kept: Ring = steps[moved]
    return kept


def _doubled_area(ring: Ring) -> int:
    """Twice the area within a ring, positive where it turns from east to south."""
    if len(ring) < 3:
        return 0
    x, y = ring.T
    return int((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())


def _step(anchor: Points) -> Ring:
    """One step of the grid, where an area lies."""
    x, y = np.minimum(np.floor(anchor * EXTENT), EXTENT - 1).astype(np.int64)
    return np.array([[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]])
