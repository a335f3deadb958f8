"""Sizes of files, as a reader of each language expects them."""

__all__ = ["written_size"]

_UNITS = {"en": ("MB", "kB", "."), "fr": ("Mo", "Ko", ",")}


def written_size(size: int, language: str) -> str:
    r"""Write a size: thousands of bytes, or millions from a tenth of one on.

    Parameters
    ----------
    size : int
        Of a file [bytes].
    language : str
        ``en`` or ``fr``.

    Examples
    --------
    >>> written_size(1_250_000, "en"), written_size(1_250_000, "fr")
    ('1.2\xa0MB', '1,2\xa0Mo')
    >>> written_size(45_000, "en"), written_size(900, "fr")
    ('45\xa0kB', '1\xa0Ko')
    """
    large, small, point = _UNITS[language]
    if size >= 100_000:
        return f"{size / 1e6:.1f}\N{NO-BREAK SPACE}{large}".replace(".", point)
    return f"{max(1.0, size / 1e3):.0f}\N{NO-BREAK SPACE}{small}"
