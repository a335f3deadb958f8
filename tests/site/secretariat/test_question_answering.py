"""Experts answer behind their links; what they answer becomes a resource of the Guide."""

from typing import Any

import pytest
from django.utils import timezone

from balise.site.secretariat import plain_forms
from tests.site.guide.making import make_account
from tests.site.guide.surroundings import make_expert
from tests.site.secretariat.asking import ANSWER, link_of, posted, released, text_of


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who reads a form before they send it: ten seconds pass between any two looks at a clock."""
    moments = iter(range(1_800_000_000, 1_900_000_000, 10))
    monkeypatch.setattr(plain_forms, "clock", lambda: float(next(moments)))


def test_an_expert_answers_and_the_answer_becomes_a_resource(
    guide_client: Any, guide_db: str
) -> None:
    from balise.site.guide.models import Resource

    make_expert()
    found = released(guide_client)
    reply = found.replies.get()
    link = link_of(reply)
    said = {"kind": "answered", "language": "en", "text": "Pressure <b>first</b>.", "version": "1"}
    page = guide_client.get(link)
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in page.headers["Cache-Control"]
    reply.refresh_from_db()
    assert reply.state == "asked"
    assert guide_client.post(link, said).status_code == 303
    assert guide_client.post(link, said).status_code == 303
    assert "your answer was received" in text_of(guide_client.get(link))
    # Nothing of it is public before the secretariat publishes it.
    assert "Pressure" not in text_of(guide_client.get("/en/guide/questions/1/"))
    desk = f"/admin/desk/questions/{found.pk}/"
    assert "Pressure &lt;b&gt;first&lt;/b&gt;." in text_of(guide_client.get(desk))
    assert guide_client.post(f"{desk}answer/", {**ANSWER, "version": "2"}).status_code == 303
    resource = Resource.objects.get(identifier="question-1")
    assert (resource.kind, resource.live) == ("answer", True)
    assert [each.code for each in resource.themes.all()] == ["water"]
    page_text = text_of(guide_client.get("/en/guide/questions/1/"))
    assert "Start with pressure." in page_text
    assert "/en/guide/resources/question-1/" in page_text
    assert "Commencer par la pression." in text_of(guide_client.get("/fr/guide/questions/1/"))
    assert guide_client.get("/fr/guide/resources/question-1/").status_code == 200
    (message,) = posted("question_answered")
    assert message.to == found.asker
    # It is mended without telling the asker again.
    mended = {**ANSWER, "summary_en": "Start with flow.", "version": "3"}
    assert guide_client.post(f"{desk}answer/", mended).status_code == 303
    assert "Start with flow." in text_of(guide_client.get("/en/guide/questions/1/"))
    assert posted("question_answered").count() == 1
    assert Resource.objects.filter(kind="answer").count() == 1


def test_an_expert_names_another(guide_client: Any, guide_db: str) -> None:
    make_expert()
    found = released(guide_client)
    reply = found.replies.get()
    said = {
        "kind": "not_my_field",
        "language": "fr",
        "suggestion": "Bureau des eaux",
        "version": "1",
    }
    assert guide_client.post(link_of(reply), said).status_code == 303
    assert "Bureau des eaux" in text_of(guide_client.get(f"/admin/desk/questions/{found.pk}/"))
    other = make_expert("other", fields=("health",), mailbox="other@example.org")
    again = {"experts": [str(other.pk), str(reply.expert_id)]}
    desk = f"/admin/desk/questions/{found.pk}/experts/"
    assert guide_client.post(desk, again).status_code == 303
    told = [each.to.email for each in posted("question_expert").order_by("pk")]
    assert told == ["water@example.org", "other@example.org"]


def test_two_replies_through_one_link_lose_nothing(guide_client: Any, guide_db: str) -> None:
    make_expert()
    link = link_of(released(guide_client).replies.get())
    first = {"kind": "answered", "language": "en", "text": "First", "version": "1"}
    assert guide_client.post(link, first).status_code == 303
    second = guide_client.post(link, {**first, "text": "Second"})
    assert second.status_code == 409
    assert "First" in text_of(second)
    assert "Second" in text_of(second)
    assert guide_client.post(link, {**first, "text": "Second", "version": "2"}).status_code == 303
    empty = guide_client.post(link, {"kind": "answered", "language": "en", "version": "3"})
    assert empty.status_code == 400
    assert '<a href="#text">' in text_of(empty)


def test_links_open_their_own_question_for_a_while(guide_client: Any, guide_db: str) -> None:
    from balise.site.secretariat.models import PrivateLink
    from balise.site.secretariat.private_links import address_of, link_for, revoke

    make_expert()
    found = released(guide_client)
    reply = found.replies.get()
    link = link_of(reply)
    said = {"kind": "answered", "language": "en", "text": "Late", "version": "1"}
    assert guide_client.get("/fr/guide/questions/answer/made-up/").status_code == 404
    opened = PrivateLink.objects.get(kind="expert", target=reply.pk)
    # The link of another thing opens no question.
    draft = link_for("draft", reply.pk, opened.holder)
    token = address_of(draft, "en").rstrip("/").rpartition("/")[2]
    assert guide_client.get(f"/en/guide/questions/answer/{token}/").status_code == 404
    PrivateLink.objects.update(expires_at=timezone.now())
    for answer in (guide_client.get(link), guide_client.post(link, said)):
        assert answer.status_code == 410
        assert "Its time is over." in text_of(answer)
        assert "A town has" not in text_of(answer)
    revoke(opened)
    assert guide_client.post(link, said).status_code == 410
    reply.refresh_from_db()
    assert reply.text == ""
    # Asked again, the same link opens again, and so does a new one.
    again = {"experts": [str(reply.expert_id)]}
    desk = f"/admin/desk/questions/{found.pk}/experts/"
    assert guide_client.post(desk, again).status_code == 303
    assert guide_client.get(link_of(reply)).status_code == 200


def test_another_mailbox_of_an_expert_closes_the_link_of_the_first(
    guide_client: Any, guide_db: str
) -> None:
    from balise.site.guide.models import Expert
    from balise.site.secretariat.question_asking import ask

    make_expert()
    found = released(guide_client)
    reply = found.replies.get()
    old = link_of(reply)
    Expert.objects.update(mailbox="other@example.org")
    said = {"kind": "answered", "language": "en", "text": "By another", "version": "1"}
    assert guide_client.post(old, said).status_code == 410
    ask(found, Expert.objects.get())
    Expert.objects.update(mailbox="water@example.org")
    assert guide_client.get(old).status_code == 410, "it is revoked, whatever the mailbox is"
    told = [each.to.email for each in posted("question_expert").order_by("pk")]
    assert told == ["water@example.org", "other@example.org"]


def test_who_may_not_translate_publishes_no_unreviewed_language(
    guide_client: Any, guide_db: str
) -> None:
    from django.contrib.auth.models import Permission

    from balise.site.guide.models import Resource

    found = released(guide_client)
    account = make_account(superuser=False)
    account.user_permissions.set(
        Permission.objects.filter(
            codename__in=("access_admin", "change_question", "publish_resource", "change_resource")
        )
    )
    guide_client.force_login(account)
    desk = f"/admin/desk/questions/{found.pk}/"
    answer = guide_client.post(f"{desk}answer/", {**ANSWER, "version": "2"})
    assert answer.status_code == 400
    assert "The French text is not reviewed yet." in text_of(answer)
    assert not Resource.objects.filter(kind="answer").exists()
    guide_client.force_login(make_account())
    assert guide_client.post(f"{desk}answer/", {**ANSWER, "version": "2"}).status_code == 303
