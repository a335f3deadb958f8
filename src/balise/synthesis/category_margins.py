"""Counts by category of many areas, checked and forced to one total before they are raked."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from balise.vocabulary import MarginError, sample

__all__ = ["CategoryMargin", "CategoryMargins", "Wanted", "one_total"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CategoryMargin:
    """Published counts of all areas by the categories of one variable.

    Attributes
    ----------
    name : str
        Of the variable, for messages and to find it again.
    groups : array of int, shape (k,)
        Category of each person type, 0 to g - 1; -1 where the margin does not count the type
        (children in a margin of adults).
    totals : array of float, shape (n, g)
        People of each area by category; a whole row of NaN where nothing is published [people].
    softness : float
        0: the margin is reached exactly. Above 0 it may be missed where others pull: its
        divergence costs 1 / softness as much as that of the people from their seed.
    categories : tuple of str
        Names of the categories for messages; their numbers if left out.
    """

    name: str
    groups: Places
    totals: Floats
    softness: float = 0.0
    categories: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Take lists as well."""
        object.__setattr__(self, "groups", np.asarray(self.groups))
        object.__setattr__(self, "totals", np.asarray(self.totals, dtype=np.float64))
        object.__setattr__(self, "categories", tuple(self.categories))

    def category(self, place: int) -> str:
        """Name a category."""
        return self.categories[place] if self.categories else str(place)


@dataclass(frozen=True, slots=True)
class CategoryMargins:
    """What is published of each area by category.

    Attributes
    ----------
    areas : tuple of str
        One name each, none twice; n of them.
    margins : tuple of CategoryMargin
        Each with n rows of totals. Where their totals disagree the first that counts
        everybody is believed.
    people : array of float, shape (n,), optional
        Everybody in each area, if known from elsewhere: believed before any margin [people].
    """

    areas: tuple[str, ...]
    margins: tuple[CategoryMargin, ...]
    people: Floats | None = None

    def __post_init__(self) -> None:
        """Take lists as well."""
        object.__setattr__(self, "areas", tuple(self.areas))
        object.__setattr__(self, "margins", tuple(self.margins))
        if self.people is not None:
            object.__setattr__(self, "people", np.asarray(self.people, dtype=np.float64))

    def rows(self, places: slice | Places) -> "CategoryMargins":
        """Keep some of the areas.

        Examples
        --------
        >>> sex = CategoryMargin("sex", np.array([0, 1]), np.array([[5.0, 5.0], [2.0, 4.0]]))
        >>> CategoryMargins(("north", "south"), (sex,)).rows(slice(1, 2)).areas
        ('south',)
        """
        kept = np.arange(len(self.areas))[places]
        return CategoryMargins(
            tuple(self.areas[place] for place in kept),
            tuple(
                CategoryMargin(each.name, each.groups, each.totals[kept], *_rest(each))
                for each in self.margins
            ),
            None if self.people is None else self.people[kept],
        )


def _rest(margin: CategoryMargin) -> tuple[float, tuple[str, ...]]:
    """Give what of a margin does not depend on its areas."""
    return margin.softness, margin.categories


@dataclass(frozen=True, slots=True)
class Wanted:
    """What raking aims at, every margin forced to one total.

    Attributes
    ----------
    groups : list of array of int, shape (k,)
        Group of each type in each margin. Types that a margin does not count are a last
        group of their own, which gets the people whom the others leave.
    sizes : list of int
        Groups of each margin, that one included.
    shares : array of float, shape (n, sum of sizes)
        Share of the people of each area; 0 where a margin is not known.
    known : array of bool, shape (n, margins)
        Published, and of some use.
    people : array of float, shape (n,)
        Everybody; NaN where nothing says how many [people].
    apart : array of float, shape (n,)
        Largest difference between the total of a margin and what it was forced to [people].
    """

    groups: list[Places]
    sizes: list[int]
    shares: Floats
    known: Flags
    people: Floats
    apart: Floats


@dataclass(slots=True)
class _Margin:
    """One margin while totals are compared."""

    margin: CategoryMargin
    inside: Flags  # (k,)
    totals: Floats  # (n,) NaN where nothing is published
    full: bool
    parent: tuple[int, Flags] | None = None
    known: Flags = field(default_factory=lambda: np.zeros(0, np.bool_))


