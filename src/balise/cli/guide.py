"""Verbs of the Guide on the command line."""

import argparse
import getpass
import json
import os
import sys
from dataclasses import asdict

from balise.options import Verb

__all__ = ["VERBS"]

DONE, FAILED = 0, 1


def _admin(arguments: argparse.Namespace) -> int:
    """Make the first account of the secretariat; BALISE_ADMIN_PASSWORD spares the question."""
    from balise.site import make_first_account

    password = os.environ.get("BALISE_ADMIN_PASSWORD") or _asked()
    make_first_account(arguments.name, arguments.email, password, arguments.state)
    if arguments.json:
        print(json.dumps({"account": arguments.name}, indent=2))
    else:
        print(f"The account {arguments.name} is made. Sign in at /admin/ of the site.")
    return DONE


def _asked() -> str:
    """Ask twice for a password that is not shown."""
    from balise.vocabulary import BaliseError

    if not sys.stdin.isatty():
        raise BaliseError(
            "balise guide admin: no password was given. Expected somebody at a keyboard, or "
            "BALISE_ADMIN_PASSWORD. Set it, or run this in a terminal."
        )
    first, again = getpass.getpass("Password: "), getpass.getpass("Password, again: ")
    if first != again:
        raise BaliseError(
            "balise guide admin: the two passwords differ. Expected the same one twice. "
            "Run it again."
        )
    return first


def _import(arguments: argparse.Namespace) -> int:
    """Import records from YAML or CSV, whole or not at all; safe to run twice."""
    from balise.site import open_guide

    office = open_guide(arguments.state)
    report = office.import_file(arguments.file, dry_run=arguments.dry_run, force=arguments.force)
    if arguments.json:
        told = {"file": report.name, "written": report.is_written, "counts": report.counts}
        rows = [asdict(each) for each in report.rows]
        print(json.dumps(told | {"rows": rows}, ensure_ascii=False, indent=2))
        return FAILED if report.counts["refused"] else DONE
    for each in report.rows:
        fields = f": {', '.join(each.fields)}" if each.fields else ""
        print(f"row {each.row:<6}{each.verdict:9}{each.what}{fields}")
        for note in each.notes:
            print(f"{'':19}{note}")
    counted = ", ".join(
        f"{report.counts[each]} {each}" for each in office.verdicts if report.counts[each]
    )
    ending = "Written." if report.is_written else "Nothing was written."
    print(f"{report.name}: {counted or 'no records'}. {ending}")
    return FAILED if report.counts["refused"] else DONE


def _export(arguments: argparse.Namespace) -> int:
    """Export every record, drafts too, as YAML or CSV that can be imported again."""
    from balise.site import open_guide

    office = open_guide(arguments.state)
    count = office.export_file(arguments.out, replace=arguments.replace)
    return _tell(arguments, {"written": str(arguments.out), "records": count}, f"{count} records")


def _backup(arguments: argparse.Namespace) -> int:
    """Write all that the site keeps, private too, into one archive."""
    from balise.site import open_guide

    office = open_guide(arguments.state)
    kept = office.back_up(arguments.out)
    told = {"written": str(arguments.out), "rows": kept.rows, "files": kept.files}
    return _tell(arguments, told, f"{kept.rows} rows and {kept.files} files")


def _restore(arguments: argparse.Namespace) -> int:
    """Restore an archive into an empty database; --replace loses what is there."""
    from balise.site import open_guide

    office = open_guide(arguments.state)
    kept = office.restore(arguments.archive, replace=arguments.replace)
    if arguments.json:
        print(json.dumps({"rows": kept.rows, "files": kept.files}, indent=2))
    else:
        print(f"{arguments.archive} is restored: {kept.rows} rows and {kept.files} files.")
    return DONE


def _edition(arguments: argparse.Namespace) -> int:
    """Make the next edition, as a draft, or take an old one; write its book in one language."""
    from balise.site import open_guide

    office = open_guide(arguments.state)
    made = office.current_edition(arguments.number)
    office.write_book(made, arguments.lang, arguments.out)
    held = made.records.count()
    told = {
        "written": str(arguments.out),
        "edition": made.number,
        "dated": made.dated.isoformat(),
        "state": made.state,
        "language": arguments.lang,
        "records": held,
        "sha256": made.files.get(language=arguments.lang).sha256,
    }
    return _tell(arguments, told, f"edition {made.number} ({made.state}), {held} projects")


def _tell(arguments: argparse.Namespace, told: dict[str, object], held: str) -> int:
    if arguments.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print(f"{arguments.out} is written: {held}.")
    return DONE


_STATE = "--state DIR"
_IMPORT = ("FILE", "--dry-run", "--force", _STATE)
_EXPORT = ("OUT", "--replace", _STATE)
_EDITION = ("--lang L", "--out F.pdf", "--number N", _STATE)
_RESTORE = ("ARCHIVE", "--replace", _STATE)
_ADMIN = ("NAME", "--email ADDRESS", "--state DIR")

VERBS = (
    Verb("guide admin", _admin, "secretariat --email secretariat@example.org", _ADMIN),
    Verb("guide import", _import, "projects.yaml --dry-run", _IMPORT),
    Verb("guide export", _export, "records.csv", _EXPORT),
    Verb("guide edition", _edition, "--lang fr --out guide.pdf", _EDITION),
    Verb("guide backup", _backup, "guide.zip", ("OUT", _STATE)),
    Verb("guide restore", _restore, "guide.zip", _RESTORE),
)
