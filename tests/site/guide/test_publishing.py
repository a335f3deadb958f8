"""Nobody publishes around the rules, and who tries is told all that is missing."""

from typing import Any

import pytest

from tests.site.guide.making import make_record


def test_a_complete_record_is_published(guide_db: str) -> None:
    record = make_record()
    record.save_revision().publish()
    record.refresh_from_db()
    assert (record.live, record.status) == (True, "published")
    assert [each.kind for each in record.changes.all()] == ["published"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state_fr": "machine"}, "The French text is not reviewed yet."),
        ({"state_en": "missing"}, "The English text is not reviewed yet."),
        ({"title_fr_is_working": True}, "The French title is a working one"),
        ({"limits_fr": ""}, "Fill in “known limits (in French)”."),
        ({"summary_en": "Too short."}, "has 2 words; write 60 to 120."),
        ({"licence": ""}, "Fill in “licence”."),
        ({"consent_on": None}, "Fill in “consent given on”."),
        ({"review_due": None}, "is filled when the consent of the organisation is taken"),
        ({"contact_mailbox": ""}, "Give a mailbox of the organisation"),
        ({"verification": "unverified_seed"}, "has not confirmed this project"),
        ({"has_no_result_yet": True}, "There is a result"),
    ],
)
def test_publishing_is_refused_with_the_reason(
    guide_sqlite: str, fields: dict[str, Any], sentence: str
) -> None:
    from balise.site.guide.publishing import PublishingError

    record = make_record(**fields)
    with pytest.raises(PublishingError) as told:
        record.save_revision().publish()
    assert sentence in str(told.value)
    assert len(told.value.missing) == 1
    record.refresh_from_db()
    assert record.status == "draft"


def test_all_that_is_missing_is_told_at_once_in_the_language_spoken(guide_sqlite: str) -> None:
    from django.utils import translation

    from balise.site.guide.models import Record
    from balise.site.guide.publishing import missing_to_publish

    record = Record(title_en="Letters")
    record.save()
    with translation.override("fr"):
        told = [each.sentence for each in missing_to_publish(record)]
    assert len(told) > 20
    assert "Le texte français n’est pas encore révisé." in told
    assert not [each for each in told if "Fill" in each]


@pytest.mark.parametrize("part", ["themes", "client_groups", "sources", "claims"])
def test_a_record_is_not_published_without_its_parts(guide_sqlite: str, part: str) -> None:
    from balise.site.guide.publishing import missing_to_publish

    record = make_record()
    getattr(record, part).all().delete()
    record.refresh_from_db()
    fresh = type(record).objects.get(pk=record.pk)
    assert part in {each.field for each in missing_to_publish(fresh)}


def test_a_number_whose_period_is_not_stated_is_listed_and_never_published(guide_db: str) -> None:
    from balise.site.guide.models import Claim, unstated_periods
    from balise.site.guide.publishing import PublishingError, list_publicly

    record = make_record()
    with unstated_periods():
        Claim.objects.create(
            record=record,
            kind="reach",
            measure_en="People",
            measure_fr="Personnes",
            value=5,
            unit_en="people",
            unit_fr="personnes",
            source_key="s1",
            period_stated=False,
        )
    list_publicly(record)
    with pytest.raises(PublishingError, match="does not say for which period"):
        record.save_revision().publish()
    record.refresh_from_db()
    assert record.status == "listed"


def test_a_claim_names_a_source_that_the_record_has(guide_sqlite: str) -> None:
    from balise.site.guide.publishing import missing_to_list

    record = make_record()
    record.claims.update(source_key="s9")
    told = missing_to_list(type(record).objects.get(pk=record.pk))
    assert [each.sentence for each in told] == [
        "“Time to answer” names a source that the record has not."
    ]


def test_a_revision_cannot_bring_its_own_publication_along(guide_sqlite: str) -> None:
    from balise.site.guide.publishing import list_publicly

    record = make_record()
    early = record.save_revision()
    list_publicly(record)
    restored = early.as_object()
    assert restored.status == "listed"
    early.publish()
    record.refresh_from_db()
    assert record.status == "published"


def test_what_was_published_keeps_its_address_when_it_is_taken_back(guide_db: str) -> None:
    record = make_record()
    record.save_revision().publish()
    record.refresh_from_db()
    record.unpublish()
    record.refresh_from_db()
    assert (record.status, record.is_public) == ("retired", True)


@pytest.mark.parametrize("model", ["Play", "Resource", "Collection", "Expert"])
def test_no_text_of_any_kind_is_live_in_one_language(guide_db: str, model: str) -> None:
    from django.db import IntegrityError, transaction

    from balise.site.guide import models
    from balise.site.guide.publishing import PublishingError
    from tests.site.guide.making import make_organisation

    kind = getattr(models, model)
    given: dict[str, Any] = {"identifier": "x", "title_en": "Text", "state_en": "original"}
    if model == "Resource":
        given["kind"] = "training"
    if model == "Expert":
        given["organisation"] = make_organisation()
    text = kind.objects.create(**given)
    with pytest.raises(PublishingError, match="The French text is not reviewed yet"):
        text.save_revision().publish()
    with pytest.raises(IntegrityError), transaction.atomic():
        kind.objects.filter(pk=text.pk).update(live=True)


def test_a_year_is_a_year() -> None:
    from datetime import date

    from balise.site.guide.publishing import a_year_after

    assert a_year_after(date(2026, 5, 1)) == date(2027, 5, 1)
