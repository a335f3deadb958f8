"""What a page says, sentence by sentence, with the language each part is marked as."""

from html.parser import HTMLParser

__all__ = ["spoken"]

_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr", "rect"}
_SILENT = {"script", "style", "code"}
_READ = ("aria-label", "alt", "title", "placeholder")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.marks: list[tuple[str, str, bool]] = [("", "", False)]
        self.said: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        _tag, lang, silent = self.marks[-1]
        lang = given.get("lang") or lang
        for name in _READ:
            if given.get(name):
                self.said.append((lang, str(given[name])))
        if tag not in _VOID:
            self.marks.append((tag, lang, silent or tag in _SILENT))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.marks.pop()

    def handle_endtag(self, tag: str) -> None:
        while len(self.marks) > 1 and self.marks.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        _tag, lang, silent = self.marks[-1]
        text = " ".join(data.split())
        if text and not silent:
            self.said.append((lang, text))


def spoken(page: str, language: str) -> list[str]:
    """Give what a page says, read or heard, in what is marked as a language."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return [text for lang, text in reader.said if lang == language]
