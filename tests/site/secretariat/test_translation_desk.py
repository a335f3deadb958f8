"""Translators see both languages, and change theirs alone."""

from typing import Any

import pytest

from tests.site.guide.making import make_record
from tests.site.secretariat.on_paths import in_group, lead_to


def _screen(record: Any) -> str:
    return f"/admin/desk/translate/record/{record.pk}/?into=fr"


def _seen(record: Any) -> str:
    from balise.site.secretariat.path_told import mark_of

    record.refresh_from_db()
    return mark_of(record.latest_revision)


def test_the_queue_tells_the_state_of_each_language_and_what_is_empty(
    guide_db: str, guide_client: Any
) -> None:
    from balise.site.secretariat.translation import queued

    record = make_record(state_fr="missing", summary_fr="", limits_fr="")
    make_record()
    found = [(each.item.pk, each.lang, each.state, each.empty) for each in queued()]
    assert (record.pk, "fr", "missing", 2) in found
    assert len([each for each in found if each[0] == record.pk]) == 1
    guide_client.force_login(in_group("Translators", "fr"))
    page = guide_client.get("/admin/desk/translations/?into=fr").content.decode()
    assert f"/admin/desk/translate/record/{record.pk}/" in page


def test_only_the_language_translated_into_is_taken(guide_db: str, guide_client: Any) -> None:
    record = make_record(state_fr="missing", limits_fr="")
    guide_client.force_login(in_group("Translators"))
    page = guide_client.get(_screen(record)).content.decode()
    assert 'lang="fr"' in page
    sent = {
        "into": "fr",
        "seen": _seen(record),
        "act": "machine",
        "limits": "Rien n’est lu.",
        "limits_en": "Stolen.",
        "verification": "reviewed",
        "claims-0-measure": "Délai",
    }
    assert guide_client.post(_screen(record), sent).status_code == 303
    record.refresh_from_db()
    draft = record.get_latest_revision_as_object()
    assert (draft.limits_fr, draft.limits_en) == ("Rien n’est lu.", "Handwriting is not read.")
    assert (draft.state_fr, draft.claims.get().measure_fr) == ("machine", "Délai")
    assert "machine text" in guide_client.get(_screen(record)).content.decode()


def test_a_language_with_an_empty_part_is_saved_and_not_marked_as_reviewed(
    guide_sqlite: str, guide_client: Any
) -> None:
    record = make_record(state_fr="machine")
    guide_client.force_login(in_group("Translators"))
    sent = {"into": "fr", "seen": _seen(record), "act": "reviewed", "limits": ""}
    saved = guide_client.post(_screen(record), sent | {"lessons": "Petit à petit."})
    assert saved.status_code == 303
    record.refresh_from_db()
    draft = record.get_latest_revision_as_object()
    assert (draft.lessons_fr, draft.state_fr) == ("Petit à petit.", "machine")
    text = guide_client.get(saved.headers["Location"]).content.decode()
    assert "saved, but it is not marked as reviewed" in text
    assert 'href="#limits"' in text
    sent |= {"limits": "Rien.", "seen": _seen(record)}
    assert guide_client.post(_screen(record), sent).status_code == 303
    record.refresh_from_db()
    assert record.get_latest_revision_as_object().state_fr == "reviewed"


def test_what_its_path_waits_for_is_translated_first(guide_sqlite: str, guide_client: Any) -> None:
    from balise.site.secretariat.translation import queued

    older = make_record(state_fr="machine")
    older.save_revision()
    awaited = make_record(state_fr="machine")
    lead_to(awaited, "translated")
    assert [(each.item.pk, each.is_awaited) for each in queued()] == [
        (awaited.pk, True),
        (older.pk, False),
    ]
    guide_client.force_login(in_group("Translators"))
    page = guide_client.get("/admin/desk/translations/").content.decode()
    assert page.count("Its path waits for it") == 1


def test_two_translators_at_once_see_both_texts(guide_db: str, guide_client: Any) -> None:
    record = make_record(state_fr="machine")
    guide_client.force_login(in_group("Translators"))
    seen = _seen(record)
    first = {"into": "fr", "seen": seen, "act": "draft", "limits": "Le premier texte."}
    assert guide_client.post(_screen(record), first).status_code == 303
    refused = guide_client.post(_screen(record), first | {"limits": "Le second texte."})
    text = refused.content.decode()
    assert refused.status_code == 409
    assert "Le premier texte." in text
    assert "Le second texte." in text
    record.refresh_from_db()
    assert record.get_latest_revision_as_object().limits_fr == "Le premier texte."


@pytest.mark.parametrize("group", ["Reviewers", "Council"])
def test_who_does_not_translate_saves_nothing(
    guide_sqlite: str, guide_client: Any, group: str
) -> None:
    record = make_record()
    guide_client.force_login(in_group(group))
    assert guide_client.get(_screen(record)).status_code == 403
    assert guide_client.post(_screen(record), {"into": "fr", "limits": "X"}).status_code == 403


def test_a_public_text_is_not_changed_by_a_draft(guide_sqlite: str, guide_client: Any) -> None:
    from balise.site.guide.publishing import by_its_path

    record = make_record()
    with by_its_path():
        record.save_revision().publish()
    guide_client.force_login(in_group("Translators"))
    sent = {"into": "fr", "seen": _seen(record), "act": "draft", "limits": "Autre chose."}
    assert guide_client.post(_screen(record), sent).status_code == 303
    record.refresh_from_db()
    assert record.limits_fr != "Autre chose."
    assert record.get_latest_revision_as_object().limits_fr == "Autre chose."
