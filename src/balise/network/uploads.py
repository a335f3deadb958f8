"""Files of places that somebody sends, read in a process of their own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO, Any, Final

import numpy as np
import numpy.typing as npt

from balise.network.shapes import Limits
from balise.network.upload_faults import UploadError

__all__ = ["ENDINGS", "LARGEST", "BusyError", "Upload", "read_upload", "sweep_uploads"]

LARGEST: Final = 20 * 2**20
"""Largest file [bytes]."""
ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "areas": ("csv", "txt"),
    "offices": ("csv", "txt"),
    "regions": ("geojson", "json", "gpkg"),
}
AT_ONCE: Final = 2
PROCESSOR_S: Final = 30
WALL_S: Final = 60.0
MEMORY_MB: Final = 1024
_PREFIX: Final = "balise-upload-"
_ROOM: Final = 64 * 2**20
"""Longest answer [bytes]."""

# What the process needs of the surroundings; secrets stay here.
_PASSED: Final = (
    "PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV",
    "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PROJ_DATA", "PROJ_LIB",
)  # fmt: skip
_ONE_THREAD: Final = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"), "1"
)

_slots = BoundedSemaphore(AT_ONCE)


class BusyError(UploadError):
    """As many files are being read as this machine reads at once."""

    def __init__(self) -> None:
        super().__init__("busy")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came.

    Attributes
    ----------
    kind : str
        ``areas``, ``regions`` or ``offices``.
    name : str
        Of the file, for its ending alone.
    content : binary file
    radius_km : float
        Straight line around offices.
    """

    kind: str
    name: str
    content: IO[bytes]
    radius_km: float = 0.0


def read_upload(
    upload: Upload, centroids: npt.NDArray[np.float64], limits: Limits | None = None
) -> dict[str, Any]:
    """Read a file, and find which centroids lie in its regions.

    Parameters
    ----------
    upload : Upload
    centroids : array of float, shape (n, 2)
        Longitude and latitude of areas [degrees]; nan where unknown.
    limits : Limits, optional

    Returns
    -------
    dict
        As :func:`balise.network.upload_process.read` gives it.

    Raises
    ------
    BusyError
        If other files are being read; ask again.
    UploadError
        If the file cannot be used, or reading it takes too much.
    """
    ending = upload.name.rpartition(".")[2].lower() if "." in upload.name else ""
    if ending == "zip" or upload.name.lower().endswith((".gz", ".7z", ".kmz", ".xlsx", ".ods")):
        raise UploadError("zipped")
    if ending not in ENDINGS[upload.kind]:
        expected = ", ".join(f".{each}" for each in ENDINGS[upload.kind])
        raise UploadError("wrong_ending", found=f".{ending[:20]}", expected=expected)
    bounds = limits or Limits()
    request = {
        "kind": upload.kind,
        "ending": ending,
        "radius_km": upload.radius_km,
        "regions": bounds.regions,
        "vertices": bounds.vertices,
    }
    if not _slots.acquire(blocking=False):
        raise BusyError
    try:
        with tempfile.TemporaryDirectory(prefix=_PREFIX) as place:
            folder = Path(place)
            (folder / "request.json").write_text(json.dumps(request), "utf-8")
            np.save(folder / "centroids.npy", np.asarray(centroids, dtype=np.float64))
            _copy(upload.content, folder / "upload.bin")
            return _answer(folder)
    finally:
        _slots.release()


def sweep_uploads() -> int:
    """Remove files that a site killed while it read them has left, an hour and more ago.

    Returns
    -------
    int
        How many folders were removed.
    """
    latest = time.time() - 3600
    left = [
        each
        for each in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*")
        if each.is_dir() and each.stat().st_uid == os.getuid() and each.stat().st_mtime < latest
    ]
    for each in left:
        shutil.rmtree(each, ignore_errors=True)
    return len(left)


def _copy(content: IO[bytes], path: Path) -> None:
    content.seek(0)
    with path.open("wb") as file:
        shutil.copyfileobj(content, file)
        if file.tell() > LARGEST:
            raise UploadError("too_large", limit=LARGEST // 2**20)


def _answer(folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-P", "-m", "balise.network.upload_process"]
    surroundings = {name: os.environ[name] for name in _PASSED if name in os.environ}
    try:
        done = subprocess.run(  # the command is ours; only the folder's name is passed
            [*command, str(folder), str(PROCESSOR_S), str(MEMORY_MB)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=WALL_S,
            check=False,
            cwd=folder,
            env=surroundings | _ONE_THREAD,
        )
    except subprocess.TimeoutExpired:
        raise UploadError("too_heavy") from None
    try:
        answer = json.loads(done.stdout[:_ROOM])
    except ValueError:
        # Ended by the system: it took more memory or time than it may.
        raise UploadError("too_heavy") from None
    if "fault" in answer:
        raise UploadError(answer["fault"], **answer["values"])
    return dict(answer)
