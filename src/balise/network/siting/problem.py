"""A problem of siting, and the answer to it."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy import sparse

from balise.vocabulary import NetworkError, sample

__all__ = ["Answer", "Costs", "Fairness", "Model", "Problem", "SiteState"]

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
Costs = npt.NDArray[np.floating] | sparse.csr_array


class Model(StrEnum):
    """What is sought."""

    PMEDIAN = "pmedian"
    """p sites of least travel, weighted by demand."""
    PCENTER = "pcenter"
    """p sites such that nobody is far: the furthest community is as near as can be."""
    MCLP = "mclp"
    """p sites with most demand within a radius (maximal covering)."""
    LSCP = "lscp"
    """As few sites as have everybody within a radius (set covering)."""
    CAPACITATED = "capacitated"
    """p sites of least travel, none with more demand than it can serve."""


class SiteState(StrEnum):
    """What may happen to a candidate."""

    FREE = "free"
    """No site today: may be opened."""
    OPEN = "open"
    """A site today, and it stays."""
    CLOSED = "closed"
    """May not be opened."""
    MAY_CLOSE = "may_close"
    """A site today: stays or closes."""
    MAY_MOVE = "may_move"
    """A site today: stays, or some site within ``move_km`` of it is open instead."""

    @property
    def is_today(self) -> bool:
        """Whether there is a site today."""
        return self in (SiteState.OPEN, SiteState.MAY_CLOSE, SiteState.MAY_MOVE)


@dataclass(frozen=True, slots=True)
class Fairness:
    """What an answer owes to those who are worst off.

    Attributes
    ----------
    worst_share : float
        Share q of the demand that counts as worst off, above 0 to 1.
    worst_weight : float
        What the mean distance of the worst off counts for beside that of everybody, 0 to 1:
        the objective is (1 - weight) x mean of all + weight x mean of the worst, both times
        the demand. Of the p-median alone.
    over_people, beyond : float, optional
        No community of more than ``over_people`` may be further than ``beyond`` [unit of cost].
    """

    worst_share: float = 0.1
    worst_weight: float = 0.0
    over_people: float | None = None
    beyond: float | None = None

    def __post_init__(self) -> None:
        """Refuse shares that are none."""
        if not (0 < self.worst_share <= 1 and 0 <= self.worst_weight <= 1):
            raise NetworkError(
                f"Fairness: found a worst-off share of {self.worst_share} that counts for "
                f"{self.worst_weight}. Expected a share above 0 to 1, and a weight from 0 to 1. "
                "Give both as shares, not percents."
            )
        if (self.over_people is None) != (self.beyond is None):
            raise NetworkError(
                f"Fairness: found {self.over_people} people and a limit of {self.beyond}. "
                "Expected both or neither: no community over so many people beyond so far. "
                "Give the one that is missing."
            )


@dataclass(frozen=True, slots=True)
class Problem:
    """Where to serve whom.

    Attributes
    ----------
    model : Model
    demand, candidates : tuple of str
        Identifiers of the n communities and the m places where a site may be.
    weight : array of float, shape (n,)
        People, people in vulnerable situations, or need.
    cost : array of float, shape (n, m), or scipy.sparse.csr_array
        Distance or time to each candidate [one unit throughout]; inf or nan, or no entry,
        where there is no way. Never below 0.
    p : int, optional
        Sites in all, those of today that stay among them; not used by ``lscp``.
    radius : float, optional
        Of covering, in the unit of ``cost``.
    state : tuple of SiteState, m
        All free if left out.
    capacity : array of float, shape (m,), optional
        Demand each site can serve.
    opening, closing : array of float, shape (m,), optional
        What it costs to open a site that is none today, and to close one that is, in the
        unit of the objective (demand x cost).
    apart_km : array of float, shape (m, m), optional
        Between candidates, for those that may move.
    move_km : float, optional
        How far a site may move.
    people : array of float, shape (n,), optional
        For ``fairness.over_people``; ``weight`` if left out.
    fairness : Fairness
    seconds : float
        When to stop, with the best answer so far and its bound.
    seed : int
    """

    model: Model
    demand: tuple[str, ...]
    candidates: tuple[str, ...]
    weight: Floats
    cost: Costs
    p: int | None = None
    radius: float | None = None
    state: tuple[SiteState, ...] = ()
    capacity: Floats | None = None
    opening: Floats | None = None
    closing: Floats | None = None
    apart_km: Floats | None = None
    move_km: float | None = None
    people: Floats | None = None
    fairness: Fairness = field(default_factory=Fairness)
    seconds: float = 60.0
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be solved, and say why."""
        _check_shapes(self)
        _check_numbers(self)
        _check_sites(self)

    @property
    def states(self) -> tuple[SiteState, ...]:
        """What may happen to each candidate, m."""
        return self.state or (SiteState.FREE,) * len(self.candidates)

    def dense(self) -> Floats:
        """Write the costs as a matrix, inf where there is no way, shape (n, m)."""
        if isinstance(self.cost, np.ndarray):
            return np.where(np.isnan(self.cost), np.inf, self.cost).astype(np.float64)
        whole = np.full(self.cost.shape, np.inf)
        row = np.repeat(np.arange(self.cost.shape[0]), np.diff(self.cost.indptr))
        whole[row, self.cost.indices] = self.cost.data
        return whole


