"""The process that makes one file of a release to take away, with bounded memory and time.

``python -m balise.site.explorer.maker ORDER FOLDER``, where ORDER is the JSON of an
:class:`Order`, makes the file in FOLDER: beside its place first, then moved there whole. Two
processes that are asked for the same file make it once.
"""

import json
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from balise.release import Release, read_release, read_scenario
from balise.reports import about_texts, area_brief, decision_note, export_release, results_report
from balise.vocabulary import BaliseError

__all__ = ["HIDDEN", "Order", "main", "make"]

HIDDEN = ".making-"
"""How the folders begin in which files lie while they are made."""

_SECONDS = 600
_MEMORY = 6 * 2**30
"""Processor time [s], and memory beyond what the process starts with [bytes]."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Order:
    """A file to make: of which release, which file; for pages, of which area or scenario."""

    release: str
    title: str
    kind: str
    name: str
    dguid: str = ""
    language: str = ""
    scenario: str = ""

    @property
    def group(self) -> str:
        """What is made at one go: tables of a kind come together."""
        return self.kind if self.kind in {"csv", "geoparquet"} else self.name

    @property
    def lane(self) -> str:
        """Where it waits: pages, which take a second, do not wait for tables."""
        return "pages" if self.kind in {"brief", "results", "note"} else "tables"

    def written(self) -> str:
        """Write the order as JSON."""
        return json.dumps(asdict(self), sort_keys=True)


def make(order: Order, folder: Path) -> Path:
    """Make a file, and those that come with it, each put in its place whole.

    Raises
    ------
    BaliseError
        If the release cannot be read, or there is no room.
    """
    place = folder / order.name
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder / f".{order.lane}.lock"):
        if not place.exists():
            with tempfile.TemporaryDirectory(prefix=HIDDEN, dir=folder) as beside:
                _MAKERS[order.kind](read_release(order.release), order, Path(beside))
                for path in sorted(Path(beside).iterdir()):
                    path.replace(folder / path.name)
    return place


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Wait until no other process makes the same; a process that dies lets go."""
    try:
        import fcntl
    except ImportError:  # where there is none, the last one done puts its file in place
        yield
        return
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _export(release: Release, order: Order, out: Path) -> None:
    for path in export_release(release, out, (order.kind,)):
        if order.kind == "xlsx":
            path.rename(out / order.name)


def _brief(release: Release, order: Order, out: Path) -> None:
    area_brief(release, order.dguid, order.language, out / order.name)


def _results(release: Release, order: Order, out: Path) -> None:
    results_report(release, order.language, out / order.name)


def _note(release: Release, order: Order, out: Path) -> None:
    decision_note(release, read_scenario(order.scenario), order.language, out / order.name)


def _bundle(release: Release, order: Order, out: Path) -> None:
    """Put the whole release in one file: the same release, the same bytes."""
    with zipfile.ZipFile(out / order.name, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as bundle:
        for name, text in about_texts(release).items():
            bundle.writestr(_entry(f"{order.title}-{name}", ".txt"), text)
        for path in sorted(release.path.iterdir()):
            if path.is_file():
                entry = _entry(f"{order.title}/{path.name}", path.suffix)
                with path.open("rb") as read, bundle.open(entry, "w") as write:
                    shutil.copyfileobj(read, write, 2**20)


def _entry(name: str, suffix: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.external_attr = 0o644 << 16
    is_packed = suffix in {".parquet", ".pmtiles"}
    entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    return entry


_MAKERS: Mapping[str, Callable[[Release, Order, Path], None]] = {
    "zip": _bundle,
    "xlsx": _export,
    "geoparquet": _export,
    "csv": _export,
    "brief": _brief,
    "results": _results,
    "note": _note,
}


def _bound() -> None:
    """Leave most of the machine to those who read pages, and stop what runs away."""
    try:
        import resource
    except ImportError:
        return
    os.nice(5)
    pages = Path("/proc/self/statm")
    held = int(pages.read_text().split()[0]) * resource.getpagesize() if pages.exists() else 2**31
    for what, most in ((resource.RLIMIT_CPU, _SECONDS), (resource.RLIMIT_AS, held + _MEMORY)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(
            what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
        )


def main(arguments: Sequence[str]) -> int:
    """Make what is ordered; say on standard error what could not be made."""
    order, folder = arguments
    _bound()
    try:
        make(Order(**json.loads(order)), Path(folder))
    except (BaliseError, OSError, MemoryError) as problem:
        sys.stderr.write(f"{type(problem).__name__}: {problem}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
