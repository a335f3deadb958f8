"""Peers of the raking kernel, each asked in its own way for one area of a case.

A peer that is not installed is named and left out; ``python -m tools.bench_peers`` lists what the
extra ``bench`` asks for. All are asked for the same error, at most :data:`TOLERANCE` of the people
of an area; one that measures it otherwise is asked for the loosest measure that ensures it.
"""

import importlib
import tomllib
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from tools.bench_cases import TOLERANCE, World

__all__ = ["PEERS", "Peer", "asked", "version_of"]

Floats = npt.NDArray[np.float64]
Rake = Callable[[int], tuple[Floats, float]]
"""Takes an area; gives weights of types, shape (k,), and passes over all margins (NaN: untold)."""

MOST_PASSES = 1000


class Peer(NamedTuple):
    """A peer: the package it comes in, and what makes it ready for a case before time counts."""

    package: str
    ready: Callable[[World], Rake]


def _side(world: World, area: int) -> list[Floats]:
    return [np.ascontiguousarray(total[area]) for total in world.totals]


def _relative(world: World, area: int) -> float:
    """Give the error relative to its category that ensures the error that is asked for."""
    return TOLERANCE * float(world.people[area] / max(each.max() for each in _side(world, area)))


def _ipfn_numpy(world: World) -> Rake:
    ipfn = importlib.import_module("ipfn.ipfn").ipfn
    sides, table = [[each] for each in range(len(world.shape))], world.table(world.seed)

    def rake(area: int) -> tuple[Floats, float]:
        asked = {"convergence_rate": _relative(world, area), "rate_tolerance": 0.0, "verbose": 2}
        found, _, turns = ipfn(table.copy(), _side(world, area), sides, **asked).iteration()
        return world.weights(found), len(turns)

    return rake


def _ipfn_pandas(world: World) -> Rake:
    ipfn = importlib.import_module("ipfn.ipfn").ipfn
    pandas = importlib.import_module("pandas")
    names = [f"m{side}" for side in range(len(world.shape))]
    frame = pandas.DataFrame(dict(zip(names, world.groups, strict=True)))
    frame["total"], frame["type"] = world.seed, np.arange(len(world.seed))

    def rake(area: int) -> tuple[Floats, float]:
        asked = {"convergence_rate": _relative(world, area), "rate_tolerance": 0.0, "verbose": 2}
        sides = [
            pandas.Series(total, pandas.Index(range(len(total)), name=name))
            for name, total in zip(names, _side(world, area), strict=True)
        ]
        found, _, turns = ipfn(frame.copy(), sides, [[each] for each in names], **asked).iteration()
        return found.sort_values("type")["total"].to_numpy(), len(turns)

    return rake


def _humanleague(world: World) -> Rake:
    ipf = importlib.import_module("humanleague").ipf
    sides, table = [np.array([each]) for each in range(len(world.shape))], world.table(world.seed)

    def rake(area: int) -> tuple[Floats, float]:
        found, told = ipf(table, sides, _side(world, area))
        return world.weights(found), told["iterations"]

    return rake


def _svy(world: World) -> Rake:
    svy, polars = importlib.import_module("svy"), importlib.import_module("polars")
    names = [f"m{side}" for side in range(len(world.shape))]
    columns = dict(zip(names, world.groups, strict=True)) | {"start": world.seed}
    sample = svy.Sample(polars.DataFrame(columns), svy.Design(wgt="start"))

    def rake(area: int) -> tuple[Floats, float]:
        sides = {
            name: dict(enumerate(total.tolist()))
            for name, total in zip(names, _side(world, area), strict=True)
        }
        asked = {"tol": _relative(world, area), "max_iter": MOST_PASSES}
        found = sample.weighting.rake(controls=sides, update_design_wgts=False, **asked)
        return found.data["rk_wgt"].to_numpy(), np.nan

    return rake


def _svy_kernel(world: World) -> Rake:
    kernel = importlib.import_module("svy_rs._internal").rake
    groups, start = [each.astype(np.int64) for each in world.groups], world.seed[:, None].copy()

    def rake(area: int) -> tuple[Floats, float]:
        asked = (None, None, _relative(world, area), MOST_PASSES)
        return kernel(start, groups, _side(world, area), *asked)[:, 0], np.nan

    return rake


def _weightipy(world: World) -> Rake:
    weightipy, pandas = importlib.import_module("weightipy"), importlib.import_module("pandas")
    names = [f"m{side}" for side in range(len(world.shape))]
    # It takes no starting weights: respondents are one row each.
    kind = np.repeat(np.arange(len(world.seed)), world.seed.astype(np.int64))
    respondents = pandas.DataFrame(dict(zip(names, world.groups[:, kind], strict=True)))

    def rake(area: int) -> tuple[Floats, float]:
        sides = {
            name: dict(enumerate((total / total.sum() * 100).tolist()))
            for name, total in zip(names, _side(world, area), strict=True)
        }
        scheme = weightipy.scheme_from_dict(sides, name="case")
        found = weightipy.weight(respondents, scheme).to_numpy()
        weights = np.bincount(kind, found, len(world.seed)) * (world.people[area] / len(kind))
        return weights, float(next(iter(scheme.groups.values()))["iterations"])

    return rake


def _synthpopcan(world: World) -> Rake:
    ipf: Any = importlib.import_module("synthpopcan.ipf")
    names = [f"m{side}" for side in range(len(world.shape))]
    records = [dict(zip(names, map(str, row), strict=True)) for row in world.groups.T.tolist()]

    def sides(area: int) -> list[Any]:
        return [
            ipf.IPFMargin((name,), {(str(code),): value for code, value in enumerate(total)})
            for name, total in zip(names, _side(world, area), strict=True)
        ]

    index = ipf.NumpyIPFIndex.build(records, sides(0))

    def rake(area: int) -> tuple[Floats, float]:
        error = TOLERANCE * float(world.people[area])
        asked = {"max_iterations": MOST_PASSES, "tolerance": error, "initial_weights": world.seed}
        weights, _, turns, _ = index.fit(sides(area), **asked)
        return weights, turns

    return rake


PEERS = {
    "ipfn, pandas": Peer("ipfn", _ipfn_pandas),
    "ipfn, numpy": Peer("ipfn", _ipfn_numpy),
    "humanleague.ipf": Peer("humanleague", _humanleague),
    "svy rake": Peer("svy", _svy),
    "svy, compiled kernel": Peer("svy-rs", _svy_kernel),
    "weightipy": Peer("weightipy", _weightipy),
    "synthpopcan kernel": Peer("synthpopcan", _synthpopcan),
}


def version_of(package: str) -> str | None:
    """Give the version of a package that is installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def asked() -> list[str]:
    """List what the extra ``bench`` asks for."""
    project = Path(__file__).resolve().parents[1] / "pyproject.toml"
    extras = tomllib.loads(project.read_text("utf-8"))["project"]["optional-dependencies"]
    return [str(each) for each in extras["bench"]]


if __name__ == "__main__":
    print("\n".join(asked()))
