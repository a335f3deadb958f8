"""Several people read the mailbox of an organisation: none overwrites what another answered."""

import re
from typing import Any

from tests.site.guide.making import make_record
from tests.site.secretariat.on_paths import in_group


def version_on(page: str) -> str:
    found = re.search(r'name="version" value="(\d*)"', page) or re.search(
        r'name="version"()[^>]*>', page
    )
    assert found
    return found.group(1)


def test_two_answers_to_one_consultation_lose_nothing(guide_db: str, guide_client: Any) -> None:
    from balise.site.secretariat import path
    from balise.site.secretariat.consultations import ask, link_of
    from balise.site.secretariat.models import Consultation
    from balise.site.secretariat.private_links import address_of

    record = make_record()
    path.submit(record)
    record.refresh_from_db()
    asked = ask(record, "office@example.org", "en", "", in_group("Secretariat"))
    link = link_of(asked)
    assert link is not None
    address = address_of(link, "en").removeprefix("http://localhost:8000")
    address = "/" + address.split("/", 3)[3] if address.startswith("http") else address
    opened = guide_client.get(address).content.decode()
    first = {
        "answer": "do_not_agree",
        "title": "It is not ours.",
        "version": version_on(opened),
    }
    assert guide_client.post(address, first).status_code == 303
    assert guide_client.post(address, first).status_code == 303, "sent twice, it is kept once"
    second = {"answer": "agree", "care": "Say who looked at it.", "version": version_on(opened)}
    answer = guide_client.post(address, second)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "It is not ours." in page
    assert "Say who looked at it." in page
    kept = Consultation.objects.get()
    assert (kept.answer, kept.comments.get().text) == ("do_not_agree", "It is not ours.")
    second["version"] = version_on(page)
    assert guide_client.post(address, second).status_code == 303
    kept.refresh_from_db()
    assert (kept.answer, kept.comments.get().text) == ("agree", "Say who looked at it.")


def test_two_answers_to_one_confirmation_lose_nothing(guide_db: str, guide_client: Any) -> None:
    from tests.site.secretariat.test_confirmations import address, asked, confirmation, listed

    listed()
    asked()
    here = address()
    opened = version_on(guide_client.get(here).content.decode())
    changed = {"answer": "changed", "text": "The mailbox moved.", "version": opened}
    assert guide_client.post(here, changed).status_code == 303
    stale = guide_client.post(here, {"answer": "ended", "version": opened})
    assert stale.status_code == 409
    assert "The mailbox moved." in stale.content.decode()
    assert confirmation().answer == "changed"
    page = guide_client.get(here).content.decode()
    assert "The mailbox moved." in page, "what was written is there to go on from"
    guide_client.post(here, {"answer": "ended", "version": version_on(page)})
    assert (confirmation().answer, confirmation().text) == ("ended", "The mailbox moved.")
