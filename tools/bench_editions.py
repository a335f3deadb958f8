"""Hold editions of the Guide to what is promised: a book of 500 projects, time and memory."""

import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tools.bench import Result

__all__ = ["editions"]

PROJECTS, SECONDS, GIGABYTES = 500, 60.0, 2.0  # number, s, GB
LENGTHS = {"title": 7, "summary": 90, "problem": 60, "approach": 90, "limits": 40}
LENGTHS |= {"lessons": 60, "small_needs": 40, "methods": 60}


def editions(text: Callable[[str, int], str]) -> Iterator[Result]:
    """Time both books of an edition; each is set in a process of its own, started cold.

    Parameters
    ----------
    text : callable
        Invents a text of so many words in a language.
    """
    from balise.site.guide.edition_pdf import edition_pdf

    book = _book(text)
    for lang in ("en", "fr"):
        start = time.perf_counter()
        made = edition_pdf(book, lang, Path(tempfile.gettempdir()))
        taken = time.perf_counter() - start
        what = f"Book of {PROJECTS} projects ({lang}, {len(made) / 1e6:.1f} MB)"
        yield Result(what, f"{taken:,.0f} s", f"under {SECONDS:.0f} s", taken < SECONDS)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
    yield Result(
        "Memory of setting a book", f"{peak:.2f} GB", f"under {GIGABYTES:.0f} GB", peak < GIGABYTES
    )


def _book(text: Callable[[str, int], str]) -> dict[str, Any]:
    from balise.site.guide.terms import CLAIM_KINDS, JURISDICTIONS, ORDERS, THEMES

    records = []
    for number in range(PROJECTS):
        record: dict[str, Any] = {
            f"{name}_{lang}": text(lang, length)
            for name, length in LENGTHS.items()
            for lang in ("en", "fr")
        }
        record |= {"id": f"invented-{number}", "verification": "reviewed", "start": "2024"}
        record |= {f"lead_name_{lang}": f"{text(lang, 3)} {number % 120}" for lang in ("en", "fr")}
        record |= {"lead": f"body-{number % 120}", "themes": [THEMES[number % len(THEMES)].code]}
        record["jurisdiction"] = JURISDICTIONS[number % len(JURISDICTIONS)].code
        record["order_of_government"] = ORDERS[number % len(ORDERS)].code
        measures = [{f"measure_{lang}": text(lang, 6) for lang in ("en", "fr")} for _ in range(6)]
        record["claims"] = [
            {"kind": CLAIM_KINDS[place % len(CLAIM_KINDS)].code, "value": str(place), **each}
            for place, each in enumerate(measures)
        ]
        record["sources"] = [
            {"key": f"s{place}", "publisher": text("en", 3), "link": "https://example.org/source"}
            for place in range(4)
        ]
        records.append(record)
    book = {"number": 1, "dated": "2026-11-22", "title_en": "", "title_fr": "", "address": ""}
    return {**book, "records": records, "plays": [], "resources": []}
