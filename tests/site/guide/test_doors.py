"""What Wagtail brings and the Guide does not have is closed; choosing is reading."""

from typing import Any

import pytest

from tests.site.guide.making import make_account, make_record

CLOSED = (
    "pages/",
    "pages/1/edit/",
    "documents/",
    "collections/",
    "workflows/list/",
    "workflows/edit/1/",
    "choose-page/",
    "api/main/pages/",
    "failwhale/",
    "tag-autocomplete/",
    "reports/aging-pages/",
)


@pytest.mark.parametrize("path", CLOSED)
def test_screens_for_what_the_guide_does_not_have_are_closed_to_administrators_too(
    guide_sqlite: str, guide_client: Any, path: str
) -> None:
    guide_client.force_login(make_account())
    assert guide_client.get(f"/admin/{path}").status_code == 404


def test_only_who_may_read_drafts_chooses_among_them(guide_sqlite: str, guide_client: Any) -> None:
    from django.contrib.auth.models import Group

    from balise.site.guide.accounts import make_groups

    make_groups()
    record = make_record(title_en="A draft that waits")
    told = {}
    for group in ("Council", "Translators"):
        account = make_account(superuser=False)
        account.groups.add(Group.objects.get(name=group))
        guide_client.force_login(account)
        answers = [
            guide_client.get(f"/admin/snippets/choose/guide/record/{end}")
            for end in ("", f"chosen/{record.pk}/", "results/")
        ]
        told[group] = [
            (each.status_code, "A draft that waits" in each.content.decode()) for each in answers
        ]
        guide_client.logout()
    assert [shown for _status, shown in told["Council"]] == [False] * 3
    assert told["Translators"][1] == (200, True)


def test_a_form_without_its_own_fields_is_refused_not_failed(
    guide_sqlite: str, guide_client: Any
) -> None:
    guide_client.force_login(make_account())
    assert guide_client.post("/admin/snippets/guide/play/add/", {}).status_code == 400


def test_menus_lead_to_nothing_that_is_closed(guide_sqlite: str, guide_client: Any) -> None:
    guide_client.force_login(make_account())
    page = guide_client.get("/admin/").content.decode()
    assert not [path for path in CLOSED if f'"url": "/admin/{path}' in page]
