"""Effects by time since start, all compared with the last period before it."""

from dataclasses import dataclass

import numpy as np

from balise.impact.columns import FloatArray
from balise.impact.did.aggregate import aggregate
from balise.impact.did.group_time import group_time
from balise.impact.did.influence import covariance
from balise.impact.did.sample import Sample

__all__ = ["EventStudy", "event_study"]


@dataclass(frozen=True, slots=True)
class EventStudy:
    """Effects at each time since start, less that of the last period before.

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
    def mean_effect(self) -> float:
        """Give the simple average of the effects since the start."""
        return float(self.effect[self.before :] @ self.mean_after)


def event_study(sample: Sample, *, control: str = "never", anticipation: int = 0) -> EventStudy:
    """Estimate effects by time since start with one base for all, as tests of trends need."""
    effects = group_time(sample, control=control, base="universal", anticipation=anticipation)
    found = aggregate(effects, "dynamic")
    spread = np.abs(found.influence).sum(axis=0) > 0
    whole = found.at.copy()
    at, effect, influence = found.at[spread], found.effect[spread], found.influence[:, spread]
    steps = np.diff(whole)
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
