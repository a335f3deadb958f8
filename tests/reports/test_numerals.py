"""Numbers are written as readers of each language expect."""

import pytest

from balise.reports import interval, numeral, signed

THIN = "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "language", "decimals", "text"),
    [
        (1234567.0, "en", 0, "1,234,567"),
        (1234567.0, "fr", 0, f"1{THIN}234{THIN}567"),
        (0.25, "fr", 2, "0,25"),
        (-3.16, "en", 1, "−3.2"),
        (-0.04, "en", 1, "0.0"),
        (None, "fr", 1, "–"),
    ],
)
def test_numbers_by_language(value: float | None, language: str, decimals: int, text: str) -> None:
    assert numeral(value, language, decimals) == text


def test_what_rounds_to_zero_has_no_sign() -> None:
    assert (signed(0.04, "en"), signed(-0.04, "fr"), signed(0.06, "en")) == ("0.0", "0,0", "+0.1")


def test_an_interval_without_bounds_is_empty() -> None:
    assert interval(None, 1.0, "en") == ""
    assert interval(-1.25, 1234.5, "fr", sign=True) == f"−1,2 à +1{THIN}234,5"
