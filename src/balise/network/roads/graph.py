"""A graph of roads as arrays: nodes, links between them, their shapes; and its digest."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from balise.network.roads.classes import CODES
from balise.vocabulary import NetworkError, nearest

__all__ = ["Arcs", "RoadGraph"]

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


class Arcs(NamedTuple):
    """What leaves each node (or, turned round, what comes to it), by compressed rows.

    ``start`` has shape (n + 1,); ``end`` [node], ``km`` and ``minutes`` shape (a,).
    """

    start: npt.NDArray[np.int64]
    end: Rows
    km: Floats
    minutes: Floats


@dataclass(frozen=True)
class RoadGraph:
    """Roads that cars use.

    Attributes
    ----------
    lon, lat : array of float, shape (n,)
        Nodes, WGS 84 [degrees].
    tail, head : array of int32, shape (l,)
        Nodes that a link joins; the same where it is a loop.
    is_forward, is_backward : array of bool, shape (l,)
        Whether cars may go from tail to head, and from head to tail.
    road_class : array of uint8, shape (l,)
        Codes of :data:`balise.network.roads.classes.CLASSES`.
    shape_start : array of int64, shape (l + 1,)
        Where the points of each link begin; two at least, from its tail to its head.
    shape_lon, shape_lat : array of float, shape (p,)
        Those points [degrees].
    shape_km, shape_minutes : array of float, shape (p,)
        From the tail along the link [km], [minutes]; 0 at the first point of a link.
    about : mapping
        Where it comes from, in text and numbers that JSON can hold.
    """

    lon: Floats
    lat: Floats
    tail: Rows
    head: Rows
    is_forward: Flags
    is_backward: Flags
    road_class: npt.NDArray[np.uint8]
    shape_start: npt.NDArray[np.int64]
    shape_lon: Floats
    shape_lat: Floats
    shape_km: Floats
    shape_minutes: Floats
    about: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def arrays(cls) -> tuple[str, ...]:
        """Name the arrays, in the order in which they are digested."""
        return tuple(each.name for each in fields(cls) if each.name != "about")

    @cached_property
    def km(self) -> Floats:
        """Length of each link [km], shape (l,)."""
        return self.shape_km[self.shape_start[1:] - 1]

    @cached_property
    def minutes(self) -> Floats:
        """Time along each link [minutes], shape (l,)."""
        return self.shape_minutes[self.shape_start[1:] - 1]

    @cached_property
    def leaving(self) -> Arcs:
        """Arcs from each node, the way cars go."""
        return self._arcs(self.is_forward, self.is_backward)

    @cached_property
    def arriving(self) -> Arcs:
        """Arcs to each node, against the way cars go: ``end`` is where they come from."""
        return self._arcs(self.is_backward, self.is_forward)

    def _arcs(self, onward: Flags, return_: Flags) -> Arcs:
        onward, return_ = (each & (self.tail != self.head) for each in (onward, return_))
        tail = np.concatenate([self.tail[onward], self.head[return_]])
        order = np.argsort(tail, kind="stable")
        start = np.zeros(len(self.lon) + 1, dtype=np.int64)
        np.cumsum(np.bincount(tail, minlength=len(self.lon)), out=start[1:])
        head = np.concatenate([self.head[onward], self.tail[return_]])[order]
        km, minutes = (
            np.concatenate([each[onward], each[return_]])[order] for each in (self.km, self.minutes)
        )
        return Arcs(start, head, km, minutes)

    @cached_property
    def piece(self) -> Rows:
        """Which connected piece each node is of, one-way or not, shape (n,)."""
        return self._components("weak")

    @cached_property
    def circle(self) -> Rows:
        """Which circle each node is of: within one, all reach all, shape (n,)."""
        return self._components("strong")

    def _components(self, connection: Literal["weak", "strong"]) -> Rows:
        _, labels = connected_components(self.adjacency, directed=True, connection=connection)
        return np.asarray(labels, dtype=np.int32)

    @cached_property
    def adjacency(self) -> "csr_matrix[np.float64]":
        """Which nodes an arc joins, from row to column, shape (n, n)."""
        arcs, nodes = self.leaving, len(self.lon)
        counted = np.ones(len(arcs.end))
        joined = csr_matrix((counted, arcs.end.copy(), arcs.start.copy()), shape=(nodes, nodes))
        # Parallel links would be entries twice, over which strong components never end.
        joined.sum_duplicates()
        return joined

    @cached_property
    def digest(self) -> str:
        """Digest of all arrays: the same roads, the same digest (SHA-256)."""
        sum_ = hashlib.sha256()
        for name in self.arrays():
            array: npt.NDArray[np.generic] = np.ascontiguousarray(getattr(self, name))
            sum_.update(f"{name} {array.dtype.str} {array.shape};".encode())
            sum_.update(array.data)
        return sum_.hexdigest()

    @staticmethod
    def refuse_unknown(classes: Collection[str]) -> None:
        """Refuse names that are no classes of roads.

        Raises
        ------
        NetworkError
            If there is one.
        """
        unknown = sorted(set(classes) - set(CODES))
        if unknown:
            raise NetworkError(
                f"Roads to leave out: found {unknown[0]!r}. Expected classes of roads: "
                f"{', '.join(CODES)}. Correct the name.{nearest(unknown[0], CODES)}"
            )

    def without(self, classes: Collection[str]) -> "RoadGraph":
        """Leave out links of some classes: ``ferry``, ``winter_road``, ``seasonal``.

        Nodes stay, and keep their places.

        Raises
        ------
        NetworkError
            If there is no such class.
        """
        self.refuse_unknown(classes)
        kept = ~np.isin(self.road_class, [CODES[each] for each in classes])
        points = np.repeat(kept, np.diff(self.shape_start))
        start = np.concatenate([[0], np.cumsum(np.diff(self.shape_start)[kept])])
        left_out = sorted({*map(str, self.left_out), *classes})
        arrays = {
            name: getattr(self, name)[points if name.startswith("shape_") else kept]
            for name in self.arrays()
            if name not in {"lon", "lat", "shape_start"}
        }
        about = {**self.about, "left_out": left_out}
        return RoadGraph(self.lon, self.lat, shape_start=start, about=about, **arrays)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Classes of roads that were left out."""
        named = self.about.get("left_out", ())
        return tuple(map(str, named)) if isinstance(named, list | tuple) else ()
