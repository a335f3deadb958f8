"""Which areas lie in a region: by centroid and cell, or by the people of overlapping polygons."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from scipy.sparse import csr_matrix

from balise.network.cells import cells, on_plane

__all__ = ["Inside", "members_by_centroid", "overlap_shares"]

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
Shapes = npt.NDArray[np.object_]

EQUAL_AREA = "+proj=aea +lat_1=50 +lat_2=70 +lat_0=40 +lon_0=-96 +datum=NAD83 +units=m"


@dataclass(frozen=True, slots=True)
class Inside:
    """The areas of a region, as rows of the centroids.

    ``rows`` have their centroid in the region; the cells of ``crossed`` reach over its edge,
    so that their people may live on either side.
    """

    rows: Rows
    crossed: Rows


def members_by_centroid(regions: Shapes, centroids: Array) -> list[Inside]:
    """Give areas to the regions that hold their centroids.

    Parameters
    ----------
    regions : array of shapely polygons, shape (m,)
        Longitudes and latitudes [degrees].
    centroids : array of float, shape (n, 2)
        Longitude and latitude [degrees]; nan where unknown, which lies in no region.

    Returns
    -------
    list of Inside
        One for each region; an area may lie in several.

    Examples
    --------
    Two areas, one in the square, whose cell its edge crosses:

    >>> square = np.array([shapely.box(-66.0, 45.0, -65.0, 46.0)])
    >>> found = members_by_centroid(square, np.array([[-65.1, 45.5], [-64.7, 45.5]]))
    >>> found[0].rows.tolist(), found[0].crossed.tolist()
    ([0], [0])
    """
    known = np.flatnonzero(np.isfinite(centroids).all(axis=1))
    points = on_plane(centroids[known])
    drawn = shapely.transform(regions, on_plane)
    shapely.prepare(drawn)
    ground = cells(points) if len(known) else np.empty(0, dtype=object)
    held = _pairs(drawn, shapely.points(points), "covers")
    touched = _pairs(drawn, ground, "intersects")
    whole = _pairs(drawn, ground, "covers")
    return [
        Inside(known[held[place]], known[np.setdiff1d(touched[place], whole[place])])
        for place in range(len(regions))
    ]


def _pairs(regions: Shapes, others: Any, predicate: str) -> list[Rows]:
    """Rows of the other shapes that stand so to each region, sorted."""
    first, second = shapely.STRtree(others).query(regions, predicate=predicate)
    order = np.lexsort((second, first))
    first, second = first[order], second[order]
    ends = np.searchsorted(first, np.arange(len(regions) + 1))
    return [second[low:high] for low, high in pairwise(ends)]


def overlap_shares(regions: Shapes, areas: Shapes) -> csr_matrix:
    """Share of the people of each area in each region, where areas have their boundaries.

    People are taken to be spread evenly over the ground of an area, measured on a plane
    that keeps areas equal.

    Parameters
    ----------
    regions : array of shapely polygons, shape (m,)
    areas : array of shapely polygons, shape (n,)
        Both in longitudes and latitudes [degrees].

    Returns
    -------
    csr_matrix, shape (m, n)
        0 to 1.

    Examples
    --------
    The region holds the western quarter of the one area:

    >>> area = np.array([shapely.box(-66.0, 45.0, -65.0, 45.1)])
    >>> region = np.array([shapely.box(-67.0, 44.0, -65.75, 46.0)])
    >>> overlap_shares(region, area).toarray().round(3).tolist()
    [[0.25]]
    """
    to_plane = Transformer.from_crs("EPSG:4326", EQUAL_AREA, always_xy=True)

    def equal(positions: Array) -> Array:
        return np.column_stack(to_plane.transform(positions[:, 0], positions[:, 1]))

    # Edges are straight in degrees: short pieces keep them so on the plane.
    own, theirs = (shapely.transform(shapely.segmentize(s, 0.05), equal) for s in (regions, areas))
    shapely.prepare(own)
    first, second = shapely.STRtree(theirs).query(own, predicate="intersects")
    ground = np.maximum(shapely.area(theirs[second]), 1e-9)
    share = shapely.area(shapely.intersection(own[first], theirs[second])) / ground
    share = np.where(share > 1 - 1e-9, 1.0, share)
    kept = share > 1e-9
    shape = (len(regions), len(areas))
    return csr_matrix((share[kept], (first[kept], second[kept])), shape=shape)
