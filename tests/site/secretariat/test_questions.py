"""Questions to the response network: private until released, then passed on and answered."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from balise.site.secretariat import plain_forms
from tests.site.guide.making import make_account
from tests.site.guide.surroundings import make_expert
from tests.site.secretariat.asking import (
    FORM,
    RELEASED,
    SAID,
    asked,
    link_of,
    posted,
    posted_all,
    questions,
    released,
    sent,
    text_of,
)
from tests.site.secretariat.on_paths import in_group


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who reads a form before they send it: ten seconds pass between any two looks at a clock."""
    moments = iter(range(1_800_000_000, 1_900_000_000, 10))
    monkeypatch.setattr(plain_forms, "clock", lambda: float(next(moments)))


def test_a_question_is_kept_for_the_secretariat_alone(guide_client: Any, guide_db: str) -> None:
    make_expert()
    found = asked(guide_client)
    assert (found.state, found.number) == ("waiting", None)
    assert [each.kind for each in posted_all()] == ["question_receipt"]
    for each in PUBLIC:
        page = guide_client.get(each)
        assert page.status_code in {200, 404}, each
        for secret in ("pipes watched", "Secretville", "asker@example.org"):
            assert secret not in text_of(page), each
    for number in (found.pk, 0, 1, 2):
        assert guide_client.get(f"/en/guide/questions/{number}/").status_code == 404


PUBLIC = (
    "/en/guide/ask/received/",
    "/en/guide/questions/",
    "/fr/guide/questions/?field=water",
    "/en/guide/",
    "/en/guide/records/?q=secretville+pipes",
    "/en/guide/resources/",
    "/en/guide/experts/waters/",
    "/en/guide/feeds/changes.atom",
    "/en/guide/data/",
    "/en/api/guide/projects",
    "/en/api/guide/projects?q=secretville",
    "/en/guide/questions/1/",
    "/en/guide/nothing/",
    "/robots.txt",
)


def test_a_question_sent_twice_is_kept_once(guide_client: Any, guide_db: str) -> None:
    stamped = plain_forms.stamp("question")
    assert [sent(guide_client, opened=stamped).status_code for _ in range(7)] == [303] * 7
    assert questions().count() == 1
    assert posted("question_receipt").count() == 1


def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(
    guide_client: Any, guide_sqlite: str
) -> None:
    themes = ["water", "health", "justice", "employment"]
    answer = sent(guide_client, FORM.replace("en", "fr"), title="x" * 5000, fields_asked=themes)
    page = text_of(answer)
    assert answer.status_code == 400
    assert "Choisissez un à trois domaines." in page
    assert '<a href="#fields_asked_0">' in page
    assert '<a href="#title">' in page
    assert "x" * 5000 in page
    assert page.count(" checked") == len(themes) + 1
    assert not questions().exists()


def test_one_source_asks_so_often_in_an_hour(guide_client: Any, guide_db: str) -> None:
    answers = [sent(guide_client, text=f"Text {number}") for number in range(6)]
    assert [each.status_code for each in answers] == [303] * 5 + [429]
    assert "Text 5" in text_of(answers[-1])
    assert questions().count() == 5


def test_experts_are_written_to_only_once_it_is_released(guide_client: Any, guide_db: str) -> None:
    make_expert()
    make_expert("francophones", languages="fr", mailbox="eau@example.org")
    make_expert("elsewhere", fields=("health",), mailbox="health@example.org")
    make_expert("unreachable", mailbox="", page="https://example.org/page")
    asked(guide_client)
    assert not posted("question_expert").exists()
    questions().all().delete()
    found = released(guide_client, text="Again")
    told = posted("question_expert").order_by("pk")
    assert {(each.to.email, each.language) for each in told} == {
        ("water@example.org", "en"),
        ("eau@example.org", "fr"),
    }
    assert {each.link.kind for each in told} == {"expert"}
    french = next(each for each in told if each.language == "fr")
    assert french.told["title"] == RELEASED["title_fr"]
    assert "Secretville" not in str([each.told for each in posted_all()])
    (message,) = posted("question_released")
    assert message.to == found.asker


def test_a_released_question_is_public_as_it_was_edited(guide_client: Any, guide_db: str) -> None:
    found = released(guide_client)
    assert found.number == 1
    page = text_of(guide_client.get("/en/guide/questions/1/"))
    assert RELEASED["title_en"] in page
    assert RELEASED["text_en"] in page
    assert "open since today" in page
    french = text_of(guide_client.get("/fr/guide/questions/1/"))
    assert RELEASED["title_fr"] in french
    assert 'lang="en">A town has' in french
    assert RELEASED["title_fr"] in text_of(guide_client.get("/fr/guide/questions/"))
    for secret in ("Secretville", "asker@example.org", SAID["title"]):
        assert secret not in page + french
    second = released(guide_client, text="Another")
    assert second.number == 2


