"""The sentences of the site that have to be translated, found in its code and templates."""

from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

SITE = Path(__file__).resolve().parents[2] / "src" / "balise" / "site"
KEYWORDS = {
    "gettext": None,
    "_": None,
    "gettext_lazy": None,
    "pgettext": ((1, "c"), 2),
    "ngettext": (1, 2),
}
# The Guide and its secretariat have catalogues of their own; the explorer and the frame share one.
CATALOGUES = {"site": SITE, "guide": SITE / "guide", "secretariat": SITE / "secretariat"}


def catalogue(name: str) -> Path:
    """The French text of a catalogue."""
    return CATALOGUES[name] / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def messages(name: str) -> set[tuple[str, str]]:
    """Context and text of every sentence of a catalogue."""
    found = set()
    others = [each for each in CATALOGUES.values() if CATALOGUES[name] in each.parents]
    for path in sorted(CATALOGUES[name].rglob("*")):
        if path.suffix not in {".py", ".html"} or any(each in path.parents for each in others):
            continue
        text = path.read_text("utf-8")
        if path.suffix == ".html":
            text = templatize(text)
        for _line, text_id, _comments, context in extract(
            "python", BytesIO(text.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            found.add((context or "", text_id if isinstance(text_id, str) else text_id[0]))
    return found
