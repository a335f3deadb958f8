"""A book of an edition as its pages take it: chapters, indexes, words, in one language."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from balise.site.guide import terms
from balise.site.guide.edition_claims import GROUPS
from balise.site.guide.edition_glossary import glossary_printed
from balise.site.guide.edition_record import record_printed
from balise.site.guide.edition_record_words import say as beside
from balise.site.guide.edition_text import (
    clean,
    day,
    label,
    line,
    paragraphs,
    plain,
    shortened,
    span,
    told,
)
from balise.site.guide.edition_words import say, words_in

__all__ = ["citation", "pages_of"]

Tree = Mapping[str, Any]


def citation(edition: Tree, lang: str) -> str:
    """Say how an edition is cited.

    Parameters
    ----------
    edition : mapping
        With its number, date and the address of the site.
    lang : str
        Language of the citation.
    """
    address = f"{edition['address']}/{lang}/guide/editions/{edition['number']}/"
    told_on, guide = day(edition["dated"], lang), say("guide", lang)
    return say(
        "citation", lang, guide=guide, number=edition["number"], day=told_on, address=address
    )


def pages_of(book: Tree, lang: str) -> dict[str, Any]:
    """Lay out a book for one language: texts written, nothing left to work out.

    Parameters
    ----------
    book : mapping
        What :func:`balise.site.guide.edition_book.book_of` gives.
    lang : str
        ``en`` or ``fr``.

    Returns
    -------
    dict
        Ready for JSON.
    """
    records = _by_title(book["records"], lang)
    anchors = {each["id"]: f"r{place}" for place, each in enumerate(records)}
    number, told_on = book["number"], day(book["dated"], lang)
    title = plain(told(book, "title", lang))
    guide = say("guide", lang)
    address = f"{book['address']}/{lang}/guide/editions/{number}/"
    words = words_in(lang) | {
        "about_dated": say("about_dated", lang, number=number, day=told_on),
        "citation": citation(book, lang),
        "in_short": beside("in_short", lang),
        "details": beside("details", lang),
        "order": beside("order", lang),
    }
    return {
        "lang": lang,
        "title": shortened(say("document", lang, guide=guide, number=number, title=title), 300),
        "dated": [int(each) for each in book["dated"].split("-")],
        "head": f"{guide} · {say('edition', lang, number=number)} · {told_on}",
        "cover": [_cover(book, each) for each in ("en", "fr")],
        "address": line(span(address, link=address if book["address"] else "")),
        "words": words,
        "evidence": _meanings(terms.EVIDENCE_METHODS, "ev", lang),
        "trust": _meanings(terms.VERIFICATIONS[1:], "tr", lang),
        "numbers": _numbers(records, lang),
        "chapters": _chapters(records, anchors, lang),
        "plays": [_play(each, records, anchors, lang) for each in book["plays"]],
        "resources": [_resource(each, lang) for each in _by_title(book["resources"], lang)],
        "places": _places(records, anchors, lang),
        "organisations": _organisations(records, anchors, lang),
        "glossary": glossary_printed(lang),
    }


def _by_title(items: Iterable[Tree], lang: str) -> list[Tree]:
    """Sort by the title that the book shows."""
    return sorted(items, key=lambda each: _sorted_by(plain(told(each, "title", lang))))


def _cover(book: Tree, lang: str) -> dict[str, Any]:
    """Give one half of the cover, which books in both languages share."""
    return {
        "lang": lang,
        "guide": say("guide", lang),
        "what": say("what", lang),
        "title": clean(str(book.get(f"title_{lang}") or "")),
        "edition": say("edition", lang, number=book["number"]),
        "day": day(book["dated"], lang),
    }


def _sorted_by(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.casefold())
    return "".join(each for each in bare if not unicodedata.combining(each))


def _meanings(known: Iterable[Any], prefix: str, lang: str) -> list[list[str]]:
    return [[label((each,), each.code, lang), say(f"{prefix}_{each.code}", lang)] for each in known]


def _numbers(records: list[Tree], lang: str) -> list[list[str]]:
    """Count projects, and those with a result, by order of government."""
    rows = []
    for code in [*terms.codes(terms.ORDERS), None]:
        chosen = [each for each in records if code in (None, each.get("order_of_government"))]
        with_result = [
            each
            for each in chosen
            if any(claim["kind"] in GROUPS["results"] for claim in each.get("claims", ()))
        ]
        name = say("total", lang) if code is None else label(terms.ORDERS, code, lang)
        if chosen:
            rows.append([name[:1].upper() + name[1:], str(len(chosen)), str(len(with_result))])
    return rows


def _chapters(records: list[Tree], anchors: Mapping[str, str], lang: str) -> list[dict[str, Any]]:
    """Part projects by their first theme; other chapters refer to them."""
    chapters = []
    known = sorted(terms.THEMES, key=lambda each: _sorted_by(label((each,), each.code, lang)))
    for code in [*(each.code for each in known), ""]:
        own = [each for each in records if (each.get("themes") or [""])[0] == code]
        also = [each for each in records if code in (each.get("themes") or [])[1:]]
        if own:
            name = label(terms.THEMES, code, lang) if code else say("no_theme", lang)
            chapters.append(
                {
                    "title": name[:1].upper() + name[1:],
                    "records": [record_printed(each, lang, anchors) for each in own],
                    "also": [_reference(each, anchors, lang) for each in also],
                }
            )
    return chapters


def _reference(record: Tree, anchors: Mapping[str, str], lang: str) -> dict[str, Any]:
    return {"title": told(record, "title", lang), "anchor": anchors[record["id"]]}


def _play(play: Tree, records: list[Tree], anchors: Mapping[str, str], lang: str) -> dict[str, Any]:
    other = "en" if lang == "fr" else "fr"
    own = play.get(f"body_{lang}")
    body, foreign = (own, "") if own else (play.get(f"body_{other}") or [], other)
    by_name = {each["id"]: each for each in records}
    examples = [by_name[each["id"]] for each in play["examples"] if each["id"] in by_name]
    return {
        "title": told(play, "title", lang),
        "summary": paragraphs(play, "summary", lang),
        "when": paragraphs(play, "when", lang),
        "steps": [_step(each, foreign) for each in body if each["type"] == "step"],
        "notes": [line(span(each["text"], foreign)) for each in body if each["type"] == "note"],
        "tools": [_tool(each, foreign) for each in body if each["type"] == "tool"],
        "examples": [_reference(each, anchors, lang) for each in examples],
    }


def _step(step: Tree, foreign: str) -> Any:
    title = line(span(step["title"], foreign, bold=bool(step["text"])))
    return line(title, ". " if step["text"] else "", span(step["text"], foreign))


def _tool(tool: Tree, foreign: str) -> Any:
    link = tool.get("link", "")
    said = [span(tool["name"], foreign), ". " if tool.get("text") else ""]
    return line(
        *said, span(tool.get("text", ""), foreign), " " if link else "", span(link, link=link)
    )


def _resource(resource: Tree, lang: str) -> list[Any]:
    other = "en" if lang == "fr" else "fr"
    link = resource.get(f"link_{lang}") or resource.get(f"link_{other}") or ""
    first = [told(resource, "title", lang, bold=True), told(resource, "publisher", lang)]
    about = [*paragraphs(resource, "summary", lang), line(span(link, link=link))]
    kinds = [line(label(terms.RESOURCE_KINDS, resource["kind"], lang))]
    if resource.get("licence"):
        kinds.append(line(label(terms.LICENCES, resource["licence"], lang)))
    return [[each for each in cell if each] for cell in (first, about, kinds)]


def _places(records: list[Tree], anchors: Mapping[str, str], lang: str) -> list[dict[str, Any]]:
    places = [
        {
            "name": label(terms.JURISDICTIONS, each.code, lang),
            "records": [
                _reference(record, anchors, lang)
                for record in records
                if record.get("jurisdiction") == each.code
            ],
        }
        for each in terms.JURISDICTIONS
    ]
    return [each for each in places if each["records"]]


def _organisations(
    records: list[Tree], anchors: Mapping[str, str], lang: str
) -> list[dict[str, Any]]:
    """List organisations that lead or take part, with the projects of each."""
    found: dict[str, dict[str, Any]] = {}
    for record in records:
        names = [(record.get("lead", ""), told(record, "lead_name", lang))]
        for each in record.get("partners", ()):
            named = told(each, "organisation_name", lang) or line(each.get("name", ""))
            names.append((each.get("organisation", ""), named))
        for identifier, name in names:
            if not name:
                continue
            key = identifier or _sorted_by(plain(name))
            entry = found.setdefault(key, {"name": name, "anchors": []})
            if anchors[record["id"]] not in entry["anchors"]:
                entry["anchors"].append(anchors[record["id"]])
    return sorted(found.values(), key=lambda each: _sorted_by(plain(each["name"])))
