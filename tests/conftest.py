"""What tests of several layers share: the pilot, built once."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The New Brunswick pilot, built once, unless BALISE_PILOT names one."""
    from balise.build import build
    from balise.recipes import read_recipe

    named = os.environ.get("BALISE_PILOT")
    if named:
        return Path(named)
    out = tmp_path_factory.mktemp("pilot") / "new-brunswick"
    return build(read_recipe("new-brunswick"), out, workers=2)
