"""Reads a page as a reader hears it: each text with the language it is marked with."""

import re
from collections.abc import Iterator
from functools import cached_property
from html.parser import HTMLParser
from typing import Any

__all__ = ["Page", "crawl"]

_ALONE = {"area", "br", "col", "hr", "img", "input", "link", "meta", "rect", "source", "wbr"}
# What names a thing is the same in both languages, or is quoted.
_NOT_PROSE = {"code", "script", "style"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.lang = ""
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        around = self._open[-1][1] if self._open else ""
        lang = given.get("lang") or around
        self.lang = self.lang or lang
        if given.get("href"):
            self.links.append(str(given["href"]))
        for name in ("aria-label", "alt", "title", "placeholder"):
            if given.get(name):
                self.texts.append((str(given[name]), lang))
        if tag not in _ALONE:
            self._open.append((tag, lang))

    def handle_endtag(self, tag: str) -> None:
        if any(tag == each for each, _lang in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        text = re.sub(r"[ \n\t]+", " ", data).strip(" ")
        if text and not any(tag in _NOT_PROSE for tag, _lang in self._open):
            self.texts.append((text, self._open[-1][1] if self._open else ""))


class Page:
    """A page: its texts in order with their languages, its links."""

    def __init__(self, html: str) -> None:
        self.html = html

    @cached_property
    def _read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.html)
        return reader

    @property
    def lang(self) -> str:
        return self._read.lang

    @property
    def texts(self) -> list[tuple[str, str]]:
        return self._read.texts

    @property
    def links(self) -> list[str]:
        return self._read.links

    @property
    def text(self) -> str:
        plain = re.sub(r"<(code|b|i|span|small|time|a|cite)\b", r" <\1", self.html)
        reader = _Words()
        reader.feed(plain)
        return re.sub(r"[ \n\t]+", " ", " ".join(reader.words)).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip(" \n\t"))


def crawl(client: Any) -> dict[str, Page]:
    """Give every page of the Guide that links lead to, in both languages; once each."""
    found: dict[str, Page] = {}
    waiting = ["/en/guide/", "/fr/guide/"]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        response = client.get(path)
        if response.status_code != 200 or "text/html" not in response["Content-Type"]:
            continue
        found[path] = Page(response.content.decode())
        waiting += _further(path, found[path].links)
    return found


def _further(path: str, links: list[str]) -> Iterator[str]:
    for link in links:
        whole = path.partition("?")[0] + link if link.startswith("?") else link
        plain = whole.split("#")[0]
        # Each page once: of lists, the first page and the next ones.
        if "?" in plain and not re.search(r"\?page=\d+$", plain):
            plain = plain.split("?")[0]
        if re.match(r"/(en|fr)/guide/", plain) and "/./" not in plain:
            yield re.sub(r"\?page=1$", "", plain)
