"""Averages of group-time effects: simple, by group, by calendar period, by time since start."""

from dataclasses import dataclass

import numpy as np

from balise.impact.columns import FloatArray
from balise.impact.did.group_time import GroupTime
from balise.impact.did.scores import BoolArray

__all__ = ["Averages", "aggregate", "average"]


@dataclass(frozen=True, slots=True)
class Averages:
    """Averages along one line, and their overall mean, with influences.

    ``at`` says of which group, period or time since start each is, shape (a,);
    ``influence`` has shape (n, a), ``overall_influence`` (n,).
    """

    kind: str
    at: FloatArray
    effect: FloatArray
    influence: FloatArray
    overall: float
    overall_influence: FloatArray


def average(effects: GroupTime, chosen: BoolArray) -> tuple[float, FloatArray]:
    """Average chosen effects by the size of their groups; the sizes have influence as well.

    References
    ----------
    Callaway and Sant'Anna (2021), section 3 and the proof of corollary 2: the weights are
    estimated shares of groups, and their sampling counts.
    """
    chosen = chosen & np.isfinite(effects.effect)
    share = effects.share[chosen]
    total = share.sum()
    if not chosen.any() or total <= 0:
        return float("nan"), np.full(effects.sample.size, np.nan)
    effect = effects.effect[chosen]
    value = float(effect @ share / total)
    influence = effects.influence[:, chosen] @ (share / total)
    groups, places = np.unique(effects.group[chosen], return_inverse=True)
    # d value / d share of a group is its sum of (effect - value), over the total.
    slopes = np.bincount(places, weights=effect - value) / total
    members = effects.sample.group[:, None] == groups[None, :]
    weights = effects.sample.weights[:, :1]
    means = np.array([share[places == place][0] for place in range(len(groups))])
    return value, influence + (weights * members - means) @ slopes


def aggregate(effects: GroupTime, kind: str) -> Averages:
    """Average effects along one line.

    Parameters
    ----------
    effects : GroupTime
    kind : str
        ``simple``: all treated periods of all groups. ``group``: over the treated periods
        of each group, then over groups by size. ``calendar``: over groups treated in each
        period, then evenly over periods. ``dynamic``: by time since start (negative:
        before), then evenly over those since the start.
    """
    if kind == "simple":
        value, influence = average(effects, effects.post)
        none = np.empty(0)
        return Averages(kind, none, none, np.empty((len(influence), 0)), value, influence)
    line = {
        "group": effects.group,
        "calendar": effects.time,
        "dynamic": effects.time - effects.group,
    }[kind]
    used = np.isfinite(effects.effect) & (effects.post if kind != "dynamic" else True)
    at = np.unique(line[used])
    found = [average(effects, used & (line == each)) for each in at]
    values: FloatArray = np.array([each[0] for each in found])
    influences: FloatArray = np.column_stack([each[1] for each in found])
    if kind == "group":
        # One row for each group: its mean, with its share.
        shares = np.array([effects.share[effects.group == each][0] for each in at])
        groups = GroupTime(effects.sample, at, at, at, values, influences, shares)
        overall, of_overall = average(groups, np.full(len(at), True))
    else:
        post = at >= 0 if kind == "dynamic" else np.full(len(at), True)
        overall = float(values[post].mean())
        of_overall = influences[:, post].mean(axis=1)
    return Averages(kind, at, values, influences, overall, of_overall)
