"""Rake one seed to the published counts of many areas.

Each area gets the people closest to the seed in relative entropy whose counts are those
published (Deming and Stephan 1940), or, with bounds, closest in the logit distance of Deville
and Sarndal (1992). Factors by category are kept; weights are made for the areas asked for.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from balise.synthesis.category_margins import CategoryMargins, Wanted, one_total
from balise.synthesis.raking_cells import Areas, Cells, Rules, lay_out
from balise.vocabulary import MarginError, sample

__all__ = ["FLAGS", "RakingChoices", "RakingFit", "rake_areas"]

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Texts = npt.NDArray[np.str_]

FLAGS: Final = (
    "ok",
    "contradictory",
    "not_converged",
    "out_of_bounds",
    "no_type",
    "nothing_published",
    "nobody",
)
"""What an area can come to, from good to bad; the worst is told.

``contradictory``: totals of margins are further apart than rounding explains (fitted all the
same, to one of them); ``not_converged``: no weights found within the tolerance in the rounds
allowed; ``out_of_bounds``: a count asks for more or less of a category than bounds let;
``no_type``: people wanted where no type of the seed can be once empty categories are empty (the
rest of the margin is fitted); ``nothing_published``: no margin is known, the composition is the
seed's; ``nobody``: no people, the composition is the seed's and the weights are zero.
"""

_BLOCK: Final = 128
_ROUNDING: Final = 5.0


@dataclass(frozen=True, slots=True)
class RakingChoices:
    """How to rake.

    Attributes
    ----------
    tolerance : float
        Most that any count may miss by, as a share of the people of the area.
    rounds : int
        Most rounds over all margins. An area that comes no closer by a tenth in a tenth of them
        is given up.
    bounds : tuple of float, optional
        Least and most of weight / seed, the seed scaled to the people of the area: least from 0
        to below 1, most above 1. Zero counts ask for a least of 0.
    apart : float
        Share of the people by which totals of margins may differ, beside rounding, before an
        area is called contradictory.
    rounding : float
        Base that counts are rounded to [people]. A total of g counts is off by at most
        rounding x sqrt(g), nearly always.
    start : RakingFit, optional
        Earlier fit with the same margins: areas of the same name start from its factors.
    block : int
        Areas a thread takes at a time; results do not depend on it.
    workers : int
        Threads; results do not depend on them.
    """

    tolerance: float = 1e-8
    rounds: int = 500
    bounds: tuple[float, float] | None = None
    apart: float = 0.05
    rounding: float = _ROUNDING
    start: "RakingFit | None" = None
    block: int = _BLOCK
    workers: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be done."""
        low, high = self.bounds or (0.0, 2.0)
        if not 0 <= low < 1 < high < np.inf:
            raise MarginError(
                f"Choices of raking: found bounds {low} and {high}. Expected a least ratio of "
                "weight to seed from 0 to below 1, and a most above 1. "
                "Choose for example 0.2 and 5."
            )
        if not (0 < self.tolerance < 1 and min(self.rounds, self.block, self.workers) >= 1):
            raise MarginError(
                f"Choices of raking: found tolerance {self.tolerance}, {self.rounds} rounds, "
                f"blocks of {self.block}, {self.workers} workers. Expected a tolerance between "
                "0 and 1 and the others 1 or more. Leave out what you do not need to choose."
            )


