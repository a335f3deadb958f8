"""Counts as they are published: rounded so that what is gained and lost balances exactly."""

import numpy as np
import numpy.typing as npt

from balise.network.scenarios.people import QUINTILES, People
from balise.release import EVERYBODY, UNSCORED

__all__ = ["FEWEST", "Dimension", "balanced", "base_5", "dimensions"]

Floats = npt.NDArray[np.float64]
Dimension = tuple[str, str, Floats]
"""Kind of people, code, and their number at each origin, shape (n,); nan where unknown."""

FEWEST = 40
"""Fewer people than these are not told of."""


def base_5(people: float) -> int:
    """Round to base 5, halves up.

    Examples
    --------
    >>> base_5(12.5), base_5(12.4)
    (15, 10)
    """
    return int(np.floor(people / 5 + 0.5) * 5)


def balanced(before: float, after: float, gaining: float, losing: float) -> tuple[int, int]:
    """Round gains and losses so that they make up the rounded difference.

    The smaller of the two is rounded to base 5; the other follows from the rounded people
    within reach before and after, and is off by at most 7.5.

    Returns
    -------
    gaining, losing : int
        ``gaining - losing = base_5(after) - base_5(before)``, neither below 0.

    Examples
    --------
    7 gain and 3 lose: 100 become 104, in base 5 still 100 and 105.

    >>> balanced(100, 104, 7, 3)
    (10, 5)
    """
    net = base_5(after) - base_5(before)
    if gaining >= losing:
        lost = base_5(losing)
        return lost + net, lost
    gained = base_5(gaining)
    return gained, gained - net


def dimensions(people: People) -> tuple[Dimension, ...]:
    """Take people all together, by quintile of the index, and by group."""
    found: list[Dimension] = [(EVERYBODY, EVERYBODY, people.people)]
    found += [
        ("quintile", str(each + 1), people.people * people.quintiles[:, each])
        for each in range(QUINTILES)
    ]
    unscored = people.people * (people.quintiles.sum(axis=1) == 0)
    if unscored.any():
        found.append(("quintile", UNSCORED, unscored))
    found += [
        ("group", name, people.people * share) for name, share in sorted(people.groups.items())
    ]
    return tuple(found)
