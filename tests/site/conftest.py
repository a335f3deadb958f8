"""A site of an invented or a pilot release, and a browser to look at it."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest

from balise.site.catalogues import compile_catalogues
from tests.site.databases import (
    _migrated,
    guide_client,
    guide_db,
    guide_site,
    guide_sqlite,
    postgres,
    ready,
)

__all__ = ["_migrated", "guide_client", "guide_db", "guide_site", "guide_sqlite", "postgres"]

# A browser is driven from a loop of events that waits meanwhile; the database is not shared.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Look at each page in French on a phone and in English on a desk; the rest is slow."""
    for item in items:
        given = getattr(getattr(item, "callspec", None), "params", {})
        seen = given.get("width"), given.get("lang", given.get("language"))
        if seen in {(320, "en"), (1280, "fr")}:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def site(pilot: Path) -> Any:
    """The application, with the pilot in it whatever other tests opened before."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balise.site.settings")
    from django.conf import settings

    settings.BALISE_RELEASES = (str(pilot),)
    settings.SECRET_KEY = "for tests only"
    compile_catalogues()
    from balise.site.explorer.releases import library
    from balise.site.serving import open_database
    from balise.site.wsgi import application

    library.cache_clear()
    ready(Path(settings.STATE))
    open_database()
    return application


@pytest.fixture
def client(site: Any) -> Any:
    """Somebody who asks for pages."""
    django.setup()
    from django.test import Client

    return Client(HTTP_HOST="localhost")


@pytest.fixture(scope="session")
def address(site: Any) -> Iterator[str]:
    """Address of the site, served on loopback."""
    from waitress.server import create_server

    server = create_server(site, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium; tests that need one are skipped where none is installed."""
    named = os.environ.get("BALISE_CHROMIUM")
    found = next((each for each in (named, *CHROMIUM) if each and Path(each).exists()), None)
    if found is None:
        pytest.skip("no Chromium: install one, or set BALISE_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield opened
        opened.close()
