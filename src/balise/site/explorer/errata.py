"""The feed of errata: one entry per erratum of the releases that are open (Atom)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from balise.site.explorer.releases import Loaded

__all__ = ["feed"]

_ATOM = "http://www.w3.org/2005/Atom"
_TITLE = {
    "en": "Errata of the E-Vulnerability Index",
    "fr": "Errata de l’indice de vulnérabilité électronique",
}


def feed(every: Sequence[Loaded], language: str, address: str) -> bytes:
    """Write the feed in a language.

    An erratum is a mapping with the text in both languages and, where known, its
    ``date``; one without a date bears that of the record of its release.
    """
    ET.register_namespace("", _ATOM)
    entries = [
        (loaded, place, each, _date(loaded, each))
        for loaded in every
        for place, each in enumerate(_errata(loaded), 1)
    ]
    root = ET.Element(_name("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": language})
    written = [_written(each) for each in every]
    latest = max([date for *_, date in entries] or written, default=_iso(0))
    _add(root, "title", _TITLE[language])
    _add(root, "id", address)
    _add(root, "updated", latest)
    ET.SubElement(root, _name("link"), {"rel": "self", "href": address})
    author = ET.SubElement(root, _name("author"))
    _add(author, "name", "Balise")
    for loaded, place, each, date in sorted(entries, key=lambda entry: entry[3], reverse=True):
        entry = ET.SubElement(root, _name("entry"))
        _add(entry, "title", f"{loaded.title(language)}, erratum {place}")
        _add(entry, "id", f"urn:balise:{loaded.name}:{loaded.record.get('seal')}:{place}")
        _add(entry, "updated", date)
        _add(entry, "content", _text(each, language))
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _errata(loaded: Loaded) -> list[object]:
    listed = loaded.record.get("errata")
    return listed if isinstance(listed, list) else []


def _text(erratum: object, language: str) -> str:
    return str(erratum.get(language, "") if isinstance(erratum, Mapping) else erratum)


def _date(loaded: Loaded, erratum: object) -> str:
    stated = erratum.get("date") if isinstance(erratum, Mapping) else None
    return f"{stated}T00:00:00Z" if stated else _written(loaded)


def _written(loaded: Loaded) -> str:
    return _iso((loaded.release.path / "record.json").stat().st_mtime)


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _name(tag: str) -> str:
    return f"{{{_ATOM}}}{tag}"


def _add(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, _name(tag)).text = text
