"""Respondents with a weight, read from any table: survey, census or synthpopcan's output.

Only the columns that are asked for are kept. Nothing here is ever written out: types and
counts made from respondents are, once each type has five of them or more.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.vocabulary import SurveyError, TableError, nearest, sample, tables

__all__ = ["ANY", "IDENTIFIERS", "Respondents", "read_respondents"]

ANY: Final = "*"
"""What stands for all the categories of a variable that a merged type no longer tells apart."""

IDENTIFIERS: Final = frozenset(
    {
        "cf_id",
        "ef_id",
        "hh_id",
        "pp_id",
        "ppsort",
        "pumfid",
        "seed_id",
        "synthetic_household_id",
        "synthetic_id",
        "synthetic_person_id",
    }
)
"""Columns that name one respondent, in census and survey files and in synthpopcan's output."""

_ROWS = {"synthetic_id", "seed_id"}
_PERSONS = "synthetic_person_id"
_WEIGHTS = ("fitted_weight", "weight", "wgt", "weights", "poids", "wtpp", "wtpg")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Respondents:
    """People who answered, by row; never shown, so that no message holds a record.

    Attributes
    ----------
    categories : DataFrame
        The columns kept, as text without gaps, n rows.
    weights : array of float, shape (n,)
        People each row stands for [people].
    numbers : array of int, shape (n,)
        Which respondent each row is of, from 0: rows of one share a number.
    layout : str
        ``respondents``; ``synthpopcan_rows``, expanded weights whose rows tell the respondent
        they were copied from; or ``synthpopcan_persons``, persons drawn from a model.
    """

    categories: pl.DataFrame
    weights: npt.NDArray[np.float64]
    numbers: npt.NDArray[np.int64]
    layout: str = "respondents"


def read_respondents(
    path: Path,
    keep: Sequence[str],
    weight: str | None,
    *,
    respondent: str | None = None,
    gaps: bool = False,
) -> Respondents:
    r"""Read the columns kept of a table of respondents, and their weights.

    Parameters
    ----------
    path : Path
        CSV (commas, semicolons with decimal commas, or tabs) or Parquet.
    keep : sequence of str
        Columns whose categories make the types.
    weight : str, optional
        Column of weights. Without it, the table must be in one of the two layouts of
        synthpopcan whose rows are persons: each then counts for one.
    respondent : str, optional
        Column that says which respondent a row is of; each row is another if left out,
        but where a column ``seed_id`` says which respondent a row was copied from.
    gaps : bool
        Whether a category may be empty (it is then ``""``).

    Returns
    -------
    Respondents

    Raises
    ------
    TableError
        If the table cannot be read, lacks a column, or has a gap.
    SurveyError
        If there is no weight, or one is not a positive number; or a column kept is that of
        the weights or names a respondent.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "mine.csv"
    ...     _ = path.write_text("id;age;weight\n1;young;10,5\n2;old;2", encoding="utf-8")
    ...     mine = read_respondents(path, ["age"], "weight")
    >>> mine.weights.tolist(), mine.numbers.tolist()
    ([10.5, 2.0], [0, 1])
    """
    table = tables.read_table(path, (), as_saved=True)
    where = f"Table {path.name}"
    names = [*keep, *[each for each in (weight, respondent) if each is not None]]
    _refuse_missing(table, names, where)
    layout = _layout(table, weight)
    if respondent is None and "seed_id" in table.columns:
        respondent = "seed_id"
    _refuse_telling(keep, {weight, respondent}, where)
    if weight is None and layout == "respondents":
        raise _no_weight(table, where)
    weights = np.ones(table.height)
    if weight is not None:
        weights = _weights(table, weight, where, comma=_has_comma(path))
    categories = pl.DataFrame({name: _text(table, name, where, gaps=gaps) for name in keep})
    numbers = np.arange(table.height)
    if respondent is not None:
        who = _text(table, respondent, where, gaps=False)
        numbers = np.unique(who.to_numpy(), return_inverse=True)[1].astype(np.int64)
    return Respondents(categories, weights, numbers, layout)


