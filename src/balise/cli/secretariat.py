"""Verbs of the secretariat: tasks of each day, first content, personal data."""

import argparse
import json
import sys
from contextlib import redirect_stdout

from balise.options import Verb

__all__ = ["VERBS"]

DONE, FAILED = 0, 1


def _tasks(arguments: argparse.Namespace) -> int:
    """Run what is due: mail, confirmations, notices, links, what is kept for a while."""
    from balise.site import open_secretariat

    secretary = open_secretariat(arguments.state)
    # Without a mail server messages are shown here: beside what is told, not within it.
    with redirect_stdout(sys.stderr):
        ran = secretary.run_tasks(arguments.day, with_links=not arguments.no_links)
    failed = any(each.state == "failed" for each in ran)
    if arguments.json:
        told = [
            {"task": each.name, "state": each.state, "counts": dict(each.counts)}
            | ({"problem": each.problem} if each.problem else {})
            for each in ran
        ]
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return FAILED if failed else DONE
    for each in ran:
        counted = ", ".join(f"{count} {name}" for name, count in sorted(each.counts.items()))
        print(f"{each.name:16}{each.state:10}{each.problem or counted or '-'}")
    if failed:
        print("A task failed; the others ran. Run this again once the cause is mended.")
    return FAILED if failed else DONE


def _governance(arguments: argparse.Namespace) -> int:
    """Load the first content of the governance pages, where there is none yet."""
    from balise.site import open_secretariat

    loaded = open_secretariat(arguments.state).load_governance()
    if arguments.json:
        print(json.dumps({"loaded": loaded}))
    elif loaded:
        print(
            "Loaded: tables, members, work plan, first meeting, pilots and funding, as the "
            "presentation of 2018 tells them. Go on at /admin/desk/."
        )
    else:
        print("Nothing was loaded: the governance pages hold something already.")
    return DONE


def _export(arguments: argparse.Namespace) -> int:
    """Write all that is kept about a person into a file, for that person."""
    from balise.site import open_secretariat

    secretary = open_secretariat(arguments.state)
    counts = secretary.export_person(arguments.address, arguments.out)
    if arguments.json:
        print(json.dumps({"written": str(arguments.out)} | counts, indent=2))
    else:
        held = ", ".join(f"{count} {name}" for name, count in counts.items())
        print(f"{arguments.out} is written: {held}. It holds personal data: hand it over safely.")
    return DONE


def _erase(arguments: argparse.Namespace) -> int:
    """Erase a person: name and address everywhere, what was decided stays; --yes does it."""
    from balise.site import open_secretariat

    secretary = open_secretariat(arguments.state)
    erased = secretary.erase(arguments.address, dry_run=not arguments.yes)
    if arguments.json:
        told = {"written": erased.is_written, "rows": erased.counts}
        print(json.dumps(told | {"name": erased.public_id}, indent=2))
        return DONE
    for name, count in erased.counts.items():
        print(f"{count:6} {name}")
    if erased.is_written:
        print(f"Erased. What this person decided stays, under the name {erased.public_id}.")
    else:
        print("Nothing was written. Run it again with --yes to erase this for good.")
    return DONE


_STATE = "--state DIR"
_ADDRESS = "person@example.org"

VERBS = (
    Verb("guide tasks", _tasks, "--no-links", ("--day YYYY-MM-DD", "--no-links", _STATE)),
    Verb("guide governance", _governance, "", (_STATE,)),
    Verb(
        "guide people export",
        _export,
        f"{_ADDRESS} --out person.json",
        ("ADDRESS", "--out F.json", _STATE),
    ),
    Verb("guide people erase", _erase, f"{_ADDRESS} --yes", ("ADDRESS", "--yes", _STATE)),
)
