"""Cells around centroids: the ground an area is taken to stand on where boundaries are not at hand.

The same as on the map of the site: the ground nearer to a centroid than to any other, within
a circle of three quarters of the distance to its neighbours.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import Delaunay, QhullError

__all__ = ["cells", "on_plane"]

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
Shapes = npt.NDArray[np.object_]
Pairs = tuple[Rows, Rows]

EQUATOR_M: Final = 40_075_016.7
DIRECTIONS: Final = 64
"""In which a cell is drawn."""
REACH: Final = 0.75
"""Radius of the circle, in distances to the neighbouring centroids."""
ALONE: Final = 0.0005 * EQUATOR_M
"""Radius where there is no neighbour to measure with [metres on the plane]."""
_HIGHEST: Final = 85.0


def on_plane(positions: Array) -> Array:
    """Project to the plane of the map (Mercator, conformal: circles stay circles).

    Parameters
    ----------
    positions : array of float, shape (n, 2)
        Longitude and latitude [degrees].

    Returns
    -------
    array of float, shape (n, 2)
        [metres at the equator], north upward.

    Examples
    --------
    >>> on_plane(np.array([[-90.0, 0.0]])).round(1).tolist()
    [[-10018754.2, 0.0]]
    """
    sine = np.sin(np.radians(np.clip(positions[:, 1], -_HIGHEST, _HIGHEST)))
    north = np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
    return np.column_stack([positions[:, 0] / 360, north]) * EQUATOR_M


def cells(centroids: Array) -> Shapes:
    """Give the cell of each place on the plane.

    A cell is seen from its place: as far as the circle in each direction, or halfway to the
    neighbour that is nearest there.

    Parameters
    ----------
    centroids : array of float, shape (n, 2)
        On the plane [metres]; places at one point share its cell.

    Returns
    -------
    array of shapely polygons, shape (n,)

    Examples
    --------
    Three places in a row: the middle one's circle has a radius of 0.75, and is cut halfway.

    >>> row = cells(np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]]))
    >>> [round(float(side), 2) for side in shapely.bounds(row[1])]
    [0.5, -0.75, 1.5, 0.75]
    """
    points, place = np.unique(centroids, axis=0, return_inverse=True)
    first, second = _neighbours(points)
    radius = _radius(points, (first, second))
    turn = 2 * np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    ways = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    far = np.repeat(radius[:, None], DIRECTIONS, axis=1)
    if len(first):
        apart = points[second] - points[first]
        halfway = (apart**2).sum(axis=1) / 2
        starts = np.searchsorted(first, np.arange(len(points)))
        for number, way in enumerate(ways):
            ahead = apart @ way
            reach = np.where(ahead > 0, halfway / np.where(ahead > 0, ahead, 1.0), np.inf)
            far[:, number] = np.minimum(radius, np.minimum.reduceat(reach, starts))
    corners = points[:, None, :] + far[:, :, None] * ways
    return np.asarray(shapely.polygons(corners)[place.ravel()])


def _radius(points: Array, pairs: Pairs) -> Array:
    """Radius of each circle: places at the edge take no more ground than their neighbours."""
    first, second = pairs
    if not len(first):
        return np.full(len(points), ALONE)
    gaps = np.hypot(*(points[first] - points[second]).T)
    spacing = _medians(gaps, first, len(points))
    most = _medians(spacing[second], first, len(points))
    return np.asarray(REACH * np.minimum(spacing, most))


def _neighbours(points: Array) -> Pairs:
    """Pairs of neighbours, each in both orders, sorted by the first."""
    try:
        starts, others = Delaunay(points).vertex_neighbor_vertices
    except (QhullError, ValueError):
        # Too few places, or all on a line: the next along it.
        order = np.lexsort(points.T[::-1])
        pairs = np.concatenate([[order[:-1], order[1:]], [order[1:], order[:-1]]], axis=1)
        pairs = pairs[:, np.argsort(pairs[0], kind="stable")]
        return pairs[0], pairs[1]
    return np.repeat(np.arange(len(points)), np.diff(starts)), others.astype(np.intp)


def _medians(values: Array, groups: Rows, count: int) -> Array:
    """Median of the values of each group; groups are sorted and none is empty."""
    order = np.lexsort((values, groups))
    sizes = np.bincount(groups, minlength=count)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    held, ordered = np.maximum(sizes, 1), values[order]
    low, high = starts + (held - 1) // 2, starts + held // 2
    last = len(ordered) - 1
    return np.asarray((ordered[np.minimum(low, last)] + ordered[np.minimum(high, last)]) / 2)
