"""Makes what the secretariat works with: each part appends its own."""

from itertools import count
from typing import Any

__all__ = ["make_decision", "make_member", "make_pilot", "make_table"]

_numbers = count(1)


# Governance


def make_table(code: str = "council", **fields: Any) -> Any:
    """A table of one member whose yes is enough, unless ``fields`` say otherwise."""
    from balise.site.secretariat.models import Table

    given = {"name_en": f"Table {code}", "name_fr": f"Table {code}", "quorum_number": 1}
    table, _made = Table.objects.update_or_create(code=code, defaults=given | fields)
    if not table.members.exists():
        make_member(table)
    return table


def make_member(table: Any, **fields: Any) -> Any:
    """A member of a table."""
    from balise.site.secretariat.models import Member

    number = next(_numbers)
    given = {
        "name_en": f"Province {number}",
        "name_fr": f"Province {number} (fr)",
        "order_of_government": "provincial",
    }
    return Member.objects.create(table=table, **(given | fields))


def make_decision(item: Any = None, code: str = "council", **fields: Any) -> Any:
    """A decision of a table about an item: approved by the yes of all, unless told otherwise."""
    from django.utils import timezone

    from balise.site.secretariat.decisions import note_answers, subject_field
    from balise.site.secretariat.models import Decision, Table

    table = Table.objects.filter(code=code).first() or make_table(code)
    given: dict[str, Any] = {
        "question_en": "Does the table approve it?",
        "question_fr": "La table l’approuve-t-elle?",
        "decided_on": timezone.localdate(),
        "outcome": "approved",
    }
    if item is not None:
        given[subject_field(item)] = item
    given |= fields
    outcome = given.pop("outcome")
    decision = Decision.objects.create(table=table, **given)
    note_answers(decision, dict.fromkeys(table.members.all(), "yes"))
    decision.outcome = outcome
    decision.save()
    return decision


def make_pilot(**fields: Any) -> Any:
    """A proposal of a pilot that lacks nothing to be approved."""
    from balise.site.secretariat.models import PilotProposal

    number = next(_numbers)
    given = {
        "title_en": f"Outreach by bus {number}",
        "title_fr": f"Sensibilisation par autobus {number}",
        "state_en": "original",
        "state_fr": "reviewed",
        "summary_en": "A bus brings help with forms to villages.",
        "summary_fr": "Un autobus apporte de l’aide avec les formulaires dans les villages.",
        "problem_en": "Few offices are near.",
        "problem_fr": "Peu de bureaux sont proches.",
        "sponsor_en": "Office of outreach",
        "sponsor_fr": "Bureau de la sensibilisation",
        "host": "CA-NB",
        "requested_cad": 12345,
    }
    pilot = PilotProposal(**(given | fields))
    pilot.full_clean()
    pilot.save()
    return pilot
