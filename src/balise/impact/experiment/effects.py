"""What a trial found: difference of means, with covariates, and bounds for lost outcomes."""

from dataclasses import dataclass, replace

import numpy as np

from balise.impact.columns import FloatArray
from balise.impact.experiment.regression import Fitted, fit_effect, independent
from balise.impact.experiment.sample import Trial

__all__ = ["Bounds", "adjusted_effect", "lee_bounds", "simple_effect", "without_covariates"]

ROOM = 5  # units of the smaller arm for each covariate adjusted for


def _dummies(trial: Trial) -> FloatArray:
    count = int(trial.strata.max()) + 1
    return np.asarray(trial.strata[:, None] == np.arange(1, count)[None, :], dtype=float)


def _blocks(trial: Trial) -> FloatArray:
    """Count units of assignment by stratum and arm, shape (strata, 2)."""
    count = int(trial.strata.max()) + 1
    sizes = np.zeros((count, 2))
    if trial.is_clustered and trial.clusters is not None:
        rows = np.unique(np.column_stack([trial.strata, trial.treated, trial.clusters]), axis=0)
        np.add.at(sizes, (rows[:, 0], rows[:, 1]), 1)
    else:
        np.add.at(sizes, (trial.strata, trial.treated.astype(int)), 1)
    return sizes


def simple_effect(trial: Trial) -> Fitted:
    """Compare the means of the two arms, within strata if there are any.

    Strata count by their number of units. Errors: Neyman's where units were assigned one
    by one, with the degrees of freedom of Welch; clustered (CR2) where clusters were;
    from the spread between strata where a stratum has one unit of an arm.

    References
    ----------
    Pashley, N. E. and Miratrix, L. W. (2021), Insights on variance estimation for blocked
    and matched pairs designs, for strata with one unit of an arm.

    Examples
    --------
    >>> from balise.impact.experiment.simulation import invent_trial
    >>> fitted = simple_effect(invent_trial(1, effect=0.0))
    >>> abs(fitted.value) < 4 * fitted.se
    True
    """
    trial = trial.of(trial.seen)
    strata = int(trial.strata.max()) + 1
    small = bool((_blocks(trial) < 2).any())
    if strata == 1 and trial.clusters is None:
        return _welch(trial)
    if not small:
        fitted = fit_effect(trial.outcome, trial.treated, _dummies(trial), trial.clusters)
        if trial.clusters is None:
            return fitted
        return Fitted(fitted.value, fitted.se, fitted.df + 2 - 2 * strata)
    if trial.clusters is None:
        return _small_strata(trial)
    return _within(trial, np.empty((len(trial.outcome), 0)))


def _welch(trial: Trial) -> Fitted:
    one, zero = trial.outcome[trial.treated], trial.outcome[~trial.treated]
    a, b = one.var(ddof=1) / len(one), zero.var(ddof=1) / len(zero)
    value = float(one.mean() - zero.mean())
    if a + b == 0:
        return Fitted(value, 0.0, float(len(trial.outcome) - 2))
    df = (a + b) ** 2 / (a**2 / (len(one) - 1) + b**2 / (len(zero) - 1))
    return Fitted(value, float(np.sqrt(a + b)), float(df))


def _small_strata(trial: Trial) -> Fitted:
    count = int(trial.strata.max()) + 1
    sizes = np.bincount(trial.strata, minlength=count).astype(float)
    means, spreads, units = np.zeros((2, count)), np.zeros((2, count)), np.zeros((2, count))
    for arm, who in enumerate((~trial.treated, trial.treated)):
        codes, values = trial.strata[who], trial.outcome[who]
        units[arm] = np.bincount(codes, minlength=count)
        means[arm] = np.bincount(codes, values, minlength=count) / units[arm]
        squares = np.bincount(codes, (values - means[arm][codes]) ** 2, minlength=count)
        spreads[arm] = squares / np.maximum(units[arm] - 1, 1)
    gaps = means[1] - means[0]
    share = sizes / sizes.sum()
    value = float(share @ gaps)
    is_small = (units < 2).any(axis=0)
    variance = float(
        (share[~is_small] ** 2 * (spreads / np.maximum(units, 1)).sum(axis=0)[~is_small]).sum()
    )
    n = sizes[is_small]
    total = n.sum()
    if (total <= 2 * n).any():
        return Fitted(value, float("nan"), 0.0)
    of_small = float(n @ gaps[is_small] / total)
    factor = n**2 / ((total - 2 * n) * (total + (n**2 / (total - 2 * n)).sum()))
    between = float((factor * (gaps[is_small] - of_small) ** 2).sum())
    variance += (total / sizes.sum()) ** 2 * between
    df = float((sizes[~is_small] - 2).sum() + is_small.sum() - 1)
    return Fitted(value, variance**0.5, df)


