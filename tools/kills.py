"""Kill a real server in the middle of submissions and approvals, on each database.

Run with the rest of ``make audit``: nothing that the server said yes to may be lost.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

__all__ = ["lose_nothing"]


def lose_nothing(kills: int) -> bool:
    """Kill a server so often on each database, print what came of it; false if a thing is lost."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balise.site.settings")
    os.environ.setdefault("BALISE_SECRET_KEY", "only for these kills")
    import django

    from balise.site.catalogues import compile_catalogues

    compile_catalogues()
    django.setup()
    databases = {"SQLite": _sqlite, "PostgreSQL": _postgresql}
    kept = [_is_kept(name, opened, kills) for name, opened in databases.items()]
    return all(kept)


def _is_kept(name: str, opened: Callable[[Path], Iterator[str]], kills: int) -> bool:
    from tests.site.secretariat.kills import lost

    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as held:
        state = Path(folder)
        os.environ["BALISE_STATE"] = folder
        try:
            address = held.enter_context(contextmanager(opened)(state))
        except LookupError as missing:
            print(f"{name}: not tried: {missing}")
            return True
        found = lost(address, state, kills)
    print(
        f"{name}: {found.kills} kills in {time.monotonic() - began:,.0f} s; acknowledged: "
        f"{found.submissions} submissions, {found.approvals} approvals; "
        f"lost or half there: {len(found.problems)}"
    )
    for each in found.problems:
        print(f"  {each}")
    return not found.problems and found.kills == kills


def _sqlite(state: Path) -> Iterator[str]:
    yield f"sqlite:///{state / 'balise.sqlite3'}"


def _postgresql(_state: Path) -> Iterator[str]:
    from tests.site.databases import migrate, running_postgres

    with running_postgres() as address:
        migrate(address)
        yield address
