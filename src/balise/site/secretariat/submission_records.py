"""The record that a submission becomes: its language is original, the other is missing.

When a submission comes back after a step back, only what its holder changed is written:
what reviewers and translators mended meanwhile stays.
"""

import re
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from balise.site.guide.models import Organisation, Record
from balise.site.guide.publishing import a_year_after
from balise.site.secretariat.models import Submission
from balise.site.secretariat.submission_checks import number_of
from balise.site.secretariat.submission_reading import Content, differing
from balise.site.secretariat.submission_rows import known, merged
from balise.site.secretariat.translation import not_reviewed_any_more, other, sources

__all__ = ["Unfit", "organisation_named", "record_of"]

_PAIRS = {
    *("title", "problem", "summary", "approach", "why_ended", "methods", "fairness"),
    *("indigenous_data", "limits", "lessons", "small_needs", "contact_role"),
}
_PLAIN = {
    *("order_of_government", "jurisdiction", "municipality", "collaboration", "analysis"),
    *("project_state", "start", "end", "budget_band", "tools", "code_link"),
    *("privacy_assessment", "licence", "contact_mailbox", "contact_page"),
}


class Unfit(Exception):  # noqa: N818  # what the form shows, never an error of the site
    """A submission that cannot become a record: the place in the form, and a sentence."""

    def __init__(self, wrong: dict[str, str]) -> None:
        self.wrong = wrong
        super().__init__(", ".join(wrong))


def record_of(submission: Submission) -> Record:
    """Make the record of a submission, or bring its changes into the one that is there.

    Returns
    -------
    Record
        Saved, with a revision of its own.

    Raises
    ------
    Unfit
        If an answer does not fit the record.
    """
    content, lang = submission.content, submission.language
    if submission.record is None:
        record = Record(verification="submitted")
        setattr(record, f"state_{lang}", "original")
        names = differing(content, {}) or ["title"]
    else:
        record = submission.record.get_latest_revision_as_object()
        names = differing(content, submission.sent)
    said = sources(record, other(lang))
    parts = merged(record, content, submission.sent, lang)
    for name in names:
        if name in parts:
            _set_rows(record, name, parts[name])
        else:
            _write(record, name, content, lang)
    if {"order_of_government", "jurisdiction", "organisation"} & set(names):
        record.lead = organisation_named(content, lang)
    if sources(record, other(lang)) != said:
        not_reviewed_any_more(record, other(lang))
    try:
        record.full_clean()
        if not record.is_public:
            # What anybody reads, retired, stays as it was approved.
            record.save()
        record.save_revision(clean=False)
    except ValidationError as error:
        raise Unfit(_places(error)) from error
    return record


def _places(error: ValidationError) -> dict[str, str]:
    told = error.message_dict if hasattr(error, "error_dict") else {"title": error.messages}
    return {re.sub(r"_(en|fr)\Z", "", name): " ".join(each) for name, each in told.items()}


def _write(record: Record, name: str, content: Content, lang: str) -> None:
    answer = content.get(name, "")
    if name in _PAIRS:
        setattr(record, f"{name}_{lang}", answer)
    elif name in _PLAIN:
        setattr(record, name, answer)
    elif name == "staff_months":
        months = number_of(answer, lang).quantize(Decimal("0.1")) if answer else None
        record.staff_months = months
    elif name == "has_no_result_yet":
        record.has_no_result_yet = bool(answer)
    elif name == "contact_consent":
        record.consent_on = timezone.localdate() if answer else None
        if record.consent_on and record.review_due is None:
            record.review_due = a_year_after(record.consent_on)


def _set_rows(record: Record, name: str, rows: list[Any]) -> None:
    for number, part in enumerate(rows):
        part.sort_order = number
        part.full_clean(exclude=["record"], validate_constraints=False)
    setattr(record, name, rows)


def organisation_named(content: Content, lang: str) -> Organisation:
    """Give the organisation of a name, in either language; made if the Guide has none."""
    name = content["organisation"]
    found = known(name)
    if found is not None:
        return found
    stem = slugify(name)[:60].strip("-") or "organisation"
    taken = set(
        Organisation.objects.filter(identifier__startswith=stem).values_list(
            "identifier", flat=True
        )
    )
    tries = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    made = Organisation(
        identifier=next(each for each in tries if each not in taken),
        order_of_government=content["order_of_government"],
        jurisdiction=content["jurisdiction"],
        municipality=content["municipality"],
        **{f"name_{lang}": name},
    )
    try:
        with transaction.atomic():
            made.full_clean()
            made.save()
    except IntegrityError:
        # Somebody else named it in the same moment.
        return known(name) or Organisation.objects.get(identifier=made.identifier)
    except ValidationError as error:
        raise Unfit({"organisation": " ".join(error.messages)}) from error
    return made
