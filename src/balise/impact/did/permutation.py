"""Effects under dates of treatment dealt out at random, all draws at once."""

import numpy as np
import numpy.typing as npt

from balise.impact.columns import FloatArray
from balise.impact.did.influence import Z95
from balise.impact.did.sample import Sample

__all__ = ["fake_groups", "permuted_effects"]

BLOCK = 100  # draws at once


def _deal(
    labels: npt.NDArray[np.intp], sample: Sample, rng: np.random.Generator
) -> npt.NDArray[np.intp]:
    """Deal labels out among units, or among clusters whose units all have the same."""
    codes, places = np.unique(sample.clusters, return_inverse=True)
    if len(codes) == sample.size:
        return rng.permutation(labels)
    first = np.zeros(len(codes), dtype=np.intp)
    first[places] = labels
    if (first[places] != labels).any():  # clusters hold treated and others: within clusters
        dealt = labels.copy()
        for code in range(len(codes)):
            inside = np.flatnonzero(places == code)
            dealt[inside] = rng.permutation(labels[inside])
        return dealt
    return rng.permutation(first)[places]


def _effects(
    sample: Sample, groups: FloatArray, labels: npt.NDArray[np.intp], control: str
) -> FloatArray:
    """Average effects for labels of shape (draws, n): places in groups, the last is never."""
    times = sample.times
    weights = sample.weights[:, 0]
    weighted = weights[:, None] * sample.outcome
    count = len(groups)
    totals = np.empty((count + 1, len(labels)))
    sums = np.empty((count + 1, len(labels), len(times)))
    for place in range(count + 1):
        member = (labels == place).astype(float)
        totals[place] = member @ weights
        sums[place] = member @ weighted
    whole = np.zeros(len(labels))
    shares = np.zeros(len(labels))
    for place, group in enumerate(groups):
        before = int(np.flatnonzero(times < group)[-1])
        for t in np.flatnonzero(times >= group):
            others = [count]
            if control == "notyet":
                others += [other for other in range(count) if groups[other] > times[t]]
            base = totals[others].sum(axis=0)
            if (base <= 0).any():
                continue
            change = (sums[place][:, t] - sums[place][:, before]) / totals[place]
            against = (
                sums[others][:, :, t].sum(axis=0) - sums[others][:, :, before].sum(axis=0)
            ) / base
            whole += totals[place] * (change - against)
            shares += totals[place]
    found: FloatArray = whole / np.maximum(shares, 1e-300)
    return found


def permuted_effects(
    sample: Sample, control: str, draws: int, rng: np.random.Generator
) -> tuple[float, FloatArray]:
    """Give the simple average as it is, and under dates dealt out at random, shape (draws,).

    Covariates stay out of it; units of a cluster stay together where they start together.
    """
    groups = sample.groups
    finite = np.searchsorted(groups, np.where(np.isfinite(sample.group), sample.group, 0))
    labels = np.where(np.isfinite(sample.group), finite, len(groups)).astype(np.intp)
    centred = sample.outcome - sample.outcome.mean(axis=0)
    flat = Sample(
        sample.panel,
        centred,
        sample.times,
        sample.group,
        sample.weights,
        sample.covariates,
        sample.clusters,
        sample.units,
    )
    seen = groups[groups <= sample.times[-1]]
    # Groups that start later serve as comparison: they keep their labels, without effects.
    found = float(_seen_effects(flat, groups, seen, labels[None, :], control)[0])
    drawn = np.empty(draws)
    for start in range(0, draws, BLOCK):
        count = min(BLOCK, draws - start)
        dealt = np.array([_deal(labels, sample, rng) for _ in range(count)])
        drawn[start : start + count] = _seen_effects(flat, groups, seen, dealt, control)
    return found, drawn


def _seen_effects(
    sample: Sample,
    groups: FloatArray,
    seen: FloatArray,
    labels: npt.NDArray[np.intp],
    control: str,
) -> FloatArray:
    if len(seen) == len(groups):
        return _effects(sample, groups, labels, control)
    # All later groups together are what is never treated within these periods.
    return _effects(sample, seen, np.minimum(labels, len(seen)), control)


def fake_groups(idle: Sample, sample: Sample, draws: int, rng: np.random.Generator) -> float:
    """Give how often half of the untreated units, treated on paper, show an effect at 5 %.

    They are treated from the middle of the starts that were; errors as for real ones.
    """
    times = sample.times
    starts = sample.groups[sample.groups <= times[-1]]
    start = float(starts[len(starts) // 2])
    after, before = times >= start, int(np.flatnonzero(times < start)[-1])
    change = idle.outcome[:, after].mean(axis=1) - idle.outcome[:, before]
    weights = idle.weights[:, before]
    codes, places = np.unique(idle.clusters, return_inverse=True)
    found = 0
    for _ in range(draws):
        fake = (rng.permutation(len(codes)) < len(codes) // 2)[places]
        effect, influence = 0.0, np.zeros(idle.size)
        for who, sign in ((fake, 1.0), (~fake, -1.0)):
            total = weights[who].sum()
            mean = float(weights[who] @ change[who]) / total
            effect += sign * mean
            influence[who] = sign * weights[who] * (change[who] - mean) / total
        se = float(np.sqrt((np.bincount(places, influence) ** 2).sum()))
        found += abs(effect) > Z95 * se
    return found / draws
