"""The register of decisions: the questions, the answers by jurisdiction, and its file."""

import csv
import io
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from balise.site.guide.exporting import guarded
from balise.site.guide.narrowing import Facet, narrowed
from balise.site.guide.terms import codes
from balise.site.secretariat.decisions import answers_of
from balise.site.secretariat.governance_pages import public_page
from balise.site.secretariat.governance_terms import ANSWERS, OUTCOMES, TABLES
from balise.site.secretariat.governance_told import register_entry
from balise.site.secretariat.models import Decision
from balise.vocabulary import Term

__all__ = ["COLUMNS", "register", "register_file", "register_text"]

UNSTATED = Term("not_stated", "not stated", "non précisé")
COLUMNS = (
    *("number", "table", "meeting", "decided_on", "question_en", "question_fr", "outcome"),
    *("conditions_en", "conditions_fr", "follow_up_en", "follow_up_fr", "follow_up_state"),
    *codes(ANSWERS),
    *("member_en", "member_fr", "order_of_government", "jurisdiction", "answer"),
)


def _released() -> list[Decision]:
    found = Decision.objects.filter(is_released=True)
    related = ("table", "meeting", "record", "edition", "pilot", "funding")
    return list(found.select_related(*related).prefetch_related("answers"))


def _year(decision: Decision) -> str:
    """Give the year of a decision, or of its meeting; empty if neither has a date."""
    is_dated = decision.decided_on or decision.meeting
    return str(decision.day.year) if is_dated else UNSTATED.code


def _asked(request: HttpRequest) -> tuple[list[Decision], tuple[object, ...]]:
    decisions = _released()
    years = sorted({_year(each) for each in decisions}, reverse=True)
    facets = (
        Facet("table", _("table"), TABLES, lambda each: [each.table.code]),
        Facet("year", _("year"), tuple(_year_term(each) for each in years), lambda x: [_year(x)]),
        Facet(
            "outcome",
            _("outcome"),
            (*OUTCOMES, UNSTATED),
            lambda each: [each.outcome or UNSTATED.code],
        ),
    )
    return narrowed(decisions, facets, request.GET)


def _year_term(year: str) -> Term:
    return UNSTATED if year == UNSTATED.code else Term(year, year, year)


@public_page
def register(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Show the decisions that are released, or those of a table, a year, an outcome."""
    kept, choices = _asked(request)
    context = {
        "entries": [register_entry(each) for each in kept],
        "choices": choices,
        "count": len(kept),
        "query": request.GET.urlencode(),
    }
    return render(request, "secretariat/governance/register.html", context)


@public_page
def register_file(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Give the same decisions as CSV: one row to each answer."""
    kept, _choices = _asked(request)
    text = register_text(kept)
    # The mark tells spreadsheets that this is UTF-8.
    response = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="decisions.csv"'
    return response


def register_text(decisions: Iterable[Decision]) -> str:
    """Write decisions as CSV, one row to each member; a decision without members has one row.

    A text that a spreadsheet would run has an apostrophe before it. The number of each answer
    stands in its own column: absent, abstained and not answered differ.
    """
    written = io.StringIO(newline="")
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for each in decisions:
        # Where nobody noted an answer, it is not stated who answered what.
        answers = answers_of(each) if each.answers.all() else []
        given = [answer for _member, answer in answers]
        own = [
            *(each.number, each.table.code, _iso(each.meeting and each.meeting.starts_on)),
            *(_iso(each.decided_on), guarded(each.question_en), guarded(each.question_fr)),
            *(each.outcome, guarded(each.conditions_en), guarded(each.conditions_fr)),
            *(guarded(each.follow_up_en), guarded(each.follow_up_fr), each.follow_up_state),
            *(given.count(code) for code in codes(ANSWERS)),
        ]
        for member, answer in answers:
            names = [member.name_in("en"), member.name_in("fr")]
            place = [member.order_of_government, member.jurisdiction]
            table.writerow([*own, *map(guarded, names), *place, answer])
        if not answers:
            table.writerow([*own, "", "", "", "", ""])
    return written.getvalue()


def _iso(day: object) -> str:
    return str(day) if day else ""
