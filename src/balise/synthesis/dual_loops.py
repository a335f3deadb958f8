"""Loops of the soft solver, compiled: many small problems side by side in vector lanes.

Every lane holds one problem and goes its own way: it takes its steps, stops, writes its
answer and takes up the next problem. All lanes go through the same instructions, so what a
problem gives does not depend on its neighbours.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from balise.synthesis.classes import Array, Sums
from balise.synthesis.vector_math import exp, larger, log

__all__ = ["LANES", "Answers", "Problems", "shares_of", "solve"]

LANES = 64
"""Problems side by side: eight vectors of eight, and the weights of 60 classes stay in cache."""

_STEPS = 60
_HALVINGS = 30
_CLOSED = 1e-10

# Rows of the state: what is known of the problem of each lane.
_TILT, _START, _SHIFT, _STEP, _TRIAL, _AIM = 0, 6, 12, 17, 22, 27
_RIDGE, _KNOWN, _INCOME, _SIZE, _GAIN, _BEFORE = 32, 37, 42, 43, 44, 45
_VALUE, _WORST, _NEXT, _TOP, _NEXT_GAIN, _SUM = 46, 47, 48, 53, 54, 55
_ROWS = 83


class Problems(NamedTuple):
    """What is asked, one row each; missing margins have no aim, no price and no tilt."""

    aims: Array
    prices: Array
    known: Array
    incomes: Array
    starts: Array
    guesses: Array


class Answers(NamedTuple):
    """Where the answers are written, one row each; no column of shares if none are wanted."""

    values: Array
    residuals: Array
    iterations: npt.NDArray[np.int64]
    shares: Array


@njit(nogil=True, error_model="numpy", fastmath={"contract"})
def _weigh(logs: Array, features: Array, s: Array, w: Array) -> None:
    """Weigh the classes of every lane at its tilts; the largest weight is one."""
    for lane in range(LANES):
        s[_TOP, lane] = -np.inf
    for c in range(len(logs)):
        base = logs[c]
        x0, x1, x2 = features[c, 0], features[c, 1], features[c, 2]
        x3, x4, x5 = features[c, 3], features[c, 4], features[c, 5]
        for lane in range(LANES):
            exponent = base + x0 * s[_TILT, lane] + x1 * s[_TILT + 1, lane]
            exponent += x2 * s[_TILT + 2, lane] + x3 * s[_TILT + 3, lane]
            exponent += x4 * s[_TILT + 4, lane] + x5 * s[_TILT + 5, lane]
            w[c, lane] = exponent
            top = s[_TOP, lane]
            s[_TOP, lane] = exponent if exponent > top else top
    for c in range(len(logs)):
        for lane in range(LANES):
            w[c, lane] = exp(w[c, lane] - s[_TOP, lane])


@njit(nogil=True, error_model="numpy", fastmath={"contract"})
def _add(sums: Sums, s: Array, w: Array, columns: Array) -> None:
    """Sum weights, features and their products over the classes of every lane."""
    for column in range(len(sums.first) - 1):
        for lane in range(LANES):
            columns[column, lane] = 0.0
        for place in range(sums.first[column], sums.first[column + 1], 4):
            a, b = sums.cell[place], sums.cell[place + 1]
            c, d = sums.cell[place + 2], sums.cell[place + 3]
            va, vb = sums.value[place], sums.value[place + 1]
            vc, vd = sums.value[place + 2], sums.value[place + 3]
            for lane in range(LANES):
                columns[column, lane] += (va * w[a, lane] + vb * w[b, lane]) + (
                    vc * w[c, lane] + vd * w[d, lane]
                )
    for row in range(28):
        column = sums.column[row]
        for lane in range(LANES):
            s[_SUM + row, lane] = columns[column, lane]


@njit(nogil=True, error_model="numpy", fastmath={"contract"})
def _climb(state: Array) -> None:
    """Value, slope and Newton's step of every lane at its trial."""
    s = state.reshape(-1)  # the compiler then knows how far rows are from each other
    for lane in range(LANES):
        one = 1.0 / s[_SUM * LANES + lane]
        income = s[_INCOME * LANES + lane]
        a, b, c = (
            s[(_SUM + 1) * LANES + lane] * one,
            s[(_SUM + 2) * LANES + lane] * one,
            s[(_SUM + 3) * LANES + lane] * one,
        )
        d, e, f = (
            s[(_SUM + 4) * LANES + lane] * one,
            s[(_SUM + 5) * LANES + lane] * one,
            s[(_SUM + 6) * LANES + lane] * one,
        )
        # covariances of the features, in the order of their upper triangle
        aa, ab = (
            s[(_SUM + 7) * LANES + lane] * one - a * a,
            s[(_SUM + 8) * LANES + lane] * one - a * b,
        )
        ac, ad = (
            s[(_SUM + 9) * LANES + lane] * one - a * c,
            s[(_SUM + 10) * LANES + lane] * one - a * d,
        )
        ae, af = (
            s[(_SUM + 11) * LANES + lane] * one - a * e,
            s[(_SUM + 12) * LANES + lane] * one - a * f,
        )
        bb, bc = (
            s[(_SUM + 13) * LANES + lane] * one - b * b,
            s[(_SUM + 14) * LANES + lane] * one - b * c,
        )
        bd, be = (
            s[(_SUM + 15) * LANES + lane] * one - b * d,
            s[(_SUM + 16) * LANES + lane] * one - b * e,
        )
        bf, cc = (
            s[(_SUM + 17) * LANES + lane] * one - b * f,
            s[(_SUM + 18) * LANES + lane] * one - c * c,
        )
        cd, ce = (
            s[(_SUM + 19) * LANES + lane] * one - c * d,
            s[(_SUM + 20) * LANES + lane] * one - c * e,
        )
        cf, dd = (
            s[(_SUM + 21) * LANES + lane] * one - c * f,
            s[(_SUM + 22) * LANES + lane] * one - d * d,
        )
        de, df = (
            s[(_SUM + 23) * LANES + lane] * one - d * e,
            s[(_SUM + 24) * LANES + lane] * one - d * f,
        )
        ee, ef = (
            s[(_SUM + 25) * LANES + lane] * one - e * e,
            s[(_SUM + 26) * LANES + lane] * one - e * f,
        )
        ff = s[(_SUM + 27) * LANES + lane] * one - f * f
        # the income margin is people of lower income less the target times adults
        d -= income * f
        dd += income * (income * ff - 2.0 * df)
        ad -= income * af
        bd -= income * bf
        cd -= income * cf
        de -= income * ef
        ka, kb, kc = (
            s[_KNOWN * LANES + lane],
            s[(_KNOWN + 1) * LANES + lane],
            s[(_KNOWN + 2) * LANES + lane],
        )
        kd, ke = s[(_KNOWN + 3) * LANES + lane], s[(_KNOWN + 4) * LANES + lane]
        ta, tb, tc = (
            s[_TRIAL * LANES + lane],
            s[(_TRIAL + 1) * LANES + lane],
            s[(_TRIAL + 2) * LANES + lane],
        )
        td, te = s[(_TRIAL + 3) * LANES + lane], s[(_TRIAL + 4) * LANES + lane]
        ra, rb, rc = (
            s[_RIDGE * LANES + lane],
            s[(_RIDGE + 1) * LANES + lane],
            s[(_RIDGE + 2) * LANES + lane],
        )
        rd, re = s[(_RIDGE + 3) * LANES + lane], s[(_RIDGE + 4) * LANES + lane]
        ma, mb, mc = (
            s[_AIM * LANES + lane],
            s[(_AIM + 1) * LANES + lane],
            s[(_AIM + 2) * LANES + lane],
        )
        md, me = s[(_AIM + 3) * LANES + lane], s[(_AIM + 4) * LANES + lane]
        ga, gb = ka * (ma - a - ra * ta), kb * (mb - b - rb * tb)
        gc, gd = kc * (mc - c - rc * tc), kd * (md - d - rd * td)
        ge = ke * (me - e - re * te)
        s[_WORST * LANES + lane] = larger(
            larger(larger(abs(ga), abs(gb)), larger(abs(gc), abs(gd))), abs(ge)
        )
        value = ta * (ma - 0.5 * ra * ta) + tb * (mb - 0.5 * rb * tb) + tc * (mc - 0.5 * rc * tc)
        value += td * (md - 0.5 * rd * td) + te * (me - 0.5 * re * te)
        s[_VALUE * LANES + lane] = value - (log(s[_SUM * LANES + lane]) + s[_TOP * LANES + lane])
        # L D L': a margin that is missing has an equation of its own, one times it is zero
        pa = 1.0 / larger(ka * (aa + ra + 1e-12) + (1.0 - ka), 1e-13)
        ab, ac, ad, ae = ka * kb * ab, ka * kc * ac, ka * kd * ad, ka * ke * ae
        lb, lc, ld, le = ab * pa, ac * pa, ad * pa, ae * pa
        pb = 1.0 / larger(kb * (bb + rb + 1e-12) + (1.0 - kb) - lb * ab, 1e-13)
        bc, bd, be = kb * kc * bc - lb * ac, kb * kd * bd - lb * ad, kb * ke * be - lb * ae
        nc, nd, ne = bc * pb, bd * pb, be * pb
        pc = 1.0 / larger(kc * (cc + rc + 1e-12) + (1.0 - kc) - lc * ac - nc * bc, 1e-13)
        cd, ce = kc * kd * cd - lc * ad - nc * bd, kc * ke * ce - lc * ae - nc * be
        od, oe = cd * pc, ce * pc
        pd = 1.0 / larger(kd * (dd + rd + 1e-12) + (1.0 - kd) - ld * ad - nd * bd - od * cd, 1e-13)
        de = kd * ke * de - ld * ae - nd * be - od * ce
        qe = de * pd
        pe = ke * (ee + re + 1e-12) + (1.0 - ke) - le * ae - ne * be - oe * ce - qe * de
        pe = 1.0 / larger(pe, 1e-13)
        yb = gb - lb * ga
        yc = gc - lc * ga - nc * yb
        yd = gd - ld * ga - nd * yb - od * yc
        ye = ge - le * ga - ne * yb - oe * yc - qe * yd
        ze = ye * pe
        zd = yd * pd - qe * ze
        zc = yc * pc - od * zd - oe * ze
        zb = yb * pb - nc * zc - nd * zd - ne * ze
        za = ga * pa - lb * zb - lc * zc - ld * zd - le * ze
        s[_NEXT * LANES + lane], s[(_NEXT + 1) * LANES + lane], s[(_NEXT + 2) * LANES + lane] = (
            za,
            zb,
            zc,
        )
        s[(_NEXT + 3) * LANES + lane], s[(_NEXT + 4) * LANES + lane] = zd, ze
        s[_NEXT_GAIN * LANES + lane] = za * ga + zb * gb + zc * gc + zd * gd + ze * ge


