"""A graph of roads made from an extract of OpenStreetMap, as the command line asks for it."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

__all__ = ["make_roads"]


def make_roads(extract: Path, out: Path, leave_out: Collection[str] = ()) -> dict[str, Any]:
    """Read an extract and write its graph.

    Parameters
    ----------
    extract : Path
        ``.osm.pbf`` or ``.osm``.
    out : Path
        ``.npz`` to write.
    leave_out : collection of str
        Classes to leave out, such as ``ferry`` and ``winter_road``.

    Returns
    -------
    dict
        What was read: where from, ``ways`` by class, ``nodes``, ``links``, ``km`` in all,
        ``digest``.

    Raises
    ------
    NetworkError
        If the extract cannot be read or the graph cannot be written.
    """
    # Only who makes a graph waits for the libraries that this needs.
    from balise.network.roads import read_extract, save

    graph = read_extract(extract, leave_out)
    save(graph, out)
    counts = {"nodes": len(graph.lon), "links": len(graph.tail), "km": float(graph.km.sum())}
    return {**graph.about, **counts, "digest": graph.digest}
