"""No acknowledged submission is lost when the server is killed, on either database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site.secretariat.kills import lost

pytestmark = pytest.mark.slow


def _migrated_at(address: str, state: Path) -> None:
    code = "from balise.site import open_guide; open_guide()"
    chosen = os.environ | {"DATABASE_URL": address, "BALISE_STATE": str(state)}
    subprocess.run([sys.executable, "-c", code], env=chosen, check=True)


def test_five_kills_lose_no_submission_on_sqlite(guide_site: None, tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'balise.sqlite3'}"
    _migrated_at(address, tmp_path)
    found = lost(address, tmp_path)
    assert found.problems == []
    assert found.kills == 5
    assert found.acknowledged > 0


def test_five_kills_lose_no_submission_on_postgresql(
    guide_site: None, postgres: str, tmp_path: Path
) -> None:
    import psycopg

    address = postgres.replace("/guide", "/kills")
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE kills")
    _migrated_at(address, tmp_path)
    found = lost(address, tmp_path)
    assert found.problems == []
    assert found.kills == 5
    assert found.acknowledged > 0