@njit(nogil=True, error_model="numpy", fastmath={"contract"})
def _try(s: Array) -> None:
    """Move every lane by its step, as long as it now is, and write the tilts of features."""
    for margin in range(5):
        for lane in range(LANES):
            moved = s[_SHIFT + margin, lane] + s[_SIZE, lane] * s[_STEP + margin, lane]
            s[_TRIAL + margin, lane] = moved
            s[_TILT + margin, lane] = s[_START + margin, lane] + moved
    for lane in range(LANES):
        s[_TILT + 5, lane] = s[_START + 5, lane] - s[_INCOME, lane] * s[_TRIAL + 3, lane]


@njit(nogil=True, error_model="numpy")
def _take(problems: Problems, place: int, lane: int, s: Array) -> None:
    """Put a problem in a lane; its first trial is its guess, which is always taken."""
    s[_INCOME, lane] = problems.incomes[place]
    for feature in range(6):
        s[_START + feature, lane] = problems.starts[place, feature]
    for margin in range(5):
        s[_AIM + margin, lane] = problems.aims[place, margin]
        s[_RIDGE + margin, lane] = problems.prices[place, margin]
        s[_KNOWN + margin, lane] = problems.known[place, margin]
        s[_SHIFT + margin, lane] = problems.guesses[place, margin]
        s[_STEP + margin, lane] = 0.0
    s[_SIZE, lane], s[_GAIN, lane], s[_BEFORE, lane] = 1.0, 0.0, -np.inf