def _refuse(seed: Floats, margins: CategoryMargins) -> None:
    """Raise on what is wrong in the whole."""
    if seed.ndim != 1 or not len(seed) or not np.isfinite(seed).all() or (seed < 0).any():
        raise MarginError(
            f"Seed of {seed.size:,} person types: found weights that are missing, infinite or "
            "below zero, or none. Expected one weight of zero or more for each type. "
            "Leave out types without a weight."
        )
    if seed.sum() <= 0:
        raise MarginError(
            f"Seed of {seed.size:,} person types: found nobody in any. Expected people to rake. "
            "Check the column of weights."
        )
    names, counts = np.unique(np.array(margins.areas, dtype=np.str_), return_counts=True)
    if (counts > 1).any():
        raise MarginError(
            f"Margins of {len(margins.areas):,} areas: listed twice: {sample(names[counts > 1])}. "
            "Expected each area once. Keep one row of each."
        )
    if not margins.margins:
        raise MarginError(
            f"Margins of {len(margins.areas):,} areas: found none. Expected at least one margin. "
            "Name a published table of counts."
        )
    for margin in margins.margins:
        _refuse_margin(margin, seed, margins.areas)
    people = margins.people
    if people is not None and (
        people.shape != (len(margins.areas),) or not (np.isfinite(people) & (people >= 0)).all()
    ):
        raise MarginError(
            f"Totals of {len(margins.areas):,} areas: found {people.size:,}, or some missing, "
            "infinite or below zero. Expected the people of each area. "
            "Leave the totals out where a margin counts everybody."
        )


def _refuse_margin(margin: CategoryMargin, seed: Floats, areas: tuple[str, ...]) -> None:
    """Raise on a margin that cannot be read with this seed."""
    groups, totals = margin.groups, margin.totals
    width = totals.shape[1] if totals.ndim == 2 else 0
    if (
        groups.shape != seed.shape
        or not np.issubdtype(groups.dtype, np.integer)
        or totals.shape != (len(areas), width)
        or groups.min() < -1
        or groups.max() >= width
        or len(margin.categories) not in (0, width)
    ):
        raise MarginError(
            f"Margin {margin.name!r}: found categories of {groups.size:,} types and totals of "
            f"shape {totals.shape}. Expected a category from -1 to one below the columns of "
            f"totals for each of {seed.size:,} types, and {len(areas):,} rows. "
            "Number the categories in the order of the columns."
        )
    if not (np.isfinite(margin.softness) and margin.softness >= 0):
        raise MarginError(
            f"Margin {margin.name!r}: found softness {margin.softness}. Expected zero (exact) or "
            "more. Choose 0.1 for a margin that is nearly exact, 1 for one that is loose."
        )
    missing = np.isnan(totals)
    _refuse_areas(
        margin,
        areas,
        np.asarray(missing.any(axis=1) & ~missing.all(axis=1)),
        "missing in part",
        "Fill the row, or empty the whole of it to leave the margin out there.",
    )
    _refuse_areas(
        margin,
        areas,
        np.asarray((np.isinf(totals) | (totals < 0)).any(axis=1)),
        "below zero or infinite",
        "Correct the file that holds them.",
    )
    empty = np.bincount(groups + 1, weights=seed, minlength=width + 1)[1:] <= 0
    wanted = np.nansum(totals, axis=0)
    for place in np.flatnonzero(empty & (wanted > 0)):
        raise MarginError(
            f"Seed of {seed.size:,} person types: found none in category "
            f"{margin.category(int(place))!r} of margin {margin.name!r}, in which "
            f"{int((totals[:, place] > 0).sum()):,} areas count {wanted[place]:,.0f} people. "
            "Expected at least one type with a weight. Merge the category with another, or add "
            "such a type to the seed."
        )


def _refuse_areas(
    margin: CategoryMargin, areas: tuple[str, ...], wrong: Flags, how: str, what: str
) -> None:
    """Raise on counts of some areas."""
    if wrong.any():
        shown = sample(areas[place] for place in np.flatnonzero(wrong))
        raise MarginError(
            f"Margin {margin.name!r}: counts are {how} in {int(wrong.sum()):,} of "
            f"{len(areas):,} areas: {shown}. Expected counts of people in every category, or in "
            f"none. {what}"
        )


