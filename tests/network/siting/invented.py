"""Small problems of siting, and their answers by trying everything."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from balise.network.siting import Model, Problem, worst_mean

Floats = npt.NDArray[np.float64]


def problem(seed: int, n: int = 14, m: int = 7, **options: Any) -> Problem:
    """Scatter people and candidates over a square of 100 km."""
    rng = np.random.default_rng(seed)
    place, site = rng.uniform(0, 100, (n, 2)), rng.uniform(0, 100, (m, 2))
    away = place[:, None, :] - site[None, :, :]
    return Problem(
        **{
            "model": Model.PMEDIAN,
            "demand": tuple(f"d{row}" for row in range(n)),
            "candidates": tuple(f"c{row}" for row in range(m)),
            "weight": np.rint(rng.uniform(1, 50, n)),
            "cost": np.hypot(away[..., 0], away[..., 1]),
            "p": 3,
            **options,
        }
    )


def value(given: Problem, sites: tuple[int, ...]) -> float:
    """Compute what a set of sites is worth: less is better, covering below 0."""
    nearest = given.dense()[:, list(sites)].min(axis=1)
    if given.model == Model.PCENTER:
        return float(nearest.max())
    if given.model == Model.MCLP:
        return -float(given.weight[nearest <= float(given.radius or 0)].sum())
    fair = given.fairness
    mean = float((given.weight * nearest).sum())
    if fair.worst_weight == 0:
        return mean
    worst = worst_mean(nearest, given.weight, fair.worst_share) * float(given.weight.sum())
    return (1 - fair.worst_weight) * mean + fair.worst_weight * worst


def best(given: Problem, sets: Sequence[tuple[int, ...]] | None = None) -> float:
    """Try every set of p sites, or those given."""
    tried = sets or list(combinations(range(len(given.candidates)), given.p or 0))
    return min(value(given, sites) for sites in tried)
