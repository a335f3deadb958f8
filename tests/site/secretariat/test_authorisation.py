"""Nobody does or reads what is not theirs: eight roles, the administrator, holders of links.

The matrix is made from the URL table and the permissions of the models; see ``authorisation``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests.site.databases import on_database
from tests.site.guide.making import make_account
from tests.site.secretariat.authorisation import (
    ASKED_BY_THE_PATH,
    ROLES,
    STAFF,
    Route,
    address,
    is_refused,
    may,
    routes,
)
from tests.site.secretariat.house import SECRETS, House, fill
from tests.site.secretariat.on_paths import in_group

GROUPS = ROLES[2:]


@pytest.fixture(scope="module")
def house(guide_site: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A filled house, in a database of its own."""
    from balise.site.serving import open_database

    file = tmp_path_factory.mktemp("house") / "guide.sqlite3"
    with on_database(f"sqlite:///{file}"):
        open_database()
        yield fill()


@pytest.fixture(scope="module")
def clients(house: House) -> dict[str, Any]:
    """A browser for each role, signed in where it has an account."""
    from django.test import Client

    found: dict[str, Any] = {each: Client(HTTP_HOST="localhost") for each in ROLES[:2]}
    for group in GROUPS:
        found[group] = Client(HTTP_HOST="localhost")
        found[group].account = in_group(group)
        found[group].force_login(found[group].account)
    return found


