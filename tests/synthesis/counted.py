"""Invented seeds and counts of areas that raking is tried on."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from balise.synthesis import CategoryMargin, CategoryMargins

__all__ = ["counts_of", "invented", "two_by_two"]

Floats = npt.NDArray[np.float64]

SEX = np.array([0, 0, 1, 1])
AGE = np.array([0, 1, 0, 1])


def two_by_two(
    sex: Sequence[Sequence[float]], age: Sequence[Sequence[float]], **more: Any
) -> CategoryMargins:
    """Margins of four types: sex by age."""
    return CategoryMargins(
        tuple(f"area {place}" for place in range(len(sex))),
        (
            CategoryMargin("sex", SEX, np.array(sex), categories=("women", "men"), **more),
            CategoryMargin("age", AGE, np.array(age)),
        ),
    )


def invented(
    rng: np.random.Generator, types: int, sizes: tuple[int, ...], areas: int, spread: float = 0.7
) -> tuple[Floats, CategoryMargins]:
    """A seed, and counts of areas whose people are the seed's types in other proportions."""
    seed = rng.gamma(1.0, size=types) + 0.01
    groups = [rng.integers(0, size, types) for size in sizes]
    groups = [
        np.where(np.arange(types) < size, np.arange(types), group) % size
        for group, size in zip(groups, sizes, strict=True)
    ]
    people = (
        seed * np.exp(spread * rng.normal(size=(areas, types))) * rng.uniform(1, 50, (areas, 1))
    )
    margins = tuple(
        CategoryMargin(f"margin {place}", group, people @ np.eye(size)[group])
        for place, (group, size) in enumerate(zip(groups, sizes, strict=True))
    )
    return seed, CategoryMargins(tuple(f"area {place}" for place in range(areas)), margins)


def counts_of(margin: CategoryMargin, weights: Floats) -> Floats:
    """Counts of areas by the categories of a margin."""
    inside = margin.groups >= 0
    table = np.eye(margin.totals.shape[1])[margin.groups[inside]]
    return np.asarray(weights[:, inside] @ table)
