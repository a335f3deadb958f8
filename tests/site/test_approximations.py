"""How approximate intervals under another method are is said where they are shown."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from balise.release import read_release
from balise.reports import numeral


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_methods_page_prints_how_far_the_delta_method_is_from_the_draws(
    client: Any, pilot: Path, language: str
) -> None:
    rows = read_release(pilot).table("validation").filter(check="delta_method")
    page = client.get(f"/{language}/method/").content.decode()
    assert ('id="approximations"' in page) == (rows.height > 0)
    for value in rows.filter(pl.col("place").str.ends_with("median"))["rebuilt"]:
        assert f">{numeral(value, language, 2)}<" in page
