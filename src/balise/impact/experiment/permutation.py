"""Deal the treatment out again, as it was dealt: what chance alone makes.

Strata keep their numbers of treated, and clusters go as one. Everything is a sum over
units of assignment, so that thousands of draws cost little.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from balise.impact.balance import differences
from balise.impact.columns import FloatArray
from balise.impact.experiment.regression import IntArray
from balise.impact.experiment.sample import Trial

__all__ = ["Joint", "assignments", "joint_test", "permutation_p"]

CELLS = 4_000_000  # of one block of draws
MOST = 1_000_000  # ways to assign beyond which they are not counted


@dataclass(frozen=True, slots=True)
class Drawing:
    """Units of assignment: stratum and arm of each, and which one each row belongs to."""

    block: IntArray
    strata: IntArray
    treated: npt.NDArray[np.bool_]

    def sums(self, values: FloatArray) -> FloatArray:
        """Add values up by unit of assignment."""
        found = np.zeros((len(self.strata), *values.shape[1:]))
        np.add.at(found, self.block, values)
        return found

    def draws(self, count: int, rng: np.random.Generator) -> Iterator[FloatArray]:
        """Give treatment dealt out at random, in blocks of shape (draws, units)."""
        size = max(1, CELLS // len(self.strata))
        members = [np.flatnonzero(self.strata == code) for code in np.unique(self.strata)]
        while count > 0:
            now = min(size, count)
            dealt = np.zeros((now, len(self.strata)))
            for places in members:
                number = int(self.treated[places].sum())
                if not 0 < number < len(places):
                    dealt[:, places] = float(number > 0)
                    continue
                lots = rng.random((now, len(places)))
                chosen = np.argpartition(lots, number - 1, axis=1)[:, :number]
                np.put_along_axis(dealt, places[chosen], 1.0, axis=1)
            yield dealt
            count -= now


def _drawing(trial: Trial) -> Drawing:
    n = len(trial.treated)
    if trial.clusters is None:
        return Drawing(np.arange(n, dtype=np.int64), trial.strata, trial.treated)
    if trial.is_clustered:
        both = np.column_stack([trial.strata, trial.clusters])
        _, first, block = np.unique(both, axis=0, return_index=True, return_inverse=True)
        return Drawing(block.reshape(-1), trial.strata[first], trial.treated[first])
    both = np.column_stack([trial.strata, trial.clusters])
    inside = np.unique(both, axis=0, return_inverse=True)[1].reshape(-1)
    return Drawing(np.arange(n, dtype=np.int64), inside.astype(np.int64), trial.treated)


def assignments(trial: Trial) -> float:
    """Count the ways in which treatment could have been dealt out, up to a million.

    Examples
    --------
    >>> from balise.impact.experiment.simulation import invent_trial
    >>> assignments(invent_trial(1, units=6))
    20.0
    """
    drawing = _drawing(trial)
    ways = 0.0
    for code in np.unique(drawing.strata):
        who = drawing.treated[drawing.strata == code]
        number = int(who.sum())
        chosen = np.arange(1, min(number, len(who) - number) + 1)
        ways += float(np.log((len(who) - chosen + 1) / chosen).sum())
    return min(float(np.round(np.exp(min(ways, np.log(MOST))))), float(MOST))


def permutation_p(trial: Trial, draws: int, rng: np.random.Generator) -> float:
    """Tell how often treatment dealt out again makes a difference as large as was found.

    Rosenbaum (2002), Observational Studies, ch. 2; the draw that was made counts as one.
    """
    trial = trial.of(trial.seen)
    drawing = _drawing(trial)
    own = trial.strata[np.unique(drawing.block, return_index=True)[1]]
    total, size = (
        drawing.sums(trial.outcome - trial.outcome.mean()),
        drawing.sums(np.ones(len(trial.outcome))),
    )
    share = np.bincount(trial.strata) / len(trial.strata)

    def gaps(dealt: FloatArray) -> FloatArray:
        found = np.zeros(len(dealt))
        for code, weight in enumerate(share):
            at = own == code
            one, number = dealt[:, at] @ total[at], dealt[:, at] @ size[at]
            other, left = total[at].sum() - one, size[at].sum() - number
            sure = (number > 0) & (left > 0)
            gap = one / np.where(sure, number, 1) - other / np.where(sure, left, 1)
            found += weight * np.where(sure, gap, 0.0)
        return found

    found = abs(float(gaps(drawing.treated[None, :].astype(float))[0]))
    above = 0
    for dealt in drawing.draws(draws, rng):
        above += int((np.abs(gaps(dealt)) >= found * (1 - 1e-9)).sum())
    return (1 + above) / (1 + draws)


@dataclass(frozen=True, slots=True)
class Joint:
    """Whether covariates tell the arms apart.

    ``p`` is by permutation, ``f_p`` by the F test of treatment on covariates (NaN where
    clusters were assigned); ``by_chance`` is how often dealing anew makes a largest
    standardised difference as large as ``largest``.
    """

    p: float
    f_p: float
    largest: float
    by_chance: float
    columns: int


def joint_test(trial: Trial, draws: int, rng: np.random.Generator) -> Joint:
    """Test covariates jointly: treatment explained by them, within strata.

    References
    ----------
    Hansen, B. B. and Bowers, J. (2008), Covariate balance in simple, stratified and
    clustered comparative studies, Statistical Science 23(2).
    """
    drawing = _drawing(trial)
    inside, spread = _inside(trial.columns, trial.strata)
    left, sizes, _ = np.linalg.svd(inside, full_matrices=False)
    basis = left[:, sizes > 1e-8 * max(float(sizes.max(initial=0.0)), 1e-300)]
    summed = drawing.sums(basis)
    scaled = drawing.sums(_slopes(trial) / spread)
    now = drawing.treated[None, :].astype(float)
    gaps = differences(trial.columns, trial.treated, None, trial.strata)
    largest = float(np.abs(gaps).max(initial=0.0))
    found, furthest = float((now @ summed).__pow__(2).sum()), np.abs(now @ scaled).max(initial=0.0)
    above = far = 0
    for dealt in drawing.draws(draws, rng):
        above += int((((dealt @ summed) ** 2).sum(axis=1) >= found * (1 - 1e-9)).sum())
        reached = np.abs(dealt @ scaled).max(axis=1, initial=0.0)
        far += int((reached >= furthest * (1 - 1e-9)).sum())
    return Joint(
        p=(1 + above) / (1 + draws),
        f_p=_f_test(trial, basis) if trial.clusters is None else float("nan"),
        largest=largest,
        by_chance=(1 + far) / (1 + draws),
        columns=basis.shape[1],
    )


def _inside(columns: FloatArray, strata: IntArray) -> tuple[FloatArray, FloatArray]:
    """Take the means of strata away; give the spread of each column too."""
    count = int(strata.max()) + 1
    sizes = np.bincount(strata, minlength=count).astype(float)
    means = np.zeros((count, columns.shape[1]))
    np.add.at(means, strata, columns)
    inside = columns - (means / sizes[:, None])[strata]
    spread = columns.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    return inside / spread, spread


def _slopes(trial: Trial) -> FloatArray:
    """Give what each row adds to the difference of means within its stratum if treated."""
    inside, spread = _inside(trial.columns, trial.strata)
    count = int(trial.strata.max()) + 1
    sizes = np.bincount(trial.strata, minlength=count).astype(float)
    treated = np.bincount(trial.strata, trial.treated, minlength=count)
    room = np.maximum(treated * (sizes - treated), 1.0)
    counted: FloatArray = (sizes**2 / room)[trial.strata][:, None] / sizes.sum()
    return np.asarray(inside * spread * counted)


def _f_test(trial: Trial, basis: FloatArray) -> float:
    count = int(trial.strata.max()) + 1
    means = np.bincount(trial.strata, trial.treated) / np.bincount(trial.strata)
    arm = trial.treated - means[trial.strata]
    explained = float(((basis.T @ arm) ** 2).sum())
    whole = float((arm**2).sum())
    left = len(arm) - count - basis.shape[1]
    if left < 1 or whole <= 0 or basis.shape[1] == 0:
        return float("nan")
    ratio = explained / basis.shape[1] / max((whole - explained) / left, 1e-300)
    return float(stats.f.sf(ratio, basis.shape[1], left))
