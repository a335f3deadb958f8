"""How far trends may part after the start, set against before, until the effect is in doubt.

The confidence sets of Rambachan and Roth (2023) under relative magnitudes, with the
conditional and least-favourable hybrid test of Andrews, Roth and Pakes (2023).

For a bound on changes of the difference in trends the test looks at moments that come in
pairs, one for each treated period: the change of the difference is at most, and at least
minus, ``mbar`` times the largest change before. In the dual of its linear program the
multipliers of a pair cancel in all treated periods but along one line, because the effects
that are not asked for are free and there is one fewer of them than periods. All corners of
that dual are therefore known: one for each sign of the line and one for each pair. The test
needs no solver: largest values over the corners are those of the linear program, exactly.
"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from balise.impact.columns import FloatArray
from balise.impact.did.scores import BoolArray

__all__ = ["Honest", "breakdown", "corners", "interval", "is_rejected", "moments"]

ALPHA = 0.05
KAPPA = ALPHA / 10  # size of the first, least-favourable stage
DRAWS = 2000
FAR = 5.0  # breakdown values are not looked for beyond
TINY = 1e-12
EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Honest:
    """What a test of one effect needs.

    ``effect`` and ``covariance`` are of the event study, shape (e,) and (e, e), ``before`` of
    them before treatment, the others evenly spaced after; ``target``, shape (after,), says
    which mean of the effects after is asked about.
    """

    effect: FloatArray
    covariance: FloatArray
    before: int
    target: FloatArray


def moments(case: Honest, s: int, sign: float, mbar: float) -> FloatArray:
    """Give the moments of treated periods, shape (2 after, e), upper before lower.

    The bound is ``mbar`` times the ``s``-th change before (0 the first), taken with ``sign``.
    """
    size = len(case.effect)
    levels = np.insert(np.eye(size), case.before, 0.0, axis=0)  # the base period is zero
    changes = np.diff(levels, axis=0)
    bound = mbar * sign * changes[s]
    after = changes[case.before :]
    return np.vstack([after - bound, -after - bound])


def corners(case: Honest, sd: FloatArray) -> FloatArray:
    """Give the corners of the dual, shape (corners, 2 after): see the head of this module."""
    count = len(case.target)
    changes = np.eye(count) - np.eye(count, k=-1)
    # Multipliers of changes that leave only the target: line @ changes is parallel to it.
    line = np.linalg.solve(changes.T, case.target)
    ways = [
        np.concatenate([np.maximum(line, 0), np.maximum(-line, 0)]),
        np.concatenate([np.maximum(-line, 0), np.maximum(line, 0)]),
    ]
    if count > 1:
        ways += list(np.hstack([np.eye(count), np.eye(count)]))
    found: FloatArray = np.array([way / (way @ sd) for way in ways if way @ sd > TINY])
    return found


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the sets whose union is tested: the ``s``-th change before, with one sign."""

    corners: FloatArray
    spread: FloatArray
    middle: FloatArray
    slope: FloatArray
    critical: float


def _sides(case: Honest, mbar: float, normals: FloatArray) -> list[_Side]:
    root = np.linalg.cholesky(
        case.covariance + TINY * np.trace(case.covariance) * np.eye(len(case.effect))
    )
    found = []
    weight = case.target @ case.target
    for s in range(case.before):
        for sign in (1.0, -1.0):
            a = moments(case, s, sign, mbar)
            sd = np.sqrt(np.einsum("ij,jk,ik->i", a, case.covariance, a))
            if sd.max() <= 0:
                continue
            gamma = corners(case, np.maximum(sd, TINY))
            through = gamma @ a
            draws = normals @ (through @ root).T
            found.append(
                _Side(
                    corners=gamma,
                    spread=through @ case.covariance @ through.T,
                    middle=through @ case.effect,
                    slope=through[:, case.before :] @ case.target / weight,
                    critical=float(np.quantile(draws.max(axis=1), 1 - KAPPA)),
                )
            )
    return found


def _accepts(side: _Side, values: FloatArray) -> BoolArray:
    """Test values of the target, shape (v,): True where this set does not reject one."""
    y = side.middle[None, :] - side.slope[None, :] * values[:, None]
    best = np.argmax(y, axis=1)
    largest = y[np.arange(len(values)), best]
    variance = side.spread[best, best]
    sure = variance <= TINY * max(1.0, float(np.trace(side.spread)))
    safe = np.where(sure, 1.0, variance)
    along = side.spread[:, best].T / safe[:, None]
    rest = y - along * largest[:, None]
    away = 1 - along
    with np.errstate(divide="ignore", invalid="ignore"):
        bound = rest / away
    low = np.where(away > EQUAL, bound, -np.inf).max(axis=1)
    high = np.where(away < -EQUAL, bound, np.inf).min(axis=1)
    sd = np.sqrt(safe)
    high = np.minimum(high, side.critical)
    inside = (low <= largest) & (largest <= high)
    size = (ALPHA - KAPPA) / (1 - KAPPA)
    critical = sd * _truncated_quantile(1 - size, low / sd, np.maximum(high, low) / sd)
    held = ~inside | (largest <= np.maximum(0.0, critical))
    found: BoolArray = np.where(sure, largest <= 0, held) & (largest <= side.critical)
    return found