@dataclass(frozen=True, slots=True)
class RakingFit:
    """Areas raked: factors, what they miss by, and what each area came to.

    Attributes
    ----------
    areas : tuple of str
        Their names, n of them.
    people : array of float, shape (n,)
        Everybody in each area: what every margin was forced to; NaN where nothing says how
        many [people].
    factors : array of float, shape (n, groups)
        Factor of each group, margin after margin, types that a margin does not count last.
    residuals : array of float, shape (n,)
        Largest miss of any count of a hard margin, as a share of the people; for a soft
        margin what one more round would move.
    iterations : array of int, shape (n,)
        Rounds over all margins.
    flags : array of str, shape (n,)
        One of :data:`FLAGS`.
    apart : array of float, shape (n,)
        Largest difference between the total of a margin and what it was forced to [people].
    margins : tuple of str
        Names of the margins.
    """

    areas: tuple[str, ...]
    people: Floats
    factors: Floats
    residuals: Floats
    iterations: Places
    flags: Texts
    apart: Floats
    margins: tuple[str, ...]
    _cells: Cells = field(repr=False)
    _bounds: tuple[float, float] = field(repr=False)

    def compositions(self, rows: slice | Places) -> Floats:
        """Give the share of each type in some areas.

        Parameters
        ----------
        rows : slice or array of int
            Places of areas; take blocks of them, for all at once may not fit in memory.

        Returns
        -------
        array of float, shape (rows, k)
            Each row sums to 1.
        """
        from balise.synthesis.raking_lanes import spread  # compiles: only if asked

        factors, cells = np.ascontiguousarray(self.factors[rows]), self._cells
        shares = np.empty((len(factors), len(cells.seed)))
        types = (cells.in_one, cells.in_two, cells.seed)
        spread(cells.one, cells.two, types, self._bounds, factors, shares)
        return shares

    def weights(self, rows: slice | Places) -> Floats:
        """Give the people of each type in some areas, shape (rows, k) [people].

        Examples
        --------
        >>> from balise.synthesis import CategoryMargin, CategoryMargins, fit_areas
        >>> sex = CategoryMargin("sex", np.array([0, 0, 1]), np.array([[30.0, 10.0]]))
        >>> fit = fit_areas(np.array([1.0, 2.0, 1.0]), CategoryMargins(("town",), (sex,)))
        >>> fit.weights(slice(None)).round(9).tolist()
        [[10.0, 20.0, 10.0]]
        """
        weights = self.compositions(rows)
        weights *= self.people[rows][:, None]
        return weights


def _starts(wanted: Wanted, margins: CategoryMargins, start: RakingFit | None) -> Floats:
    """Factors to start from: those of an earlier fit, else 1; 0 where nobody is wanted."""
    factors = np.ones_like(wanted.shares)
    names = tuple(each.name for each in margins.margins)
    if start is not None:
        if start.margins != names or start.factors.shape[1] != factors.shape[1]:
            raise MarginError(
                f"Start of raking: found factors of {start.factors.shape[1]} groups of margins "
                f"{sample(start.margins)}. Expected {factors.shape[1]} groups of {sample(names)}. "
                "Start from a fit of the same margins, or from none."
            )
        places = {name: place for place, name in enumerate(start.areas)}
        found = [(row, places[name]) for row, name in enumerate(margins.areas) if name in places]
        rows = np.array(found, dtype=np.int64).reshape(-1, 2)
        earlier = start.factors[rows[:, 1]]
        factors[rows[:, 0]] = np.where(earlier > 0, earlier, 1.0)
    known = np.repeat(wanted.known, wanted.sizes, axis=1)
    return np.where(known, np.where(wanted.shares > 0, factors, 0.0), 1.0)


def _beyond(
    wanted: Wanted, cells: Cells, bounds: tuple[float, float] | None
) -> npt.NDArray[np.bool_]:
    """Areas in which a count is more, or less, than bounds let a category have."""
    if bounds is None:
        return np.zeros(len(wanted.people), dtype=np.bool_)
    known = np.repeat(wanted.known, wanted.sizes, axis=1)
    slack = 1e-9
    low, high = bounds[0] * cells.shares - slack, bounds[1] * cells.shares + slack
    return np.asarray((known & ((wanted.shares < low) | (wanted.shares > high))).any(axis=1))


def _flags(
    wanted: Wanted, areas: Areas, beyond: npt.NDArray[np.bool_], choices: RakingChoices
) -> Texts:
    """Name the worst that each area came to."""
    slack = choices.apart * np.nan_to_num(wanted.people) + choices.rounding * np.sqrt(
        max(wanted.sizes)
    )
    apart = wanted.apart > slack
    flags = np.full(len(wanted.people), "ok", dtype=f"<U{max(map(len, FLAGS))}")
    for name, found in (
        ("contradictory", apart),
        ("not_converged", areas.residuals > choices.tolerance),
        ("out_of_bounds", beyond),
        ("no_type", areas.lost > 0),
        ("nothing_published", ~wanted.known.any(axis=1)),
        ("nobody", wanted.people <= 0),
        ("contradictory", apart & (wanted.people <= 0)),
    ):
        flags[found] = name
    return flags


