"""Charts of intervals: a row per thing, a band, a dot, an axis; places run from 0 to 1."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from balise.reports.numerals import numeral, signed

__all__ = ["Span", "interval_chart"]

_STEPS = (1, 2, 5, 10, 20, 25)
_TICKS = 7


class Span(NamedTuple):
    """A row of a chart: a value and the ends of its interval; without them, a bar from zero."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    strong: bool = False


def interval_chart(
    spans: Sequence[Span], language: str, *, sign: bool = False, mark: float | None = None
) -> dict[str, object]:
    """Place the rows of a chart on one axis of round numbers that holds zero.

    Parameters
    ----------
    spans : sequence of Span
        Rows, the first on top [points].
    language : str
        ``en`` or ``fr``.
    sign : bool
        Write signs on the axis.
    mark : float, optional
        Where to draw a line across all rows [points].

    Returns
    -------
    dict
        ``rows`` and ``ticks``, ready for the page.

    Examples
    --------
    >>> chart = interval_chart([Span("Coast", 4.0, -2.0, 8.0)], "en", sign=True)
    >>> [tick["text"] for tick in chart["ticks"]]
    ['−2', '0', '+2', '+4', '+6', '+8']
    >>> chart["rows"][0]["value"]
    0.6
    """
    ends = [
        each for span in spans for each in (span.low, span.value, span.high) if each is not None
    ]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    step = next((each for each in _STEPS if (high - low) / each <= _TICKS), _STEPS[-1])
    first, last = math.floor(low / step), math.ceil(high / step)
    last = max(last, first + 1)

    def place(value: float | None) -> float | None:
        if value is None:
            return None
        return round((value / step - first) / (last - first), 5)

    write = signed if sign else numeral
    return {
        "rows": [
            {
                "label": span.label,
                "low": place(span.low),
                "value": place(span.value),
                "high": place(span.high),
                "strong": span.strong,
            }
            for span in spans
        ],
        "ticks": [
            {"at": place(float(each * step)), "text": write(float(each * step), language, 0)}
            for each in range(first, last + 1)
        ],
        "zero": place(0.0),
        "mark": place(mark),
    }
