"""Every message is sent at least once, says so when it is sent again, and is never lost."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest

from tests.site.guide.making import make_account
from tests.site.secretariat.mail_server import mail_server

BACKEND = "django.core.mail.backends.{}.EmailBackend"


@pytest.fixture(autouse=True)
def letters(guide_site: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Words of a kind of message, and an outbox of the process."""
    from django.core import mail

    from balise.site.secretariat.letters import LETTERS, Letter

    words = Letter("About %(title)s", ("It says %(title)s.", "%(address)s"))
    monkeypatch.setitem(LETTERS, "trial", words)
    mail.outbox = []
    from django.test import override_settings

    with override_settings(EMAIL_BACKEND=BACKEND.format("locmem")):
        yield


def posted(to: Any = "office@example.org", **told: Any) -> Any:
    from balise.site.secretariat.postman import post

    return post("trial", to, {"title": "letters"} | told)


def delivered(days: float = 0) -> dict[str, int]:
    from django.utils import timezone

    from balise.site.secretariat.postman import deliver

    return dict(deliver(timezone.now() + timedelta(days=days)))


def sent() -> list[Any]:
    from django.core import mail

    return mail.outbox


def failing(monkeypatch: pytest.MonkeyPatch, problem: BaseException, after: bool = False) -> None:
    """The mail server fails: before it took the message, or after."""
    from django.core.mail.backends.locmem import EmailBackend

    taken = EmailBackend.send_messages

    def fails(self: Any, messages: Any) -> int:
        if after:
            taken(self, messages)
        raise problem

    monkeypatch.setattr(EmailBackend, "send_messages", fails)


def test_a_message_is_sent_once_and_marked(guide_db: str) -> None:
    message = posted()
    assert delivered() == {"sent": 1}
    assert delivered(days=30) == {}
    message.refresh_from_db()
    assert (message.state, message.problem) == ("sent", "")
    assert message.sent_at is not None
    [mail] = sent()
    assert mail.to == ["office@example.org"]
    assert "X-Balise-Repeated" not in mail.extra_headers
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"


def test_it_is_written_in_the_language_of_its_reader(guide_sqlite: str) -> None:
    from balise.site.secretariat.models import Correspondent

    posted(Correspondent.objects.at("a@example.org", "fr"))
    posted(make_account(language="fr"))
    posted()
    delivered()
    assert [each.extra_headers["Content-Language"] for each in sent()] == ["fr", "fr", "en"]
    assert "Le secrétariat du Guide de l’IAD" in sent()[0].body


