"""The record that a submission becomes: its language is original, the other is missing.

When a submission comes back after a step back, only what its holder changed is written:
what reviewers and translators mended meanwhile stays.
"""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from balise.site.guide.models import (
    Claim,
    ClientGroup,
    DataUsed,
    Organisation,
    Partner,
    Population,
    Record,
    Source,
    Theme,
)
from balise.site.secretariat.models import Submission
from balise.site.secretariat.submission_checks import number_of
from balise.site.secretariat.submission_reading import Content, differing, is_empty

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
    for name in names:
        _write(record, name, content, lang)
    if {"order_of_government", "jurisdiction", "organisation"} & set(names):
        record.lead = organisation_named(content, lang)
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
    elif name in _PARTS:
        relation = _PARTS[name](content, lang)
        _keep_translations(getattr(record, name).all(), relation, lang)
        for number, part in enumerate(relation):
            part.sort_order = number
            part.full_clean(exclude=["record"], validate_constraints=False)
        setattr(record, name, relation)


def _keep_translations(before: Iterable[Any], after: Iterable[Any], lang: str) -> None:
    """Have rows that say what they said keep their text in the other language."""
    other = "en" if lang == "fr" else "fr"
    known = {_said(each, lang): each for each in before}
    for part in after:
        if same := known.get(_said(part, lang)):
            for field in part._meta.concrete_fields:
                if field.name.endswith(f"_{other}"):
                    setattr(part, field.name, getattr(same, field.name))


def _said(part: Any, lang: str) -> tuple[str, ...]:
    names = (each.name for each in part._meta.concrete_fields)
    return tuple(getattr(part, each) for each in names if each.endswith(f"_{lang}"))


def _coded(name: str, model: type) -> Callable[[Content, str], list[Any]]:
    def rows(content: Content, lang: str) -> list[Any]:  # noqa: ARG001
        return [model(code=each) for each in content[name]]

    return rows


def _partners(content: Content, lang: str) -> list[Partner]:  # noqa: ARG001
    names = (each.strip() for each in content["partners"].splitlines())
    known = ((each, _known(each)) for each in names if each)
    return [Partner(organisation=found) if found else Partner(name=name) for name, found in known]


def _data_used(content: Content, lang: str) -> list[DataUsed]:
    return [
        DataUsed(
            **{f"name_{lang}": row["name"]},
            holder=row["holder"],
            personal=row["personal"],
            link=row["link"],
        )
        for _number, row in _written(content["data_used"])
    ]


def _sources(content: Content, lang: str) -> list[Source]:
    return [
        Source(
            key=f"s{number}",
            **{f"title_{lang}": row["title"]},
            publisher=row["publisher"],
            year=int(row["year"]) if row["year"] else None,
            link=row["link"],
            kind=row["kind"],
        )
        for number, row in _written(content["sources"])
    ]


def _claims(content: Content, lang: str) -> list[Claim]:
    return [
        Claim(
            kind=row["kind"],
            **{f"measure_{lang}": row["measure"], f"unit_{lang}": row["unit"]},
            value=number_of(row["value"], lang) if row["value"] else None,
            period_start=row["period_start"],
            period_end=row["period_end"],
            method=row["method"],
            claimed_by="organisation",
            source_key=f"s{row['source']}" if row["source"] else "",
        )
        for _number, row in _written(content["claims"])
    ]


def _written(rows: Iterable[dict[str, str]]) -> list[tuple[int, dict[str, str]]]:
    return [(number, row) for number, row in enumerate(rows, start=1) if not is_empty(row)]


_PARTS: dict[str, Callable[[Content, str], list[Any]]] = {
    "themes": _coded("themes", Theme),
    "client_groups": _coded("client_groups", ClientGroup),
    "populations": _coded("populations", Population),
    "partners": _partners,
    "data_used": _data_used,
    "sources": _sources,
    "claims": _claims,
}


def _known(name: str) -> Organisation | None:
    every = Organisation.objects.order_by("pk")
    return every.filter(name_en__iexact=name).first() or every.filter(name_fr__iexact=name).first()


def organisation_named(content: Content, lang: str) -> Organisation:
    """Give the organisation of a name, in either language; made if the Guide has none."""
    name = content["organisation"]
    found = _known(name)
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
        return _known(name) or Organisation.objects.get(identifier=made.identifier)
    except ValidationError as error:
        raise Unfit({"organisation": " ".join(error.messages)}) from error
    return made
