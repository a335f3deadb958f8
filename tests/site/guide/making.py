"""Makes records and what surrounds them: complete ones, from which a test takes away."""

from datetime import date
from itertools import count
from typing import Any

__all__ = ["make_account", "make_organisation", "make_record", "make_source"]

_numbers = count(1)
WORDS = " ".join(["The office answers letters sooner because a model sorts them by subject."] * 6)
MOTS = " ".join(["Le bureau répond plus vite parce qu’un modèle trie les lettres par sujet."] * 6)


def make_organisation(**fields: Any) -> Any:
    """An organisation of its own name."""
    from balise.site.guide.models import Organisation

    number = next(_numbers)
    given = {
        "identifier": f"organisation-{number}",
        "name_en": f"Office {number}",
        "name_fr": f"Bureau {number}",
        "order_of_government": "municipal",
        "jurisdiction": "CA-NB",
        "size": "small",
    }
    return Organisation.objects.create(**(given | fields))


def make_record(*, parts: bool = True, **fields: Any) -> Any:
    """A draft that lacks nothing to be published; ``fields`` say what differs."""
    from balise.site.guide.models import Record

    number = next(_numbers)
    given = {
        "identifier": f"project-{number}",
        "title_en": f"Letters sorted by subject {number}",
        "title_fr": f"Lettres triées par sujet {number}",
        "state_en": "original",
        "state_fr": "reviewed",
        "summary_en": WORDS,
        "summary_fr": MOTS,
        "order_of_government": "municipal",
        "jurisdiction": "CA-NB",
        "problem_en": "Letters waited.",
        "problem_fr": "Les lettres attendaient.",
        "approach_en": "A model sorts them.",
        "approach_fr": "Un modèle les trie.",
        "analysis": "predict",
        "project_state": "in_service",
        "start": "2024-05",
        "limits_en": "Handwriting is not read.",
        "limits_fr": "L’écriture à la main n’est pas lue.",
        "lessons_en": "Start small.",
        "lessons_fr": "Commencer petit.",
        "small_needs_en": "One analyst.",
        "small_needs_fr": "Une personne analyste.",
        "contact_role_en": "Manager, correspondence",
        "contact_role_fr": "Gestionnaire, correspondance",
        "contact_mailbox": "letters@example.org",
        "consent_on": date(2026, 5, 1),
        "confirmed_on": date(2026, 5, 1),
        "review_due": date(2027, 5, 1),
        "licence": "ogl-ca",
        "verification": "reviewed",
    }
    if "lead" not in fields:
        given["lead"] = make_organisation()
    record = Record(**(given | fields))
    record.full_clean()
    record.save()
    if parts:
        _add_parts(record)
    return record


def _add_parts(record: Any) -> None:
    from balise.site.guide.models import Claim, ClientGroup, Theme

    Theme.objects.create(record=record, code="access")
    ClientGroup.objects.create(record=record, code="PP")
    make_source(record)
    Claim.objects.create(
        record=record,
        kind="result",
        measure_en="Time to answer",
        measure_fr="Délai de réponse",
        value=12,
        unit_en="days",
        unit_fr="jours",
        period_start="2025",
        method="before_after",
        claimed_by="organisation",
        source_key="s1",
    )


def make_source(record: Any, key: str = "s1") -> Any:
    """Where something about a record is known from."""
    from balise.site.guide.models import Source

    return Source.objects.create(
        record=record,
        key=key,
        publisher="Town of Exampleville",
        year=2025,
        language="en",
        link="https://example.org/letters",
        kind="government_page",
    )


def make_account(*, superuser: bool = True, language: str = "en", **fields: Any) -> Any:
    """An account of the secretariat, with its preferred language."""
    from django.contrib.auth import get_user_model
    from wagtail.users.models import UserProfile

    number = next(_numbers)
    account = get_user_model().objects.create(
        username=f"account-{number}",
        email=f"account-{number}@example.org",
        is_superuser=superuser,
        is_staff=superuser,
        **fields,
    )
    UserProfile.objects.create(user=account, preferred_language=language)
    return account
