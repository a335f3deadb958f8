"""The engine OSRM, over HTTP: its table service."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from balise.network.travel.answers import Matrix, Reached
from balise.network.travel.asking import Asker
from balise.network.travel.places import Cutoff, Places
from balise.network.travel.tables import Block, catch, tabulate

__all__ = ["Osrm"]

Floats = npt.NDArray[np.float64]
Intps = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Osrm:
    """Travel as a server of OSRM measures it: the fastest path, and the distance along it.

    Parameters
    ----------
    address : str
        Where ``osrm-routed`` listens.
    network : str
        Your name for what it serves, such as the date of the extract. Needed for keeping
        answers where the server does not tell its ``data_version``.
    kept : Path, optional
        Folder where answers are kept, by network.
    at_once : int
        Places in one question; at most ``--max-table-size`` of the server, 100 by default.
    snap_limit_km : float
        A place farther from the road has no road access; OSRM itself knows no limit.
    time_limit_s, retries
        As :class:`balise.network.travel.asking.Asker` takes them.
    """

    address: str
    network: str = ""
    kept: Path | None = None
    at_once: int = 100
    snap_limit_km: float = 5.0
    time_limit_s: float = 30.0
    retries: int = 3
    profile: str = field(default="driving")

    @property
    def name(self) -> str:
        """``osrm``."""
        return "osrm"

    @cached_property
    def _asker(self) -> Asker:
        return Asker(self.name, self.address, self.time_limit_s, self.retries, self.kept)

    @cached_property
    def version(self) -> str:
        """What tells the data it serves: its ``data_version``, else the name given; or ''."""
        answer = self._asker.ask(f"/nearest/v1/{self.profile}/0,0?number=1")
        if "code" not in answer:
            raise self._asker.wrong(f"answered without a code: {sorted(answer)}")
        told = str(answer.get("data_version") or "")
        return " ".join(each for each in (told, self.network) if each)

    @cached_property
    def digest(self) -> str:
        """Digest of the data it serves, its address and these settings."""
        settings = f"{self.profile} {self.snap_limit_km!r} {self.version}"
        text = f"osrm {self.address.rstrip('/')} {settings}"
        return hashlib.sha256(text.encode()).hexdigest()

    def matrix(self, origins: Places, destinations: Places, cutoff: Cutoff) -> Matrix:
        """Measure every pair within the cutoff."""
        return tabulate(self, origins, destinations, cutoff)

    def catchment(self, sites: Places, cutoff: Cutoff, origins: Places) -> Reached:
        """Find the origins within the cutoff of each site."""
        return catch(self, sites, cutoff, origins)

    def snaps(self, places: Places, rows: Intps) -> Floats:
        """Read how far places lie from the road from a table of the first of them [km]."""
        # OSRM makes no table of a single place: that one is named twice.
        points = _points(places, rows) * (2 if len(rows) == 1 else 1)
        answer = self._table(points, [0], list(range(len(rows))), "duration")
        told = answer.get("destinations")
        if not isinstance(told, list) or len(told) != len(rows):
            raise self._asker.wrong(f"told of no destinations, or not of {len(rows)}")
        try:
            return np.array([float(each["distance"]) for each in told]) / 1000
        except (KeyError, TypeError, ValueError) as error:
            raise self._asker.wrong(f"told no distance of a destination ({error})") from error

    def block(self, origins: Places, destinations: Places, rows: tuple[Intps, Intps]) -> Block:
        """Ask for one table: km and minutes, nan where it says null."""
        points = _points(origins, rows[0]) + _points(destinations, rows[1])
        sources = list(range(len(rows[0])))
        targets = [len(rows[0]) + place for place in range(len(rows[1]))]
        answer = self._table(points, sources, targets, "duration,distance")
        shape = (len(rows[0]), len(rows[1]))
        km = self._array(answer.get("distances"), shape) / 1000
        minutes = self._array(answer.get("durations"), shape) / 60
        return km, minutes

    def _table(
        self, points: list[str], sources: list[int], targets: list[int], what: str
    ) -> dict[str, Any]:
        listed = (";".join(map(str, each)) for each in (sources, targets))
        chosen = "sources={}&destinations={}".format(*listed)
        path = f"/table/v1/{self.profile}/{';'.join(points)}?{chosen}&annotations={what}"
        answer = self._asker.ask(path, network=self.version)
        if answer.get("code") != "Ok":
            raise self._asker.wrong(f"answered with the code {answer.get('code')!r}")
        return answer

    def _array(self, rows: object, shape: tuple[int, int]) -> Floats:
        return table_of(rows, shape, self._asker)


def table_of(rows: object, shape: tuple[int, int], asker: Asker) -> Floats:
    """Read a table of numbers and nulls; refuse one of another shape, or with what is none."""
    try:
        table = np.array(rows, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise asker.wrong(f"answered a table that is none of numbers ({error})") from error
    if table.shape != shape:
        raise asker.wrong(f"answered a table of {table.shape} for one of {shape}")
    nulls = np.array([[each is None for each in row] for row in rows])  # type: ignore[attr-defined]
    wrong = (~np.isfinite(table) & ~nulls) | (table < 0)
    if wrong.any():
        raise asker.wrong(f"answered {int(wrong.sum())} distances or times that are no numbers")
    return table


def _points(places: Places, rows: Intps) -> list[str]:
    return [f"{places.lon[row]:.6f},{places.lat[row]:.6f}" for row in rows]
