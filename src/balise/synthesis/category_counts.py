"""Counts of areas by category in a table of one's own: area, variable, category, people."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.synthesis.category_margins import CategoryMargin, CategoryMargins
from balise.synthesis.microdata import TypeCells
from balise.synthesis.own_columns import (
    has_decimal_comma,
    number_column,
    refuse_missing,
    text_column,
)
from balise.vocabulary import MarginError, nearest, sample, tables

__all__ = ["EVERYBODY", "CategoryCounts", "margins_of_cells", "read_category_counts"]

EVERYBODY: Final = "people"
"""The variable whose rows say how many people an area has, whatever their category."""

_COLUMNS: Final = ("area", "variable", "category", "people")
_FRENCH: Final = {
    "région": "area",
    "region": "area",
    "catégorie": "category",
    "categorie": "category",
    "personnes": "people",
}


@dataclass(frozen=True, slots=True, eq=False)
class CategoryCounts:
    """What a table says of areas.

    Attributes
    ----------
    areas : tuple of str
        In the order of their text, n of them.
    categories : mapping of str to tuple of str
        By variable, in the order in which the table first names it; in that of their text.
    totals : mapping of str to array of float, shape (n, g)
        By variable; NaN where the table is silent [people].
    people : array of float, shape (n,), optional
        Everybody, where the variable ``people`` is listed [people].
    """

    areas: tuple[str, ...]
    categories: Mapping[str, tuple[str, ...]]
    totals: Mapping[str, npt.NDArray[np.float64]]
    people: npt.NDArray[np.float64] | None = None


def read_category_counts(path: Path) -> CategoryCounts:
    r"""Read the counts of areas by category, one row each.

    Parameters
    ----------
    path : Path
        CSV (commas, semicolons with decimal commas, or tabs) or Parquet with the columns
        area, variable, category and people (région, variable, catégorie and personnes). The
        variable ``people``, of each area or of none, says how many live there.

    Returns
    -------
    CategoryCounts

    Raises
    ------
    TableError
        If the table cannot be read or lacks a column.
    MarginError
        If a count is no number or negative, a name is empty, or a row comes twice.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "counts.csv"
    ...     _ = path.write_text("area,variable,category,people\nA,sex,F,5\nA,sex,M,7")
    ...     read_category_counts(path).totals["sex"].tolist()
    [[5.0, 7.0]]
    """
    table = tables.read_table(path, (), as_saved=True)
    where = f"Table {path.name}"
    english = {new: old for old, new in _FRENCH.items() if old in table.columns}
    table = table.rename({old: new for new, old in english.items() if new not in table.columns})
    refuse_missing(table, _COLUMNS, where)
    names = {name: text_column(table, name, where) for name in _COLUMNS[:3]}
    people = number_column(table, "people", comma=has_decimal_comma(path))
    rows = pl.DataFrame({**names, "people": people}).with_row_index("row", offset=1)
    everybody = pl.col("variable") == EVERYBODY
    rows = rows.with_columns(
        category=pl.when(everybody).then(pl.lit("all")).otherwise(pl.col("category"))
    )
    _refuse_rows(rows, where)
    areas = tuple(rows["area"].unique().sort().to_list())
    place = {name: at for at, name in enumerate(areas)}
    categories, totals = {}, {}
    for variable in rows["variable"].unique(maintain_order=True):
        own = rows.filter(pl.col("variable") == variable)
        listed = tuple(own["category"].unique().sort().to_list())
        at = {name: column for column, name in enumerate(listed)}
        counts = np.full((len(areas), len(listed)), np.nan)
        for area, category, count in own.select("area", "category", "people").iter_rows():
            counts[place[area], at[category]] = count
        _refuse_gaps(counts, areas, listed, f"{where}, variable {variable}")
        categories[variable], totals[variable] = listed, counts
    whole = totals.pop(EVERYBODY, None)
    categories.pop(EVERYBODY, None)
    if not categories:
        raise MarginError(
            f"{where}: found no variable but {EVERYBODY!r}. Expected counts by category of one "
            "variable at least. Add rows such as A,age,young,120."
        )
    if whole is not None and np.isnan(whole).any():
        lacking = sample(np.array(areas)[np.isnan(whole[:, 0])])
        raise MarginError(
            f"{where}, variable {EVERYBODY}: found no count for {lacking}. Expected one of each "
            "area, or of none. Add them."
        )
    return CategoryCounts(areas, categories, totals, None if whole is None else whole[:, 0])


def _refuse_gaps(
    counts: npt.NDArray[np.float64], areas: tuple[str, ...], listed: tuple[str, ...], where: str
) -> None:
    """Raise on areas that count some categories of a variable and not the others."""
    gaps = np.isnan(counts)
    partial = np.flatnonzero(gaps.any(axis=1) & ~gaps.all(axis=1))
    if len(partial):
        first = partial[0]
        lacking = sample(repr(listed[at]) for at in np.flatnonzero(gaps[first]))
        raise MarginError(
            f"{where}: found {len(partial):,} areas without all its categories; {areas[first]} "
            f"lacks {lacking}. Expected every category of an area, or none. Add the rows, with 0 "
            "where nobody is, or take away the others of that area."
        )


def _refuse_rows(rows: pl.DataFrame, where: str) -> None:
    """Raise on rows that say nothing, or say it twice."""
    wrong = rows.filter(~pl.col("people").is_finite() | (pl.col("people") < 0))
    if wrong.height:
        low = wrong.filter(pl.col("people") < 0).height
        kinds = {"no number": wrong.height - low, "below zero": low}
        found = ", ".join(f"{count:,} {kind}" for kind, count in kinds.items() if count)
        first = " ".join(wrong.select("area", "variable", "category").row(0))
        raise MarginError(
            f"{where}, column people: found counts that cannot be used ({found}), the first that "
            f"of {first}; in rows {sample(wrong['row'])}. Expected zero or more. Where nothing is "
            "published of an area, leave out all its rows of that variable."
        )
    blank = rows.filter(pl.any_horizontal(pl.col("area", "variable", "category") == ""))
    if blank.height:
        raise MarginError(
            f"{where}: found rows {sample(blank['row'])} without area, variable or category. "
            "Expected all three. Fill them."
        )
    keys = ["area", "variable", "category"]
    twice = rows.filter(pl.struct(keys).is_duplicated()).select(keys).unique(maintain_order=True)
    if twice.height:
        listed = sample(" ".join(key) for key in twice.iter_rows())
        raise MarginError(
            f"{where}: found {twice.height:,} counts listed twice: {listed}. Expected each area "
            "once for each category. Keep one row of each."
        )


def margins_of_cells(
    counts: CategoryCounts, cells: TypeCells, softness: Mapping[str, float]
) -> CategoryMargins:
    """Say to which category of each margin a cell of the seed belongs.

    Parameters
    ----------
    counts : CategoryCounts
    cells : TypeCells
        Types of the seed; its variables hold those of the counts.
    softness : mapping of str to float
        By variable; 0 if left out.

    Returns
    -------
    CategoryMargins
        In the order of the variables of the seed.

    Raises
    ------
    MarginError
        If the table counts people in a category that no cell is of.
    """
    margins = []
    for place, variable in enumerate(cells.variables):
        if variable not in counts.categories:
            continue
        listed, totals = counts.categories[variable], counts.totals[variable]
        column = {name: at for at, name in enumerate(listed)}
        of = np.array([column.get(name, -1) for name in cells.categories[place]])
        groups = of[cells.codes[:, place]].astype(np.int64)
        held = np.bincount(groups[groups >= 0], minlength=len(listed)) > 0
        wanted = np.nansum(totals, axis=0)
        absent = [listed[at] for at in np.flatnonzero(~held & (wanted > 0))]
        if absent:
            told = [cells.categories[place][code] for code in np.unique(cells.codes[:, place])]
            raise MarginError(
                f"Margin {variable!r}: found people in {sample(map(repr, absent))}, of which the "
                f"seed has no type that enough respondents gave. Expected {sample(told)}. Name "
                "categories alike in both tables, or join those of few respondents into larger "
                f"ones. {nearest(absent[0], told)}"
            )
        margins.append(
            CategoryMargin(variable, groups, totals, softness.get(variable, 0.0), listed)
        )
    return CategoryMargins(counts.areas, tuple(margins), counts.people)
