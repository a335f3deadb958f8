"""Export of records: YAML that people read, CSV that spreadsheets open, both read back.

In CSV a text that a spreadsheet would run as a formula gets one apostrophe before it, and so
does one that begins with apostrophes and then such a sign: taking one away gives it back.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from balise.site.guide.layout import (
    CODE_LISTS,
    FIELDS,
    KEPT,
    LEAD,
    PARTS,
    PREFETCHED,
    Tree,
    organisation_tree,
    record_tree,
)
from balise.site.guide.models import Organisation, Record
from balise.vocabulary import BaliseError

__all__ = ["FORMATS", "csv_text", "export_file", "guarded", "yaml_text"]

FORMATS = ("csv", "yaml")

_RUN = re.compile(r"'*[=+\-@\t\r]")
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_HEAD = """\
# Records of the Guide, as 'balise guide import' reads them. A field that is left out is left
# as it is; to empty a field, write its name and nothing behind it.
"""


def export_file(path: Path, *, replace: bool = False) -> int:
    """Write every record, drafts too, as its last version has it.

    Parameters
    ----------
    path : Path
        ``.yaml`` or ``.csv``. Images are not part of it: see ``balise guide backup``.
    replace : bool
        Write over a file that is there.

    Returns
    -------
    int
        How many records were written.

    Raises
    ------
    BaliseError
        If the name says no format, or the file is there.
    """
    ending = path.suffix.lower().replace(".yml", ".yaml")
    if ending.removeprefix(".") not in FORMATS:
        raise BaliseError(
            f"{path}: found a file of kind '{path.suffix}'. Expected .yaml or .csv. "
            "Name the file so."
        )
    if path.exists() and not replace:
        raise BaliseError(
            f"{path}: found a file of that name. Expected one that is free. "
            "Choose another name, or write over it with --replace."
        )
    records = Record.objects.select_related("lead").prefetch_related(*PREFETCHED)
    trees = [record_tree(each.get_latest_revision_as_object()) for each in records]
    if ending == ".csv":
        # The mark tells spreadsheets that this is UTF-8.
        path.write_text(csv_text(trees), encoding="utf-8-sig", newline="")
    else:
        organisations = [organisation_tree(each) for each in Organisation.objects.all()]
        path.write_text(_HEAD + yaml_text(trees, organisations), encoding="utf-8", newline="")
    return len(trees)


class _Dumper(_DUMPER):  # type: ignore[misc, valid-type]
    """Writes decimal numbers as they are."""


def _number(dumper: Any, value: Decimal) -> Any:
    text = f"{value:f}"
    kind = "float" if "." in text else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


_Dumper.add_representer(Decimal, _number)


def yaml_text(records: Iterable[Tree], organisations: Iterable[Tree] = ()) -> str:
    """Write records, and the organisations they name, as YAML."""
    content: dict[str, Any] = {"organisations": list(organisations), "records": list(records)}
    kept = {name: each for name, each in content.items() if each or name == "records"}
    text: str = yaml.dump(kept, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return text


def csv_text(records: Sequence[Tree], more: Sequence[str] = (), without: Sequence[str] = ()) -> str:
    """Write records as CSV, one row each; parts are numbered columns (claims.1.kind).

    Parameters
    ----------
    records : sequence of mapping
        As :func:`balise.site.guide.layout.record_tree` gives them.
    more : sequence of str
        Names of columns behind the others.
    without : sequence of str
        Names of columns to leave out.
    """
    most = {
        name: max((len(each.get(name, ())) for each in records), default=0) or 1 for name in PARTS
    }
    columns = [
        *("id", *KEPT, *LEAD, *FIELDS, *CODE_LISTS),
        *(
            f"{name}.{number}.{key}"
            for name, keys in PARTS.items()
            for number in range(1, most[name] + 1)
            for key in keys
        ),
        *more,
    ]
    columns = [each for each in columns if each not in without]
    written = io.StringIO(newline="")
    table = csv.writer(written, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    table.writerow(columns)
    for each in records:
        cells = _cells(each)
        table.writerow([cells.get(name, "") for name in columns])
    return written.getvalue()


def _cells(tree: Tree) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in tree.items():
        if name in CODE_LISTS:
            found[name] = "|".join(value)
        elif name in PARTS:
            for number, row in enumerate(value, start=1):
                found |= {f"{name}.{number}.{key}": _cell(each) for key, each in row.items()}
        else:
            found[name] = _cell(value)
    return found


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return guarded(value) if isinstance(value, str) else f"{value}"


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run.

    Examples
    --------
    >>> guarded("=1+1"), guarded("'=1+1"), guarded("'tis"), guarded("1-2")
    ("'=1+1", "''=1+1", "'tis", '1-2')
    """
    return f"'{text}" if _RUN.match(text) else text
