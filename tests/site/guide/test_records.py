"""A record keeps its rules whoever writes it: forms, imports or the database alone."""

from typing import Any

import pytest

from tests.site.guide.making import make_organisation, make_record, make_source

NUMBER = {"kind": "result", "measure_en": "Time", "value": 3}


def refused_by_database(make: Any) -> str:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError) as told, transaction.atomic():
        make()
    return str(told.value)


@pytest.mark.parametrize(
    "lacking",
    [
        {"source_key": "s1", "period_start": "2025"},
        {"unit_en": "days", "period_start": "2025"},
        {"unit_en": "days", "source_key": "s1"},
    ],
    ids=["no unit", "no source", "no period"],
)
def test_a_number_without_unit_source_or_period_cannot_be_saved(
    guide_db: str, lacking: dict[str, str]
) -> None:
    from django.core.exceptions import ValidationError

    from balise.site.guide.models import Claim

    record = make_record(parts=False)
    claim = Claim(record=record, **NUMBER, **lacking)
    with pytest.raises(ValidationError, match="unit, a period and a source"):
        claim.full_clean()
    assert "guide_claim_number_has_unit_period_source" in refused_by_database(claim.save)


def test_a_result_that_was_not_measured_needs_neither(guide_db: str) -> None:
    from balise.site.guide.models import Claim

    claim = Claim(record=make_record(parts=False), kind="result", measure_en="Effect")
    claim.full_clean()
    claim.save()
    assert claim.value is None


def test_only_an_import_may_keep_a_number_whose_period_no_source_states(guide_db: str) -> None:
    from django.core.exceptions import ValidationError

    from balise.site.guide.models import Claim, unstated_periods

    record = make_record(parts=False)
    claim = Claim(record=record, **NUMBER, unit_en="days", source_key="s1", period_stated=False)
    with pytest.raises(ValidationError, match="A number needs a period"):
        claim.full_clean()
    with pytest.raises(ValidationError, match="A number needs a period"):
        claim.save()
    with unstated_periods():
        claim.full_clean()
        claim.save()
    claim.full_clean()  # as it came, it may be saved again
    claim.value = 4
    with pytest.raises(ValidationError, match="A number needs a period"):
        claim.full_clean()


def test_what_is_expected_or_aimed_at_is_never_among_results(guide_db: str) -> None:
    from balise.site.guide.models import Claim, results

    record = make_record(parts=False)
    for kind in ("expected", "target", "baseline", "context", "result", "reach"):
        Claim.objects.create(record=record, kind=kind, measure_en=kind)
    assert [each.kind for each in results(record)] == ["result", "reach"]


def test_the_database_refuses_a_published_record_that_is_not_reviewed(guide_db: str) -> None:
    from django.utils import timezone

    from balise.site.guide.models import Record

    record = make_record(state_fr="machine")

    def behind_the_back() -> None:
        Record.objects.filter(pk=record.pk).update(
            live=True, status="published", first_public_at=timezone.now()
        )

    assert "guide_record_live_in_both_languages" in refused_by_database(behind_the_back)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("licence", ""),
        ("analysis", ""),
        ("consent_on", None),
        ("review_due", None),
        ("contact_mailbox", ""),
        ("lead", None),
        ("title_fr_is_working", True),
        ("verification", "unverified_seed"),
    ],
)
def test_the_database_refuses_a_published_record_that_is_not_complete(
    guide_db: str, field: str, value: Any
) -> None:
    from django.utils import timezone

    from balise.site.guide.models import Record

    record = make_record(**{field: value})
    behind = {"live": True, "status": "published", "first_public_at": timezone.now()}
    told = refused_by_database(lambda: Record.objects.filter(pk=record.pk).update(**behind))
    assert "guide_record_live_is_complete" in told


def test_listed_and_published_exclude_each_other(guide_db: str) -> None:
    from django.utils import timezone

    from balise.site.guide.models import Record

    record = make_record()
    behind = {"live": True, "status": "listed", "first_public_at": timezone.now()}
    told = refused_by_database(lambda: Record.objects.filter(pk=record.pk).update(**behind))
    assert "guide_record_live_is_published" in told


@pytest.mark.parametrize("field", ["status", "verification", "order_of_government", "state_en"])
def test_a_code_that_is_not_known_cannot_be_saved(guide_db: str, field: str) -> None:
    from balise.site.guide.models import Record

    record = make_record()
    rows = Record.objects.filter(pk=record.pk)
    assert "guide_record_" in refused_by_database(lambda: rows.update(**{field: "invented"}))


def test_an_identifier_is_never_used_again_even_after_a_deletion(guide_db: str) -> None:
    from django.core.exceptions import ValidationError

    record = make_record(identifier="letters")
    record.delete()
    with pytest.raises(ValidationError, match="has or had the identifier"):
        make_record(identifier="letters")
    assert make_record(identifier="", title_en="Letters").identifier == "letters-2"


def test_a_record_that_was_public_is_retired_instead_of_deleted(guide_db: str) -> None:
    from django.db.models import ProtectedError

    from balise.site.guide.publishing import list_publicly, retire

    record = make_record()
    list_publicly(record)
    with pytest.raises(ProtectedError):
        record.delete()
    retire(record)
    record.refresh_from_db()
    assert (record.status, record.live) == ("retired", False)
    assert [each.kind for each in record.changes.all()] == ["retired", "listed"]


def test_pages_find_public_records_only(guide_db: str) -> None:
    from balise.site.guide.models import Record
    from balise.site.guide.publishing import list_publicly, retire

    draft, listed, retired, published = (make_record() for _each in range(4))
    list_publicly(listed)
    list_publicly(retired)
    retire(retired)
    published.save_revision().publish()
    assert set(Record.objects.public()) == {listed, retired, published}
    assert set(Record.objects.current()) == {listed, published}
    assert set(Record.objects.published()) == {published}
    assert draft not in Record.objects.public()


def test_a_source_has_one_key_in_a_record(guide_db: str) -> None:
    record = make_record(parts=False)
    make_source(record)
    refused_by_database(lambda: make_source(record))


def test_markup_is_kept_as_text_and_a_null_is_refused(guide_db: str) -> None:
    from django.core.exceptions import ValidationError

    from balise.site.guide.models import Record

    markup = "<script>alert(1)</script> **bold** #set text(red)"
    assert make_record(title_en=markup).title_en == markup
    with pytest.raises(ValidationError, match="Null characters"):
        Record(title_en="a\0b").full_clean()


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.org/", "example.org"])
def test_an_address_is_of_the_web(guide_sqlite: str, link: str) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        make_record(code_link=link)


@pytest.mark.parametrize("day", ["2018-13", "18", "May 2018", "2018-02-30"])
def test_a_date_known_in_part_is_still_a_date(guide_sqlite: str, day: str) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="is not a date"):
        make_record(start=day)


def test_a_project_does_not_end_before_it_starts(guide_sqlite: str) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="before the start"):
        make_record(start="2019", end="2018-12")
    assert make_record(start="2018-05", end="2018").end == "2018"


def test_an_organisation_has_a_name_of_its_own(guide_db: str) -> None:
    make_organisation(name_en="Town")
    refused_by_database(lambda: make_organisation(name_en="Town"))
    refused_by_database(lambda: make_organisation(name_en="", name_fr=""))
