"""Files that people send in: YAML and CSV, read as texts, within limits.

Nothing in a file is run or made into an object: YAML is read as its events, without tags and
aliases, and every value stays the text that was written. What a text means is the importer's.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from balise.vocabulary import BaliseError

__all__ = ["LIMIT_BYTES", "Document", "Entry", "FileError", "read_file", "unguarded"]

LIMIT_BYTES = 10 * 2**20
"""Largest file that is read [bytes]."""
LIMIT_DEPTH = 12
LIMIT_CELL = 100_000

_EMPTY = {"", "~", "null", "Null", "NULL"}
_MARKED = re.compile(r"'+[=+\-@\t\r]")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_TAGS = {None, "!", "tag:yaml.org,2002:str"}


class FileError(BaliseError):
    """A file that cannot be read at all."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as a file has it, and where: the line (YAML) or the row (CSV) it begins at."""

    row: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds: records, organisations, and what its head says."""

    records: list[Entry]
    organisations: list[Entry] = field(default_factory=list)
    head: dict[str, Any] = field(default_factory=dict)
    is_seed: bool = False
    has_comma: bool = False


def read_file(path: Path) -> Document:
    """Read a file of records.

    Parameters
    ----------
    path : Path
        YAML (``.yaml``, ``.yml``) or CSV (``.csv``).

    Returns
    -------
    Document
        Its records, as texts.

    Raises
    ------
    FileError
        If it is too large, or is not what its name says.
    """
    if path.suffix.lower() not in {".yaml", ".yml", ".csv"}:
        raise FileError(
            f"{path.name}: found a file of kind '{path.suffix}'. Expected .yaml or .csv. "
            "Save the file as one of these."
        )
    if not path.is_file():
        raise FileError(f"{path}: there is no such file. Correct its name.")
    size = path.stat().st_size
    if size > LIMIT_BYTES:
        raise FileError(
            f"{path.name}: found {size:,} bytes. Expected {LIMIT_BYTES:,} at most. "
            "Part it into several files."
        )
    content = path.read_bytes()
    is_table = path.suffix.lower() == ".csv"
    return _read_csv(path.name, content) if is_table else _read_yaml(path.name, content)


def _read_yaml(name: str, content: bytes) -> Document:
    try:
        text = content.decode("utf-8-sig")
        tree = _Events(name, text).tree()
    except UnicodeDecodeError as error:
        raise FileError(
            f"{name}: byte {error.start} is not UTF-8. Expected YAML in UTF-8. "
            "Save the file again with that encoding."
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        told = " ".join(str(error).split())
        raise FileError(f"{name} is not YAML: {told}. Correct it there.") from error
    if not isinstance(tree, dict):
        raise _no_records(name)
    listed = tree.get("records", tree.get("projects"))
    if not isinstance(listed, list):
        raise _no_records(name)
    meta = tree.get("meta")
    return Document(
        records=list(_entries(name, "records", listed)),
        organisations=list(_entries(name, "organisations", tree.get("organisations") or [])),
        head=meta if isinstance(meta, dict) else {},
        is_seed="projects" in tree and "records" not in tree,
    )


def _no_records(name: str) -> FileError:
    return FileError(
        f"{name}: found no list named 'records' (or 'projects'). Expected a mapping with one. "
        "Compare with a file that 'balise guide export' writes."
    )


def _entries(name: str, what: str, listed: Any) -> Iterator[Entry]:
    if not isinstance(listed, list):
        raise FileError(f"{name}: found {what} that are not a list. Expected a list. Correct it.")
    for number, each in enumerate(listed, start=1):
        if not isinstance(each, dict):
            raise FileError(
                f"{name}: entry {number} of {what} is {type(each).__name__}. Expected a mapping "
                "of names to values. Write its fields below each other."
            )
        line = each.pop(_Events.LINE)
        yield Entry(line, {key: _without_lines(value) for key, value in each.items()})


def _without_lines(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _without_lines(each) for key, each in value.items()}
        kept.pop(_Events.LINE, None)
        return kept
    return [_without_lines(each) for each in value] if isinstance(value, list) else value


class _Events:
    """Mappings, lists and texts from the events of a YAML file."""

    LINE = "\0line"  # no YAML file can hold such a name

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)

    def tree(self) -> Any:
        for event in self._events:
            if not isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent)):
                found = None if isinstance(event, yaml.StreamEndEvent) else self._node(event, 1)
                for _rest in self._events:  # what follows has to be YAML too
                    pass
                return found
        return None

    def _node(self, event: Any, depth: int) -> Any:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            self._refuse(line, f"*{event.anchor}", "values written out", "Write the value again")
        if getattr(event, "tag", None) not in _PLAIN_TAGS:
            self._refuse(line, event.tag, "values without tags", "Take the tag away")
        if depth > LIMIT_DEPTH:
            self._refuse(line, f"{depth} levels", f"{LIMIT_DEPTH} at most", "Lay it out flatter")
        if isinstance(event, yaml.ScalarEvent):
            return None if not event.style and event.value in _EMPTY else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return list(self._items(yaml.SequenceEndEvent, depth))
        return self._mapping(line, depth)

    def _items(self, end: type, depth: int) -> Iterator[Any]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield self._node(event, depth + 1)

    def _mapping(self, line: int, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {self.LINE: line}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            at = event.start_mark.line + 1
            key = self._node(event, depth + 1)
            if not isinstance(key, str):
                self._refuse(at, "a name that is no text", "a text", "Write a name")
            if key in found:
                self._refuse(at, f"'{key}' twice", "each name once", "Keep one of them")
            found[key] = self._node(next(self._events), depth + 1)
        return found

    def _refuse(self, line: int, found: str, expected: str, advice: str) -> None:
        raise FileError(
            f"{self._name}, line {line}: found {found[:80]}. Expected {expected}. {advice}."
        )


def _read_csv(name: str, content: bytes) -> Document:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What French spreadsheets save unless told otherwise.
        text = content.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    limit = csv.field_size_limit(LIMIT_CELL)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise FileError(
            f"{name}, line {reader.line_num}: {error}. Expected CSV with cells of {LIMIT_CELL:,} "
            "characters at most, and quotation marks in pairs. Correct the line."
        ) from error
    finally:
        csv.field_size_limit(limit)
    if not rows or "id" not in (header := [each.strip() for each in rows[0]]):
        raise FileError(
            f"{name}: found no column 'id' in the first row. Expected the names of columns there. "
            "Compare with a file that 'balise guide export' writes."
        )
    twice = sorted({each for each in header if each and header.count(each) > 1})
    if twice:
        raise FileError(
            f"{name}: found column '{twice[0]}' twice. Expected each once. Keep one of them."
        )
    entries = list(_rows(name, header, rows[1:]))
    return Document(records=entries, has_comma=delimiter == ";")


def _rows(name: str, header: list[str], rows: list[list[str]]) -> Iterator[Entry]:
    for number, cells in enumerate(rows, start=2):
        if not any(cells):
            continue
        if len(cells) > len(header):
            raise FileError(
                f"{name}, row {number}: found {len(cells)} cells. Expected {len(header)}, as the "
                "first row has. Put quotation marks around cells that hold the delimiter."
            )
        named = zip(header, cells, strict=False)
        yield Entry(number, {key: unguarded(cell) for key, cell in named if key})


def unguarded(cell: str) -> str:
    """Take away the one apostrophe that keeps a spreadsheet from running a text.

    Examples
    --------
    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("'tis")
    ('=1+1', "'=1+1", "'tis")
    """
    return cell[1:] if _MARKED.match(cell) else cell
