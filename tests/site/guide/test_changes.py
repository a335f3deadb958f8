"""What changed lately is told by day, and what has to be confirmed by month."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.site.guide.making import make_record
from tests.site.guide.surroundings import make_expert, make_listed, make_play
from tests.site.guide.test_plays import read


def test_changes_are_told_with_their_kind_and_reason(guide_client: Any, guide_db: str) -> None:
    from balise.site.guide.models import Change
    from balise.site.guide.publishing import retire

    record = make_listed(title_en="River levels", title_fr="Niveaux des rivières")
    retire(record, why_en="It ended.", why_fr="Il a pris fin.")
    Change.objects.create(record=make_record(title_en="A secret draft"), kind="changed")
    page = read(guide_client, "/en/guide/changes/")
    assert page.index(": retired. It ended.") < page.index(": listed")
    assert "A secret draft" not in page
    assert "retiré. Il a pris fin." in read(guide_client, "/fr/guide/changes/")
    assert "It ended." not in read(guide_client, "/en/guide/changes/?kind=listed")
    assert "It ended." in read(guide_client, "/en/guide/changes/?kind=zzz&page=-1")


def test_changed_fields_have_names(guide_sqlite: str) -> None:
    from balise.site.guide.changes import fields_named

    assert fields_named(["start", "claims", "start", "gone"]) == ("start", "claims", "gone")


def test_texts_besides_projects_are_told_too(guide_client: Any, guide_sqlite: str) -> None:
    make_play(title_en="A play of today")
    assert "A play of today" in read(guide_client, "/en/guide/changes/")


def test_older_changes_are_on_the_next_page(guide_client: Any, guide_sqlite: str) -> None:
    from balise.site.guide.models import Change

    record = make_listed()
    Change.objects.bulk_create(Change(record=record, kind="confirmed") for _ in range(60))
    assert "page 1 of 2" in read(guide_client, "/en/guide/changes/?kind=confirmed")
    assert "page 2 of 2" in read(guide_client, "/en/guide/changes/?kind=confirmed&page=2")


def test_the_calendar_puts_what_is_past_due_first(guide_client: Any, guide_db: str) -> None:
    today = timezone.localdate()
    make_listed(title_en="Due soon", review_due=today + timedelta(days=40))
    make_listed(title_en="Long due", review_due=today - timedelta(days=40))
    make_listed(title_en="Never confirmed", review_due=None, confirmed_on=None)
    make_record(title_en="A secret draft")
    make_expert(title_en="Expert on pipes")
    page = read(guide_client, "/en/guide/reviews/")
    assert page.index("Past due") < page.index("Long due") < page.index("Due soon")
    assert "1 project has no review date" in page
    assert "Expert on pipes" in page
    assert "A secret draft" not in page
    assert "Never confirmed" not in page
