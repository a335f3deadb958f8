"""The front door of attribution offers all it names, and loads estimators only when asked for."""

import subprocess
import sys

import pytest

from balise import impact


def test_reports_load_no_estimator() -> None:
    seen = "import sys, balise.reports; print(sorted({'numba', 'statsmodels'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_every_name_that_is_offered_is_there() -> None:
    assert all(getattr(impact, name) is not None for name in impact.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        impact.nothing  # noqa: B018
