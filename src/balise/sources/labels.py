"""Labels as publishers write them, and the codes they stand for here."""

import polars as pl

from balise.vocabulary import PROVINCES, SourceError, nearest

__all__ = ["CANADA", "PERCENT", "age_range", "geography_codes", "recode", "share"]

CANADA = "01"
PERCENT = 100
_SHARE_DECIMALS = 4
_CODE_OF_GEOGRAPHY = {"Canada": CANADA, **{each.en: each.code for each in PROVINCES}}
_PATTERNS = {"low": r"(\d+)", "high": r"\d+ to (\d+)"}


def age_range(end: str, column: str) -> pl.Expr:
    """Read the ``low`` or ``high`` age of a label such as "15 to 24 years"; null where open.

    Examples
    --------
    >>> table = pl.DataFrame({"age": ["15 to 24 years", "65 years and over"]})
    >>> table.select(age_range("low", "age"), age_range("high", "age")).rows()
    [(15, 24), (65, None)]
    """
    return pl.col(column).str.extract(_PATTERNS[end]).cast(pl.Int64).alias(end)


def share(column: str) -> pl.Expr:
    """Turn percent into a share, 0 to 1.

    Examples
    --------
    >>> pl.DataFrame({"percent": [91.3]}).select(share("percent")).item()
    0.913
    """
    return (pl.col(column) / PERCENT).round(_SHARE_DECIMALS).alias("share")


def recode(table: pl.DataFrame, source: str, column: str, codes: dict[str, str]) -> pl.DataFrame:
    """Replace the publisher's labels in a column by our codes; refuse a label not known.

    Examples
    --------
    >>> recode(pl.DataFrame({"x": ["Quebec"]}), "s", "x", {"Quebec": "24"}).item()
    '24'
    """
    for label in table[column].unique().drop_nulls().sort():
        if label not in codes:
            raise SourceError(
                f"Source '{source}', column '{column}': the label {label!r} is not known. "
                "Expected the labels of the edition this reader was written for. "
                f"{nearest(label, codes)} Put the published file back "
                "('balise sources check --data DIR' lists what was altered)."
            )
    return table.with_columns(pl.col(column).replace_strict(codes, default=None))


def geography_codes(table: pl.DataFrame, source: str) -> pl.DataFrame:
    """Rename ``geography`` to ``pruid``: "01" for Canada, two digits for a province.

    Examples
    --------
    >>> geography_codes(pl.DataFrame({"geography": ["Canada", "Yukon"]}), "s").rows()
    [('01',), ('60',)]
    """
    return recode(table, source, "geography", _CODE_OF_GEOGRAPHY).rename({"geography": "pruid"})
