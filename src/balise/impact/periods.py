"""Periods of a table: years, quarters, months, weeks or days, as a user writes them."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from balise.impact.columns import MISSING, FloatArray
from balise.vocabulary import ImpactError, sample

__all__ = ["NEVER", "Periods", "read_periods"]

NEVER = MISSING | {"0", "0.0", "never", "jamais", "inf", "infini", "no", "non", "aucun", "aucune"}
"""How a file says that a unit was never treated."""

_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "janv fevr mars avr mai juin juil aout sept oct nov dec",
        "jan fev mar avr mai jui juil aou sep oct nov dec",
    )
    for number, name in enumerate(names.split(), 1)
    if name != "jui"
}


@dataclass(frozen=True, slots=True)
class Periods:
    """Periods as numbers that follow each other, and how they are written.

    ``values`` has one number for each text, NaN where nothing is written. One step is one
    year, quarter, month, week or day; ``kind`` says which.
    """

    kind: str
    values: FloatArray

    def name(self, value: float) -> str:
        """Write a period.

        Examples
        --------
        >>> read_periods("month", ["janvier 2020", "2020-03"]).name(24242.0)
        '2020-03'
        """
        if not np.isfinite(value):
            return ""
        if self.kind == "month":
            return f"{int(value) // 12:04d}-{int(value) % 12 + 1:02d}"
        if self.kind == "quarter":
            return f"{int(value) // 4:04d}-Q{int(value) % 4 + 1}"
        if self.kind == "fiscal":
            return f"{int(value)}-{int(value) + 1}"
        if self.kind == "day":
            return date.fromordinal(int(value)).isoformat()
        if self.kind == "week":
            return date.fromordinal(int(value) * 7 + 1).isoformat()
        return f"{value:g}" if value != int(value) else str(int(value))


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return bare.replace(".", " ").strip() if re.search("[a-z]", bare) else bare.strip()


def _number(text: str) -> float | None:
    if not re.fullmatch(r"-?\d+([.,]\d+)?", text):
        return None
    return float(text.replace(",", "."))


def _fiscal(text: str) -> float | None:
    found = re.fullmatch(r"(\d{4})\s*[-/\u2013]\s*(\d{4}|\d{2})", text)
    if not found:
        return None
    year = int(found[1])
    return float(year) if int(found[2]) in {year + 1, (year + 1) % 100} else None


def _month(text: str) -> float | None:
    for pattern, order in (
        (r"(\d{4})[-/](\d{1,2})", (1, 2)),
        (r"(\d{1,2})[-/](\d{4})", (2, 1)),
        (r"(\d{4})m(\d{1,2})", (1, 2)),
        (r"([a-z]+)[\s-]+(\d{4})", (2, 1)),
        (r"(\d{4})[\s-]+([a-z]+)", (1, 2)),
        (r"((?:19|20)\d{2})(\d{2})", (1, 2)),
    ):
        found = re.fullmatch(pattern, text)
        if found:
            named = found[order[1]]
            month = int(named) if named.isdigit() else _MONTHS.get(named, 0)
            if 1 <= month <= 12:
                return float(int(found[order[0]]) * 12 + month - 1)
    return None


def _quarter(text: str) -> float | None:
    found = re.fullmatch(r"(\d{4})[\s-]*[qt]([1-4])", text)
    if found:
        return float(int(found[1]) * 4 + int(found[2]) - 1)
    found = re.fullmatch(r"[qt]([1-4])[\s-]*(\d{4})", text)
    return float(int(found[2]) * 4 + int(found[1]) - 1) if found else None


def _day(text: str) -> float | None:
    found = re.fullmatch(r"(\d{4})[-/]?(\d{2})[-/]?(\d{2})(?:[t ].*)?", text)
    try:
        if found:
            return float(date(int(found[1]), int(found[2]), int(found[3])).toordinal())
        found = re.fullmatch(r"(\d{1,2})\s+([a-z]+)\s+(\d{4})", text)
        if found:
            return float(date(int(found[3]), _MONTHS[found[2]], int(found[1])).toordinal())
    except (ValueError, KeyError):
        return None
    return None


_KINDS: tuple[tuple[str, Callable[[str], float | None]], ...] = (
    ("day", _day),
    ("month", _month),
    ("number", _number),
    ("fiscal", _fiscal),
    ("quarter", _quarter),
)


_UNCLEAR = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T].*)?")


def read_periods(name: str, written: Sequence[str]) -> Periods:
    """Read periods: ``2020``, ``2020-01``, ``janvier 2020``, ``2020-T1``, ``2019-2020``, dates.

    Dates become years, months or weeks if there is at most one date in each of them.

    Parameters
    ----------
    name : str
        Name of the column, for messages.
    written : sequence of str
        What the cells hold; what is missing is an empty text.

    Raises
    ------
    ImpactError
        If some cells are no period, or cells are of several kinds.

    Examples
    --------
    >>> read_periods("when", ["2020-01-31", "2020-02-29", ""]).kind
    'month'
    """
    distinct = {text: _plain(text) for text in dict.fromkeys(written)}
    cells = {text: bare for text, bare in distinct.items() if bare not in MISSING}
    best: tuple[str, dict[str, float]] = ("", {})
    for kind, reader in _kinds(list(cells.values())):
        found = {text: reader(bare) for text, bare in cells.items()}
        read = {text: value for text, value in found.items() if value is not None}
        if len(read) > len(best[1]):
            best = (kind, read)
        if len(read) == len(cells):
            break
    kind, read = best
    wrong = [repr(text) for text in cells if text not in read]
    turned = {text: _UNCLEAR.fullmatch(text.strip()) for text in cells if text not in read}
    pairs = {text: (int(each[1]), int(each[2])) for text, each in turned.items() if each}
    unclear = [text for text, pair in pairs.items() if max(pair) <= 12]
    if unclear and len(unclear) == len(pairs):
        raise ImpactError(
            f"Column {name}: found {sample([repr(text) for text in unclear])}. Expected dates that "
            "read one way: these may be written day first or month first, and nothing says which. "
            "Write year, month, day, as 2020-01-31."
        )
    if wrong or not cells:
        raise ImpactError(
            f"Column {name}: found {sample(wrong) if wrong else 'no value'}. Expected periods of "
            "one kind: 2020, 2020-01, janvier 2020, January 2020, 2020-Q1, 2019-2020, or dates as "
            "2020-01-31. Write them in one of these ways, or number the periods 1, 2, 3."
        )
    if kind == "day":
        kind, read = _coarser(read)
    return Periods(kind, np.array([read.get(text, np.nan) for text in written], dtype=float))


def _kinds(cells: list[str]) -> Sequence[tuple[str, Callable[[str], float | None]]]:
    """Put fiscal years first where 2009-10, 2010-11 can be nothing else together."""
    fiscal = len(cells) > 1 and all(_fiscal(text) is not None for text in cells)
    return (("fiscal", _fiscal), *_KINDS) if fiscal else _KINDS


def _coarser(days: dict[str, float]) -> tuple[str, dict[str, float]]:
    dates = {text: date.fromordinal(int(value)) for text, value in days.items()}
    once = len(set(dates.values()))
    years = {text: float(each.year) for text, each in dates.items()}
    if len(set(years.values())) == once:
        return "number", years
    months = {text: float(each.year * 12 + each.month - 1) for text, each in dates.items()}
    if len(set(months.values())) == once:
        return "month", months
    weeks = {text: float((value - 1) // 7) for text, value in days.items()}
    if len(set(weeks.values())) == once and len({int(value) % 7 for value in days.values()}) == 1:
        return "week", weeks
    return "day", days
