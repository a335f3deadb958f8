"""A graph of roads in a file: written whole or not at all, and read with its digest checked."""

import json
import os
import zipfile
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np

from balise.network.roads.graph import RoadGraph
from balise.vocabulary import NetworkError

__all__ = ["load", "save"]

_KIND = "balise roads 1"
_TYPES = {"tail": np.int32, "head": np.int32, "is_forward": np.bool_, "is_backward": np.bool_}
_TYPES |= {"road_class": np.uint8, "shape_start": np.int64}


def save(graph: RoadGraph, path: Path) -> None:
    """Write a graph of roads: the same graph, the same bytes.

    Raises
    ------
    NetworkError
        If the name does not end in ``.npz``.
    """
    if path.suffix != ".npz":
        raise NetworkError(
            f"{path.name}: found no ending .npz. Expected one: that is how a graph of roads is "
            "told from other files. Name it again."
        )
    about = {"kind": _KIND, "digest": graph.digest, "about": dict(graph.about)}
    text = json.dumps(about, sort_keys=True, ensure_ascii=False).encode()
    arrays: dict[str, Any] = {name: getattr(graph, name) for name in RoadGraph.arrays()}
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as beside:
        try:
            np.savez(beside, about=np.frombuffer(text, dtype=np.uint8), **arrays)
        except BaseException:
            Path(beside.name).unlink()
            raise
    os.chmod(beside.name, 0o644)  # noqa: PTH101
    Path(beside.name).replace(path)


def load(path: Path) -> RoadGraph:
    """Read a graph of roads that :func:`save` wrote.

    Raises
    ------
    NetworkError
        If it is no such file, or was damaged.
    """
    if not path.is_file():
        raise NetworkError(
            f"{path.name}: found no such file. Expected a graph of roads. Make one from an extract "
            f"of OpenStreetMap: balise network roads EXTRACT --out {path.name}"
        )
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            about = json.loads(held["about"].tobytes())
            arrays = {name: held[name] for name in RoadGraph.arrays()}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise NetworkError(
            f"{path.name}: found a file that cannot be read ({error}). Expected a graph of roads, "
            "whole. Make it again from its extract with 'balise network roads'."
        ) from error
    types = {name: array.dtype for name, array in arrays.items()}
    expected = {name: np.dtype(_TYPES.get(name, np.float64)) for name in types}
    graph = RoadGraph(**arrays, about=about["about"]) if types == expected else None
    if graph is None or about["kind"] != _KIND or graph.digest != about["digest"]:
        raise NetworkError(
            f"{path.name}: what it holds does not have the digest it bears. Expected the graph as "
            "it was written. It was damaged or changed: make it again from its extract."
        )
    return graph
