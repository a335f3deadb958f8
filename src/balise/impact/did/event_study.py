"""Effects by time since start, all compared with the last period before it."""

from dataclasses import dataclass

import numpy as np

from balise.impact.columns import FloatArray
from balise.impact.did.aggregate import aggregate
from balise.impact.did.group_time import GroupTime, group_time
from balise.impact.did.influence import covariance
from balise.impact.did.sample import Sample
from balise.impact.did.scores import BoolArray

__all__ = ["EventStudy", "event_study"]


@dataclass(frozen=True, slots=True)
class EventStudy:
    """Effects at each time since start, less that of the last period before.

    Times before that fewer than half of the treated units have are left out.

    Attributes
    ----------
    at : array of float, shape (e,)
        Time since start, ascending, without the period compared with.
    effect : array of float, shape (e,)
    influence : array of float, shape (n, e)
    covariance : array of float, shape (e, e)
    reference : float
        Time since start of the period compared with: the last before.
    step : float
        Distance of two periods; NaN if they are not evenly spaced, or groups are compared
        with several of them.
    mean_after : array of float, shape (after,)
        Weights that make of the effects since the start the simple average of all groups.
    """

    at: FloatArray
    effect: FloatArray
    influence: FloatArray
    covariance: FloatArray
    reference: float
    step: float
    mean_after: FloatArray

    @property
    def before(self) -> int:
        """Count the periods before the one compared with."""
        return int((self.at < self.reference).sum())

    @property
    def after(self) -> int:
        """Count the periods after the one compared with."""
        return int((self.at > self.reference).sum())

    @property
    def mean_effect(self) -> float:
        """Give the simple average of the effects since the start."""
        return float(self.effect[self.before :] @ self.mean_after)


def event_study(sample: Sample, *, control: str = "never", anticipation: int = 0) -> EventStudy:
    """Estimate effects by time since start with one base for all, as tests of trends need."""
    effects = group_time(sample, control=control, base="universal", anticipation=anticipation)
    found = aggregate(effects, "dynamic")
    spread = np.abs(found.influence).sum(axis=0) > 0
    whole = found.at
    told = spread & _common(effects, found.at)
    at, effect, influence = found.at[told], found.effect[told], found.influence[:, told]
    steps = np.diff(whole[told | ~spread])
    even = len(steps) > 0 and np.allclose(steps, steps[0])
    missing = whole[~spread]
    single = len(missing) == 1 and even
    reference = float(missing.max(initial=whole[0] - 1))
    cells = effects.post & np.isfinite(effects.effect)
    since = (effects.time - effects.group)[cells]
    shares = [effects.share[cells][since == each].sum() for each in at[at > reference]]
    return EventStudy(
        at=at,
        effect=effect,
        influence=influence,
        covariance=covariance(influence, sample.clusters),
        reference=reference,
        step=float(steps[0]) if single else float("nan"),
        mean_after=np.array(shares) / max(sum(shares), 1e-300),
    )


def _common(effects: GroupTime, at: FloatArray) -> BoolArray:
    """Keep times before treatment that at least half of the treated units have, and all after.

    Earlier ones rest on the few groups that start last, and a change from one time to the
    next would be a change of groups.
    """
    since = effects.time - effects.group
    known = np.isfinite(effects.effect)
    groups = np.unique(effects.group[known], return_index=True)[1]
    whole = effects.share[known][groups].sum()
    shares = np.array([effects.share[known & (since == each)].sum() for each in at])
    kept: BoolArray = (at >= 0) | (shares >= 0.5 * whole)
    return kept