def _parent(place: int, sides: Sequence[_Margin], seed: Floats) -> tuple[int, Flags] | None:
    """Find a margin that says how many people a partial one counts, and in which groups."""
    inside = sides[place].inside
    for other, side in enumerate(sides):
        if other == place or not side.full:
            continue
        width = side.margin.totals.shape[1]
        whole = np.bincount(side.margin.groups[side.inside], seed[side.inside], width)
        both = side.inside & inside
        within = np.bincount(side.margin.groups[both], seed[both], width)
        if np.all((within == whole) | (within == 0)):
            return other, (within > 0)
    return None


def _believed(sides: Sequence[_Margin], given: Floats | None, count: int) -> Floats:
    """Everybody in each area: as given, else by the first full margin that counts anyone."""
    if given is not None:
        return given.astype(np.float64)
    if not any(side.full for side in sides):
        raise MarginError(
            f"Margins of {count:,} areas: found none that counts every person type. Expected one, "
            "or the people of each area. Give `people`."
        )
    people = np.full(count, np.nan)
    for side in sides:
        if side.full:
            people = np.where((people > 0) | np.isnan(side.totals), people, side.totals)
    return people


def _universe(
    side: _Margin, sides: Sequence[_Margin], wanted: list[Floats], people: Floats
) -> Floats:
    """Share of the people whom a margin counts, by area: by its parent, else by itself."""
    if side.full:
        return np.ones(len(people))
    own = np.minimum(np.nan_to_num(side.totals) / np.where(people > 0, people, 1.0), 1.0)
    if side.parent is None:
        return own
    other, within = side.parent
    return np.where(sides[other].known, wanted[other][:, : len(within)][:, within].sum(axis=1), own)


def one_total(seed: Floats, margins: CategoryMargins) -> Wanted:
    """Check margins and force those of each area to one total.

    Parameters
    ----------
    seed : array of float, shape (k,)
        Weight of each person type.
    margins : CategoryMargins
        Of n areas. A margin of zeros where others count people is a missing one.

    Returns
    -------
    Wanted
        With how far apart the totals were.

    Raises
    ------
    MarginError
        If something is wrong in the whole: the seed, a margin, a name, a category that no
        type can be.

    Examples
    --------
    1,000 people by sex and 1,010 by age are 1,000 by either:

    >>> sex = CategoryMargin("sex", np.array([0, 1]), np.array([[400.0, 600.0]]))
    >>> age = CategoryMargin("age", np.array([0, 1]), np.array([[505.0, 505.0]]))
    >>> wanted = one_total(np.ones(2), CategoryMargins(("town",), (sex, age)))
    >>> wanted.shares.tolist(), wanted.apart.tolist()
    ([[0.4, 0.6, 0.5, 0.5]], [10.0])
    """
    _refuse(seed, margins)
    count = len(margins.areas)
    sides = []
    for margin in margins.margins:
        inside = (margin.groups >= 0) & (seed > 0)
        full = bool(inside[seed > 0].all())
        sides.append(_Margin(margin, inside, margin.totals.sum(axis=1), full))
    for place, side in enumerate(sides):
        side.parent = None if side.full else _parent(place, sides, seed)
    people = _believed(sides, margins.people, count)
    apart, known = np.zeros(count), np.zeros((count, len(sides)), dtype=np.bool_)
    wanted = [np.zeros((count, side.margin.totals.shape[1] + (not side.full))) for side in sides]
    for place in sorted(range(len(sides)), key=lambda each: not sides[each].full):
        side = sides[place]
        width = side.margin.totals.shape[1]
        universe = _universe(side, sides, wanted, people)
        told = ~np.isnan(side.totals)
        aim = universe * people
        apart = np.fmax(apart, np.abs(side.totals - aim))
        side.known = told & (people > 0) & ((side.totals > 0) | (aim == 0))
        scale = universe / np.where(side.totals > 0, side.totals, 1.0)
        wanted[place][:, :width] = side.margin.totals * scale[:, None]
        if not side.full:
            wanted[place][:, width] = 1 - universe
        wanted[place][~side.known] = 0.0
        known[:, place] = side.known
    return Wanted(
        groups=[
            np.where(
                side.margin.groups < 0, 0 if side.full else each.shape[1] - 1, side.margin.groups
            )
            for side, each in zip(sides, wanted, strict=True)
        ],
        sizes=[each.shape[1] for each in wanted],
        shares=np.ascontiguousarray(np.concatenate(wanted, axis=1)),
        known=known,
        people=people,
        apart=apart,
    )