@njit(nogil=True, error_model="numpy")
def _give(answers: Answers, place: int, lane: int, s: Array, w: Array) -> None:
    """Write the answer of a lane, and its shares if they are wanted."""
    for margin in range(5):
        answers.values[place, margin] = s[_TRIAL + margin, lane]
    answers.residuals[place] = s[_WORST, lane]
    one = 1.0 / s[_SUM, lane]
    for c in range(answers.shares.shape[1]):
        answers.shares[place, c] = w[c, lane] * one


@njit(nogil=True, error_model="numpy")
def _accept(s: Array, lane: int) -> None:
    """Keep the trial of a lane and let it take Newton's step from there."""
    for margin in range(5):
        s[_SHIFT + margin, lane] = s[_TRIAL + margin, lane]
        s[_STEP + margin, lane] = s[_NEXT + margin, lane]
    s[_BEFORE, lane], s[_GAIN, lane] = s[_VALUE, lane], s[_NEXT_GAIN, lane]
    s[_SIZE, lane] = 1.0


@njit(cache=True, nogil=True, error_model="numpy")
def solve(sums: Sums, problems: Problems, answers: Answers) -> None:
    """Climb the dual of every problem by damped Newton steps and write where it ends.

    Parameters
    ----------
    sums : Sums
        The classes, see :class:`balise.synthesis.classes.Sums`.
    problems : Problems
        One row each.
    answers : Answers
        Written to.
    """
    s, w = np.zeros((_ROWS, LANES)), np.zeros((len(sums.logs), LANES))
    columns = np.zeros((len(sums.first), LANES))
    held, halvings = np.full(LANES, -1), np.zeros(LANES, np.int64)
    waiting, active = 0, 0
    for lane in range(min(LANES, len(problems.incomes))):
        _take(problems, waiting, lane, s)
        held[lane] = waiting
        waiting, active = waiting + 1, active + 1
    while active:
        _try(s)
        _weigh(sums.logs, sums.features, s, w)
        _add(sums, s, w, columns)
        _climb(s)
        for lane in range(LANES):
            place = held[lane]
            if place < 0:
                continue
            wanted = s[_BEFORE, lane] + 1e-4 * s[_SIZE, lane] * s[_GAIN, lane] - 1e-13
            last = s[_SIZE, lane] == 0.0
            if not (last or s[_VALUE, lane] >= wanted):
                halvings[lane] += 1
                s[_SIZE, lane] = s[_SIZE, lane] / 2 if halvings[lane] < _HALVINGS else 0.0
                continue
            if last or s[_WORST, lane] <= _CLOSED or answers.iterations[place] == _STEPS:
                _give(answers, place, lane, s, w)
                held[lane] = -1
                if waiting < len(problems.incomes):
                    _take(problems, waiting, lane, s)
                    held[lane] = waiting
                    waiting += 1
                else:
                    active -= 1
            else:
                _accept(s, lane)
                answers.iterations[place] += 1
            halvings[lane] = 0


