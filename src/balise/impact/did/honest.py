"""How far trends may part after the start, set against before, until the effect is in doubt.

The confidence sets of Rambachan and Roth (2023) under relative magnitudes, with the
conditional and least-favourable hybrid test of Andrews, Roth and Pakes (2023).

For a bound on changes of the difference in trends the test looks at moments that come in
pairs, one for each treated period: the change of the difference is at most, and at least
minus, ``mbar`` times the largest change before. In the dual of its linear program the
multipliers of a pair cancel in all treated periods but along one line, because the effects
that are not asked for are free and there is one fewer of them than periods. All corners of
that dual are therefore known: one for each sign of the line and one for each pair. All pairs
say the same thing, the sign of the change before, up to scale: the two ends are enough. The
test needs no solver: largest values over the corners are those of the linear program, exactly.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from balise.impact.columns import FloatArray
from balise.impact.did.scores import BoolArray

__all__ = ["Honest", "Side", "breakdown", "interval", "is_rejected", "sides"]

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


@dataclass(frozen=True, slots=True)
class Side:
    """One of the sets whose union is tested: changes after against the ``s``-th before.

    At a value of the target the corners of the dual give ``middle - slope * value``, with
    covariance ``spread``; ``critical`` is the least-favourable critical value.
    """

    s: int
    sign: float
    middle: FloatArray
    slope: FloatArray
    spread: FloatArray
    critical: float


def sides(case: Honest, mbar: float, normals: FloatArray) -> list[Side]:
    """Give the sets whose union is tested: one for each change before, and each sign.

    Parameters
    ----------
    case : Honest
    mbar : float
        Changes after are at most this multiple of the change before.
    normals : array of float, shape (draws, e)
        Standard normal, behind the critical values.
    """
    size, k = len(case.effect), case.before
    levels = np.insert(np.eye(size), k, 0.0, axis=0)  # the base period is zero
    changes = np.diff(levels, axis=0)
    count = len(case.target)
    # Multipliers of the changes after that leave the target and no other effect.
    line = np.cumsum(case.target[::-1])[::-1]
    rows = np.vstack([line @ changes[k:], changes])  # the target, then each change
    root = np.linalg.cholesky(case.covariance + TINY * np.trace(case.covariance) * np.eye(size))
    noise = normals @ (rows @ root).T
    middle, spread = rows @ case.effect, rows @ case.covariance @ rows.T
    variance = np.diag(spread)
    found = []
    for s in range(k):
        for sign in (1.0, -1.0):
            bound, after = sign * mbar, slice(1 + k, 1 + k + count)
            both = variance[after] + mbar**2 * variance[1 + s]
            cross = 2 * bound * spread[after, 1 + s]
            upper, lower = (np.sqrt(np.maximum(both + way * cross, TINY)) for way in (-1.0, 1.0))
            found.append(_side(s, sign, _ways(line, bound, upper, lower), (middle, spread, noise)))
    return found


def _ways(line: FloatArray, bound: float, upper: FloatArray, lower: FloatArray) -> FloatArray:
    """Give corners as multiples of the target and of the change before, shape (corners, 2)."""
    high, low = np.maximum(line, 0), np.maximum(-line, 0)
    whole = bound * np.abs(line).sum()
    ways = [
        np.array([1.0, -whole]) / (high @ upper + low @ lower),
        np.array([-1.0, -whole]) / (low @ upper + high @ lower),
    ]
    if len(line) > 1:
        scale = upper + lower
        ways += [np.array([0.0, -2 * bound]) / each for each in (scale.min(), scale.max())]
    found: FloatArray = np.array(ways)
    return found


def _side(
    s: int, sign: float, ways: FloatArray, known: tuple[FloatArray, FloatArray, FloatArray]
) -> Side:
    middle, spread, noise = known
    used = [0, 1 + s]
    draws = (noise[:, used] @ ways.T).max(axis=1)
    return Side(
        s=s,
        sign=sign,
        middle=ways @ middle[used],
        slope=ways[:, 0],
        spread=ways @ spread[np.ix_(used, used)] @ ways.T,
        critical=float(np.quantile(draws, 1 - KAPPA)),
    )


def _accepts(side: Side, values: FloatArray) -> BoolArray:
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


def _held(union: list[Side], values: FloatArray) -> BoolArray:
    """Tell which values at least one of the sets does not reject."""
    found = np.zeros(len(values), dtype=bool)
    for side in union:
        left = np.flatnonzero(~found)
        if not len(left):
            break
        found[left] = _accepts(side, values[left])
    return found


def _normals(case: Honest, seed: int) -> FloatArray:
    return np.random.default_rng(seed).standard_normal((DRAWS, len(case.effect)))


def is_rejected(case: Honest, mbar: float, value: float = 0.0, *, seed: int = 0) -> bool:
    """Tell whether a value lies outside the 95 % confidence set for a bound ``mbar``."""
    found = sides(case, mbar, _normals(case, seed))
    return not _held(found, np.array([value]))[0]


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
    found = sides(case, mbar, _normals(case, seed))
    after = case.covariance[case.before :, case.before :]
    middle = float(case.target @ case.effect[case.before :])
    se = float(np.sqrt(case.target @ after @ case.target))
    changes = np.abs(np.diff(np.insert(case.effect, case.before, 0.0)))[: case.before]
    wide = float(np.abs(np.cumsum(case.target[::-1])).sum()) * mbar * float(changes.max())
    noise = float(np.sqrt(np.diag(case.covariance)).max())
    reach = 4 * se + wide + mbar * 8 * noise * len(case.target)
    grid = np.linspace(middle - reach, middle + reach, 801)
    places = np.flatnonzero(_held(found, grid))
    if not len(places):
        return middle, middle
    step = float(grid[1] - grid[0])
    ends = []
    for place, side in ((places[0], -1), (places[-1], 1)):
        fine = float(grid[place]) + side * np.linspace(0, step, 65)
        inside = np.flatnonzero(~_held(found, fine))
        ends.append(float(fine[inside[0] - 1] if len(inside) else fine[-1]))
    return ends[0], ends[1]


def breakdown(case: Honest, *, seed: int = 0) -> float:
    """Give the largest ``mbar`` for which zero stays outside the set; -1 if there is none."""
    normals = _normals(case, seed)

    def rejects(mbar: float) -> bool:
        return not _held(sides(case, mbar, normals), np.zeros(1))[0]

    if not rejects(0.0):
        return -1.0
    if rejects(FAR):
        return FAR
    low, high = 0.0, FAR
    while high - low > 0.01:
        half = (low + high) / 2
        low, high = (half, high) if rejects(half) else (low, half)
    return low
