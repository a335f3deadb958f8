"""What waits for an account: its steps, and answers of organisations."""

from typing import Any

from tests.site.guide.making import make_record
from tests.site.secretariat.on_paths import in_group, lead_to


def test_the_desk_itself_leads_to_what_waits(guide_sqlite: str, guide_client: Any) -> None:
    assert guide_client.get("/admin/desk/").headers["Location"].startswith("/admin/login/")
    guide_client.force_login(in_group("Reviewers"))
    answer = guide_client.get("/admin/desk/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/desk/waiting/")


def test_the_secretariat_is_told_of_an_answer_once_and_finds_it_among_what_waits(
    guide_db: str, guide_client: Any
) -> None:
    from balise.site.secretariat import path
    from balise.site.secretariat.consultations import answer, ask, take_consent, version_of
    from balise.site.secretariat.letters import written
    from balise.site.secretariat.models import Message
    from balise.site.secretariat.waiting import count_for

    record = make_record(consent_on=None)
    lead_to(record, "consulted")
    record.refresh_from_db()
    secretary = in_group("Secretariat")
    asked = ask(record, "office@example.org", "fr")
    assert (Message.objects.filter(kind="consultation_answered").count()) == 0
    before = count_for(secretary)
    said = {"claims": "Twelve, not ten."}
    for _each in range(2):
        asked.refresh_from_db()
        answer(asked, "agree_with_changes", said, version_of(asked))
    mail = Message.objects.filter(kind="consultation_answered", account=secretary).get()
    letter = written(mail.kind, "en", mail.told | {"address": ""}, is_repeated=False)
    assert f"/admin/desk/review/record/{record.pk}/" in letter.body
    assert "Twelve" not in letter.subject + letter.body
    assert count_for(secretary) == before + 1
    guide_client.force_login(secretary)
    page = guide_client.get("/admin/desk/waiting/").content.decode()
    assert f"/admin/desk/review/record/{record.pk}/#consultations" in page
    assert "Agree with changes" in page
    guide_client.force_login(in_group("Reviewers"))
    assert "Agree with changes" not in guide_client.get("/admin/desk/waiting/").content.decode()
    path.send_back(record, secretary, "Say twelve.")
    assert count_for(secretary) == 0
    answer(asked, "agree", {}, version_of(type(asked).objects.get(pk=asked.pk)))
    assert count_for(secretary) == 1
    take_consent(asked, secretary)
    assert count_for(secretary) == 0