@njit(nogil=True, error_model="numpy")
def _total(s: Array, w: Array) -> None:
    """Sum the weights of every lane."""
    for lane in range(LANES):
        s[_SUM, lane] = 0.0
    for c in range(len(w)):
        for lane in range(LANES):
            s[_SUM, lane] += w[c, lane]


@njit(cache=True, nogil=True, error_model="numpy")
def shares_of(logs: Array, features: Array, tilts: Array, shares: Array) -> None:
    """Write the shares of the classes at tilts by feature, one row each.

    Parameters
    ----------
    logs : array of float, shape (k,)
        Log of the share of each class.
    features : array of float, shape (k, 6)
    tilts : array of float, shape (m, 6)
        Tilt by feature.
    shares : array of float, shape (m, k)
        Written to; rows sum to 1.
    """
    s, w = np.zeros((_ROWS, LANES)), np.zeros((len(logs), LANES))
    for first in range(0, len(tilts), LANES):
        count = min(LANES, len(tilts) - first)
        s[_TILT : _TILT + 6, :count] = tilts[first : first + count].T
        _weigh(logs, features, s, w)
        _total(s, w)
        for lane in range(count):
            one = 1.0 / s[_SUM, lane]
            for c in range(len(logs)):
                shares[first + lane, c] = w[c, lane] * one
