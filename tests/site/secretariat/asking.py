"""Asks questions of the response network, as people and the secretariat do."""

from typing import Any

from balise.site.secretariat import plain_forms
from tests.site.guide.making import make_account

__all__ = [
    "ANSWER",
    "FORM",
    "RELEASED",
    "SAID",
    "asked",
    "link_of",
    "posted",
    "posted_all",
    "questions",
    "released",
    "sent",
    "text_of",
]

SAID: dict[str, Any] = {
    "title": "How are pipes watched?",
    "text": "Our town of Secretville has to choose sensors.",
    "fields_asked": ["water"],
    "language": "en",
    "email": "asker@example.org",
    "website": "",
}
RELEASED: dict[str, Any] = {
    "title_en": "How are water pipes watched?",
    "title_fr": "Comment surveille-t-on les conduites?",
    "text_en": "A town has to choose sensors.",
    "text_fr": "",
    "fields_asked": ["water"],
    "version": "1",
}
ANSWER = {
    "title_en": "Watching water pipes",
    "title_fr": "Surveiller les conduites",
    "summary_en": "Start with pressure.",
    "summary_fr": "Commencer par la pression.",
    "publisher_en": "Office",
    "publisher_fr": "Bureau",
}
FORM = "/en/guide/ask/"


def sent(client: Any, address: str = FORM, **changes: Any) -> Any:
    said = {**SAID, "opened": plain_forms.stamp("question"), **changes}
    return client.post(address, {key: value for key, value in said.items() if value is not None})


def questions() -> Any:
    from balise.site.secretariat.models import Question

    return Question.objects


def posted(kind: str) -> Any:
    from balise.site.secretariat.models import Message

    return Message.objects.filter(kind=kind)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def asked(client: Any, **changes: Any) -> Any:
    assert sent(client, **changes).status_code == 303
    return questions().latest("pk")


def released(client: Any, **changes: Any) -> Any:
    """A question that the secretariat released; somebody of it is signed in."""
    found = asked(client, **changes)
    client.force_login(make_account())
    answer = client.post(f"/admin/desk/questions/{found.pk}/release/", RELEASED)
    assert answer.status_code == 303
    found.refresh_from_db()
    return found


def link_of(reply: Any) -> str:
    """The address that an expert gets by mail, without its host."""
    from balise.site.secretariat.models import PrivateLink
    from balise.site.secretariat.private_links import address_of

    link = PrivateLink.objects.get(kind="expert", target=reply.pk)
    return "/" + address_of(link, "en").split("/", 3)[3]


def posted_all() -> Any:
    from balise.site.secretariat.models import Message

    return Message.objects.order_by("pk")
