"""A project as a book prints it: first in short, then in detail, results apart from hopes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from balise.site.guide import terms
from balise.site.guide.edition_claims import claims_told
from balise.site.guide.edition_record_words import say
from balise.site.guide.edition_text import (
    Line,
    day,
    joined,
    label,
    line,
    number,
    paragraphs,
    shortened,
    span,
    told,
)

__all__ = ["record_printed"]

Tree = Mapping[str, Any]
Block = dict[str, Any]


def record_printed(tree: Tree, lang: str, pages: Mapping[str, str]) -> dict[str, Any]:
    """Lay out a project for one language.

    Parameters
    ----------
    tree : mapping
        As an edition holds it.
    lang : str
        Language of the book.
    pages : mapping
        Anchors of the projects of the book, by identifier.
    """
    short = [
        _prose("", tree, "summary", lang),
        _facts("", _told_first(tree, lang)),
        *claims_told(tree, lang, "results"),
        _prose("small", tree, "small_needs", lang),
        _facts("ask", _contact(tree, lang)),
        _facts("standing", _standing(tree, lang)),
    ]
    own = "fr" if tree.get("state_fr") == "original" != tree.get("state_en") else "en"
    foreign = "" if own == lang else own
    details = [
        *(_prose(each, tree, each, lang) for each in ("problem", "approach", "methods")),
        _facts("", _kept([("tools", line(span(tree.get("tools", ""), foreign))), _code(tree)])),
        _data(tree, lang, foreign),
        _items("partners", _partners(tree, lang, foreign)),
        *claims_told(tree, lang, "expected"),
        *claims_told(tree, lang, "before"),
        _facts("money", _money(tree, lang)),
        _facts("care", _care(tree, lang)),
        _prose("fairness", tree, "fairness", lang),
        _prose("indigenous", tree, "indigenous_data", lang),
        _prose("limits", tree, "limits", lang),
        _prose("lessons", tree, "lessons", lang),
        _prose("why_ended", tree, "why_ended", lang),
        _items("adapted", _adapted(tree, lang, pages)),
        _items("assets", _assets(tree, lang)),
        _items("sources", [_source(each, lang, foreign) for each in tree.get("sources", ())]),
    ]
    return {
        "anchor": pages[tree["id"]],
        "title": told(tree, "title", lang),
        "short": _said(short, lang),
        "details": _said(details, lang),
        "picture": _picture(tree, lang),
    }


def _said(blocks: Iterable[Block], lang: str) -> list[Block]:
    """Keep blocks that hold something, and say their titles."""
    kept = [each for each in blocks if any(each[part] for part in ("lines", "facts", "rows"))]
    for each in kept:
        each["title"] = say(each["title"], lang) if each["title"] else ""
        each["facts"] = [[say(key, lang), lines] for key, lines in each["facts"]]
        each["head"] = [say(key, lang) for key in each["head"]]
    return kept


def _block(kind: str, title: str, **parts: Any) -> Block:
    return {"kind": kind, "title": title, "lines": [], "facts": [], "head": [], "rows": []} | parts


def _prose(title: str, tree: Tree, pair: str, lang: str) -> Block:
    return _block("prose", title, lines=paragraphs(tree, pair, lang))


def _items(title: str, lines: Sequence[Line]) -> Block:
    return _block("items", title, lines=[each for each in lines if each])


def _facts(title: str, facts: Sequence[tuple[str, Line]]) -> Block:
    return _block("facts", title, facts=list(facts))


def _kept(facts: Iterable[tuple[str, Line]]) -> list[tuple[str, Line]]:
    return [(key, spans) for key, spans in facts if spans]


def _named(known: tuple[Any, ...], codes: Iterable[str], lang: str) -> Line:
    return line(", ".join(label(known, each, lang) for each in codes))


def _coded(tree: Tree, key: str, known: tuple[Any, ...], lang: str) -> Line:
    return line(label(known, tree[key], lang)) if tree.get(key) else []


def _told_first(tree: Tree, lang: str) -> list[tuple[str, Line]]:
    town = line(tree.get("municipality", ""))
    where = _coded(tree, "jurisdiction", terms.JURISDICTIONS, lang)
    state = line(
        label(terms.PROJECT_STATES, tree.get("project_state", ""), lang), _years(tree, lang)
    )
    return _kept(
        [
            ("lead", told(tree, "lead_name", lang)),
            ("place", joined([town, where])),
            ("order", _coded(tree, "order_of_government", terms.ORDERS, lang)),
            ("state", state),
            ("analysis", _coded(tree, "analysis", terms.ANALYSES, lang)),
            ("clients", _named(terms.CLIENT_GROUPS, tree.get("client_groups", ()), lang)),
            ("populations", _named(terms.POPULATIONS, tree.get("populations", ()), lang)),
        ]
    )


def _years(tree: Tree, lang: str) -> str:
    first, last = day(tree.get("start", ""), lang), day(tree.get("end", ""), lang)
    if first and last:
        return f" ({say('from_to', lang, first=first, last=last)})"
    return f" ({say('since', lang, day=first)})" if first else ""


def _contact(tree: Tree, lang: str) -> list[tuple[str, Line]]:
    mailbox, page = tree.get("contact_mailbox", ""), tree.get("contact_page", "")
    ways = [told(tree, "contact_role", lang)]
    ways += [line(span(mailbox, link=f"mailto:{mailbox}"))] if mailbox else []
    ways += [line(span(page, link=page))] if page else []
    return _kept([("body", told(tree, "lead_name", lang)), ("role", joined(ways))])


def _standing(tree: Tree, lang: str) -> list[tuple[str, Line]]:
    told_by = [label(terms.VERIFICATIONS, tree.get("verification", ""), lang)]
    for key, field in (("confirmed_on", "confirmed_on"), ("review_due", "review_due")):
        if tree.get(field):
            told_by.append(say(key, lang, day=day(tree[field], lang)))
    facts = [("checked", line(". ".join(told_by) + "."))]
    facts.append(("licence", _coded(tree, "licence", terms.LICENCES, lang)))
    return _kept([*facts, ("record_id", line(tree["id"]))])


def _code(tree: Tree) -> tuple[str, Line]:
    return "code", line(span(tree.get("code_link", ""), link=tree.get("code_link", "")))


def _data(tree: Tree, lang: str, foreign: str) -> Block:
    rows = [
        [
            [told(each, "name", lang), _address(each.get("link", ""))],
            [line(span(each.get("holder") or say("not_stated", lang), foreign))],
            [line(label(terms.PERSONAL, each.get("personal", ""), lang))],
            [line(label(terms.LICENCES, each.get("licence", ""), lang))],
        ]
        for each in tree.get("data_used", ())
    ]
    for row in rows:
        row[0] = [each for each in row[0] if each]
    head = ["data_name", "holder", "personal", "licence"]
    return _block("table", "data", head=head, rows=rows, widths=[4, 2.5, 2, 2.5])


def _address(link: str) -> Line:
    return line(span(link, link=link))


def _partners(tree: Tree, lang: str, foreign: str) -> list[Line]:
    lines = []
    for each in tree.get("partners", ()):
        name = told(each, "organisation_name", lang) or line(span(each.get("name", ""), foreign))
        lines.append(joined([name, told(each, "role", lang)], say("colon", lang)))
    if code := tree.get("collaboration"):
        words = label(terms.COLLABORATIONS, code, lang)
        lines.append(line(say("collaboration", lang), say("colon", lang), words))
    return lines


def _money(tree: Tree, lang: str) -> list[tuple[str, Line]]:
    cost, staff = tree.get("cost_cad"), tree.get("staff_months")
    dollars = say("dollars", lang, number=number(cost, lang)) if cost is not None else ""
    return _kept(
        [
            ("budget", _coded(tree, "budget_band", terms.BUDGET_BANDS, lang)),
            ("cost", line(dollars)),
            ("staff", line(number(staff, lang) if staff is not None else "")),
            ("funding", told(tree, "funding", lang)),
        ]
    )


def _care(tree: Tree, lang: str) -> list[tuple[str, Line]]:
    privacy = _coded(tree, "privacy_assessment", terms.PRIVACY_STATES, lang)
    impact = _coded(tree, "impact_level", terms.IMPACT_LEVELS, lang)
    links = [tree.get(each, "") for each in ("privacy_link", "impact_link")]
    shown = [line(span(each, link=each)) if each else [] for each in links]
    return _kept([("privacy", joined([privacy, shown[0]])), ("impact", joined([impact, shown[1]]))])


def _adapted(tree: Tree, lang: str, pages: Mapping[str, str]) -> list[Line]:
    lines = []
    for each in tree.get("adaptations", ()):
        other = told(each, "other_title", lang) or line(
            each.get("name", "") or each.get("other", "")
        )
        way = label(terms.DIRECTIONS, each.get("direction", ""), lang)
        said = line(f"{way[:1].upper()}{way[1:]}", say("colon", lang), other)
        if each.get("other") in pages:
            said.append({"t": "", "l": "", "b": False, "u": "", "page": pages[each["other"]]})
        lines.append(joined([said, told(each, "note", lang)], ". "))
    return lines


def _assets(tree: Tree, lang: str) -> list[Line]:
    return [
        joined(
            [
                told(each, "name", lang),
                _coded(each, "licence", terms.LICENCES, lang),
                line(span(each["link"], link=each["link"])),
            ]
        )
        for each in tree.get("assets", ())
    ]


def _source(source: Tree, lang: str, foreign: str) -> Line:
    """Print a source; what is in the other language is marked as such."""
    tongue = source.get("language", "")
    its_own = tongue if tongue in {"en", "fr"} else (foreign or lang)
    publisher = line(span(source.get("publisher", ""), its_own if its_own != lang else ""))
    link = source.get("link", "")
    read = say("accessed", lang, day=day(source["accessed"], lang)) if "accessed" in source else ""
    parts = [
        told(source, "title", lang, bold=True),
        publisher,
        line(str(source.get("year", ""))),
        _coded(source, "kind", terms.SOURCE_KINDS, lang),
        line(label(terms.LANGUAGES, tongue, lang) if tongue and tongue != lang else ""),
        line(span(link, link=link)),
        line(read),
    ]
    return line(f"[{source['key']}] ", joined(parts))


def _picture(tree: Tree, lang: str) -> dict[str, Any] | None:
    """Give the picture of a project, if somebody said what it shows."""
    other = "en" if lang == "fr" else "fr"
    alt = tree.get(f"image_alt_{lang}") or tree.get(f"image_alt_{other}")
    if not (alt and tree.get("image")):
        return None
    rights = tree.get("image_rights", "")
    shown = told(tree, "image_alt", lang)
    caption = joined([shown, line(say("rights", lang), rights) if rights else []], ". ")
    return {"file": tree["image"]["file"], "alt": shortened(alt, 1000), "caption": caption}
