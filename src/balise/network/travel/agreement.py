"""Agreement of two engines: the same pairs asked of both, and how far their answers lie apart."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.network.travel.answers import Matrix, Status
from balise.network.travel.engine import Engine
from balise.network.travel.places import Cutoff, Places

__all__ = ["Agreement", "agreement", "sampled"]

Floats = npt.NDArray[np.float64]

_MEASURED = (Status.OK, Status.ESTIMATED)


@dataclass(frozen=True)
class Agreement:
    """How two engines agree on a sample of pairs.

    ``one`` and ``other`` name them with the first twelve letters of their digests. Shares are
    of all ``pairs``; differences are relative to the mean of both, where both measured.
    ``statuses`` counts pairs by what each said.
    """

    one: str
    other: str
    pairs: int
    same_status_share: float
    both_measured: int
    km_median: float
    km_95th: float
    minutes_median: float
    minutes_95th: float
    statuses: dict[tuple[str, str], int]

    def table(self) -> pl.DataFrame:
        """Give ``measure`` and ``value``, a row for each."""
        rows: list[tuple[str, float]] = [
            ("pairs", self.pairs),
            ("same_status_share", self.same_status_share),
            ("both_measured", self.both_measured),
            ("km_relative_median", self.km_median),
            ("km_relative_95th", self.km_95th),
            ("minutes_relative_median", self.minutes_median),
            ("minutes_relative_95th", self.minutes_95th),
        ]
        rows += [(f"{one}/{other}", count) for (one, other), count in self.statuses.items()]
        measures, values = zip(*rows, strict=True)
        return pl.DataFrame(
            {"one": self.one, "other": self.other, "measure": measures, "value": values},
            schema_overrides={"value": pl.Float64},
            strict=False,
        )

    def told(self) -> str:
        """Say it in a few lines."""
        differ = [
            f"  {count:,} pairs: {one} by {self.one}, {other} by {self.other}"
            for (one, other), count in self.statuses.items()
            if one != other
        ]
        return "\n".join(
            [
                f"{self.one} and {self.other}, {self.pairs:,} pairs:",
                f"  same status: {self.same_status_share:.1%}",
                f"  distance: median {self.km_median:.1%} apart, "
                f"95th percentile {self.km_95th:.1%}",
                f"  time: median {self.minutes_median:.1%} apart, "
                f"95th percentile {self.minutes_95th:.1%}",
                *differ,
            ]
        )

    def write(self, path: Path) -> None:
        """Write the table as CSV."""
        self.table().write_csv(path)


def sampled(places: Places, size: int, rng: np.random.Generator) -> Places:
    """Draw so many places with a position, without replacement, in their order; or all."""
    rows = np.flatnonzero(places.is_located)
    if len(rows) > size:
        rows = np.sort(rng.choice(rows, size, replace=False))
    return Places(tuple(places.ids[row] for row in rows), places.lon[rows], places.lat[rows])


def agreement(
    engines: tuple[Engine, Engine], places: tuple[Places, Places], cutoff: Cutoff
) -> Agreement:
    """Ask two engines about the same pairs.

    Parameters
    ----------
    engines : tuple of Engine
        An engine of roads should follow the path that the other follows: OSRM and Valhalla
        follow the fastest.
    places : tuple of Places
        Origins and destinations, such as :func:`sampled` draws: every pair is asked.
    cutoff : Cutoff

    Returns
    -------
    Agreement
        Differences are nan where no pair was measured by both.

    Raises
    ------
    NetworkError
        If an engine cannot be asked.
    """
    one, other = (each.matrix(*places, cutoff) for each in engines)
    both = np.isin(one.status, _MEASURED) & np.isin(other.status, _MEASURED)
    km, minutes = (
        _apart(one.km[both], other.km[both]),
        _apart(one.minutes[both], other.minutes[both]),
    )
    # What is estimated and what is measured are both known: that is no disagreement.
    same = (one.status == other.status) | both
    pairs = int(same.size)
    return Agreement(
        one=_named(engines[0]),
        other=_named(engines[1]),
        pairs=pairs,
        same_status_share=float(same.mean()) if pairs else float("nan"),
        both_measured=int(both.sum()),
        km_median=_quantile(km, 0.5),
        km_95th=_quantile(km, 0.95),
        minutes_median=_quantile(minutes, 0.5),
        minutes_95th=_quantile(minutes, 0.95),
        statuses=_statuses(one, other),
    )


def _named(engine: Engine) -> str:
    return f"{engine.name} {engine.digest[:12]}"


def _apart(one: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> Floats:
    mean = (one.astype(np.float64) + other) / 2
    return np.asarray(np.abs(one - other) / np.where(mean > 0, mean, 1.0), dtype=np.float64)


def _quantile(values: Floats, share: float) -> float:
    return float(np.quantile(values, share)) if len(values) else float("nan")


def _statuses(one: Matrix, other: Matrix) -> dict[tuple[str, str], int]:
    pairs = np.column_stack([one.status.ravel(), other.status.ravel()])
    kinds, counts = np.unique(pairs, axis=0, return_counts=True)
    return {
        (Status(first).code, Status(second).code): int(count)
        for (first, second), count in zip(kinds.tolist(), counts.tolist(), strict=True)
    }