def _truncated_quantile(p: float, low: FloatArray, high: FloatArray) -> FloatArray:
    """Give a quantile of a standard normal between bounds, far out in the tails too."""
    upper = low > 0  # seen from the other side, the upper tail keeps its digits
    first, last = np.where(upper, -low, low), np.where(upper, -high, high)
    chance = special.ndtr(first) + p * (special.ndtr(last) - special.ndtr(first))
    found = special.ndtri(chance)
    found = np.where(upper, -found, found)
    return np.clip(np.where(np.isfinite(found), found, high), low, high)


def _held(sides: list[_Side], values: FloatArray) -> BoolArray:
    """Tell which values at least one of the sets does not reject."""
    found = np.zeros(len(values), dtype=bool)
    for side in sides:
        left = np.flatnonzero(~found)
        if not len(left):
            break
        found[left] = _accepts(side, values[left])
    return found


def _normals(case: Honest, seed: int) -> FloatArray:
    return np.random.default_rng(seed).standard_normal((DRAWS, len(case.effect)))


def is_rejected(case: Honest, mbar: float, value: float = 0.0, *, seed: int = 0) -> bool:
    """Tell whether a value lies outside the 95 % confidence set for a bound ``mbar``."""
    sides = _sides(case, mbar, _normals(case, seed))
    return not _held(sides, np.array([value]))[0]


def interval(case: Honest, mbar: float, *, seed: int = 0) -> tuple[float, float]:
    """Give the ends of the 95 % confidence set for a bound ``mbar``.

    Parameters
    ----------
    case : Honest
    mbar : float
        The largest change of the difference in trends after, as a multiple of the largest
        before.
    seed : int
        Of the draws behind the least-favourable critical value.

    References
    ----------
    Rambachan, A. and Roth, J. (2023), A more credible approach to parallel trends, Review of
    Economic Studies 90(5), section 2.4 and 3. Andrews, I., Roth, J. and Pakes, A. (2023),
    Inference for linear conditional moment inequalities, same journal 90(6).
    """
    sides = _sides(case, mbar, _normals(case, seed))
    after = case.covariance[case.before :, case.before :]
    middle = float(case.target @ case.effect[case.before :])
    se = float(np.sqrt(case.target @ after @ case.target))
    changes = np.abs(np.diff(np.insert(case.effect, case.before, 0.0)))[: case.before]
    wide = float(np.abs(np.cumsum(case.target[::-1])).sum()) * mbar * float(changes.max())
    noise = float(np.sqrt(np.diag(case.covariance)).max())
    reach = 4 * se + wide + mbar * 8 * noise * len(case.target)
    grid = np.linspace(middle - reach, middle + reach, 801)
    places = np.flatnonzero(_held(sides, grid))
    if not len(places):
        return middle, middle
    step = float(grid[1] - grid[0])
    ends = []
    for place, side in ((places[0], -1), (places[-1], 1)):
        fine = float(grid[place]) + side * np.linspace(0, step, 65)
        inside = np.flatnonzero(~_held(sides, fine))
        ends.append(float(fine[inside[0] - 1] if len(inside) else fine[-1]))
    return ends[0], ends[1]


def breakdown(case: Honest, *, seed: int = 0) -> float:
    """Give the largest ``mbar`` for which zero stays outside the set; -1 if there is none."""
    normals = _normals(case, seed)

    def rejects(mbar: float) -> bool:
        return not _held(_sides(case, mbar, normals), np.zeros(1))[0]

    if not rejects(0.0):
        return -1.0
    if rejects(FAR):
        return FAR
    low, high = 0.0, FAR
    while high - low > 0.01:
        half = (low + high) / 2
        low, high = (half, high) if rejects(half) else (low, half)
    return low


def program(case: Honest, a: FloatArray, value: float) -> float:
    """Solve the linear program itself with a solver: what tests hold the corners to."""
    sd = np.sqrt(np.einsum("ij,jk,ik->i", a, case.covariance, a))
    base = case.target / (case.target @ case.target)
    free = np.linalg.svd(case.target[None, :])[2][1:].T
    after = a[:, case.before :]
    y = a @ case.effect - after @ base * value
    nuisance = after @ free
    solved = optimize.linprog(
        np.r_[1.0, np.zeros(nuisance.shape[1])],
        A_ub=-np.column_stack([sd, nuisance]),
        b_ub=-y,
        bounds=[(None, None)] * (1 + nuisance.shape[1]),
        method="highs",
    )
    return float(solved.fun or 0.0)
