"""Contacts that came to nothing and files of what is decided are forgotten after a year."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.site.guide.making import make_account, make_record
from tests.site.secretariat.calling import make_draft, opened, versioned


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


def _person(email: str) -> Any:
    from balise.site.secretariat.models import Correspondent

    found = Correspondent.objects.at(email)
    Correspondent.objects.update(made_at=_now() - timedelta(days=800))
    return found


def _interest(state: str, days: int) -> Any:
    from balise.site.secretariat.models import Interest, InterestNote

    made = Interest.objects.create(
        form_key=f"{state}-{days}",
        about="evi",
        organisation="Town",
        jurisdiction="CA-NB",
        sender=_person(f"{state}-{days}@example.org"),
        language="en",
        state=state,
        made_at=_now() - timedelta(days=700),
    )
    InterestNote.objects.create(interest=made, state=state, made_at=_now() - timedelta(days=days))
    return made


def _question(state: str, days: int) -> Any:
    from balise.site.secretariat.models import Question, QuestionStep

    made = Question.objects.create(
        form_key=f"q-{state}-{days}",
        asked_title="How?",
        asked_text="Tell us.",
        language="en",
        asker=_person(f"q-{state}-{days}@example.org"),
        state=state,
        made_at=_now() - timedelta(days=700),
    )
    QuestionStep.objects.create(question=made, state=state, made_at=_now() - timedelta(days=days))
    return made


def test_a_contact_that_came_to_nothing_is_forgotten_a_year_after_it_ended(guide_db: str) -> None:
    from balise.site.secretariat.keeping import forget_contacts
    from balise.site.secretariat.models import Correspondent

    _interest("closed", 400)
    _interest("closed", 100)
    _interest("uses", 400)
    _question("refused", 400)
    _question("refused", 100)
    _question("waiting", 400)
    assert forget_contacts(_now()) == {"contacts": 2}
    left = set(Correspondent.objects.exclude(email="").values_list("email", flat=True))
    assert left == {
        *("closed-100@example.org", "uses-400@example.org"),
        *("q-refused-100@example.org", "q-waiting-400@example.org"),
    }


def test_who_writes_in_the_moment_they_would_be_forgotten_is_kept(
    guide_sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db.models.query import QuerySet

    from balise.site.secretariat import keeping
    from balise.site.secretariat.models import Correspondent

    _person("just@example.org")
    taken = QuerySet.select_for_update

    def late(held: Any, *arguments: Any, **options: Any) -> Any:
        if held.model is Correspondent:
            monkeypatch.undo()
            make_draft(email="just@example.org", version=1, content={"title": "At last"})
        return taken(held, *arguments, **options)

    monkeypatch.setattr(QuerySet, "select_for_update", late)
    assert keeping.forget_contacts(_now()) == {}
    assert Correspondent.objects.filter(email="just@example.org").exists()


def test_files_are_kept_for_a_year_after_the_decision(
    guide_db: str, guide_client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile

    from balise.site.guide.models import Record
    from balise.site.secretariat import path
    from balise.site.secretariat.attachments import receive
    from balise.site.secretariat.models import Attachment, StepState
    from balise.site.secretariat.submission_keeping import attachments_to_forget

    monkeypatch.setattr(settings, "STATE", tmp_path)
    draft = make_draft()
    kept = receive(draft, SimpleUploadedFile("a.txt", b"words"))
    guide_client.post(opened(draft), versioned(draft, "submit"))
    now = _now()
    Attachment.objects.update(added_at=now - timedelta(days=800))
    assert attachments_to_forget(now) == [], "it is on its path"
    record = Record.objects.get()
    path.send_back(record, make_account(), "Say more.")
    assert attachments_to_forget(now + timedelta(days=400)) == [], "it may come back"
    path.withdraw(record)
    StepState.objects.update(finished_at=now)
    assert attachments_to_forget(now + timedelta(days=364)) == []
    assert attachments_to_forget(now + timedelta(days=366)) == [kept]
    make_record()
