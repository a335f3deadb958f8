"""Reach in words: how far, and how many people, as one number or as a range."""

from collections.abc import Mapping

import polars as pl

from balise.reports.numerals import numeral
from balise.reports.words import say

__all__ = ["in_reach_order", "people_words", "say_reach"]


def in_reach_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Sort rows by reach: distances first, then times, each from the nearest.

    Examples
    --------
    >>> rows = pl.DataFrame({"reach_km": [None, 50.0, 10.0], "reach_min": [15.0, None, None]})
    >>> in_reach_order(rows).rows()
    [(10.0, None), (50.0, None), (None, 15.0)]
    """
    return rows.sort("reach_km", "reach_min", nulls_last=True, maintain_order=True)


def say_reach(row: Mapping[str, object], language: str) -> str:
    """Say a reach.

    Examples
    --------
    >>> say_reach({"reach_km": 25.0, "reach_min": None}, "en")
    'within 25 km by road'
    >>> say_reach({"reach_km": None, "reach_min": 30.0}, "fr")
    'à 30 minutes ou moins par la route'
    """
    km, minutes = row["reach_km"], row["reach_min"]
    if isinstance(km, int | float):
        return say("within", language, km=numeral(km, language))
    told = numeral(minutes if isinstance(minutes, int | float) else None, language)
    return say("within_min", language, min=told)


def people_words(row: Mapping[str, object], language: str, name: str = "people") -> str:
    """Say a count, or the range it is known within; a dash where neither is.

    Examples
    --------
    >>> people_words({"people": None, "people_low": 500, "people_high": 12_000}, "en")
    '500 to 12,000'
    """
    value, low, high = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
    if isinstance(value, int):
        return numeral(value, language)
    if not (isinstance(low, int) and isinstance(high, int)):
        return "–"
    return say("range", language, low=numeral(low, language), high=numeral(high, language))