@dataclass(frozen=True, slots=True)
class Answer:
    """Where to serve, and how far from the best that can be.

    Attributes
    ----------
    sites : array of int, shape (k,)
        Rows of the open candidates, ascending.
    objective : float
        ``pmedian``, ``capacitated``: demand x cost; ``pcenter``: the furthest cost; ``mclp``:
        demand covered; ``lscp``: number of sites.
    bound : float
        Proven: nothing is better than this (below the objective, above it for ``mclp``).
    gap : float
        Share by which the objective may miss the best.
    status : str
        ``optimal`` (proven, to 1e-6) or ``feasible`` (stopped by time).
    seconds : float
    assignment : array of int, shape (n,)
        Row of the candidate that serves each community; -1 where none does.
    notes : tuple of str
        What to know beside.
    """

    sites: Rows
    objective: float
    bound: float
    gap: float
    status: str
    seconds: float
    assignment: Rows
    notes: tuple[str, ...] = ()


def _check_shapes(problem: Problem) -> None:
    n, m = len(problem.demand), len(problem.candidates)
    for name, ids in (("demand", problem.demand), ("candidates", problem.candidates)):
        if not ids:
            raise NetworkError(
                f"Siting: found no {name}. Expected one row at least. Fill the table of {name}."
            )
        if len(set(ids)) < len(ids):
            twice = sorted(each for each, count in Counter(ids).items() if count > 1)
            raise NetworkError(
                f"Siting: found {sample(twice)} more than once among the {name}. Expected an "
                "identifier of its own for each row. Keep one row of each, or rename them."
            )
    vectors = {"weight": n, "people": n, "capacity": m, "opening": m, "closing": m}
    lengths = {name: getattr(problem, name) for name in vectors}
    wrong = [name for name, held in lengths.items() if held is not None]
    wrong = [name for name in wrong if len(lengths[name]) != vectors[name]]
    if problem.cost.shape != (n, m) or wrong or (problem.state and len(problem.state) != m):
        raise NetworkError(
            f"Siting: found costs of shape {problem.cost.shape}, {n} communities and {m} "
            f"candidates{' and other lengths of ' + sample(wrong) if wrong else ''}. Expected "
            "one row to a community and one column to a candidate. Match the tables."
        )


def _check_numbers(problem: Problem) -> None:
    held = problem.cost if isinstance(problem.cost, np.ndarray) else problem.cost.data
    negative = held < 0
    if negative.any():
        named = f"{int(negative.sum()):,} of them, the lowest {float(np.nanmin(held)):g}"
        if isinstance(problem.cost, np.ndarray):
            pairs = zip(*np.nonzero(negative), strict=True)
            named = sample(f"{problem.demand[i]} to {problem.candidates[j]}" for i, j in pairs)
        raise NetworkError(
            f"Siting: found negative costs: {named}. Expected distances or times of 0 or more. "
            "Correct them; leave out pairs without a way."
        )
    for name in ("weight", "people", "capacity"):
        values = getattr(problem, name)
        if values is None or bool(np.all(values >= 0) and np.all(np.isfinite(values))):
            continue
        ids = problem.candidates if name == "capacity" else problem.demand
        bad = [ids[row] for row in np.flatnonzero(~((values >= 0) & np.isfinite(values)))]
        raise NetworkError(
            f"Siting: found {name} that is negative or no number for {sample(bad)}. Expected "
            "0 or more. Correct the table."
        )
    if not float(problem.weight.sum()) > 0:
        raise NetworkError(
            "Siting: found a demand of 0 in all. Expected somebody to serve. "
            "Look at the column of weights, or choose another with --weight."
        )


def _check_sites(problem: Problem) -> None:
    is_cover = problem.model in (Model.MCLP, Model.LSCP)
    if is_cover and not (problem.radius is not None and problem.radius >= 0):
        raise NetworkError(
            f"Siting: found a radius of {problem.radius} for {problem.model}. Expected how far "
            "counts as covered, 0 or more. Give it with --radius-km."
        )
    if problem.model == Model.CAPACITATED and problem.capacity is None:
        raise NetworkError(
            "Siting: found no capacities. Expected how much demand each candidate can serve. "
            "Give the candidates a column 'capacity'."
        )
    if SiteState.MAY_MOVE in problem.states and (
        problem.apart_km is None or problem.move_km is None
    ):
        raise NetworkError(
            "Siting: found sites that may move, and not how far. Expected a distance between "
            "candidates and a limit. Give both, or say may_close."
        )
    usable = sum(each != SiteState.CLOSED for each in problem.states)
    kept = sum(each == SiteState.OPEN for each in problem.states)
    if problem.model == Model.LSCP:
        return
    p = problem.p
    if p is None or not 1 <= p <= usable or p < kept:
        raise NetworkError(
            f"Siting: found p = {p}, {usable} candidates that may be open and {kept} that must "
            f"be. Expected p from {max(1, kept)} to {usable}. Change p, or the candidates."
        )
