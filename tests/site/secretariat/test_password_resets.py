"""A new password is mailed through the outbox; nobody learns by it who has an account."""

import re
from typing import Any

from tests.site.guide.making import make_account

PAGE = "/admin/password_reset/"


def messages() -> Any:
    from balise.site.secretariat.models import Message

    return Message.objects.filter(kind="password_reset").order_by("pk")


def test_known_and_unknown_addresses_are_the_same_work_and_the_same_answer(
    guide_db: str, guide_client: Any
) -> None:
    from django.core import mail
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    account = make_account()
    mail.outbox = []
    guide_client.post(PAGE, {"email": "first@example.org"})
    told, ran = [], []
    for email in (account.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as found:
            answer = guide_client.post(PAGE, {"email": email})
        told.append((answer.status_code, answer["Location"]))
        ran.append([re.sub(r"\d+|'[^']*'", "", each["sql"])[:40] for each in found])
    assert told[0] == told[1]
    assert ran[0] == ran[1]
    assert mail.outbox == [], "the postman sends it, not who answers"
    assert [each.account for each in messages()] == [None, account, None]


def test_the_letter_leads_to_a_new_password_and_an_unknown_address_gets_none(
    guide_sqlite: str, guide_client: Any
) -> None:
    from django.core import mail
    from django.test import override_settings

    from balise.site.secretariat.postman import deliver

    account = make_account()
    headers = {"HTTP_ACCEPT_LANGUAGE": "fr-CA"}
    guide_client.post(PAGE, {"email": account.email.upper()}, **headers)
    guide_client.post(PAGE, {"email": "nobody@example.org"}, **headers)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        counts = deliver()
    assert counts == {"sent": 1, "dropped": 1}
    (letter,) = mail.outbox
    assert letter.to == [account.email]
    assert "nouveau mot de passe" in letter.subject
    assert account.get_username() in letter.body
    link = re.search(r"https?://[^/]+(/admin/password_reset/confirm/\S+)", letter.body)
    assert link
    assert guide_client.get(link.group(1), follow=True).status_code == 200
    kept = messages().first()
    assert kept.told == {}, "its secret is kept nowhere"


def test_a_mailbox_and_a_source_ask_so_often_in_an_hour(
    guide_sqlite: str, guide_client: Any
) -> None:
    from balise.site.secretariat.password_resets import OF_A_MAILBOX, OF_A_SOURCE

    account = make_account()
    for _each in range(OF_A_MAILBOX + 2):
        assert guide_client.post(PAGE, {"email": account.email}).status_code == 302
    assert messages().filter(account=account).count() == OF_A_MAILBOX
    for number in range(OF_A_SOURCE):
        guide_client.post(PAGE, {"email": f"p{number}@example.org"})
    assert messages().count() == OF_A_MAILBOX + OF_A_SOURCE - (OF_A_MAILBOX + 2)
