"""Numbers as they are read: decimal point or comma, thousands, signs, intervals."""

__all__ = ["MINUS", "interval", "numeral", "signed"]

MINUS = "\N{MINUS SIGN}"
_THIN = "\N{NARROW NO-BREAK SPACE}"
_NOTHING = "–"
_TO = {"en": "to", "fr": "à"}


def numeral(value: float | None, language: str, decimals: int = 0) -> str:
    """Write a number as a reader of the language expects.

    French takes a decimal comma and narrow no-break spaces between thousands.

    Examples
    --------
    >>> numeral(1234567.891, "en", 1)
    '1,234,567.9'
    >>> numeral(1234567.891, "fr", 1).replace("\N{NARROW NO-BREAK SPACE}", "_")
    '1_234_567,9'
    >>> numeral(None, "en")
    '–'
    """
    if value is None:
        return _NOTHING
    text = f"{abs(value):,.{decimals}f}"
    if language == "fr":
        text = text.replace(",", _THIN).replace(".", ",")
    # What rounds to zero has no sign.
    is_zero = not text.strip(f"0.,{_THIN}")
    return text if value >= 0 or is_zero else MINUS + text


def signed(value: float | None, language: str, decimals: int = 1) -> str:
    """Write a difference with its sign; zero has none.

    Examples
    --------
    >>> signed(1.24, "en"), signed(-1.24, "fr"), signed(0.0, "en")
    ('+1.2', '−1,2', '0.0')
    """
    text = numeral(value, language, decimals)
    is_up = value is not None and value > 0 and text.strip("0.,") != ""
    return f"+{text}" if is_up else text


def interval(low: float | None, high: float | None, language: str, *, sign: bool = False) -> str:
    """Write an interval, with signs where it is one of differences.

    Examples
    --------
    >>> interval(21.5, 29.5, "en"), interval(-1.2, 3.4, "fr", sign=True)
    ('21.5 to 29.5', '−1,2 à +3,4')
    """
    if low is None or high is None:
        return ""
    write = signed if sign else numeral
    return f"{write(low, language, 1)} {_TO[language]} {write(high, language, 1)}"