def test_no_answer_for_thirty_days_is_told(guide_client: Any, guide_db: str) -> None:
    found = released(guide_client)
    for days, words in ((29, "open for 29 days"), (30, "no answer for 30 days"), (34, "34 days")):
        questions().update(released_at=timezone.now() - timedelta(days=days))
        for each in ("/en/guide/questions/", f"/en/guide/questions/{found.number}/"):
            assert words in text_of(guide_client.get(each))
    assert "sans réponse depuis 34 jours" in text_of(guide_client.get("/fr/guide/questions/"))
    # A clock set back.
    questions().update(released_at=timezone.now() + timedelta(days=3))
    assert "open since today" in text_of(guide_client.get("/en/guide/questions/"))


def test_a_refused_question_stays_private_and_its_asker_is_told_why(
    guide_client: Any, guide_db: str
) -> None:
    found = asked(guide_client, language="fr")
    guide_client.force_login(make_account())
    desk = f"/admin/desk/questions/{found.pk}/refuse/"
    assert guide_client.post(desk, {"why": "", "version": "1"}).status_code == 400
    assert guide_client.post(desk, {"why": "Hors du mandat.", "version": "1"}).status_code == 303
    (message,) = posted("question_refused")
    assert (message.language, message.told["why"]) == ("fr", "Hors du mandat.")
    # It cannot be released any more, and is told once.
    release = guide_client.post(f"/admin/desk/questions/{found.pk}/release/", RELEASED)
    assert release.status_code == 409
    assert guide_client.post(desk, {"why": "Again", "version": "2"}).status_code == 409
    assert guide_client.get("/en/guide/questions/1/").status_code == 404


def test_a_question_taken_back_is_public_no_more(guide_client: Any, guide_db: str) -> None:
    make_expert()
    found = released(guide_client)
    link = link_of(found.replies.get())
    told = {"why": "It named a person.", "version": "2"}
    desk = f"/admin/desk/questions/{found.pk}/refuse/"
    assert guide_client.post(desk, told).status_code == 303
    assert guide_client.get("/en/guide/questions/1/").status_code == 404
    assert guide_client.get(link).status_code == 410


def test_two_of_the_secretariat_at_once_lose_nothing(guide_client: Any, guide_db: str) -> None:
    found = released(guide_client)
    desk = f"/admin/desk/questions/{found.pk}/release/"
    late = guide_client.post(desk, {**RELEASED, "text_en": "My long edit."})
    assert late.status_code == 409
    assert "My long edit." in text_of(late)
    again = guide_client.post(desk, {**RELEASED, "text_en": "My long edit.", "version": "2"})
    assert again.status_code == 303
    assert "My long edit." in text_of(guide_client.get("/en/guide/questions/1/"))
    assert posted("question_released").count() == 1


def test_the_screens_are_for_those_who_release(guide_client: Any, guide_db: str) -> None:
    found = asked(guide_client)
    paths = ("", "release/", "refuse/", "experts/", "answer/")
    for account in (None, make_account(superuser=False)):
        if account:
            guide_client.force_login(account)
        for each in paths:
            address = f"/admin/desk/questions/{found.pk}/{each}"
            for answer in (guide_client.post(address, RELEASED), guide_client.get(address)):
                assert answer.status_code in {302, 403, 405}
                assert "Secretville" not in text_of(answer)
    found.refresh_from_db()
    assert found.state == "waiting"


def test_reading_changes_nothing(guide_client: Any, guide_sqlite: str) -> None:
    make_expert()
    found = released(guide_client)
    link = link_of(found.replies.get())
    before = posted_all().count()
    for each in (link, f"/admin/desk/questions/{found.pk}/", "/en/guide/questions/1/", FORM):
        assert guide_client.get(each).status_code == 200
    for each in ("release", "refuse", "experts", "answer"):
        assert guide_client.get(f"/admin/desk/questions/{found.pk}/{each}/").status_code == 405
    assert posted_all().count() == before
    found.refresh_from_db()
    assert found.version == 2


def test_a_letter_tells_titles_and_no_more(guide_client: Any, guide_sqlite: str) -> None:
    from balise.site.secretariat.letters import written

    make_expert()
    found = released(guide_client)
    for lang in ("en", "fr"):
        for message in posted_all():
            told = {"address": "https://example.org/x", "site": "", **message.told}
            letter = written(message.kind, lang, told, is_repeated=False)
            assert "%(" not in letter.subject + letter.body
            for secret in ("Secretville", "asker@example.org", found.text_en):
                assert secret not in letter.subject + letter.body


def test_the_secretariat_is_told_that_a_question_arrived_and_nothing_of_it(
    guide_client: Any, guide_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from balise.site.secretariat import staff_letters
    from balise.site.secretariat.letters import written

    account = in_group("Secretariat")
    found = asked(guide_client)
    (told,) = posted("question_arrived")
    assert told.account == account
    for lang in ("en", "fr"):
        letter = written(told.kind, lang, {**told.told, "address": "https://x"}, is_repeated=False)
        assert f"https://x/admin/desk/questions/{found.pk}/" in letter.body
        assert "pipes" not in letter.subject + letter.body
    monkeypatch.setattr(staff_letters, "ARRIVALS", 1)
    asked(guide_client, title="And another?")
    assert posted("question_arrived").count() == 1
