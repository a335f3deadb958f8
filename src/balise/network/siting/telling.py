"""Tell an answer: what each site serves, and what changes from today."""

from dataclasses import dataclass

import numpy as np

from balise.network.siting.problem import Answer, Problem, SiteState

__all__ = ["Served", "changes", "served_by_site"]


@dataclass(frozen=True, slots=True)
class Served:
    """What a site serves: demand, mean cost weighted by it, and the furthest community."""

    site: str
    demand: float
    mean: float
    far: float


def served_by_site(problem: Problem, answer: Answer) -> list[Served]:
    """Add up the communities of each open site; a shared one goes to its main site."""
    cost = problem.dense()
    rows = []
    for site in answer.sites:
        mine = np.flatnonzero((answer.assignment == site) & (problem.weight > 0))
        weight, way = problem.weight[mine], cost[mine, site]
        demand = float(weight.sum())
        mean = float((weight * way).sum() / demand) if demand else 0.0
        rows.append(Served(problem.candidates[site], demand, mean, float(way.max(initial=0.0))))
    return rows


def changes(problem: Problem, answer: Answer) -> list[tuple[str, str]]:
    """Say of each site what becomes of it: ``kept``, ``closed``, ``opened`` or ``moved``.

    A site that closes has ``moved`` where a newly opened one lies within ``move_km`` of it, one
    to one, the nearest first; ``merged`` where all those near it took another's place. Without
    sites today, there are no changes.
    """
    today = {row for row, each in enumerate(problem.states) if each.is_today}
    if not today:
        return []
    after = {int(row) for row in answer.sites}
    told = dict.fromkeys(today & after, "kept")
    told |= dict.fromkeys(sorted(after - today), "opened")
    told |= dict.fromkeys(sorted(today - after), "closed")
    movable = [row for row in today - after if problem.states[row] == SiteState.MAY_MOVE]
    if problem.apart_km is not None and problem.move_km is not None:
        apart, fresh = problem.apart_km, after - today
        pairs = sorted((float(apart[old, new]), old, new) for old in movable for new in fresh)
        told |= dict.fromkeys(movable, "merged")
        for far, old, new in pairs:
            if far <= problem.move_km and told[old] == "merged" and told[new] == "opened":
                told[old], told[new] = "moved", f"moved from {problem.candidates[old]}"
    return [(problem.candidates[row], told[row]) for row in sorted(told)]
