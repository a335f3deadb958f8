"""Text in columns for a terminal: tables, headings, intervals drawn in characters."""

import textwrap
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

__all__ = ["Row", "drawn", "heading", "table", "table_rows", "wrap"]

Row = Mapping[str, Any]

_NARROWEST = 8
"""Least width of a label [characters]."""
_TITLE = 14
"""A title up to so long is not wrapped [characters]."""


def wrap(text: str, width: int, indent: str = "", hanging: str | None = None) -> list[str]:
    """Break a text into lines, never inside a word.

    Examples
    --------
    >>> wrap("one two three", 9, "  ")
    ['  one two', '  three']
    """
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_on_hyphens=False,
    )


def heading(text: str, width: int) -> list[str]:
    """Write a heading, underlined, after an empty line.

    Examples
    --------
    >>> heading("Groups", 80)
    ['', 'Groups', '──────']
    """
    lines = wrap(text, width)
    return ["", *lines, "─" * max(map(len, lines))]


def table(
    rows: Sequence[Sequence[str]], alignment: str, width: int, titles: Sequence[str] | None = None
) -> list[str]:
    """Lay out rows in columns; where a line would be too long, titles and labels are wrapped.

    Parameters
    ----------
    rows : sequence of rows, each a sequence of str
        Cells, all rows of the same length; the first of a row is its label.
    alignment : str
        One ``<`` or ``>`` per column.
    width : int
        Widest line [characters].
    titles : sequence of str, optional
        A first row above the others.

    Examples
    --------
    >>> table([["Coast", "14.3"]], "<>", 80, ["area", "score"])
    ['  area   score', '  Coast   14.3']
    """
    return [line for row in table_rows(rows, alignment, width, titles) for line in row]


def table_rows(
    rows: Sequence[Sequence[str]], alignment: str, width: int, titles: Sequence[str] | None = None
) -> list[list[str]]:
    """Lay out rows as :func:`table` does, and give the lines of each row apart.

    Examples
    --------
    >>> rows = table_rows([["North Coast and Islands", "14.3"]], "<>", 24, ["area", "score"])
    >>> [len(lines) for lines in rows]
    [1, 2]
    """
    everything = [titles, *rows] if titles else list(rows)
    if not everything:
        return []
    widths = [max(map(len, column)) for column in zip(*everything, strict=True)]
    gaps = 2 * len(widths)
    if titles and sum(widths) + gaps > width:
        columns = list(zip(*rows, strict=True)) or [()] * len(titles)
        words = [max(min(len(each), _TITLE), *map(len, each.split()), 0) for each in titles]
        widths = [
            max(least, *map(len, column), 0) for least, column in zip(words, columns, strict=True)
        ]
    widths[0] = max(min(widths[0], width - sum(widths[1:]) - gaps), _NARROWEST)
    return [_wrapped(row, widths, alignment) for row in everything]


def _wrapped(row: Sequence[str], widths: Sequence[int], alignment: str) -> list[str]:
    """Write one row, on as many lines as its longest cell takes."""
    pairs = zip(row, widths, strict=True)
    cells = [[cell] if len(cell) <= size else textwrap.wrap(cell, size) for cell, size in pairs]
    lines = []
    for parts in zip_longest(*cells, fillvalue=""):
        placed = [
            part.rjust(size) if side == ">" else part.ljust(size)
            for part, size, side in zip(parts, widths, alignment, strict=True)
        ]
        lines.append(("  " + "  ".join(placed)).rstrip())
    return lines


def drawn(row: Row, rows: Sequence[Row], size: int = 25) -> str:
    """Draw the interval of a row against the zero of the province, to one scale for all rows.

    Examples
    --------
    >>> row = {"evi_relative": 2.0, "evi_relative_low": 1.0, "evi_relative_high": 3.0}
    >>> drawn(row, [row], size=13)
    '      │ ──●──'
    """
    ends = [each[f"evi_relative_{end}"] for each in rows for end in ("low", "high")]
    known = [end for end in ends if end is not None]
    span = max((abs(end) for end in known), default=0) or 1

    def place(value: float) -> int:
        return round((value / span + 1) / 2 * (size - 1))

    canvas = [" "] * size
    if row["evi_relative_low"] is not None:
        low, high = place(row["evi_relative_low"]), place(row["evi_relative_high"])
        canvas[low : high + 1] = "─" * (high - low + 1)
    canvas[size // 2] = "┼" if canvas[size // 2] == "─" else "│"
    canvas[place(row["evi_relative"])] = "●"
    return "".join(canvas)
