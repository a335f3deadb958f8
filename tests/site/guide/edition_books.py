"""Makes books of editions from plain values: invented records, as an edition holds them."""

from typing import Any

__all__ = ["NASTY", "make_book", "make_tree"]

NASTY = (
    "#strong[x] $x^2$ *y* _z_ @ref <label> `raw` \\u{41} // no comment",
    "<script>alert(1)</script>&amp; [link](javascript:x) **bold** {{ request }}",
    "\u202edesrever\u202c \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "e\u0301"
    + "\u0302" * 60
    + " \x00\x07\x1b[31m\ufeff\u200b\ud800 \U0001f600 \u6f22 \u1403\u14c4",
    '#read("/etc/passwd") #import "@preview/x:1.0.0" #sys.inputs',
)


def make_tree(number: int = 1, **fields: Any) -> dict[str, Any]:
    """A record as an edition holds it."""
    tree: dict[str, Any] = {
        "id": f"project-{number}",
        "verification": "reviewed",
        "lead": f"office-{number % 3}",
        "lead_name_en": f"Office {number % 3}",
        "lead_name_fr": f"Bureau {number % 3}",
        "title_en": f"Letters sorted by subject {number}",
        "title_fr": f"Lettres triées par sujet {number}",
        "state_en": "original",
        "state_fr": "reviewed",
        "order_of_government": "municipal",
        "jurisdiction": "CA-NB",
        "start": "2024-05",
        "project_state": "in_service",
        "analysis": "predict",
        "contact_mailbox": "letters@example.org",
        "confirmed_on": "2026-05-01",
        "review_due": "2027-05-01",
        "licence": "ogl-ca",
        "themes": ["access", "health"] if number % 2 else ["health"],
        "client_groups": ["PP"],
        "partners": [{"organisation": "lab", "organisation_name_en": "Laboratory", "role_en": "a"}],
        "data_used": [{"name_en": "Letters", "holder": "Office", "link": "https://example.org/d"}],
        "claims": [
            _claim("result", "Time to answer", "Délai de réponse", value="12"),
            _claim("finding", "Ease", "Facilité"),
            _claim("expected", "Hoped saving", "Économie espérée", value="900"),
            _claim("baseline", "Time before", "Délai d’avant", value="30"),
        ],
        "sources": [
            {
                "key": "s1",
                "title_en": "Sorting letters",
                "publisher": "Town",
                "year": 2025,
                "language": "en",
                "link": "https://example.org/letters",
                "accessed": "2026-01-01",
            }
        ],
    }
    for name in ("summary", "problem", "approach", "limits", "lessons", "small_needs"):
        tree |= {f"{name}_en": f"English {name}.\n\nMore.", f"{name}_fr": f"{name} en français."}
    return tree | fields


def _claim(kind: str, measure_en: str, measure_fr: str, **fields: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "measure_en": measure_en,
        "measure_fr": measure_fr,
        "unit_en": "days",
        "unit_fr": "jours",
        "period_start": "2025",
        "method": "before_after",
        "claimed_by": "organisation",
        "source_key": "s1",
        **fields,
    }


def make_book(*records: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A book of an edition."""
    play: dict[str, Any] = {"id": "begin", "theme": "access", "examples": []}
    play |= {"title_en": "Begin", "title_fr": "Commencer"}
    play |= {"summary_en": "Ask.", "summary_fr": "Demander.", "when_en": "", "when_fr": ""}
    steps = [{"type": "step", "title": "Ask", "text": "whom"}, {"type": "note", "text": "Note."}]
    play |= {"body_en": steps, "body_fr": []}
    book: dict[str, Any] = {
        "number": 3,
        "dated": "2026-11-22",
        "title_en": "Third edition",
        "title_fr": "Troisième édition",
        "address": "https://guide.example.org",
        "records": list(records),
        "plays": [play],
        "resources": [],
    }
    return book | fields
