"""What every test shares: the pilot, where published files are, and no network."""

import atexit
import os
import shutil
import socket
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

# Tests measure results, never time; the same examples on every run in CI.
settings.register_profile("balise", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("balise")

# What sites keep lies in a folder of this run alone.
_STATE = tempfile.mkdtemp(prefix="balise-state-")
os.environ["BALISE_STATE"] = _STATE
atexit.register(shutil.rmtree, _STATE, ignore_errors=True)

# A slow machine is no reason to be told to come back.
os.environ["BALISE_PATIENCE"] = "300"

# Pictures are drawn without a screen.
os.environ.setdefault("MPLBACKEND", "Agg")


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Folder of published files; tests that need one are skipped where there is none."""
    named = os.environ.get("BALISE_DATA")
    folder = Path(named).resolve() if named else ROOT.parent / "shared" / "data"
    if folder.is_dir():
        return folder
    if named:
        pytest.fail(f"BALISE_DATA names {named}, which is not a folder of published files.")
    pytest.skip("no folder of published files: set BALISE_DATA")


@pytest.fixture(scope="session")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The New Brunswick pilot, built once, unless BALISE_PILOT names one."""
    from balise.build import build
    from balise.recipes import read_recipe

    named = os.environ.get("BALISE_PILOT")
    if named:
        return Path(named)
    out = tmp_path_factory.mktemp("pilot") / "new-brunswick"
    return build(read_recipe("new-brunswick"), out)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in {"localhost", "127.0.0.1", "::1"}:
            raise AssertionError(f"A test reached for the network: {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)
