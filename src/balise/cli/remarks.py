"""Verbs of the secretariat: read remarks on results, answer, close, take away, erase."""

import argparse
from collections.abc import Mapping, Sequence
from textwrap import fill

from balise.cli.answers import DONE, print_json

__all__ = ["answer", "close", "erase", "export", "listed"]

_LEFT_OUT = ("email",)


def listed(arguments: argparse.Namespace) -> int:
    """List the remarks that people sent, the oldest first; those closed with --all."""
    from balise.site import open_desk

    rows = open_desk(arguments.state).listed(with_closed=arguments.all)
    if arguments.json:
        return print_json(rows)
    for row in rows:
        print(_told(row))
    print(f"Remarks: {len(rows)}.")
    return DONE


def _told(row: Mapping[str, object]) -> str:
    score = row["score"]
    scored = f"{score:.1f}" if isinstance(score, float) else "no score"
    lines = [
        f"{row['reference']}  {str(row['received'])[:10]}  {row['state']}  {row['kind']}",
        f"    {row['name']} ({row['dguid']}), {row['release']}@{str(row['seal'])[:12]}: {scored}",
        f"    written in {row['language']}; e-mail: {row['email'] or 'none'}",
    ]
    lines += [
        fill(line, 80, initial_indent="    | ", subsequent_indent="    | ")
        for line in str(row["text"]).splitlines()
    ]
    return "\n".join(lines) + "\n"


def answer(arguments: argparse.Namespace) -> int:
    """Answer a remark in both languages; with --publish the page of its area shows the answer."""
    from balise.site import open_desk

    texts = {"en": arguments.en, "fr": arguments.fr}
    desk = open_desk(arguments.state)
    row = desk.answer(arguments.reference, texts, publish=arguments.publish)
    if arguments.json:
        return print_json(row)
    shown = "shown on the page of its area" if row["is_published"] else "kept, shown nowhere"
    print(f"Remark {row['reference']} is {row['state']}; the answer is {shown}.")
    if row["email"]:
        print(f"Write to {row['email']}: the site sends no mail.")
    return DONE


def close(arguments: argparse.Namespace) -> int:
    """Close a remark: its e-mail address is erased one year later."""
    from balise.site import open_desk

    row = open_desk(arguments.state).close(arguments.reference)
    if arguments.json:
        return print_json(row)
    print(f"Remark {row['reference']} is closed since {str(row['closed'])[:10]}.")
    return DONE


def erase(arguments: argparse.Namespace) -> int:
    """Erase the e-mail address of a remark, and with --text its text."""
    from balise.site import open_desk

    desk = open_desk(arguments.state)
    row = desk.erase(arguments.reference, with_text=arguments.text)
    if arguments.json:
        return print_json(row)
    what = "e-mail address and its text are" if arguments.text else "e-mail address is"
    print(f"Remark {row['reference']}: its {what} erased.")
    return DONE


def export(arguments: argparse.Namespace) -> int:
    """Write all remarks to a CSV file, without e-mail addresses."""
    from balise.site import open_desk

    rows = open_desk(arguments.state).listed(with_closed=True)
    kept = [{key: row[key] for key in row if key not in _LEFT_OUT} for row in rows]
    _write(arguments, kept)
    if arguments.json:
        return print_json({"written": arguments.out, "remarks": len(kept)})
    print(f"{arguments.out}: {len(kept)} remarks.")
    return DONE


def _write(arguments: argparse.Namespace, rows: Sequence[Mapping[str, object]]) -> None:
    import polars as pl

    from balise.reports import guard_text

    table = pl.DataFrame(list(rows), infer_schema_length=None)
    guard_text(table).write_csv(arguments.out, include_bom=True)
