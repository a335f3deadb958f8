"""Hold siting to what is promised: optima, gaps, time and memory, with spopt beside it.

Part of ``make bench-network``; alone: ``python -m tools.bench_network_siting --data DIR``.
Each measurement is a process of its own. Compiling loops, once a machine, is counted apart.
"""

import argparse
import csv
import importlib
import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Measured", "measurements"]

Floats = npt.NDArray[np.float64]

COMMUNITIES, CANDIDATES, WIDTH_KM, TOWNS = 5_000, 600, 1_000.0, 250
PEER_SECONDS = 240
GAPS = {300: 0.001, 100: 0.001, 30: 0.01}


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing measured; the verdict is None where there is no threshold."""

    what: str
    found: str
    threshold: str = ""
    met: bool | None = None


def measurements(data: Path | None, peer: bool = True) -> Iterator[Measured]:
    """Measure siting, one process after the other.

    Parameters
    ----------
    data : Path, optional
        Folder of published files, for the graphs of the OR-Library.
    peer : bool
        Whether spopt is asked as well, where it is installed.

    Yields
    ------
    Measured
    """
    yield _alone(_compiling)
    graphs = data / "reference" / "pmed" if data else None
    if graphs is not None and graphs.is_dir():
        yield _alone(_published, graphs)
    for sites in GAPS:
        yield _alone(_medians, sites)
    for sites in (30, 100):
        yield _alone(_covers, sites)
    yield _alone(_centers)
    if peer:
        yield _alone(_peer, 300, limit=PEER_SECONDS)


def _alone(measure: Callable[..., Measured], *given: Any, limit: float | None = None) -> Measured:
    """Run one measurement in a process of its own; end it where it takes too long."""
    context = multiprocessing.get_context("spawn")
    theirs, ours = context.Pipe()
    child = context.Process(target=_tell, args=(ours, measure, given))
    child.start()
    ours.close()
    try:
        if theirs.poll(limit):
            told: Measured = theirs.recv()
        else:
            told = Measured(measure.__name__.strip("_"), f"not finished within {limit:.0f} s")
    except EOFError:
        told = Measured(measure.__name__.strip("_"), "ended without an answer")
    child.terminate()
    child.join()
    return told


def _tell(pipe: Any, measure: Callable[..., Measured], given: tuple[Any, ...]) -> None:
    pipe.send(measure(*given))


def _gigabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def invented_country() -> tuple[Floats, Floats]:
    """Invent people in towns of all sizes: weights, shape (n,), and distances [km], (n, m)."""
    rng = np.random.default_rng(6)
    towns = rng.uniform(0, WIDTH_KM, (TOWNS, 2))
    size = rng.pareto(1.1, TOWNS) + 0.3
    near = towns[rng.choice(TOWNS, COMMUNITIES, p=size / size.sum())]
    place = near + rng.normal(0, 12, (COMMUNITIES, 2))
    scattered = rng.random(COMMUNITIES) < 0.3
    place[scattered] = rng.uniform(0, WIDTH_KM, (int(scattered.sum()), 2))
    sites = place[rng.choice(COMMUNITIES, CANDIDATES, replace=False)]
    away = place[:, None, :] - sites[None, :, :]
    weight = np.rint(rng.lognormal(6, 0.8, COMMUNITIES))
    return weight, np.hypot(away[..., 0], away[..., 1])


def _solved(model: str, p: int, **options: Any) -> Any:
    from balise.network import siting

    siting.prepare()
    weight, cost = invented_country()
    demand = tuple(f"d{row}" for row in range(COMMUNITIES))
    candidates = tuple(f"c{row}" for row in range(CANDIDATES))
    kind = siting.Model(model)
    problem = siting.Problem(kind, demand, candidates, weight, cost, p=p, seconds=18.0, **options)
    began = time.perf_counter()
    answer = siting.solve(problem)
    return answer, time.perf_counter() - began


def _compiling() -> Measured:
    from balise.network import siting

    seconds = siting.prepare()
    return Measured("loops compiled, or loaded from before", f"{seconds:.1f} s")


def _published(folder: Path) -> Measured:
    from balise.network import siting

    siting.prepare()
    began, optimal, proven = time.perf_counter(), 0, 0
    with (folder / "optima.csv").open(encoding="utf-8", newline="") as lines:
        published = list(csv.DictReader(lines))
    for row in published:
        graph = siting.read_graph(folder / f"{row['instance']}.txt")
        weight = np.ones(len(graph.ids))
        kind = siting.Model.PMEDIAN
        problem = siting.Problem(kind, graph.ids, graph.ids, weight, graph.cost, p=graph.p)
        answer = siting.solve(problem)
        optimal += answer.objective == float(row["published_optimum"])
        proven += answer.status == "optimal"
    seconds, whole = time.perf_counter() - began, len(published)
    return Measured(
        f"OR-Library p-median, {whole} graphs",
        f"{optimal} at the published optimum, {proven} proven, {seconds:.1f} s with reading",
        f"{whole} in 60 s",
        optimal == proven == whole and seconds <= 60,
    )


def _medians(p: int) -> Measured:
    answer, seconds = _solved("pmedian", p)
    memory = _gigabytes()
    return Measured(
        f"p-median {COMMUNITIES:,} x {CANDIDATES}, p = {p}",
        f"gap {answer.gap:.5%} ({answer.status}), {seconds:.1f} s, {memory:.2f} GB",
        f"{GAPS[p]:.1%}, 20 s, 1 GB",
        answer.gap <= GAPS[p] and seconds < 20 and memory < 1,
    )


def _covers(p: int) -> Measured:
    answer, seconds = _solved("mclp", p, radius=50.0)
    return Measured(
        f"maximal covering at 50 km, p = {p}",
        f"{answer.status}, gap {answer.gap:.5%}, {seconds:.1f} s, {_gigabytes():.2f} GB",
        "optimal in 10 s",
        answer.status == "optimal" and seconds < 10,
    )


def _centers() -> Measured:
    answer, seconds = _solved("pcenter", 100)
    found = f"{answer.objective:.1f} km, bound {answer.bound:.1f} km, {answer.status}"
    return Measured("p-center, p = 100", f"{found}, {seconds:.1f} s")


def _peer(p: int) -> Measured:
    """Ask spopt for the same p-median, by HiGHS through PuLP."""
    what = f"spopt, p-median p = {p}"
    try:
        pulp = importlib.import_module("pulp")
        median = importlib.import_module("spopt.locate").PMedian
    except ImportError:
        return Measured(what, "not installed (extra bench)")
    weight, cost = invented_country()
    began = time.perf_counter()
    model = median.from_cost_matrix(cost, weight, p_facilities=p)
    built = time.perf_counter() - began
    model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=60))
    seconds = time.perf_counter() - began
    value = pulp.value(model.problem.objective)
    found = f"{value:,.0f}" if value is not None else "nothing found"
    return Measured(
        what, f"{found}; built in {built:.0f} s, {seconds:.0f} s, {_gigabytes():.2f} GB"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--no-peer", action="store_true")
    arguments = parser.parse_args()
    for row in measurements(arguments.data, not arguments.no_peer):
        verdict = {True: "met", False: "MISSED", None: ""}[row.met]
        print(f"{row.what:42} {row.found:64} {row.threshold:18} {verdict}", flush=True)


if __name__ == "__main__":
    main()
