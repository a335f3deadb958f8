"""What is said of a project, as tables of a book: what came of it, and apart from it the rest."""

from collections.abc import Mapping
from typing import Any

from balise.site.guide import terms
from balise.site.guide.edition_record_words import say
from balise.site.guide.edition_text import Line, label, line, number, period, told

__all__ = ["GROUPS", "claims_told"]

# Which kinds stand together; expected and target never beside results.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "results": terms.RESULT_KINDS,
    "expected": ("expected", "target"),
    "before": ("baseline", "context"),
}
_HEAD = ("measure", "value", "period", "grounds", "source")
_TITLES = {"results": "came", "expected": "expected", "before": "before"}


def claims_told(tree: Mapping[str, Any], lang: str, group: str) -> list[dict[str, Any]]:
    """Lay out the claims of one group.

    Parameters
    ----------
    tree : mapping
        A project as an edition holds it.
    lang : str
        Language of the book.
    group : str
        ``results``, ``expected`` or ``before``.

    Returns
    -------
    list of dict
        A table; for results, a sentence if there are none; else nothing.
    """
    chosen = [each for each in tree.get("claims", ()) if each["kind"] in GROUPS[group]]
    about: dict[str, Any] = {"title": _TITLES[group], "facts": [], "head": [], "rows": []}
    if chosen:
        rows = [_row(each, lang) for each in chosen]
        table = {"kind": "table", "lines": [], "widths": [4.2, 2.4, 2, 2.8, 1]}
        return [about | table | {"head": list(_HEAD), "rows": rows}]
    if group != "results":
        return []
    nothing = "no_result" if tree.get("has_no_result_yet") else "no_result_stated"
    return [about | {"kind": "prose", "lines": [line(say(nothing, lang))]}]


def _row(claim: Mapping[str, Any], lang: str) -> list[list[Line]]:
    kind = label(terms.CLAIM_KINDS, claim["kind"], lang)
    measure = [told(claim, "measure", lang, bold=True), line(f"({kind})")]
    if against := told(claim, "baseline", lang):
        measure.append(line(say("compared", lang), against))
    measure.append(told(claim, "note", lang))
    known = [
        line(label(terms.EVIDENCE_METHODS, claim.get("method", ""), lang)),
        line(label(terms.CLAIMANTS, claim["claimed_by"], lang) if claim.get("claimed_by") else ""),
    ]
    key = claim.get("source_key", "")
    cells = [measure, [_value(claim, lang)], [_period(claim, lang)], known]
    return [[each for each in cell if each] for cell in [*cells, [line(f"[{key}]" if key else "")]]]


def _value(claim: Mapping[str, Any], lang: str) -> Line:
    if "value" not in claim:
        is_result = claim["kind"] in terms.RESULT_KINDS
        return line(say("not_measured" if is_result else "no_figure", lang))
    bound = claim.get("bound", "exact")
    before = "" if bound == "exact" else f"{label(terms.BOUNDS, bound, lang)} "
    written = f"{before}{number(claim['value'], lang)}\N{NO-BREAK SPACE}"
    return line(written, told(claim, "unit", lang))


def _period(claim: Mapping[str, Any], lang: str) -> Line:
    said = period(claim.get("period_start", ""), claim.get("period_end", ""), lang)
    return line(said or say("not_stated", lang))
