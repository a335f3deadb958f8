"""Invented cases for raking: a seed of types, and margins of areas that it can be raked to."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

__all__ = ["TOLERANCE", "Case", "World", "invent", "margin_error", "rake_plainly"]

Floats = npt.NDArray[np.float64]

TOLERANCE = 1e-6
"""Largest difference from a margin, as a share of the people of the area."""

LINK = 2.0  # how closely variables go together in the seed
SPREAD = 0.5  # how far areas are from the seed, on the log scale
MEDIAN_PEOPLE, PEOPLE_SPREAD = 500.0, 0.5


@dataclass(frozen=True, slots=True)
class Case:
    """A case.

    Attributes
    ----------
    shape : tuple of int
        Categories of each margin.
    areas : int
        How many there are.
    drawn : int
        Types drawn from all combinations of categories, as a survey meets them; 0 for all.
    random_seed : int
    """

    shape: tuple[int, ...]
    areas: int
    drawn: int = 0
    random_seed: int = 8

    @property
    def types(self) -> int:
        """Give the number of types."""
        return self.drawn or int(np.prod(self.shape))


@dataclass(frozen=True, slots=True)
class World:
    """What a case holds; types are in random order, as respondents are.

    Attributes
    ----------
    shape : tuple of int
        Categories of each margin.
    cell : array of int, shape (k,)
        Place of each type in the table of all margins, read row by row.
    seed : array of float, shape (k,)
        Respondents of each type, whole numbers.
    groups : array of int, shape (m, k)
        Category of each type in each margin.
    totals : tuple of array of float, shape (n, g)
        People of each area in each category, one array for each margin.
    people : array of float, shape (n,)
        People of each area.
    """

    shape: tuple[int, ...]
    cell: npt.NDArray[np.int64]
    seed: Floats
    groups: npt.NDArray[np.int32]
    totals: tuple[Floats, ...]
    people: Floats

    def table(self, weights: Floats) -> Floats:
        """Lay weights of types, shape (k,), out as the table of all margins."""
        table = np.zeros(np.prod(self.shape))
        table[self.cell] = weights
        return table.reshape(self.shape)

    def weights(self, table: Floats) -> Floats:
        """Read the weights of types, shape (k,), from the table of all margins."""
        return np.asarray(table, dtype=np.float64).reshape(-1)[self.cell]


def invent(case: Case) -> World:
    """Invent a seed whose variables go together in pairs, and areas that differ from it."""
    rng = np.random.default_rng(case.random_seed)
    sides = len(case.shape)
    logs = np.zeros(case.shape)
    for one, other in combinations(range(sides), 2):
        at = [1] * sides
        at[one], at[other] = case.shape[one], case.shape[other]
        logs += rng.normal(0, LINK / np.sqrt(sides - 1), (at[one], at[other])).reshape(at)
    mean = np.exp(logs).reshape(-1)
    mean /= mean.mean()
    chances = mean / mean.sum() if case.drawn else None
    cell = rng.choice(len(mean), case.types, replace=False, p=chances)
    seed = 1.0 + rng.poisson(mean[cell]).astype(np.float64)
    groups = np.array(np.unravel_index(cell, case.shape), dtype=np.int32)
    rng = np.random.default_rng([case.random_seed, 1])  # areas do not hang on types
    people = np.round(rng.lognormal(np.log(MEDIAN_PEOPLE), PEOPLE_SPREAD, case.areas))
    totals = []
    for group, categories in zip(groups, case.shape, strict=True):
        shares = np.bincount(group, seed, categories)
        drawn = shares * np.exp(SPREAD * rng.normal(size=(case.areas, categories)))
        totals.append(drawn / drawn.sum(axis=1, keepdims=True) * people[:, None])
    return World(case.shape, cell, seed, groups, tuple(totals), people)


def margin_error(world: World, weights: Floats, area: int) -> float:
    """Give the largest difference from a margin of an area, as a share of its people."""
    gaps = [
        np.abs(np.bincount(group, weights, len(total[area])) - total[area]).max()
        for group, total in zip(world.groups, world.totals, strict=True)
    ]
    return float(max(gaps)) / float(world.people[area])


def rake_plainly(world: World, area: int, tolerance: float = 1e-12) -> tuple[Floats, int]:
    """Rake one area with numpy alone: what every answer is held against.

    Returns
    -------
    tuple
        Weights of types [people], shape (k,), and passes over all margins.

    References
    ----------
    Deming, W. E. and Stephan, F. F. (1940), On a least squares adjustment of a sampled frequency
    table when the expected marginal totals are known, Annals of Mathematical Statistics 11(4).
    """
    weights = world.seed.copy()
    for turn in range(1, 1001):
        for group, total in zip(world.groups, world.totals, strict=True):
            weights *= (total[area] / np.bincount(group, weights, len(total[area])))[group]
        if margin_error(world, weights, area) <= tolerance:
            return weights, turn
    return weights, turn
