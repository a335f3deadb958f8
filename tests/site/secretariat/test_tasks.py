"""What is due is done once, however often, whenever and by how many this is run."""

import os
from collections.abc import Iterator
from datetime import timedelta
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any

import pytest

from balise.vocabulary import BaliseError


@pytest.fixture(autouse=True)
def state(guide_site: None, tmp_path: Path) -> Iterator[Path]:
    from django.test import override_settings

    with override_settings(STATE=tmp_path, EMAIL_BACKEND=f"{MAIL}.locmem.EmailBackend"):
        yield tmp_path


MAIL = "django.core.mail.backends"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Tasks that only count."""
    from balise.site.secretariat import tasks

    done: list[str] = []

    def first(now: Any) -> dict[str, int]:
        done.append("first")
        return {"things": 2}

    def second(now: Any) -> dict[str, int]:
        done.append("second")
        return {}

    monkeypatch.setattr(tasks, "TASKS", [tasks.Task("first", first), tasks.Task("second", second)])
    return done


def ran(days: int = 0) -> dict[str, str]:
    from django.utils import timezone

    from balise.site.secretariat.tasks import run_tasks

    day = timezone.localdate() + timedelta(days=days)
    return {each.name: each.state for each in run_tasks(day, with_links=False)}


def test_a_day_is_done_once_and_mail_is_sent_each_time(guide_db: str, counted: list[str]) -> None:
    assert ran() == {"first": "done", "second": "done", "mail": "done"}
    assert ran() == {"first": "already", "second": "already", "mail": "done"}
    assert counted == ["first", "second"]


def test_missed_days_are_caught_up_once_and_a_clock_set_back_repeats_nothing(
    guide_db: str, counted: list[str]
) -> None:
    ran()
    assert ran(9)["first"] == "done"
    assert ran(3)["first"] == "already"
    assert ran()["first"] == "already"
    assert counted.count("first") == 2


def test_a_run_under_a_clock_far_ahead_holds_nothing_up(
    guide_sqlite: str, counted: list[str]
) -> None:
    assert ran(4000)["first"] == "done"
    assert ran()["first"] == "done"


def test_a_task_that_fails_stops_no_other_and_is_tried_again(
    guide_db: str, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import DatabaseError

    from balise.site.secretariat import tasks
    from balise.site.secretariat.models import Allowance

    def broken(now: Any) -> dict[str, int]:
        Allowance.objects.create(digest="x", ends_at=now)
        raise DatabaseError("no")

    tasks.TASKS.insert(0, tasks.Task("broken", broken))
    assert ran() == {"broken": "failed", "first": "done", "second": "done", "mail": "done"}
    assert not Allowance.objects.exists(), "what it did by half is undone"
    assert ran()["broken"] == "failed"


def test_two_at_once_do_it_once(guide_sqlite: str, state: Path, counted: list[str]) -> None:
    number = os.open(state / "tasks.lock", os.O_RDWR | os.O_CREAT)
    flock(number, LOCK_EX)
    try:
        with pytest.raises(BaliseError, match="being run at this moment"):
            ran()
    finally:
        os.close(number)
    assert counted == []
    assert ran()["first"] == "done"


def test_old_things_are_forgotten_and_what_was_decided_stays(guide_db: str) -> None:
    from django.utils import timezone

    from balise.site.guide.models import KeptAssessment
    from balise.site.secretariat.models import Allowance, Correspondent, Message, PrivateLink
    from balise.site.secretariat.postman import post
    from balise.site.secretariat.private_links import address_of, link_for

    long_ago = timezone.now() - timedelta(days=400)
    person = Correspondent.objects.create(email="a@example.org", name="A B", made_at=long_ago)
    fresh = Correspondent.objects.create(email="b@example.org")
    asker = Correspondent.objects.create(email="c@example.org", made_at=long_ago)
    link = link_for("draft", 1, person)
    address_of(link, "en")
    PrivateLink.objects.update(expires_at=long_ago)
    for to in (person, asker):
        post("draft", to, {"title": "secret"})
    Message.objects.update(made_at=long_ago, state="sent", sent_at=long_ago)
    post("draft", asker, {"title": "lately"})
    Allowance.objects.create(digest="x", ends_at=long_ago)
    KeptAssessment.objects.create(token_digest="x", made=long_ago, expires=long_ago, answers={})
    assert ran()["contacts"] == "done"
    person.refresh_from_db()
    assert (person.email, person.name) == ("", "")
    assert person.erased_at is not None
    assert Correspondent.objects.filter(email__in=(fresh.email, asker.email)).count() == 2
    old = Message.objects.get(made_at=long_ago, told={}, pk=Message.objects.earliest("pk").pk)
    assert (old.to, old.mailbox, old.state) == (None, "", "sent")
    assert not Message.objects.filter(told__title="secret").exists()
    assert not Allowance.objects.exists()
    assert not KeptAssessment.objects.exists()
    assert not link.tokens.exists()
    again = ran(1)
    assert set(again.values()) == {"done"}, "another day: each ran, and found nothing"


def test_links_are_checked_weekly_and_told_after_two_failures_a_day_apart(guide_db: str) -> None:
    from django.utils import timezone

    from balise.site.secretariat.links_checked import check_links, failing, public_links
    from balise.site.secretariat.links_followed import Network
    from balise.site.secretariat.models import LinkCheck
    from tests.site.guide.making import make_record

    make_record(
        status="listed",
        first_public_at=timezone.now(),
        code_link="https://example.org/code",
        contact_page="http://10.0.0.1/",
    )
    make_record(code_link="https://example.org/of-a-draft")
    assert set(public_links()) == {
        "https://example.org/code",
        "https://example.org/letters",
        "http://10.0.0.1/",
    }
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return []

    nothing = Network(resolve=resolve)
    now = timezone.now()
    for days, count in ((0, 3), (0.5, 0), (1, 3), (1.1, 0)):
        assert sum(check_links(now + timedelta(days=days), nothing).values()) == count
        assert bool(failing()) == (days >= 1)
    LinkCheck.objects.update(state="ok", failing_since=None)
    assert sum(check_links(now + timedelta(days=6), nothing).values()) == 0
    assert sum(check_links(now + timedelta(days=9), nothing).values()) == 3
    assert "10.0.0.1" in asked
