"""No acknowledged submission or approval is lost when the server is killed, on either database."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.site.secretariat.kills import lost


@pytest.fixture
def fresh_sqlite(tmp_path: Path) -> str:
    """Address of a database in a file of its own, as empty as a new site."""
    return f"sqlite:///{tmp_path / 'balise.sqlite3'}"


@pytest.fixture
def fresh_postgresql(_migrated: Callable[[str | None], None], postgres: str) -> str:
    """Address of a database of its own on the server of this run."""
    import psycopg

    _migrated(postgres)
    head, _slash, _name = postgres.rpartition("/")
    with psycopg.connect(f"{head}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE kills TEMPLATE guide")
    return f"{head}/kills"


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_five_kills_lose_no_submission_and_no_approval(
    request: pytest.FixtureRequest, guide_site: None, tmp_path: Path, engine: str
) -> None:
    address: str = request.getfixturevalue(f"fresh_{engine}")
    found = lost(address, tmp_path)
    assert found.problems == []
    assert found.kills == 5
    assert found.submissions > 0
    assert found.approvals > 0
