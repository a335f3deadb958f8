"""What a text needs before others may read it, and the only ways it becomes public.

Each check gives everything that is missing at once, as sentences in the language spoken.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from balise.site.guide.terms import REVIEWED_STATES
from balise.vocabulary import BaliseError

__all__ = [
    "Missing",
    "PublishingError",
    "a_year_after",
    "by_its_path",
    "list_publicly",
    "missing_to_list",
    "missing_to_publish",
    "missing_to_submit",
    "reject_around",
    "reject_unready",
    "retire",
    "unreviewed",
]

LANGUAGES = ("en", "fr")
# Fields that a published record has in both languages.
PAIRS = ("title", "summary", "approach", "limits", "lessons", "small_needs", "contact_role")
SUMMARY_WORDS = (60, 120)
THEMES = (1, 3)


@dataclass(frozen=True, slots=True)
class Missing:
    """Something a text lacks: the field to go to, and a sentence."""

    field: str
    sentence: str


class PublishingError(BaliseError):
    """A text is not ready to be read by others."""

    def __init__(self, what: str, missing: tuple[Missing, ...]) -> None:
        self.missing = missing
        told = " ".join(each.sentence for each in missing)
        super().__init__(
            _("“%(what)s” was not made public. %(told)s") % {"what": what, "told": told}
        )


def _label(item: Any, field: str) -> str:
    return str(item._meta.get_field(field).verbose_name)


def _lacks(item: Any, field: str) -> Missing:
    return Missing(field, _("Fill in “%(field)s”.") % {"field": _label(item, field)})


def _empty(item: Any, fields: Iterable[str]) -> list[Missing]:
    return [_lacks(item, each) for each in fields if not getattr(item, each)]


def _in_one_language(item: Any, pairs: Iterable[str]) -> list[Missing]:
    """Name pairs that are empty in both languages."""
    return [
        _lacks(item, f"{pair}_{_first_language(item)}")
        for pair in pairs
        if not any(getattr(item, f"{pair}_{lang}") for lang in LANGUAGES)
    ]


def _first_language(item: Any) -> str:
    return "fr" if item.state_fr == "original" and item.state_en != "original" else "en"


def missing_to_submit(record: Any) -> tuple[Missing, ...]:
    """Tell what a record lacks to be submitted.

    Parameters
    ----------
    record : Record
        Saved or not; its parts are read from it.

    Returns
    -------
    tuple of Missing
        Empty if nothing is missing.
    """
    needed = ("lead", "order_of_government", "jurisdiction", "project_state", "start")
    missing = _in_one_language(record, ("title", "problem")) + _empty(record, needed)
    return tuple(
        missing + _rows(record, *THEMES, "themes") + _rows(record, 1, None, "client_groups")
    )


def _rows(record: Any, least: int, most: int | None, name: str) -> list[Missing]:
    """Check how many rows a part of a record has."""
    count = getattr(record, name).count()
    sentences = {
        "themes": _("Choose one to three themes."),
        "client_groups": _("Choose at least one client group."),
        "sources": _("Name at least one source."),
    }
    enough = least <= count and (most is None or count <= most)
    return [] if enough else [Missing(name, sentences[name])]


def missing_to_list(record: Any) -> tuple[Missing, ...]:
    """Tell what an unverified record lacks to be listed: who, what, where it is known from."""
    missing = _in_one_language(record, ("title", "summary"))
    missing += _empty(record, ("lead", "order_of_government", "jurisdiction", "project_state"))
    missing += _rows(record, *THEMES, "themes") + _rows(record, 1, None, "sources")
    return tuple(missing + _unsourced(record))


def missing_to_publish(item: Any) -> tuple[Missing, ...]:
    """Tell what a text lacks to be published; a record needs more than the others.

    Parameters
    ----------
    item : Record, Play, Resource, Collection or Expert
        As it would be published.

    Returns
    -------
    tuple of Missing
        Empty if nothing is missing.
    """
    missing = _empty(
        item, [f"{each}_{lang}" for each in item.pairs_to_publish for lang in LANGUAGES]
    )
    missing += unreviewed(item)
    if item.is_project:
        missing += _of_a_project(item)
    return tuple(missing)


def unreviewed(item: Any) -> list[Missing]:
    """Tell which languages of a text are not reviewed yet."""
    sentences = {
        "en": _("The English text is not reviewed yet."),
        "fr": _("The French text is not reviewed yet."),
    }
    states = {lang: getattr(item, f"state_{lang}") for lang in LANGUAGES}
    return [
        Missing(f"state_{lang}", sentences[lang])
        for lang, state in states.items()
        if state not in REVIEWED_STATES
    ]


def _of_a_project(record: Any) -> list[Missing]:
    # What is needed to submit is needed to publish; titles are already asked for.
    found = [each for each in missing_to_submit(record) if not each.field.startswith("title")]
    found += _empty(record, ("analysis", "consent_on", "licence")) + _undated(record)
    if record.title_fr_is_working:
        found.append(Missing("title_fr", _("The French title is a working one: have it reviewed.")))
    if not (record.contact_mailbox or record.contact_page):
        sentence = _("Give a mailbox of the organisation, or a page to reach it.")
        found.append(Missing("contact_mailbox", sentence))
    if record.verification == "unverified_seed":
        sentence = _("The organisation has not confirmed this project.")
        found.append(Missing("verification", sentence))
    found += _wordy(record) + _rows(record, 1, None, "sources") + _of_claims(record)
    return found + _of_image(record)


def _undated(record: Any) -> list[Missing]:
    """Say of a missing review date what fills it."""
    if record.review_due:
        return []
    told = {each: _label(record, each) for each in ("review_due", "consent_on")}
    words = _(
        "“%(review_due)s” is empty: it is filled when the consent of the organisation is taken "
        "from its answer to a consultation. If “%(consent_on)s” was filled in by hand, fill in "
        "this date too, a year later."
    )
    return [Missing("review_due", words % told)]


def _wordy(record: Any) -> list[Missing]:
    low, high = SUMMARY_WORDS
    counts = {lang: len(getattr(record, f"summary_{lang}").split()) for lang in LANGUAGES}
    words = _("“%(field)s” has %(count)s words; write %(low)s to %(high)s.")
    return [
        Missing(
            f"summary_{lang}",
            words
            % {
                "field": _label(record, f"summary_{lang}"),
                "count": count,
                "low": low,
                "high": high,
            },
        )
        for lang, count in counts.items()
        if count and not low <= count <= high
    ]


def _of_claims(record: Any) -> list[Missing]:
    claims = list(record.claims.all())
    if not claims and not record.has_no_result_yet:
        return [Missing("claims", _("Say what came of it, or that there is no result yet."))]
    if any(each.is_result for each in claims) and record.has_no_result_yet:
        return [Missing("claims", _("There is a result, and “no result yet” is marked."))]
    found = []
    for claim in claims:
        if claim.value is not None and not claim.period_stated:
            words = _("“%(claim)s” does not say for which period.")
            found.append(Missing("claims", words % {"claim": str(claim)}))
        if not (claim.measure_en and claim.measure_fr):
            words = _("“%(claim)s” is told in one language only.")
            found.append(Missing("claims", words % {"claim": str(claim)}))
    return found + _unsourced(record)


def _unsourced(record: Any) -> list[Missing]:
    known = {each.key for each in record.sources.all()}
    words = _("“%(claim)s” names a source that the record has not.")
    return [
        Missing("claims", words % {"claim": str(each)})
        for each in record.claims.all()
        if each.source_key and each.source_key not in known
    ]


def _of_image(record: Any) -> list[Missing]:
    if record.image_id is None:
        return []
    return _empty(record, ("image_alt_en", "image_alt_fr", "image_rights"))


def a_year_after(day: date) -> date:
    """Give the day a year later, when a text is due for review.

    Examples
    --------
    >>> a_year_after(date(2028, 2, 29))
    datetime.date(2029, 2, 28)
    """
    last = day.replace(day=28) if (day.month, day.day) == (2, 29) else day
    return last.replace(year=day.year + 1)


_IS_APPROVED: ContextVar[bool] = ContextVar("is_approved", default=False)


@contextmanager
def by_its_path() -> Iterator[None]:
    """Publish inside this what went all the way through its path of approval.

    Only the last step of a path opens it: nobody publishes around the path, whatever their
    permissions are.
    """
    kept = _IS_APPROVED.set(True)
    try:
        yield
    finally:
        _IS_APPROVED.reset(kept)


def reject_around(item: Any) -> None:
    """Refuse to publish what did not go through its path of approval.

    Raises
    ------
    PublishingError
        Whoever asks.
    """
    if not _IS_APPROVED.get():
        _reject_to_path(item)


def _reject_to_path(item: Any) -> None:
    sentence = _("It is published by the last step of its path of approval: submit it there.")
    reject_unready(item, (Missing("workflow", sentence),))


def reject_unready(item: Any, missing: tuple[Missing, ...]) -> None:
    """Refuse a text that lacks something.

    Raises
    ------
    PublishingError
        With all that is missing.
    """
    if missing:
        raise PublishingError(str(item), missing)


def list_publicly(record: Any, user: Any = None) -> None:
    """Show an unverified record in public, outside publication, as its last revision has it.

    Raises
    ------
    PublishingError
        If the record lacks something, is published already, or belongs to its path.
    """
    if record.live:
        reject_unready(record, (Missing("status", _("It is published already.")),))
    if record.verification != "unverified_seed" and record.workflow_states.exists():
        # What people submitted is public once it is approved, not before.
        _reject_to_path(record)
    shown = record.get_latest_revision_as_object()
    reject_unready(shown, missing_to_list(shown))
    with transaction.atomic():
        was_public = record.status == "listed"
        shown.status = "listed"
        shown.has_unpublished_changes = False
        shown.first_public_at = shown.first_public_at or timezone.now()
        shown.save()
        shown.note_change("changed" if was_public else "listed", user)
    record.refresh_from_db()


def retire(record: Any, user: Any = None, *, why_en: str = "", why_fr: str = "") -> None:
    """Take a record out of publication; its address stays and says so.

    Raises
    ------
    PublishingError
        If the record was never public.
    """
    if not record.is_public:
        reject_unready(record, (Missing("status", _("It was never public: delete it instead.")),))
    with transaction.atomic():
        record.live = False
        record.status = "retired"
        record.save()
        record.note_change("retired", user, why_en=why_en, why_fr=why_fr)
