"""A period that a user names beside a table: a start, or the end of a span."""

import re
from datetime import date

from balise.impact.periods import Periods, read_periods
from balise.vocabulary import ImpactError

__all__ = ["moment", "span"]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR = re.compile(r"\d{4}(\.0)?")


def moment(periods: Periods, text: str, option: str = "--start") -> float:
    """Give a period on the scale of a table.

    Parameters
    ----------
    periods : Periods
        Of the table.
    text : str
        A period as the table writes it, a date in it, or its year.
    option : str
        Where it was named, for messages.

    Raises
    ------
    ImpactError
        If it is no period of that kind.

    Examples
    --------
    >>> months = read_periods("when", ["2020-01", "2020-02"])
    >>> months.name(moment(months, "2020-04-15")), months.name(moment(months, "2021"))
    ('2020-04', '2021-01')
    """
    text = text.strip()
    if _DATE.fullmatch(text):
        return _of_date(periods.kind, date.fromisoformat(text))
    if _YEAR.fullmatch(text) and periods.kind in {"month", "quarter", "week", "day"}:
        return _of_date(periods.kind, date(int(float(text)), 1, 1))
    read = read_periods(option, [text])
    if read.kind != periods.kind:
        raise ImpactError(
            f"{option} {text}: found a period of another kind. Expected one as in the table, where "
            f"the first is {periods.name(float(min(periods.values)))}. Write it in that way."
        )
    return float(read.values[0])


def _of_date(kind: str, day: date) -> float:
    if kind == "month":
        return float(day.year * 12 + day.month - 1)
    if kind == "quarter":
        return float(day.year * 4 + (day.month - 1) // 3)
    if kind == "week":
        return float((day.toordinal() - 1) // 7)
    return float(day.toordinal() if kind == "day" else day.year)


def span(periods: Periods, text: str, option: str = "--predictors") -> tuple[float, float]:
    """Give the first and last period of ``1980-1988``, ``1975`` or ``2019-01:2019-12``.

    Examples
    --------
    >>> span(read_periods("year", ["1980.0", "1981.0"]), "1980-1988")
    (1980.0, 1988.0)
    """
    parts = text.split(":") if ":" in text else [text]
    years = re.fullmatch(r"(-?\d+(?:\.\d+)?)-(-?\d+(?:\.\d+)?)", text)
    if periods.kind == "number" and years:
        parts = [years[1], years[2]]
    elif re.fullmatch(r"\d{4}-\d{4}", text) and periods.kind != "fiscal":
        parts = text.split("-")
    if len(parts) > 2:
        raise ImpactError(
            f"{option} {text}: found {len(parts)} periods. Expected one, or the first and the last "
            "with a colon between them. Correct it."
        )
    first, last = (moment(periods, each, option) for each in (parts[0], parts[-1]))
    if last < first:
        raise ImpactError(
            f"{option} {text}: found a last period before the first. Expected the earlier one "
            "first. Turn them round."
        )
    if len(parts) == 2 and _YEAR.fullmatch(parts[1].strip()) and periods.kind != "number":
        last = moment(periods, f"{int(float(parts[1])) + 1}", option) - 1
    return first, last