@contextmanager
def _undone() -> Iterator[None]:
    """Leave the house as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def asked(client: Any, method: str, path: str, sent: dict[str, Any] | None = None) -> Any:
    """Ask for something, without leaving a trace."""
    with _undone():
        return getattr(client, method)(path, sent or {})


def of_staff() -> list[Route]:
    return [each for each in routes() if each.is_staff]


def test_every_address_of_the_secretariat_has_a_rule_and_a_row(house: House) -> None:
    account = make_account(superuser=False)
    found = of_staff()
    assert len(found) > 300
    for route in found:
        may(route, "Council", account)
        address(route, house)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_what_is_its_own_and_nothing_else(
    house: House, clients: dict[str, Any], role: str
) -> None:
    client = clients[role]
    account = getattr(client, "account", None)
    wrong = []
    for route in of_staff():
        path = address(route, house)
        if may(route, role, account):
            continue
        if route.name in ASKED_BY_THE_PATH and role in STAFF:
            continue
        for method in ("get", "post"):
            answer = asked(client, method, path)
            if answer.status_code != 405 and not is_refused(answer):
                wrong.append(f"{method} {path}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", GROUPS)
def test_a_role_reaches_every_screen_that_is_its_own(
    house: House, clients: dict[str, Any], role: str
) -> None:
    client = clients[role]
    lost = []
    for route in of_staff():
        if not route.name.startswith("desk_") or not may(route, role, client.account):
            continue
        path = address(route, house)
        answer = asked(client, "get", path)
        if answer.status_code != 405 and is_refused(answer):
            lost.append(f"{path}: {answer.status_code}")
    assert not lost, "\n".join(lost)


def test_no_group_holds_more_than_its_work_needs(clients: dict[str, Any]) -> None:
    held = {role: clients[role].account.get_all_permissions() for role in GROUPS}
    writes = {
        role: {
            each
            for each in all_of
            if not each.rpartition(".")[2].startswith(
                ("view_", "read_", "access_", "record_decision")
            )
        }
        for role, all_of in held.items()
    }
    assert {
        role: found
        for role, found in writes.items()
        if found and role not in ("Secretariat", "Translators")
    } == {}
    assert not [each for found in held.values() for each in found if "publish_record" in each]
    assert not [each for found in held.values() for each in found if "publish_pilot" in each]
    assert not [each for found in held.values() for each in found if each.startswith("auth.")]
    assert "secretariat.delete_decision" not in held["Secretariat"]


def test_only_whose_turn_it_is_takes_a_step(house: House, clients: dict[str, Any]) -> None:
    from balise.site.secretariat import path
    from balise.site.secretariat.path_told import mark_of

    record = house.rows["record"]
    number, screen = path.state_of(record).number, f"/admin/desk/review/record/{record.pk}/"
    sent = {"step": number, "seen": mark_of(record.latest_revision), "why": "It was looked at."}
    for role, client in clients.items():
        for act in ("approve", "back"):
            answer = asked(client, "post", f"{screen}{act}/", sent)
            assert (answer.status_code == 303 and not is_refused(answer)) == (role == "Reviewers")
    assert path.state_of(record).number == number


def test_who_submitted_is_named_to_the_secretariat_alone(
    house: House, clients: dict[str, Any]
) -> None:
    from balise.site.secretariat.models import Submission

    submitted = Submission.objects.filter(pk=house.rows["submission"].pk)
    for role in ("Secretariat", "Reviewers"):
        with _undone():
            submitted.update(state="submitted", submitted_at=timezone.now())
            page = clients[role].get("/admin/desk/submissions/").content.decode()
        assert house.rows["submission"].reference in page
        assert ("zqname" in page) == (role == "Secretariat")


KINDS = {
    "draft": "/en/guide/drafts/{}/",
    "consultation": "/en/guide/consultations/{}/",
    "confirmation": "/en/guide/confirmations/{}/",
    "expert": "/en/guide/questions/answer/{}/",
}
OWN = {
    "draft": "zqsubmission",
    "consultation": "zqdraft",
    "confirmation": "Letters sorted",
    "expert": "Watching pipes",
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_holder_of_a_link_opens_one_thing(
    house: House, clients: dict[str, Any], kind: str
) -> None:
    anonymous = clients["anonymous"]
    own = asked(anonymous, "get", KINDS[kind].format(house.tokens[kind]))
    assert own.status_code == 200
    assert OWN[kind] in own.content.decode()
    for other, pattern in KINDS.items():
        if other != kind:
            answer = asked(anonymous, "get", pattern.format(house.tokens[kind]))
            assert answer.status_code == 404
            assert not [each for each in SECRETS.values() if each in answer.content.decode()]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("change", ["expires_at", "revoked_at"])
def test_a_link_that_is_over_shows_and_does_nothing(
    house: House, clients: dict[str, Any], kind: str, change: str
) -> None:
    from balise.site.secretariat.models import PrivateLink

    path = KINDS[kind].format(house.tokens[kind])
    for method in ("get", "post"):
        with _undone():
            links = PrivateLink.objects.filter(kind=kind)
            links.update(**{change: timezone.now() - timedelta(days=1)})
            answer = getattr(clients["anonymous"], method)(path)
        assert answer.status_code == 410 or (method == "post" and answer.status_code in {200, 303})
        assert not [what for what, word in SECRETS.items() if word in answer.content.decode()]


def test_the_holder_of_a_draft_reaches_no_other(house: House, clients: dict[str, Any]) -> None:
    token, rows = house.tokens["draft"], house.rows
    below = f"/en/guide/drafts/{token}/attachments/{rows['other attachment'].pk}"
    assert asked(clients["anonymous"], "get", below).status_code == 404
    others = asked(clients["anonymous"], "get", f"/en/guide/drafts/{token}/others/")
    assert "of somebody else" not in others.content.decode()


def public() -> list[str]:
    """Addresses without values, in both languages, and those of rows under work."""
    plain = [
        "/" + each.pattern.replace("<lang:lang>", lang)
        for each in routes()
        for lang in ("en", "fr")
        if not each.is_staff and each.pattern.count("<") == 1 and "guide" in each.pattern
    ]
    named = [
        "/en/guide/records/under-work/",
        "/en/guide/records/under-work/history/",
        "/en/guide/compare/?r=under-work&r=letters",
        "/en/api/guide/projects/under-work",
        "/en/api/guide/projects",
        "/en/guide/editions/1/",
        "/en/guide/editions/1/en.pdf",
        "/en/guide/call/call-1/",
        "/en/guide/questions/1/",
        "/en/guide/drafts/wrong/",
        "/robots.txt",
        *(f"/en/guide/data/records.{end}" for end in ("csv", "json", "jsonld")),
    ]
    words = {word for word in SECRETS.values() if word.startswith("zq")}
    asked_for = [f"/{lang}/guide/records/?q={word}" for lang in ("en", "fr") for word in words]
    return [*plain, *named, *asked_for, *(f"/en/api/guide/projects?q={each}" for each in words)]


def test_nothing_private_leaves_by_a_public_address(house: House, clients: dict[str, Any]) -> None:
    leaks, answered = [], 0
    for path in public():
        answer = asked(clients["anonymous"], "get", path)
        text = b"".join(answer).decode(errors="replace")
        sought = path.rpartition("=")[2]
        answered += answer.status_code == 200
        leaks += [
            f"{path}: {what}" for what, word in SECRETS.items() if word != sought and word in text
        ]
    assert leaks == []
    assert answered > 80


def test_what_is_looked_for_is_not_what_is_found(house: House, clients: dict[str, Any]) -> None:
    for word in ("zqdraft", "zqquestion", "zqpilot", "zqsubmission"):
        answer = asked(clients["anonymous"], "get", f"/en/api/guide/projects?q={word}")
        assert answer.json()["results"] == []


def test_letters_tell_nothing_private(house: House) -> None:
    from django.core import mail

    from balise.site.secretariat.postman import deliver

    deliver()
    told = "\n".join(f"{each.subject}\n{each.body}" for each in getattr(mail, "outbox", []))
    private = {what: word for what, word in SECRETS.items() if what != "draft of a record"}
    assert [what for what, word in private.items() if word in told] == []
