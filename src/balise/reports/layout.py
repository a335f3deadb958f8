"""Text in columns for a terminal: tables, headings, intervals drawn in characters."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["Row", "drawn", "heading", "table", "wrap"]

Row = Mapping[str, Any]


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
    """Lay out rows in columns; the first column gives way if a line is too long.

    Parameters
    ----------
    rows : sequence of rows, each a sequence of str
        Cells, all rows of the same length.
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
    everything = [titles, *rows] if titles else list(rows)
    if not everything:
        return []
    widths = [max(len(cell) for cell in column) for column in zip(*everything, strict=True)]
    spare = width - sum(widths) - 2 * (len(widths) - 1) - 2
    widths[0] = max(widths[0] + min(spare, 0), 8)
    lines = []
    for row in everything:
        cells = [
            _fit(cell, size, side) for cell, size, side in zip(row, widths, alignment, strict=True)
        ]
        lines.append("  " + "  ".join(cells))
    return lines


def _fit(cell: str, size: int, side: str) -> str:
    text = cell if len(cell) <= size else cell[: size - 1] + "…"
    return text.rjust(size) if side == ">" else text.ljust(size)


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
