"""So many tries of a kind from one source in a window of time."""

from datetime import timedelta
from typing import Any

import pytest

HOUR = timedelta(hours=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the clock forward or back."""
    from django.utils import timezone

    now = timezone.now

    def moved(by: timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now() + by)

    return moved


def tried(count: int, what: str = "draft", source: str = "192.0.2.1") -> list[bool]:
    from balise.site.secretariat.allowances import is_allowed

    return [is_allowed(what, source, 3, HOUR) for _each in range(count)]


def test_the_tries_of_a_window_are_allowed_and_no_more(guide_db: str) -> None:
    assert tried(5) == [True, True, True, False, False]


def test_another_source_and_another_kind_have_their_own(guide_db: str) -> None:
    tried(4)
    assert tried(1, source="192.0.2.2") == [True]
    assert tried(1, what="sign-in") == [True]


def test_a_window_that_is_over_begins_again(guide_db: str, clock: Any) -> None:
    tried(4)
    clock(HOUR - timedelta(minutes=1))
    assert tried(1) == [False]
    clock(HOUR + timedelta(minutes=1))
    assert tried(4) == [True, True, True, False]


def test_a_clock_set_back_locks_nobody_out(guide_db: str, clock: Any) -> None:
    clock(timedelta(days=30))
    tried(4)
    clock(timedelta(0))
    assert tried(1) == [True]


def test_nothing_at_all_may_be_allowed(guide_sqlite: str) -> None:
    from balise.site.secretariat.allowances import is_allowed

    assert not is_allowed("draft", "192.0.2.1", 0, HOUR)


def test_the_source_is_kept_as_a_keyed_digest(guide_sqlite: str) -> None:
    from balise.site.secretariat.models import Allowance

    tried(1, source="person@example.org")
    assert "person" not in str(list(Allowance.objects.values()))