def test_it_is_lost_with_the_act_it_tells_of(guide_db: str) -> None:
    from django.db import transaction

    from balise.site.secretariat.models import Message

    with transaction.atomic():
        posted()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_a_crash_between_handing_over_and_marking_sends_it_again_marked(
    guide_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = posted()
    with monkeypatch.context() as broken:
        failing(broken, KeyboardInterrupt(), after=True)
        with pytest.raises(KeyboardInterrupt):
            delivered()
    message.refresh_from_db()
    assert message.state == "queued"
    assert message.is_maybe_sent
    assert delivered() == {}, "the claim of who fell still holds"
    assert delivered(days=0.01) == {"sent": 1}
    first, again = sent()
    assert again.extra_headers["X-Balise-Repeated"] == "yes"
    assert again.subject == "About letters (sent again)"
    ids = {each.extra_headers["X-Balise-Message"] for each in (first, again)}
    assert ids == {message.public_id}


def test_a_refusal_after_a_crash_does_not_take_the_mark_away(
    guide_sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from balise.site.secretariat.models import Message

    message = posted()
    Message.objects.update(is_maybe_sent=True)
    with monkeypatch.context() as broken:
        failing(broken, smtplib.SMTPRecipientsRefused({}))
        assert delivered() == {"queued": 1}
    message.refresh_from_db()
    assert message.is_maybe_sent
    delivered(days=1)
    assert sent()[-1].extra_headers["X-Balise-Repeated"] == "yes"


def test_what_was_surely_not_sent_is_not_marked_as_repeated(
    guide_sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted()
    with monkeypatch.context() as broken:
        failing(broken, smtplib.SMTPRecipientsRefused({"office@example.org": (550, b"no")}))
        assert delivered() == {"queued": 1}
    assert delivered(days=1) == {"sent": 1}
    assert "X-Balise-Repeated" not in sent()[-1].extra_headers


def test_a_refused_message_waits_longer_each_time_and_is_given_up_after_days(
    guide_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import timezone

    from balise.site.secretariat.postman import deliver

    failing(monkeypatch, smtplib.SMTPResponseException(451, b"later: office@example.org"))
    message, now = posted(), timezone.now()
    waits, rounds = [], 0
    while message.state == "queued":
        deliver(now)
        message.refresh_from_db()
        waits.append(message.next_at - now)
        now, rounds = max(message.next_at, message.made_at), rounds + 1
        assert rounds < 50
    assert message.state == "failed"
    assert waits == sorted(waits)
    assert timedelta(days=1) < now - message.made_at < timedelta(days=7)
    assert message.problem == "SMTPResponseException 451", "no address is kept in what went wrong"


def test_what_was_given_up_can_be_tried_again(guide_db: str) -> None:
    from balise.site.secretariat.models import Message
    from balise.site.secretariat.postman import try_again

    message = posted()
    Message.objects.update(state="failed", attempts=14, problem="TimeoutError")
    assert delivered(days=9) == {}
    assert try_again(message)
    assert delivered() == {"sent": 1}
    assert not try_again(message), "what was sent is not sent again"


def test_a_clock_set_back_holds_no_message_up(guide_db: str) -> None:
    from django.utils import timezone

    from balise.site.secretariat.models import Message

    ahead = timezone.now() + timedelta(days=400)
    posted()
    Message.objects.update(next_at=ahead, claimed_until=ahead)
    assert delivered() == {"sent": 1}


@pytest.mark.parametrize("who", ["person", "account", "inactive"])
def test_a_message_to_somebody_erased_is_dropped_with_what_it_told(guide_db: str, who: str) -> None:
    from balise.site.secretariat.models import Correspondent

    if who == "person":
        to = Correspondent.objects.at("a@example.org")
        message = posted(to)
        Correspondent.objects.update(email="")
    else:
        to = make_account()
        message = posted(to)
        gone = {"is_active": False} if who == "inactive" else {"email": ""}
        type(to).objects.filter(pk=to.pk).update(**gone)
    assert delivered() == {"dropped": 1}
    message.refresh_from_db()
    assert (message.state, message.told) == ("dropped", {})
    assert sent() == []


def test_nothing_that_people_write_becomes_a_header(guide_sqlite: str) -> None:
    evil = "x\r\nBcc: victim@example.org\r\n\r\nbody"
    posted(title=evil)
    delivered()
    head, _, _body = sent()[0].message().as_bytes().partition(b"\n\n")
    assert not any(line.lower().startswith(b"bcc:") for line in head.splitlines())
    assert sent()[0].recipients() == ["office@example.org"]


def test_an_address_with_a_line_break_is_given_up_and_harms_no_other(guide_sqlite: str) -> None:
    from balise.site.secretariat.models import Message

    first = posted("a@example.org\nBcc: b@example.org")
    posted()
    Message.objects.filter(pk=first.pk).update(made_at=first.made_at - timedelta(days=1))
    with mail_server() as server:
        assert delivered() == {"failed": 1, "sent": 1}
    assert len(server.recipients) == 1


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1c"])
def test_an_address_with_a_control_character_is_refused_and_stops_no_other_message(
    guide_sqlite: str, sign: str
) -> None:
    from balise.site.secretariat.models import Message
    from balise.site.secretariat.question_forms import AskForm
    from balise.site.secretariat.submission_checks import wrong

    address = f'"{sign}Bcc:b@example.org"@example.org'
    assert "email" in AskForm({"email": address}).errors
    assert "email" not in AskForm({"email": '"a.b"@example.org'}).errors
    assert "contact_mailbox" in wrong({"contact_mailbox": address}, "en")
    first, second = posted(address), posted(f'"x{sign}y"@example.org')
    posted()
    long_ago = first.made_at - timedelta(days=1)
    Message.objects.filter(pk__in=(first.pk, second.pk)).update(made_at=long_ago)
    assert delivered() == {"failed": 2, "sent": 1}
    assert [each.recipients() for each in sent()] == [["office@example.org"]]


def test_a_message_without_words_is_given_up_and_harms_no_other(guide_db: str) -> None:
    from balise.site.secretariat.models import Message
    from balise.site.secretariat.postman import post

    post("no-such-kind", "office@example.org")
    posted()
    assert delivered() == {"failed": 1, "sent": 1}
    assert Message.objects.get(kind="no-such-kind").problem == "KeyError"


def test_its_link_is_made_when_it_is_sent_and_kept_nowhere(guide_sqlite: str) -> None:
    from balise.site.secretariat.models import Correspondent, Message
    from balise.site.secretariat.postman import post
    from balise.site.secretariat.private_links import find_link, link_for

    person = Correspondent.objects.at("a@example.org", "fr")
    link = link_for("draft", 3, person)
    post("trial", person, {"title": "letters"}, link=link)
    assert not link.tokens.exists()
    delivered()
    address = next(each for each in sent()[0].body.splitlines() if each.startswith("http"))
    assert "/fr/guide/drafts/" in address
    token = address.rstrip("/").rpartition("/")[2]
    opened = find_link("draft", token)
    assert opened is not None
    assert opened.link == link
    assert token not in str(list(Message.objects.values()))


def test_a_real_server_takes_a_message_whole(guide_db: str) -> None:
    with mail_server() as server:
        posted(title="Été\n.\n. fin")
        assert delivered() == {"sent": 1}
    [mail] = server.taken
    assert mail["Subject"] == "About Été . . fin"
    assert mail["To"] == "office@example.org"
    assert "Été" in mail.get_content()
    assert mail["X-Balise-Message"]


def test_a_real_server_that_refuses_puts_the_message_off(guide_sqlite: str) -> None:
    message = posted()
    with mail_server() as server:
        server.refusal = "550 no such mailbox"
        assert delivered() == {"queued": 1}
        message.refresh_from_db()
        assert message.problem == "SMTPRecipientsRefused"
        assert not message.is_maybe_sent
        server.refusal = ""
        assert delivered(days=1) == {"sent": 1}
    assert len(server.taken) == 1


def test_a_real_server_that_falls_silent_gets_it_again_marked(guide_sqlite: str) -> None:
    posted()
    with mail_server() as server:
        server.hangs_up = True
        assert delivered() == {"queued": 1}
        server.hangs_up = False
        assert delivered(days=1) == {"sent": 1}
    first, again = server.taken
    assert first["X-Balise-Message"] == again["X-Balise-Message"]
    assert again["X-Balise-Repeated"] == "yes"


def test_a_server_that_is_not_there_is_not_called_for_every_message(guide_sqlite: str) -> None:
    from django.test import override_settings

    from balise.site.secretariat.models import Message

    for _each in range(9):
        posted()
    with mail_server() as server:
        port = server.port
    smtp = {"EMAIL_BACKEND": BACKEND.format("smtp"), "EMAIL_HOST": "127.0.0.1"}
    with override_settings(**smtp, EMAIL_PORT=port, EMAIL_USE_TLS=False):
        assert delivered() == {"queued": 3}
    assert Message.objects.filter(state="queued").count() == 9
    assert Message.objects.filter(problem="ConnectionRefusedError").count() == 3
    assert delivered(days=1) == {"sent": 9}


def test_a_round_that_fails_is_logged_by_its_kind_and_the_next_goes_on(
    guide_sqlite: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from balise.site.secretariat import postman

    rounds = iter([RuntimeError("a@example.org"), KeyError("x"), SystemExit()])

    def failing() -> None:
        raise next(rounds)

    monkeypatch.setattr(postman, "deliver", failing)
    monkeypatch.setattr(postman, "_ROUND", 0.0)
    with pytest.raises(SystemExit):
        postman._rounds()
    assert [each.args for each in caplog.records] == [("RuntimeError",), ("KeyError",)]
    assert "a@example.org" not in caplog.text