def _powers(margins: CategoryMargins, choices: RakingChoices) -> Floats:
    """Exponent of each margin's step: 1 where hard, 1 / (1 + softness) where soft."""
    softness = np.array([each.softness for each in margins.margins])
    if choices.bounds is not None and softness.any():
        soft = sample(each.name for each in margins.margins if each.softness > 0)
        raise MarginError(
            f"Choices of raking: found bounds and soft margins ({soft}). Expected one or the "
            "other. Leave the bounds out, or set the softness to zero."
        )
    return np.asarray(1 / (1 + softness))


def _blocks(count: int, size: int) -> Iterator[slice]:
    """Cut rows into blocks."""
    for first in range(0, count, size):
        yield slice(first, min(first + size, count))


def rake_areas(
    seed: npt.ArrayLike, margins: CategoryMargins, choices: RakingChoices | None = None
) -> RakingFit:
    """Rake a seed to the counts of each area.

    Parameters
    ----------
    seed : array of float, shape (k,)
        Weight of each person type; scaled to the people of each area.
    margins : CategoryMargins
        Counts of n areas.
    choices : RakingChoices, optional

    Returns
    -------
    RakingFit
        The same bits whatever the block and the workers, and whichever other areas are fitted.

    Raises
    ------
    MarginError
        If something is wrong in the whole; what is wrong in one area is its flag.

    References
    ----------
    Deming, W. E. and Stephan, F. F. (1940), On a least squares adjustment of a sampled frequency
    table when the expected marginal totals are known. Deville, J.-C. and Sarndal, C.-E. (1992),
    Calibration estimators in survey sampling, case 6 (logit): a step of raking on the logit of a
    count, which never goes too far. Soft margins f <- (T f / S)^(1 / (1 + softness)): Chizat, L.,
    Peyre, G., Schmitzer, B. and Vialard, F.-X. (2018), Scaling algorithms for unbalanced
    optimal transport problems.

    Examples
    --------
    Four types, two margins; the odds ratio 1 x 4 / (2 x 2) of the seed is kept:

    >>> from balise.synthesis import CategoryMargin
    >>> sex = CategoryMargin("sex", np.array([0, 0, 1, 1]), np.array([[50.0, 50.0]]))
    >>> age = CategoryMargin("age", np.array([0, 1, 0, 1]), np.array([[50.0, 50.0]]))
    >>> margins = CategoryMargins(("town",), (sex, age))
    >>> fit = rake_areas(np.array([1.0, 2.0, 2.0, 4.0]), margins)
    >>> fit.weights(slice(None)).round(6).tolist(), fit.flags.tolist()
    ([[25.0, 25.0, 25.0, 25.0]], ['ok'])
    """
    from balise.synthesis.raking_lanes import rake_block  # compiles: only if asked

    choices = choices or RakingChoices()
    weights = np.asarray(seed, dtype=np.float64)
    wanted = one_total(weights, margins)
    cells = lay_out(weights, wanted.groups, wanted.sizes)
    bounds = choices.bounds or (0.0, 0.0)
    rules = Rules(
        cells.offsets,
        _powers(margins, choices),
        cells.shares,
        choices.tolerance,
        choices.rounds,
        (float(bounds[0]), float(bounds[1])),
    )
    count = len(margins.areas)
    whole = Areas(
        wanted.shares,
        wanted.known,
        (wanted.people > 0) & wanted.known.any(axis=1),
        _starts(wanted, margins, choices.start),
        np.zeros(count),
        np.zeros(count, dtype=np.int64),
        np.zeros(count),
    )

    def work(rows: slice) -> None:
        rake_block(cells.one, cells.two, rules, whole.rows(rows))

    with ThreadPoolExecutor(choices.workers) as pool:
        list(pool.map(work, _blocks(count, choices.block)))
    return RakingFit(
        areas=margins.areas,
        people=wanted.people,
        factors=whole.factors,
        residuals=whole.residuals,
        iterations=whole.rounds,
        flags=_flags(wanted, whole, _beyond(wanted, cells, choices.bounds), choices),
        apart=wanted.apart,
        margins=tuple(each.name for each in margins.margins),
        _cells=cells,
        _bounds=rules.bounds,
    )
