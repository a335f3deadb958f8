"""One table as a file for spreadsheets: CSV that opens safely, or a workbook."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

import polars as pl
import xlsxwriter

from balise.reports.exports import guard_text

__all__ = ["csv_bytes", "workbook_bytes"]


def csv_bytes(table: pl.DataFrame) -> bytes:
    r"""Write a table as CSV that opens safely, with a byte order mark; numbers stay numbers.

    Examples
    --------
    >>> csv_bytes(pl.DataFrame({"name": ["=1+1"], "score": [-1]})).decode("utf-8-sig")
    "name,score\n'=1+1,-1\n"
    """
    return guard_text(table).write_csv(include_bom=True).encode()


def workbook_bytes(name: str, table: pl.DataFrame, about: Sequence[str]) -> bytes:
    """Write a table as a workbook: a sheet that says what it is, then the table.

    Examples
    --------
    >>> workbook_bytes("places", pl.DataFrame({"name": ["=1+1"]}), ["What it is"])[:2]
    b'PK'
    """
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    out = BytesIO()
    with xlsxwriter.Workbook(out, options) as book:
        # The same table gives the same bytes: no time of writing.
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
        sheet = book.add_worksheet("about")
        sheet.set_column(0, 0, 110)
        for place, line in enumerate(guard_text(pl.DataFrame({"line": list(about)}))["line"]):
            sheet.write_string(place, 0, line)
        guard_text(table).write_excel(
            book, name, autofit=True, float_precision=4, freeze_panes=(1, 1)
        )
    return out.getvalue()
