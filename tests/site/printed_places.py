"""What a page prints, place by place: the cells of its tables, the text of its sections."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from html.parser import HTMLParser

__all__ = ["Printed", "read", "tokens", "written"]

_BLOCKS = frozenset({"p", "li", "div", "tr", "section", "dt", "dd", "summary", "h1", "h2", "h3"})
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "rect"})
_SPOKEN = {
    "en": ("19 times out of 20", "out of 100", "times 100", "16 and over", "score of 50 or more"),
    "fr": ("19 fois sur 20", "sur 100", "multipliée par 100", "16 ans et plus", "de 50 ou plus"),
}
"""Numbers that belong to a sentence, the same on the page of every area."""
_ALSO_SPOKEN = ("50/10 Mb", "(1 is the highest score)", "(1 est le score le plus élevé)")
_NUMBERS = {
    "en": re.compile(r"[+\N{MINUS SIGN}]?\d+(?:,\d{3})*(?:\.\d+)?"),
    "fr": re.compile(r"[+\N{MINUS SIGN}]?\d+(?:\N{NARROW NO-BREAK SPACE}\d{3})*(?:,\d+)?"),
}


@dataclass
class Printed:
    """Text of each section outside its tables, rows of its tables, rectangles drawn."""

    texts: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[list[str]]] = field(default_factory=dict)
    drawn: list[dict[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Reads the main content; a section begins at its heading."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Printed()
        self.section = ""
        self.inside: list[str] = []
        self.cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {key: value or "" for key, value in attrs}
        if tag == "main" or self.inside:
            if tag == "rect":
                self.found.drawn.append(named)
            if tag not in _VOID:
                self.inside.append(tag)
        if tag in {"h1", "h2"}:
            self.section = named.get("id", tag)
        if "tbody" in self.inside:
            self._of_table(tag)
        if tag in _BLOCKS:
            self.handle_data("\n")

    def _of_table(self, tag: str) -> None:
        if tag == "tr":
            self.found.rows.setdefault(self.section, []).append([])
        elif tag in {"td", "th"}:
            self.cell = []

    def handle_endtag(self, tag: str) -> None:
        if not self.inside or tag in _VOID:
            return
        if tag in {"td", "th"} and self.cell is not None:
            text = re.sub(r"[ \n\t]+", " ", "".join(self.cell))
            self.found.rows[self.section][-1].append(text.strip(" "))
            self.cell = None
        while self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)
        elif self.inside:
            texts = self.found.texts
            texts[self.section] = texts.get(self.section, "") + data


def read(page: str) -> Printed:
    """Read the main content of a page."""
    reader = _Reader()
    reader.feed(page)
    assert reader.inside == [], "every element of the page is closed"
    return reader.found


def tokens(text: str, language: str, labels: Iterable[str] = ()) -> list[str]:
    """Give the numbers of a text as printed, but for those of its labels."""
    plain = text.replace("\N{NO-BREAK SPACE}", " ")
    for each in (*sorted(labels, key=len, reverse=True), *_ALSO_SPOKEN, *_SPOKEN[language]):
        if each:
            plain = plain.replace(each, "…")
    return _NUMBERS[language].findall(plain)


def written(value: float | None, language: str, decimals: int = 0, *, sign: bool = False) -> str:
    """Write a number as the pages have to print it, by decimal arithmetic."""
    if value is None:
        return ""
    exact = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
    text = f"{abs(exact):,}"
    if language == "fr":
        text = text.replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",")
    if exact == 0:
        return text
    return ("\N{MINUS SIGN}" if exact < 0 else "+" if sign else "") + text