def _has_comma(path: Path) -> bool:
    """Tell whether a lone comma in a number is that of decimals."""
    return path.suffix.lower() != ".parquet" and (
        tables.is_windows_1252(path) or tables.has_semicolons(path)
    )


def _layout(table: pl.DataFrame, weight: str | None) -> str:
    if weight is None and set(table.columns) >= _ROWS:
        return "synthpopcan_rows"
    return "synthpopcan_persons" if weight is None and _PERSONS in table.columns else "respondents"


def _refuse_missing(table: pl.DataFrame, names: Sequence[str], where: str) -> None:
    missing = [name for name in names if name not in table.columns]
    if not missing:
        return
    if table.width == 1:
        raise TableError(
            f"{where}: found one column only, {table.columns[0][:40]!r}. Expected "
            f"{sample(names)}, parted by commas, semicolons or tabs. Save the table again with "
            "one of these."
        )
    raise TableError(
        f"{where}: found no column {sample(map(repr, missing))}. Expected "
        f"{sample(names)}. {nearest(missing[0], table.columns)}"
    )


def _no_weight(table: pl.DataFrame, where: str) -> SurveyError:
    likely = [name for name in table.columns if name.lower() in _WEIGHTS]
    hint = f"Name it: {likely[0]} is likely one." if likely else "Add the weights of the survey."
    return SurveyError(
        f"{where}: found no column of weights among {table.width} columns. Expected one that says "
        f"how many people each respondent stands for. {hint} Respondents counted alike would "
        "stand for nobody but themselves."
    )


def _refuse_telling(keep: Sequence[str], told: set[str | None], where: str) -> None:
    """Raise on kept columns that would carry a respondent into what is written."""
    wrong = [name for name in keep if name in told or name.lower() in IDENTIFIERS]
    if wrong:
        raise SurveyError(
            f"{where}: found {sample(map(repr, wrong))} among the columns to keep, which names a "
            "respondent or holds their weight. Expected categories that many people share. Take "
            "it away."
        )


def _text(table: pl.DataFrame, name: str, where: str, *, gaps: bool) -> pl.Series:
    """Give a column as text; whole numbers are written without a point."""
    column = table[name]
    if column.dtype.is_nested():
        raise TableError(
            f"{where}, column {name}: found {column.dtype}. Expected text or numbers, one value "
            "in each row. Write the column again as text."
        )
    if column.dtype.is_float() and bool((column.drop_nulls() % 1 == 0).all()):
        column = column.cast(pl.Int64)
    text = column.cast(pl.String).str.strip_chars().fill_null("")
    empty = int((text == "").sum())
    if empty and not gaps:
        first = int((text == "").arg_max() or 0)
        raise TableError(
            f"{where}, column {name}: found {empty:,} empty values, the first in row {first + 1}. "
            "Expected a category in each row. Give those who did not answer a category of their "
            "own, or leave their rows out."
        )
    if (text == ANY).any():
        raise TableError(
            f"{where}, column {name}: found the category {ANY!r}. Expected any other: it stands "
            "for categories that are merged. Give it another name."
        )
    return text


def _weights(table: pl.DataFrame, name: str, where: str, *, comma: bool) -> npt.NDArray[np.float64]:
    """Give the weights, every one positive and finite."""
    column = table[name]
    if column.dtype == pl.String:
        bare = column.str.replace_all(r"[\s\u00a0\u202f]", "")
        if comma:
            bare = bare.str.replace(",", ".", literal=True)
        column = bare.cast(pl.Float64, strict=False)
    values = column.cast(pl.Float64, strict=False).fill_null(math.nan).to_numpy()
    wrong = ~(np.isfinite(values) & (values > 0))
    if wrong.any():
        kinds = {
            "not numbers": int((~np.isfinite(values)).sum()),
            "zero": int((values == 0).sum()),
            "negative": int((values < 0).sum()),
        }
        found = ", ".join(f"{count:,} {kind}" for kind, count in kinds.items() if count)
        raise SurveyError(
            f"{where}, column {name}: found weights that cannot be used ({found}), the first in "
            f"row {int(wrong.argmax()) + 1}. Expected a positive number of people in each row. "
            "Leave those rows out, or name the right column."
        )
    return values.astype(np.float64)
