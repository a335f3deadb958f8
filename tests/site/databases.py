"""The Guide on SQLite and, where PostgreSQL is installed, on a real server of it."""

import atexit
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import django
import pytest

from balise.site.catalogues import compile_catalogues

BINARIES = "/usr/lib/postgresql/*/bin"


def _initdb() -> Path | None:
    """Find the PostgreSQL of this machine: on the path, or where Debian keeps it."""
    found = shutil.which("initdb")
    kept = sorted(Path("/").glob(BINARIES.lstrip("/") + "/initdb"))
    return Path(found).resolve() if found else (kept[-1] if kept else None)


@contextmanager
def running_postgres() -> Iterator[str]:
    """Run a server with an empty database, reached by a socket, and give its address.

    PostgreSQL refuses to run as root, as in a container: there it runs as its own user.

    Raises
    ------
    LookupError
        If it is not installed, or nobody may run it.
    """
    initdb = _initdb()
    if initdb is None:
        raise LookupError("no PostgreSQL: install it to run these tests on it")
    if find_spec("psycopg") is None:
        raise LookupError("no psycopg: install the extra postgres")
    from pytest_postgresql.janitor import DatabaseJanitor

    is_root = os.geteuid() == 0
    try:
        account = pwd.getpwnam("postgres") if is_root else pwd.getpwuid(os.geteuid())
    except KeyError as error:
        raise LookupError("no user postgres, and PostgreSQL refuses to run as root") from error
    owner: dict[str, Any] = {"user": account.pw_uid, "group": account.pw_gid} if is_root else {}
    folder = Path(tempfile.mkdtemp(prefix="balise-pg-"))
    os.chown(folder, account.pw_uid, account.pw_gid)

    def run(name: str, *arguments: str) -> None:
        command = [str(initdb.with_name(name)), "-D", str(folder / "data"), *arguments]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, **owner)

    run("initdb", "--username=balise", "--auth=trust", "--encoding=UTF8", "--no-sync")
    settings = f"-k {folder} -c listen_addresses='' -c fsync=off"
    run("pg_ctl", "start", "--wait", "--timeout=300", "--log", str(folder / "log"), "-o", settings)
    try:
        with DatabaseJanitor(user="balise", host=str(folder), port=5432, dbname="guide"):
            yield f"postgres://balise@{quote(str(folder), safe='')}:5432/guide"
    finally:
        run("pg_ctl", "stop", "--wait", "--mode=immediate")
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of an empty database on a server of this run alone."""
    with ExitStack() as held:
        try:
            address = held.enter_context(running_postgres())
        except LookupError as missing:
            pytest.skip(str(missing))
        yield address


def migrate(address: str) -> None:
    """Bring the database at an address up to date."""
    # Wagtail chooses the migrations of its search once in a process, by the database.
    code = "from balise.site import open_guide; open_guide()"
    chosen = os.environ | {"DATABASE_URL": address}
    subprocess.run([sys.executable, "-c", code], env=chosen, check=True)


@cache
def _template() -> Path:
    """A database of the site with its tables and nothing in them, made once in a run."""
    folder = Path(tempfile.mkdtemp(prefix="balise-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    chosen = os.environ | {"BALISE_STATE": str(folder), "BALISE_APPS": "explorer guide"}
    chosen.pop("DATABASE_URL", None)
    code = "from balise.site import open_guide; open_guide()"
    subprocess.run([sys.executable, "-c", code], env=chosen, check=True)
    return folder / "balise.sqlite3"


def ready(state: Path) -> Path:
    """Put an empty database into a folder of state, so that opening it takes no time."""
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (state / "balise.sqlite3").exists():
        shutil.copy(_template(), state / "balise.sqlite3")
    return state


@contextmanager
def on_database(address: str | None) -> Iterator[None]:
    """Have this process speak to the database at an address; to SQLite if there is none."""
    import dj_database_url
    from django.contrib.contenttypes.models import ContentType
    from django.db import connections

    kept = connections.settings["default"]
    if address:
        asked = {"default": dj_database_url.parse(address)}
        file = Path(str(asked["default"]["NAME"]))
        if address.startswith("sqlite") and not file.exists():
            shutil.copy(_template(), file)
        connections.settings["default"] = connections.configure_settings(asked)["default"]
        connections["default"].close()
        del connections["default"]
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = kept
        if address:
            del connections["default"]
        ContentType.objects.clear_cache()


@pytest.fixture(scope="session")
def guide_site() -> None:
    """The settings of the site, with its translations; no release is opened."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balise.site.settings")
    from django.conf import settings

    settings.SECRET_KEY = "for tests only"
    compile_catalogues()
    django.setup()


@pytest.fixture(scope="session")
def _migrated(guide_site: None) -> Callable[[str | None], None]:
    """Brings each database up to date once in a run."""
    done: set[str] = set()

    def migrated(address: str | None) -> None:
        from django.db import connections

        from balise.site.serving import open_database

        # Without an address it is the database spoken to now: a module may have its own.
        name = address or str(connections["default"].settings_dict["NAME"])
        if address and name not in done:
            migrate(address)
        elif name not in done:
            if not Path(name).exists():
                ready(Path(name).parent)
            open_database()
        done.add(name)

    return migrated


@pytest.fixture(params=["sqlite", "postgresql"])
def guide_db(
    request: pytest.FixtureRequest, _migrated: Callable[[str | None], None]
) -> Iterator[str]:
    """The database of the Guide, as it was before the test when the test is over."""
    engine: str = request.param
    yield from _kept(request, engine, _migrated)


@pytest.fixture
def guide_sqlite(
    request: pytest.FixtureRequest, _migrated: Callable[[str | None], None]
) -> Iterator[str]:
    """The same, on SQLite alone: for what no database changes."""
    yield from _kept(request, "sqlite", _migrated)


def _kept(
    request: pytest.FixtureRequest, engine: str, migrated: Callable[[str | None], None]
) -> Iterator[str]:
    from django.db import transaction

    address = request.getfixturevalue("postgres") if engine == "postgresql" else None
    migrated(address)
    with on_database(address), transaction.atomic():
        yield engine
        transaction.set_rollback(True)


@pytest.fixture
def guide_client(guide_site: None) -> Any:
    """Somebody who asks for pages of the Guide."""
    from django.test import Client

    return Client(HTTP_HOST="localhost")
