"""The process that reads one file somebody sent, with little memory and little time.

``python -m balise.network.upload_process FOLDER SECONDS MEGABYTES`` reads ``request.json``,
``upload.bin`` and ``centroids.npy`` in the folder and writes one JSON object on standard
output: what was found, or what is wrong.
"""

import json
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from balise.network.delimited import area_rows, office_rows
from balise.network.geojson import geojson_shapes
from balise.network.geopackage import geopackage_shapes
from balise.network.overlay import Inside, members_by_centroid
from balise.network.shapes import (
    Limits,
    NamedShape,
    circles,
    refuse_misplaced,
    sound_shapes,
)
from balise.network.upload_faults import Notices, UploadError

__all__ = ["main", "read"]

MOST_MEMBERS = 2_000_000
"""Areas of all regions together; more is one area counted again and again."""


def _bound(seconds: int, megabytes: int) -> None:
    """Limit this process: processor time, memory beyond what it holds now, no file written."""
    pages = Path("/proc/self/statm")
    held = int(pages.read_text().split()[0]) * resource.getpagesize() if pages.exists() else 2**30
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, held + megabytes * 2**20),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (soft, hard))


def read(folder: Path) -> dict[str, object]:
    """Read the file of a folder, as its request says.

    Returns
    -------
    dict
        ``areas`` (identifier, region, row) or ``regions`` (name, rows of the centroids
        inside, rows of the cells crossed), and ``notices``.

    Raises
    ------
    UploadError
        If the file cannot be used.
    """
    request = json.loads((folder / "request.json").read_text("utf-8"))
    upload, notices = folder / "upload.bin", Notices()
    limits = Limits(request["regions"], request["vertices"])
    if request["kind"] == "areas":
        rows = area_rows(upload, notices)
        found: dict[str, object] = {
            "areas": [[each.identifier, each.region, each.row] for each in rows]
        }
    else:
        shapes = _shapes(request, upload, limits, notices)
        centroids = np.load(folder / "centroids.npy", allow_pickle=False)
        drawn = np.array([each.shape for each in shapes], dtype=object)
        found = {"regions": _plain(shapes, members_by_centroid(drawn, centroids))}
    return found | {"notices": notices.plain()}


def _shapes(
    request: dict[str, Any], upload: Path, limits: Limits, notices: Notices
) -> list[NamedShape]:
    if request["kind"] == "offices":
        offices = office_rows(upload, notices, limits.regions)
        for each in offices:
            refuse_misplaced(each.name, np.array([each.lon, each.lat, each.lon, each.lat]))
        around = circles([(each.lon, each.lat) for each in offices], request["radius_km"])
        named = [NamedShape(each.name, ring) for each, ring in zip(offices, around, strict=True)]
        return sound_shapes(named, notices)
    read_shapes = geopackage_shapes if request["ending"] == "gpkg" else geojson_shapes
    return sound_shapes(read_shapes(upload, limits, notices), notices)


def _plain(shapes: Sequence[NamedShape], inside: Sequence[Inside]) -> list[dict[str, object]]:
    if sum(len(each.rows) + len(each.crossed) for each in inside) > MOST_MEMBERS:
        raise UploadError("too_much_overlap")
    return [
        {"name": shape.name, "rows": each.rows.tolist(), "crossed": each.crossed.tolist()}
        for shape, each in zip(shapes, inside, strict=True)
    ]


def main(arguments: Sequence[str]) -> int:
    """Read a file and write what was found."""
    folder, seconds, megabytes = arguments
    _bound(int(seconds), int(megabytes))
    try:
        answer = read(Path(folder))
    except UploadError as fault:
        answer = {"fault": fault.code, "values": fault.values}
    except MemoryError:
        answer = {"fault": "too_heavy", "values": {}}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