def _within(trial: Trial, columns: FloatArray) -> Fitted:
    """Compare within strata, with errors clustered by stratum."""
    blocks = _dummies(trial)
    kept = [
        place
        for place in range(columns.shape[1])
        if np.linalg.norm(columns[:, place] - columns[:, place].mean()) > 1e-12
    ]
    design = np.hstack([blocks, columns[:, kept]])
    fitted = fit_effect(trial.outcome, trial.treated, design, trial.strata, interact=False)
    return Fitted(fitted.value, fitted.se, float(int(trial.strata.max())))


def adjusted_effect(trial: Trial) -> tuple[Fitted, tuple[str, ...]] | None:
    """Compare the arms with covariates that the user named, each with its own slope by arm.

    Returns
    -------
    tuple of (Fitted, names adjusted for), or None
        None without named covariates, or with too few units for any.

    References
    ----------
    Lin, W. (2013), Agnostic notes on regression adjustments to experimental data:
    reexamining Freedman's critique, Annals of Applied Statistics 7(1).
    """
    if not trial.named or not trial.names:
        return None
    trial = trial.of(trial.seen)
    blocks = _blocks(trial)
    if (blocks < 2).any() and len(blocks) > 1:
        room = int(blocks.sum() / 2 // ROOM)
        kept = independent(trial.columns, trial.treated)[:room]
        if not kept:
            return None
        return _within(trial, trial.columns[:, kept]), tuple(trial.names[place] for place in kept)
    dummies = _dummies(trial)
    room = int(blocks.sum(axis=0).min() // ROOM) - dummies.shape[1]
    chosen = independent(np.hstack([dummies, trial.columns]), trial.treated)
    kept = [place - dummies.shape[1] for place in chosen if place >= dummies.shape[1]][:room]
    if room < 1 or not kept:
        return None
    design = np.hstack([dummies, trial.columns[:, kept]])
    fitted = fit_effect(trial.outcome, trial.treated, design, trial.clusters)
    if trial.clusters is not None:
        fitted = Fitted(fitted.value, fitted.se, fitted.df + 2 - 2 * len(blocks))
    return fitted, tuple(trial.names[place] for place in kept)


def without_covariates(trial: Trial, names: tuple[str, ...]) -> Trial:
    """Take out of the outcome what covariates explain of it within strata, whoever was treated.

    Rosenbaum, P. R. (2002), Covariance adjustment in randomized experiments: permutations
    of what is left are exact.
    """
    trial = trial.of(trial.seen)
    places = [trial.names.index(name) for name in names]
    design = np.hstack(
        [np.ones((len(trial.outcome), 1)), _dummies(trial), trial.columns[:, places]]
    )
    slopes = np.linalg.lstsq(design, trial.outcome, rcond=None)[0]
    return replace(trial, outcome=trial.outcome - design @ slopes)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Shares without outcome in each arm, and the effect if those lost were the best or worst."""

    lost_treated: float
    lost_others: float
    low: float
    high: float


def lee_bounds(trial: Trial) -> Bounds:
    """Bound the effect on those whose outcome would be known in either arm.

    References
    ----------
    Lee, D. S. (2009), Training, wages, and sample selection, Review of Economic Studies 76.

    Examples
    --------
    >>> from balise.impact.experiment.simulation import invent_trial
    >>> bounds = lee_bounds(invent_trial(1))
    >>> bounds.low == bounds.high
    True
    """
    one, zero = trial.outcome[trial.treated], trial.outcome[~trial.treated]
    kept = [float(np.isfinite(each).mean()) for each in (one, zero)]
    arms = [np.sort(each[np.isfinite(each)]) for each in (one, zero)]
    more = 0 if kept[0] >= kept[1] else 1
    cut = round(len(arms[more]) * (1 - kept[1 - more] / kept[more]))
    stay = max(1, len(arms[more]) - cut)
    means = [float(arms[more][:stay].mean()), float(arms[more][-stay:].mean())]
    other = float(arms[1 - more].mean())
    gaps = [(mean - other) if more == 0 else (other - mean) for mean in means]
    return Bounds(1 - kept[0], 1 - kept[1], min(gaps), max(gaps))
