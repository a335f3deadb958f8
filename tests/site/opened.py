"""A site that is open on some releases, for the time of a test."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import polars as pl
from django.conf import settings
from django.test import Client, override_settings

from balise.release import write_release
from tests.release.invented import invented_record, invented_tables

__all__ = ["opened", "sound_release"]


def sound_release(folder: Path, **changes: object) -> Path:
    """Write the invented release without the check it does not meet."""
    tables = invented_tables()
    met = pl.col("verdict") != "not_met"
    tables["validation"] = tables["validation"].filter(met)
    return write_release(folder, tables, invented_record(**changes))


@contextmanager
def opened(*folders: Path) -> Iterator[Client]:
    """Open the site on releases, and give a client of it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balise.site.settings")
    os.environ.setdefault("BALISE_SECRET_KEY", "for tests only")
    django.setup()
    # Other tests may have read the settings before there was a secret.
    settings.SECRET_KEY = "for tests only"
    from balise.site.explorer.releases import library

    with override_settings(
        ALLOWED_HOSTS=["testserver"],
        BALISE_RELEASES=tuple(map(str, folders)),
    ):
        library.cache_clear()
        yield Client()
    library.cache_clear()
