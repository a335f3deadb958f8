"""Hold the designs of attribution to what is promised: time, and verdicts where truth is known.

Run as ``make bench-impact``. Each design has a module of its own with ``rows(workers)``.
"""

import argparse
import os
from collections.abc import Callable, Iterator

from threadpoolctl import threadpool_limits

from tools import bench_impact_did, bench_impact_experiment, bench_impact_synth
from tools.bench import Result, machine, told

DESIGNS: tuple[Callable[[int], Iterator[Result]], ...] = (
    bench_impact_did.rows,
    bench_impact_synth.rows,
    bench_impact_experiment.rows,
)


def main() -> int:
    """Print one line for each measure; give 1 if a threshold is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    known = hasattr(os, "sched_getaffinity")
    cores = len(os.sched_getaffinity(0)) if known else os.cpu_count() or 1
    parser.add_argument("--workers", type=int, default=cores, help="processes; all cores")
    workers: int = parser.parse_args().workers
    print(machine())
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with threadpool_limits(1):
        missed = [told(result) for rows in DESIGNS for result in rows(workers)].count(False)
    print(f"{missed} thresholds are missed." if missed else "Every threshold is met.")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
