"""Types of people from microdata: weighted people and respondents of each, five or more.

What comes out rests on five respondents or more, cell by cell: no combination of categories
that fewer gave, no weight and no identifier of a respondent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.synthesis.merging import FEWEST, MERGED, merge_types
from balise.synthesis.respondents import ANY, Respondents
from balise.vocabulary import SurveyError, sample

__all__ = ["MOST_CELLS", "SeedTypes", "TypeCells", "seed_types", "type_cells"]

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MOST_CELLS: Final = 500_000
"""Most cells that merged types may be spread over."""


@dataclass(frozen=True, slots=True, eq=False)
class SeedTypes:
    """Types of people, each with enough respondents.

    Attributes
    ----------
    variables : tuple of str
        In the order in which they are held on to: the last was let go first.
    categories : tuple of tuple of str
        Of each variable, in the order of their text.
    codes : array of int, shape (k, d)
        Category of each type by variable; -1 where merged types no longer tell.
    people : array of float, shape (k,)
        Weighted people [people].
    respondents : array of int, shape (k,)
        Respondents, five or more.
    alone : tuple of array of float
        Weighted people of each category of a variable by itself; zero for those that too few
        respondents gave [people].
    layout : str
        As in :class:`Respondents`.
    """

    variables: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    codes: Ints
    people: Array
    respondents: Ints
    alone: tuple[Array, ...]
    layout: str = "respondents"

    def table(self) -> pl.DataFrame:
        """Lay the types out: a column for each variable, people and respondents."""
        columns: dict[str, object] = {}
        for place, name in enumerate(self.variables):
            names = np.array([*self.categories[place], ANY], dtype=object)
            columns[name] = names[self.codes[:, place]].tolist()
        columns["people"] = self.people
        columns["respondents"] = self.respondents
        return pl.DataFrame(columns)


@dataclass(frozen=True, slots=True, eq=False)
class TypeCells:
    """Types spread over categories, so that each belongs to one group of every margin.

    Attributes
    ----------
    variables, categories
        As in :class:`SeedTypes`.
    codes : array of int, shape (c, d)
        Category of each cell by variable.
    people : array of float, shape (c,)
        Weighted people, above zero [people].
    """

    variables: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    codes: Ints
    people: Array

    def labels(self) -> pl.DataFrame:
        """Name the categories of each cell."""
        return pl.DataFrame(
            {
                name: np.array(self.categories[place], dtype=object)[self.codes[:, place]].tolist()
                for place, name in enumerate(self.variables)
            },
            schema=dict.fromkeys(self.variables, pl.String),
        )


def seed_types(
    respondents: Respondents, order: Sequence[str] = (), *, fewest: int = FEWEST
) -> SeedTypes:
    """Count people and respondents of each combination of categories, merged upward.

    Parameters
    ----------
    respondents : Respondents
        With the columns kept.
    order : sequence of str
        Variables, the one to hold on to longest first; as they were kept if left out.
    fewest : int
        Fewest respondents of a type.

    Returns
    -------
    SeedTypes
        In the order of their codes, which the order of the rows does not change.

    Raises
    ------
    SurveyError
        If a respondent is of two types, or there are fewer than five in all.

    Examples
    --------
    One of six is alone of its kind: it joins the type that is most like it.

    >>> mine = pl.DataFrame({"age": ["old"] * 6, "work": ["yes"] * 5 + ["no"]})
    >>> types = seed_types(Respondents(mine, np.ones(6), np.arange(6)))
    >>> types.table().rows()
    [('old', '*', 6.0, 6)]
    """
    table = respondents.categories
    variables = tuple(order) or tuple(table.columns)
    if set(variables) != set(table.columns) or len(variables) != len(table.columns):
        raise SurveyError(
            f"Seed: found the order {sample(variables)} for {sample(table.columns)}. Expected "
            "each column kept once. Correct the order, from the variable to hold on to longest."
        )
    _refuse_two_types(respondents)
    categories = tuple(tuple(table[name].unique().sort().to_list()) for name in variables)
    rows = np.column_stack(
        [
            np.searchsorted(np.array(names), table[name].to_numpy().astype(str))
            for name, names in zip(variables, categories, strict=True)
        ]
    ).astype(np.int64)
    codes, of = np.unique(rows, axis=0, return_inverse=True)
    of = of.reshape(-1)
    first = np.unique(respondents.numbers, return_index=True)[1]
    merged = merge_types(
        codes.astype(np.int64),
        np.bincount(of[first], minlength=len(codes)).astype(np.int64),
        fewest=fewest,
    )
    weights = respondents.weights
    people = _summed(merged.types[of], weights, len(merged.codes))
    alone = tuple(
        np.where(
            np.bincount(column[first], minlength=len(names)) >= fewest,
            _summed(column, weights, len(names)),
            0.0,
        )
        for column, names in zip(rows.T, categories, strict=True)
    )
    kind = respondents.layout
    return SeedTypes(variables, categories, merged.codes, people, merged.respondents, alone, kind)


def _summed(places: Ints, weights: Array, size: int) -> Array:
    """Add weights up by place."""
    return np.bincount(places, weights=weights, minlength=size).astype(np.float64)


def _refuse_two_types(respondents: Respondents) -> None:
    """Raise where the rows of one respondent differ: they would count twice."""
    numbers = respondents.numbers
    if len(numbers) == int(numbers.max()) + 1:
        return
    whole = respondents.categories.with_columns(pl.Series("", numbers)).unique()
    twice = whole.height - int(numbers.max()) - 1
    if twice:
        raise SurveyError(
            f"Seed: found {twice:,} respondents more than once with other categories. Expected "
            "the rows of a respondent to agree, so that nobody counts for two. Keep one row of "
            "each, or name no column of respondents."
        )


def type_cells(types: SeedTypes) -> TypeCells:
    """Spread merged types over the categories they let go of.

    Of each variable let go, people take the categories of the types that are alike in the
    variables held and still tell it, as far back as there are any; of all people where no type
    tells it. Neither knows a category that too few respondents gave.

    Parameters
    ----------
    types : SeedTypes
        As :func:`seed_types` gives them.

    Returns
    -------
    TypeCells

    Raises
    ------
    SurveyError
        If no category of a variable has enough respondents, or there would be too many cells.

    Examples
    --------
    Ten people of any work, where 6 of the 8 others work:

    >>> codes, people = np.array([[-1], [0], [1]]), np.array([10.0, 2, 6])
    >>> alone = (np.array([4.0, 14.0]),)
    >>> types = SeedTypes(("work",), (("no", "yes"),), codes, people, np.array([9, 5, 5]), alone)
    >>> type_cells(types).people.tolist()
    [4.5, 13.5]
    """
    parts: list[tuple[Ints, Array]] = []
    size = 0
    for place in range(len(types.codes)):
        codes, people = types.codes[place : place + 1], types.people[place : place + 1]
        for variable in np.flatnonzero(types.codes[place] == MERGED):
            shares = _alike(types, place, int(variable))
            chosen = np.flatnonzero(shares > 0)
            codes = np.repeat(codes, len(chosen), axis=0)
            codes[:, variable] = np.tile(chosen, len(people))
            people = np.outer(people, shares[chosen]).ravel()
            if size + len(people) > MOST_CELLS:
                raise _too_many(types)
        size += len(people)
        parts.append((codes, people))
    rows = np.concatenate([codes for codes, _ in parts])
    cells, of = np.unique(rows, axis=0, return_inverse=True)
    weights = np.concatenate([people for _, people in parts])
    total = _summed(of.reshape(-1), weights, len(cells))
    return TypeCells(types.variables, types.categories, cells.astype(np.int64), total)


def _too_many(types: SeedTypes) -> SurveyError:
    return SurveyError(
        f"Seed: found {len(types.variables)} variables for {int(types.respondents.sum()):,} "
        f"respondents: merged types would be spread over more than {MOST_CELLS:,} cells. Expected "
        "fewer. Keep fewer columns, or join categories into larger ones."
    )


def _alike(types: SeedTypes, place: int, variable: int) -> Array:
    """Shares of a variable's categories among the types most alike that still tell it."""
    own, size = types.codes[place], len(types.categories[variable])
    tells = types.codes[:, variable] != MERGED
    people = types.alone[variable]
    for held in range(len(own), -1, -1):
        before = [each for each in range(held) if own[each] != MERGED]
        alike = tells & (types.codes[:, before] == own[before]).all(axis=1)
        if alike.any():
            people = _summed(types.codes[alike, variable], types.people[alike], size)
            break
    if not people.any():
        raise SurveyError(
            f"Seed: found no category of {types.variables[variable]!r} that {FEWEST} respondents "
            f"gave, among {int(types.respondents.sum()):,}. Expected one at least. Join its "
            "categories into larger ones, or do not keep it."
        )
    return np.asarray(people / people.sum())
