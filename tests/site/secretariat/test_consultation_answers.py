"""An answer of an organisation: what it lets pass, and what has to be said first."""

from typing import Any

import pytest

from tests.site.guide.making import make_record
from tests.site.secretariat.on_paths import answered, in_group, lead_to, step_of


def test_agreement_with_changes_passes_once_it_is_said_what_was_done_with_them(
    guide_db: str,
) -> None:
    from balise.site.secretariat import path
    from balise.site.secretariat.path_checks import PathError

    record = make_record()
    lead_to(record, "consulted")
    record.refresh_from_db()
    answered(record, "agree_with_changes")
    secretariat = in_group("Secretariat")
    with pytest.raises(PathError, match="agrees with changes"):
        path.approve(record, secretariat, "It has answered.")
    with pytest.raises(PathError, match="agrees with changes"):
        path.approve(record, secretariat, "It has answered.", settled="  ")
    path.approve(record, secretariat, "It has answered.", settled="Twelve is in; ten is out.")
    assert path.steps_of(record)[3].why == "It has answered.\n\nTwelve is in; ten is out."


def test_agreement_after_the_changes_passes_as_any_other(guide_sqlite: str) -> None:
    from balise.site.secretariat import path

    record = make_record()
    lead_to(record, "consulted")
    record.refresh_from_db()
    answered(record, "agree_with_changes")
    draft = record.get_latest_revision_as_object()
    draft.limits_en = "Twelve letters are not read."
    draft.save_revision()
    record.refresh_from_db()
    answered(record, "agree")
    path.approve(record, in_group("Secretariat"), "It agrees.")
    assert step_of(record) == "translated"


def test_the_screen_asks_for_what_was_done_and_offers_no_sentence_that_is_not_true(
    guide_sqlite: str, guide_client: Any
) -> None:
    from balise.site.secretariat import path
    from balise.site.secretariat.path_told import default_reason, mark_of

    record = make_record()
    lead_to(record, "consulted")
    record.refresh_from_db()
    answered(record, "agree_with_changes")
    guide_client.force_login(in_group("Secretariat"))
    screen = f"/admin/desk/review/record/{record.pk}/"
    page = guide_client.get(screen).content.decode()
    assert 'id="approve-settled"' in page
    assert default_reason("consulted") not in page
    sent = {
        "step": path.state_of(record).number,
        "seen": mark_of(record.latest_revision),
        "why": "It has answered.",
    }
    refused = guide_client.post(f"{screen}approve/", sent)
    assert refused.status_code == 400
    assert 'href="#approve-settled"' in refused.content.decode()
    sent["settled"] = "Twelve is in."
    assert guide_client.post(f"{screen}approve/", sent).status_code == 303
    assert step_of(record) == "translated"
    page = guide_client.get(screen).content.decode()
    assert "Twelve is in." in page
    assert 'id="approve-settled"' not in page


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_label_of_a_consultation_belongs_to_its_box_and_no_draft_is_cited(
    guide_sqlite: str, guide_client: Any, lang: str
) -> None:
    import re

    from balise.site.secretariat.consultations import ask, link_of
    from balise.site.secretariat.private_links import address_of

    record = make_record()
    lead_to(record, "consulted")
    record.refresh_from_db()
    link = link_of(ask(record, "office@example.org", lang))
    assert link is not None
    address = address_of(link, lang)
    page = guide_client.get(address[address.index(f"/{lang}/") :]).content.decode()
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert '<label for="said-contact">' in page
    assert 'id="said-contact"' in page
    assert 'id="cite"' not in page
    assert "/guide/compare/?r=" not in page
