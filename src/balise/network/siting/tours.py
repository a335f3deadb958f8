"""Outreach tours: which communities to visit, how often, within a budget of days.

A further visit to the same community reaches fewer new people: visit v of a year reaches the
share (1 - r) r^(v-1) of them. What a visit costs in days is its share of the way there and
back from the base, and the time on the spot. Communities are grouped in tours, each driven a
whole number of times a year; every stop of a tour is visited each time.

References
----------
Held, M. and Karp, R. M. (1962), A dynamic programming approach to sequencing problems, SIAM
Journal 10: 196-210 (the shortest round). Dantzig, G. B. (1957), Discrete-variable extremum
problems, Operations Research 5: 266-277 (choosing within a budget).
"""

from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt
from scipy import sparse

from balise.network.siting.mixed import Program, solve_program
from balise.vocabulary import NetworkError

__all__ = ["Outreach", "Tour", "Tours", "plan_tours"]

Floats = npt.NDArray[np.float64]

_STOPS = 3  # of a tour, when all groups are tried
_NEIGHBOURS = 6  # stops a tour may add to one: the nearest


@dataclass(frozen=True, slots=True)
class Outreach:
    """What tours are planned from.

    Attributes
    ----------
    communities : tuple of str, n
    weight : array of float, shape (n,)
        People, or people in vulnerable situations.
    from_base_h : array of float, shape (n,)
        Travel from the base [hours].
    between_h : array of float, shape (n, n)
        Travel between communities [hours].
    days : float
        Budget of a year.
    stop_h, day_h : float
        On the spot at each stop, and in a working day [hours].
    most_visits : int
        To a community in a year.
    repeat_share : float
        r: what a further visit reaches beside the one before, 0 to below 1.
    """

    communities: tuple[str, ...]
    weight: Floats
    from_base_h: Floats
    between_h: Floats
    days: float
    stop_h: float = 4.0
    day_h: float = 7.5
    most_visits: int = 12
    repeat_share: float = 0.6

    def __post_init__(self) -> None:
        """Refuse what cannot be planned."""
        n = len(self.communities)
        shapes = (len(self.weight), len(self.from_base_h), *self.between_h.shape)
        hours = min(self.stop_h, self.day_h, self.days)
        if shapes != (n, n, n, n) or hours <= 0 or not 0 <= self.repeat_share < 1:
            raise NetworkError(
                f"Outreach: found {n} communities, tables of {shapes}, {self.days} days, stops of "
                f"{self.stop_h} h and a repeat share of {self.repeat_share}. Expected tables of "
                "one row to a community, hours and days above 0, a share from 0 to below 1. "
                "Correct them."
            )
        if self.most_visits < 1 or not bool(np.all(self.weight >= 0)):
            raise NetworkError(
                "Outreach: found weights below 0 or fewer than one visit. Expected people, and "
                "one visit or more. Correct them."
            )


@dataclass(frozen=True, slots=True)
class Tour:
    """A round from the base: stops in their order, how often a year, days each time."""

    stops: tuple[str, ...]
    visits: int
    days: float


@dataclass(frozen=True, slots=True)
class Tours:
    """A plan: tours, what they reach, a bound that no plan of such tours beats, days used."""

    tours: tuple[Tour, ...]
    reached: float
    bound: float
    days: float

    @property
    def gap(self) -> float:
        """Share by which the plan may miss the best."""
        return (self.bound - self.reached) / self.bound if self.bound > 0 else 0.0


def plan_tours(outreach: Outreach, seconds: float = 30.0) -> Tours:
    """Choose tours and how often each is driven.

    Parameters
    ----------
    outreach : Outreach
    seconds : float
        Time to stop at.

    Returns
    -------
    Tours
        The bound holds for tours of up to three stops that are near each other; a community
        is on one tour at most.

    Raises
    ------
    NetworkError
        If no tour fits in the budget.
    """
    rounds = _rounds(outreach)
    level = np.arange(1, outreach.most_visits + 1)
    reach = 1 - outreach.repeat_share**level
    columns = [
        (stops, days, visits, float(outreach.weight[list(stops)].sum() * reach[visits - 1]))
        for stops, days in rounds
        for visits in level.tolist()
        if days * visits <= outreach.days
    ]
    if not columns:
        least = min(days for _, days in rounds) if rounds else np.inf
        raise NetworkError(
            f"Outreach: no tour fits in {outreach.days:g} days; the shortest takes {least:.1f}. "
            "Expected one at least. Raise the budget."
        )
    count, n = len(columns), len(outreach.communities)
    stop = [(place, turn) for turn, (stops, *_) in enumerate(columns) for place in stops]
    index = np.array([*(each for each, _ in stop), *([n] * count)])
    column = np.array([*(each for _, each in stop), *range(count)])
    value = np.array([*([1.0] * len(stop)), *(days * visits for _, days, visits, _ in columns)])
    program = Program(
        cost=-np.array([each[3] for each in columns]),
        least=np.zeros(count),
        most=np.ones(count),
        is_whole=np.ones(count, dtype=np.bool_),
        matrix=sparse.csr_array((value, (index, column)), shape=(n + 1, count)),
        lower=np.full(n + 1, -np.inf),
        upper=np.append(np.ones(n), outreach.days),
    )
    solved = solve_program(program, seconds, guess=np.zeros(count))
    x = np.zeros(count) if solved.x is None else solved.x
    taken = [columns[turn] for turn in np.flatnonzero(x > 0.5)]
    names = outreach.communities
    tours = tuple(
        Tour(tuple(names[each] for each in stops), visits, days) for stops, days, visits, _ in taken
    )
    reached = sum(each[3] for each in taken)
    bound = max(reached, -solved.bound)
    return Tours(tours, reached, bound, sum(each.visits * each.days for each in tours))


def _rounds(outreach: Outreach) -> list[tuple[tuple[int, ...], float]]:
    """List the tours of up to three stops near each other, shortest order, with their days."""
    n = len(outreach.communities)
    wanted = np.flatnonzero((outreach.weight > 0) & np.isfinite(outreach.from_base_h))
    near = np.argsort(outreach.between_h, axis=1, kind="stable")
    groups: set[tuple[int, ...]] = {(int(each),) for each in wanted}
    able = set(wanted.tolist())
    for one in wanted.tolist():
        others = [int(each) for each in near[one] if each != one and each in able]
        for size in range(1, min(_STOPS, n)):
            for added in combinations(others[:_NEIGHBOURS], size):
                groups.add(tuple(sorted((one, *added))))
    rounds = [_shortest(outreach, group) for group in sorted(groups)]
    return [each for each in rounds if np.isfinite(each[1])]


def _shortest(outreach: Outreach, group: tuple[int, ...]) -> tuple[tuple[int, ...], float]:
    """Find the shortest order of up to three stops: only the middle one is to be chosen."""
    orders = [group]
    if len(group) == 3:
        one, two, three = group
        orders = [(one, two, three), (two, one, three), (one, three, two)]
    lengths = [_hours(outreach, order) for order in orders]
    best = int(np.argmin(lengths))
    return orders[best], (lengths[best] + outreach.stop_h * len(group)) / outreach.day_h


def _hours(outreach: Outreach, order: tuple[int, ...]) -> float:
    legs = sum(outreach.between_h[one, two] for one, two in pairwise(order))
    ends = outreach.from_base_h[order[0]] + outreach.from_base_h[order[-1]]
    return float(ends + legs)
