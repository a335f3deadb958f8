"""Graphs of the OR-Library: every node is a community and a candidate.

References
----------
Beasley, J. E. (1990), OR-Library: distributing test problems by electronic mail, Journal of
the Operational Research Society 41: 1069-1072.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import shortest_path

from balise.vocabulary import NetworkError, sample

__all__ = ["Graph", "read_graph"]

Floats = npt.NDArray[np.float64]

_LARGEST = 20_000  # nodes: the ways between all take 3.2 GB


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes with the shortest way between each two.

    ``ids`` are 1 to n as text; ``cost`` has shape (n, n), inf where nothing joins two nodes;
    ``p`` is the number of sites that the file asks for.
    """

    ids: tuple[str, ...]
    cost: Floats
    p: int


def read_graph(path: Path) -> Graph:
    """Read a graph: ``n edges p``, then for each edge its two nodes and its cost.

    An edge listed again replaces what came before, as the published optima ask for.

    Raises
    ------
    NetworkError
        If the file is missing, cut off, longer than it says, or holds what is no graph.
    """
    values = _numbers(path)
    if len(values) < 3:
        raise NetworkError(
            f"Graph {path.name}: found {len(values)} numbers. Expected nodes, edges and p, then "
            "three numbers to an edge. Take a file in the format of the OR-Library."
        )
    _check_first(path, values[:3])
    nodes, edges, p = (int(each) for each in values[:3])
    rest = values[3:]
    if nodes < 1 or edges < 0 or len(rest) != 3 * edges:
        whole = len(rest) // 3
        cut = "cut off in the middle" if len(rest) < 3 * edges else "longer than it says"
        raise NetworkError(
            f"Graph {path.name}: the first line says {nodes:,} nodes and {edges:,} edges; found "
            f"{whole:,} edges and {len(rest) - 3 * whole} numbers more: the file is {cut}. "
            "Expected three numbers to an edge. Take the whole file again."
        )
    ends = rest.reshape(-1, 3)
    _check_edges(path, nodes, ends)
    return Graph(tuple(str(each) for each in range(1, nodes + 1)), _ways(nodes, ends), p)


def _numbers(path: Path) -> Floats:
    if not path.is_file():
        raise NetworkError(
            f"Graph {path.name}: found no file at {str(path)!r}. Expected a graph in the format "
            "of the OR-Library. Correct the path."
        )
    try:
        words = path.read_text("utf-8-sig").split()
    except UnicodeDecodeError as error:
        raise NetworkError(
            f"Graph {path.name}: found bytes that are no text. Expected numbers. "
            "Take a file in the format of the OR-Library."
        ) from error
    wrong = [each for each in words if not _is_number(each)]
    if wrong:
        raise NetworkError(
            f"Graph {path.name}: found {sample(map(repr, wrong))}. Expected numbers only. "
            "Take a file in the format of the OR-Library."
        )
    return np.array([float(each) for each in words])


def _is_number(word: str) -> bool:
    try:
        return bool(np.isfinite(float(word)))
    except ValueError:
        return False


def _check_first(path: Path, first: Floats) -> None:
    """Refuse a first line of other than whole numbers, and graphs whose ways fit in no memory."""
    if (first != np.rint(first)).any() or first[0] > _LARGEST:
        raise NetworkError(
            f"Graph {path.name}: the first line says {', '.join(f'{each:g}' for each in first)}. "
            f"Expected nodes (at most {_LARGEST:,}), edges and p, whole numbers. Correct it; ask "
            "larger problems by tables, with --demand and --candidates."
        )


def _check_edges(path: Path, nodes: int, ends: Floats) -> None:
    """Refuse nodes that are none and costs below 0, by the number of the edge."""
    node = ends[:, :2]
    outside = np.flatnonzero(((node < 1) | (node > nodes) | (node != np.rint(node))).any(axis=1))
    if len(outside):
        told = sample(f"edge {row + 1} ({node[row, 0]:g} to {node[row, 1]:g})" for row in outside)
        raise NetworkError(
            f"Graph {path.name}: found nodes that are none: {told}. Expected whole numbers from "
            f"1 to {nodes:,}. Correct them."
        )
    negative = np.flatnonzero(ends[:, 2] < 0)
    if len(negative):
        told = sample(f"edge {row + 1} ({ends[row, 2]:g})" for row in negative)
        raise NetworkError(
            f"Graph {path.name}: found negative costs: {told}. Expected 0 or more. Correct them."
        )


def _ways(nodes: int, ends: Floats) -> Floats:
    """Find the shortest way between each two nodes."""
    one, two = np.sort(ends[:, :2].astype(np.int64) - 1, axis=1).T
    # The last of equal edges counts: the first, once their order is turned round.
    _, last = np.unique((one * nodes + two)[::-1], return_index=True)
    kept = len(ends) - 1 - last
    graph = sparse.csr_array((ends[kept, 2], (one[kept], two[kept])), shape=(nodes, nodes))
    return np.asarray(shortest_path(graph, method="D", directed=False))
