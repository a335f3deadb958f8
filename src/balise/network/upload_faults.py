"""What can be wrong with a file that somebody sends, as codes that a page puts in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from balise.vocabulary import NetworkError

__all__ = ["Notices", "UploadError", "clean_name", "few"]

LONGEST_NAME = 120
"""Characters kept of a name."""


class UploadError(NetworkError):
    """A file that cannot be used: what is wrong, where, and what was found.

    Attributes
    ----------
    code : str
        What is wrong, such as ``not_polygon``.
    values : dict of str to text or number
        What the sentence about it names: a region, a row, a limit.
    """

    def __init__(self, code: str, **values: str | int | float) -> None:
        self.code = code
        self.values = values
        found = ", ".join(f"{name} {value}" for name, value in values.items())
        super().__init__(
            f"A file of places cannot be used: {code.replace('_', ' ')}"
            f"{f' ({found})' if found else ''}. Expected a file as docs/places.md describes. "
            "Correct it and send it again."
        )


@dataclass(slots=True)
class Notices:
    """What was put right or left aside on the way, each kind once, with where."""

    found: dict[str, list[str]] = field(default_factory=dict)

    def add(self, code: str, what: str = "") -> None:
        """Note one more place where something was put right."""
        self.found.setdefault(code, []).append(what)

    def plain(self) -> list[dict[str, object]]:
        """Lay them out: code, how many, and at most five of the places.

        Examples
        --------
        >>> notices = Notices()
        >>> notices.add("duplicate", "1310032")
        >>> notices.plain()
        [{'code': 'duplicate', 'count': 1, 'names': '1310032'}]
        """
        return [
            {"code": code, "count": len(names), "names": few(names)}
            for code, names in self.found.items()
        ]


def few(names: Sequence[str], most: int = 5) -> str:
    """List the first names, each once, in no language.

    Examples
    --------
    >>> few(["a", "b", "a"]), few(["a", "b", "c"], most=2)
    ('a, b', 'a, b, …')
    """
    once = list(dict.fromkeys(names))
    return ", ".join(once[:most]) + (", …" if len(once) > most else "")


def clean_name(text: object, notices: Notices) -> str:
    r"""Keep what of a name can be read on a line, without what cannot be seen.

    Examples
    --------
    >>> clean_name("  North\n\x07 Shore ", Notices())
    'North Shore'
    >>> len(clean_name("x" * 5000, Notices()))
    120
    """
    whole = "".join(letter if letter.isprintable() else " " for letter in str(text)[:20_000])
    name = " ".join(whole.split())
    if len(name) > LONGEST_NAME:
        notices.add("long_name", name[:40] + "…")
        name = name[: LONGEST_NAME - 1] + "…"
    return name
