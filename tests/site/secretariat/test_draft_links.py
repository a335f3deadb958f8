"""The link of a draft: it ends, is renewed and closed; what lies behind it is forgotten in time."""

from datetime import timedelta
from typing import Any

import pytest

from tests.site.secretariat.calling import FILLED, make_draft, opened, token_of, versioned


def test_links_expire_are_renewed_and_revoked(guide_db: str, guide_client: Any) -> None:
    from django.utils import timezone

    from balise.site.secretariat.models import Message, PrivateLink

    draft = make_draft(content=dict(FILLED), version=1)
    address = opened(draft)
    assert guide_client.get("/en/guide/drafts/unknown/").status_code == 404
    PrivateLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    page = guide_client.get(address)
    assert page.status_code == 410
    assert page.content.decode().count("<button") == 1
    assert FILLED["title"] not in page.content.decode()
    assert guide_client.post(address, versioned(draft)).status_code == 410
    for below in ("files/", "others/", "not-me/", "attachments/1"):
        assert guide_client.get(address + below).status_code == 410
    answer = guide_client.post(address, {"act": "renew"})
    assert answer["Location"] == "/en/guide/submit/sent/"
    assert Message.objects.filter(kind="draft_link").count() == 1
    assert guide_client.get(address).status_code == 200
    assert guide_client.post(f"{address}not-me/").status_code == 303
    assert guide_client.get(address).status_code == 410
    assert guide_client.post(address, {"act": "renew"}).status_code == 410
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_draft_nobody_asked_for_is_erased_with_its_link(guide_db: str, guide_client: Any) -> None:
    draft = make_draft()
    guide_client.post(opened(draft, "not-me/"))
    draft.refresh_from_db()
    assert draft.state == "forgotten"


def test_a_person_sees_their_own_drafts_and_each_opens_by_its_own_link(
    guide_db: str, guide_client: Any
) -> None:
    from balise.site.secretariat.models import Message

    mine = make_draft(email="me@example.org", version=1, content={"title": "Mine"})
    other = make_draft(email="me@example.org", version=1, content={"title": "Mine too"})
    stranger = make_draft(version=1, content={"title": "Of a stranger"})
    page = guide_client.get(opened(mine, "others/")).content.decode()
    assert "Mine too" in page
    assert "stranger" not in page
    guide_client.post(opened(mine, "others/"), {"reference": stranger.reference})
    assert Message.objects.count() == 0
    guide_client.post(opened(mine, "others/"), {"reference": other.reference})
    assert Message.objects.get().link.target == other.pk


def test_private_pages_are_kept_by_nobody(guide_sqlite: str, guide_client: Any) -> None:
    answer = guide_client.get(opened(make_draft()))
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "same-origin"


def test_drafts_are_erased_a_week_after_their_holder_was_told(guide_db: str) -> None:
    from django.utils import timezone

    from balise.site.secretariat import submission_keeping as keeping
    from balise.site.secretariat.models import Message, PrivateLink

    now = timezone.now()
    written = make_draft(version=1, content=dict(FILLED), saved_at=now - timedelta(days=100))
    blank = make_draft(saved_at=now - timedelta(days=100))
    fresh = make_draft(version=1, saved_at=now - timedelta(days=80))
    token_of(written)
    assert list(keeping.drafts_to_forget(now)) == [blank]
    assert list(keeping.drafts_to_warn(now)) == [written]
    keeping.warn(written, now)
    keeping.warn(written, now)
    assert Message.objects.filter(kind="draft_soon_erased").count() == 1
    later = now + timedelta(days=7)
    assert set(keeping.drafts_to_forget(later)) == {written, blank}
    keeping.forget(written)
    written.refresh_from_db()
    assert (written.state, written.content) == ("forgotten", {})
    assert PrivateLink.objects.get(target=written.pk).revoked_at is not None
    assert fresh not in set(keeping.drafts_to_forget(later))


@pytest.mark.parametrize("act", ["save", "submit"])
def test_what_is_written_while_the_tasks_run_is_not_erased(
    guide_db: str, guide_client: Any, act: str
) -> None:
    from django.utils import timezone

    from balise.site.secretariat.keeping import PERISHABLE
    from balise.site.secretariat.models import Message
    from balise.site.secretariat.submission_keeping import drafts_to_warn, warn

    now = timezone.now()
    long_ago = now - timedelta(days=100)
    draft = make_draft(version=1, saved_at=long_ago, warned_at=long_ago)
    untold = make_draft(version=1, saved_at=long_ago)
    (part,) = (each for each in PERISHABLE if each.name == "drafts")
    (found,), (to_tell,) = list(part.over(now)), list(drafts_to_warn(now))
    for each in (draft, untold):
        guide_client.post(opened(each), versioned(each, act, title="Written just now"))
    part.forget(found)
    warn(to_tell, now)
    draft.refresh_from_db()
    assert draft.state == ("draft" if act == "save" else "submitted")
    assert draft.content["title"] == "Written just now"
    assert not Message.objects.filter(kind="draft_soon_erased").exists()


def test_asking_for_a_link_again_writes_nothing_over(guide_db: str, monkeypatch: Any) -> None:
    from balise.site.secretariat import submission_starting as starting
    from balise.site.secretariat.models import Submission

    draft = make_draft()
    save = Submission.save

    def saved(self: Any, *arguments: Any, **options: Any) -> None:
        # Its holder saves in the same moment, in another tab.
        Submission.objects.filter(pk=draft.pk).update(content={"title": "Mine"}, version=1)
        save(self, *arguments, **options)

    monkeypatch.setattr(Submission, "save", saved)
    starting.start(draft.holder.email, "fr")
    draft.refresh_from_db()
    assert (draft.content, draft.version, draft.language) == ({"title": "Mine"}, 1, "en")
