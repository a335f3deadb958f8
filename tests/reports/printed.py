"""What reports print, written anew, apart from the code under test; and what a PDF holds."""

import io
import re
from typing import Any

from pypdf import PdfReader

__all__ = ["alternatives", "bounds", "lines_of", "number", "percent", "tags", "text_of"]

SPACES = re.compile(r"[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]+")


def text_of(pdf: bytes, pages: int | None = None) -> str:
    found = PdfReader(io.BytesIO(pdf)).pages
    assert pages is None or len(found) == pages
    return SPACES.sub(" ", " ".join(page.extract_text() for page in found))


def number(value: float | None, language: str, decimals: int = 1, *, sign: bool = False) -> str:
    if value is None:
        return "–"
    text = f"{abs(value):,.{decimals}f}"
    is_zero = not text.strip("0.,")
    if language == "fr":
        text = text.replace(",", " ").replace(".", ",")
    if is_zero:
        return text
    return ("−" if value < 0 else "+" if sign else "") + text


def percent(value: float | None, language: str) -> str:
    if value is None:
        return "–"
    return number(100 * value, language) + ("%" if language == "en" else " %")


def bounds(row: dict[str, Any], name: str, language: str, **how: Any) -> str:
    scale = how.pop("scale", 1)
    between = " to " if language == "en" else " à "
    ends = (scale * row[f"{name}{end}"] for end in ("_low", "_high"))
    return between.join(number(each, language, **how) for each in ends)


def tags(element: Any) -> list[str]:
    """Every tag below an element of the structure tree."""
    element = element.get_object()
    if not isinstance(element, dict):
        return []
    own = [str(element["/S"])] if "/S" in element else []
    children = element.get("/K", [])
    children = children if isinstance(children, list) else [children]
    return own + [tag for child in children for tag in tags(child)]


def alternatives(root: Any) -> list[str]:
    found: list[str] = []

    def walk(element: Any) -> None:
        element = element.get_object()
        if isinstance(element, dict):
            if "/Alt" in element:
                found.append(str(element["/Alt"]))
            children = element.get("/K", [])
            for child in children if isinstance(children, list) else [children]:
                walk(child)

    walk(root["/StructTreeRoot"])
    return found


def lines_of(pdf: bytes) -> str:
    """The text on one line, with the narrow spaces that French puts between thousands."""
    found = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"[ \n\t\N{NO-BREAK SPACE}]+", " ", found)
