"""Respondents with a weight, read from any table: survey, census or synthpopcan's output.

Only the columns that are asked for are kept. Nothing here is ever written out: types and
counts made from respondents are, once each type has five of them or more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.release import RESPONDENT_COLUMNS
from balise.synthesis.own_columns import (
    has_decimal_comma,
    number_column,
    refuse_missing,
    text_column,
)
from balise.vocabulary import SurveyError, TableError, sample, tables

__all__ = ["ANY", "Respondents", "read_respondents"]

ANY: Final = "*"
"""What stands for all the categories of a variable that a merged type no longer tells apart."""

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
        but where a column ``seed_id`` says which respondent a row was copied from; it may
        not part the rows of one ``seed_id``.
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
        If there is no weight, or one is not a positive number; a column kept is that of the
        weights or names a respondent; or rows copied from one respondent count as several.

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
    refuse_missing(table, names, where)
    layout = _layout(table, weight)
    copied = next((name for name in table.columns if name.lower() == "seed_id"), None)
    if respondent is None:
        respondent = copied
    elif copied is not None:
        _refuse_parted(table, copied, respondent, where)
    _refuse_telling(keep, {weight, respondent}, where)
    if weight is None and layout == "respondents":
        raise _no_weight(table, where)
    weights = np.ones(table.height)
    if weight is not None:
        weights = _weights(table, weight, where, comma=has_decimal_comma(path))
    categories = pl.DataFrame({name: _text(table, name, where, gaps=gaps) for name in keep})
    numbers = np.arange(table.height)
    if respondent is not None:
        who = _text(table, respondent, where, gaps=False)
        numbers = np.unique(who.to_numpy(), return_inverse=True)[1].astype(np.int64)
    return Respondents(categories, weights, numbers, layout)


def _layout(table: pl.DataFrame, weight: str | None) -> str:
    if weight is None and set(table.columns) >= _ROWS:
        return "synthpopcan_rows"
    return "synthpopcan_persons" if weight is None and _PERSONS in table.columns else "respondents"


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
    wrong = [name for name in keep if name in told or name.lower() in RESPONDENT_COLUMNS]
    if wrong:
        raise SurveyError(
            f"{where}: found {sample(map(repr, wrong))} among the columns to keep, which names a "
            "respondent or holds their weight. Expected categories that many people share. Take "
            "it away."
        )


def _refuse_parted(table: pl.DataFrame, copied: str, respondent: str, where: str) -> None:
    """Raise where rows copied from one respondent would count as several."""
    if table.select(copied, respondent).n_unique() > table[copied].n_unique():
        raise SurveyError(
            f"{where}: found several of column {respondent!r} for one of {copied!r}, which says "
            "the respondent a row was copied from. Expected each respondent to count once. Leave "
            f"--respondent out, or rename {copied!r} if it says something else."
        )


def _text(table: pl.DataFrame, name: str, where: str, *, gaps: bool) -> pl.Series:
    """Give a column of categories."""
    text = text_column(table, name, where)
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
    values = number_column(table, name, comma=comma)
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
    return values
