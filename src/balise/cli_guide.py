"""Verbs of the Guide on the command line."""

import argparse
import getpass
import json
import os
import sys

from balise.options import Verb

__all__ = ["VERBS"]

DONE = 0


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


_ADMIN = ("NAME", "--email ADDRESS", "--state DIR")

VERBS = (Verb("guide admin", _admin, "secretariat --email secretariat@example.org", _ADMIN),)
