"""Makes calls and drafts, and fills in the form as people do."""

from datetime import date, timedelta
from itertools import count
from typing import Any

__all__ = ["FILLED", "make_call", "make_draft", "opened", "row_counts", "token_of", "versioned"]

_numbers = count(1)

FILLED: dict[str, Any] = {
    "title": "Wells tested by a model",
    "problem": "Wells were tested too late.",
    "themes": ["water"],
    "client_groups": ["PP"],
    "organisation": "Town of Exampleville",
    "order_of_government": "municipal",
    "jurisdiction": "CA-NB",
    "project_state": "pilot",
    "start": "2024-05",
}
"""What is needed to submit, and no more."""


def make_call(**fields: Any) -> Any:
    """A call that is open today, in both languages."""
    from balise.site.secretariat.models import Call

    number = next(_numbers)
    today = date.today()  # noqa: DTZ011
    given = {
        "slug": f"call-{number}",
        "title_en": f"Call {number}",
        "title_fr": f"Appel {number}",
        "summary_en": "Projects with water.",
        "summary_fr": "Des projets sur l’eau.",
        "criteria_en": "It can be done again.",
        "criteria_fr": "On peut le refaire.",
        "opens_on": today - timedelta(days=2),
        "closes_on": today + timedelta(days=30),
        "is_public": True,
    }
    return Call.objects.create(**(given | fields))


def make_draft(language: str = "en", email: str = "", **fields: Any) -> Any:
    """A draft of somebody of their own."""
    from balise.site.secretariat.models import Correspondent, Submission

    number = next(_numbers)
    holder = Correspondent.objects.at(email or f"person-{number}@example.org", language)
    return Submission.objects.create(holder=holder, language=language, **fields)


def token_of(draft: Any) -> str:
    """A fresh secret that opens a draft."""
    from balise.site.secretariat.private_links import address_of, link_for

    link = link_for("draft", draft.pk, draft.holder)
    return address_of(link, draft.language).rstrip("/").rpartition("/")[2]


def opened(draft: Any, below: str = "") -> str:
    """The address of a draft, without that of the site."""
    return f"/{draft.language}/guide/drafts/{token_of(draft)}/{below}"


def versioned(draft: Any, act: str = "save", **answers: Any) -> dict[str, Any]:
    """What the form of a draft sends."""
    draft.refresh_from_db()
    return {**FILLED, "version": str(draft.version), "act": act, **answers}


def row_counts() -> dict[str, int]:
    """How many rows each table of the Guide, its secretariat and Wagtail has."""
    from django.apps import apps

    ours = ("guide", "secretariat", "wagtailcore", "auth", "sessions")
    held = (each for each in apps.get_models() if each._meta.app_label in ours)
    return {each._meta.label: each._default_manager.count() for each in held}
