"""Nobody publishes a project around its path, by any screen or command of Wagtail."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.site.guide.making import make_account, make_record
from tests.site.guide.test_desks import form_of
from tests.site.secretariat.on_paths import in_group, lead_to

WHO = ("Secretariat", "Reviewers", "Translators", "Deputy ministers' table", "administrator")


def _account(who: str) -> Any:
    return make_account() if who == "administrator" else in_group(who)


def _is_private(record: Any) -> bool:
    record.refresh_from_db()
    return not record.live and record.status == "draft" and record.changes.count() == 0


@pytest.fixture
def ready(guide_sqlite: str) -> Any:
    """A project that lacks nothing, at its last step."""
    record = make_record()
    lead_to(record, "publication")
    record.refresh_from_db()
    return record


@pytest.mark.parametrize("who", WHO)
def test_no_screen_of_wagtail_publishes(ready: Any, guide_client: Any, who: str) -> None:
    from django.urls import reverse

    from balise.site.secretariat import path

    guide_client.force_login(_account(who))
    space, number = "wagtailsnippets_guide_record", ready.pk
    edit = reverse(f"{space}:edit", args=[number])
    page = guide_client.get(edit)
    sent = form_of(page) if page.status_code == 200 else {"title_en": "x"}
    soon = timezone.now() + timedelta(hours=1)
    posts = [
        (edit, sent | {"action-publish": "action-publish"}),
        (edit, sent | {"action-workflow-action": "true", "workflow-action-name": "approve"}),
        (edit, sent | {"action-publish": "1", "go_live_at": soon.strftime("%Y-%m-%d %H:%M")}),
        (edit, sent | {"action-submit": "action-submit"}),
        (edit, sent | {"action-list": "action-list"}) if who not in WHO[0::4] else (edit, sent),
        (reverse(f"{space}:unpublish", args=[number]), {}),
        (
            reverse(f"{space}:revisions_revert", args=[number, ready.latest_revision_id]),
            sent | {"action-publish": "1"},
        ),
        (reverse(f"{space}:revisions_unschedule", args=[number, ready.latest_revision_id]), {}),
        (reverse(f"{space}:add"), sent | {"identifier": "", "action-publish": "1"}),
    ]
    state = path.state_of(ready).number
    for name in ("workflow_action", "collect_workflow_action_data"):
        found = reverse(f"{space}:{name}", args=[number, "approve", state])
        posts.append((found, {"comment": "Around."}))
    for address, data in posts:
        guide_client.post(address, data)
        assert _is_private(ready), address
    assert type(ready).objects.filter(live=True).count() == 0


def test_what_is_scheduled_is_not_published_and_keeps_no_other_text_from_it(ready: Any) -> None:
    from tests.site.guide.surroundings import make_play

    soon = timezone.now() - timedelta(minutes=1)
    other = make_play()
    waiting = other.save_revision()
    waiting.approved_go_live_at = soon + timedelta(seconds=5)
    waiting.save()
    type(other).objects.filter(pk=other.pk).update(live=False)
    revision = ready.latest_revision
    revision.approved_go_live_at = soon
    revision.save()
    ready.go_live_at = ready.expire_at = soon
    ready.save()
    call_command("publish_scheduled", verbosity=0)
    assert _is_private(ready)
    ready.refresh_from_db()
    assert (ready.go_live_at, ready.expire_at) == (None, None)
    other.refresh_from_db()
    assert other.live


def test_a_date_of_publication_is_refused_at_the_last_step(ready: Any) -> None:
    from balise.site.secretariat import path
    from balise.site.secretariat.path_checks import PathError

    draft = ready.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + timedelta(days=1)
    draft.save_revision()
    with pytest.raises(PathError, match="Nothing is published at a set time"):
        path.approve(ready, in_group("Secretariat"), "Later.")


@pytest.mark.parametrize("who", WHO)
def test_no_python_call_of_wagtail_publishes(ready: Any, who: str) -> None:
    from django.core.exceptions import PermissionDenied

    from balise.site.guide.publishing import PublishingError

    account = _account(who)
    with pytest.raises((PublishingError, PermissionDenied)):
        ready.latest_revision.publish(user=account)
    state = ready.current_workflow_state
    task = state.current_task_state.specific.task.specific
    with pytest.raises(PermissionDenied):
        task.on_action(state.current_task_state.specific, account, "approve")
    with pytest.raises(PermissionDenied):
        state.finish(user=account)
    assert _is_private(ready)


def test_a_path_that_somebody_made_publishes_nothing(guide_db: str) -> None:
    from django.core.exceptions import PermissionDenied
    from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

    record = make_record()
    record.save_revision()
    task = GroupApprovalTask.objects.create(name="Short cut")
    workflow = Workflow.objects.create(name="Short cut")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    administrator = make_account()
    state = workflow.start(record, administrator)
    with pytest.raises(PermissionDenied):
        state.current_task_state.specific.approve(user=administrator)
    assert _is_private(record)


def test_no_group_may_publish_projects_and_one_may_list_them(guide_sqlite: str) -> None:
    from django.contrib.auth.models import Permission

    from balise.site.guide.accounts import GROUPS
    from balise.site.secretariat.path_laid import lay_paths

    lay_paths()
    held = Permission.objects.filter(group__name__in=GROUPS)
    assert not held.filter(codename="publish_record").exists()
    listing = Permission.objects.get(codename="list_record").group_set.all()
    assert [each.name for each in listing] == ["Secretariat"]


def test_what_was_submitted_is_not_listed_before_it_is_approved(
    guide_db: str, guide_client: Any
) -> None:
    from django.urls import reverse

    from balise.site.secretariat import path

    record = make_record(verification="submitted")
    path.submit(record)
    guide_client.force_login(in_group("Secretariat"))
    edit = reverse("wagtailsnippets_guide_record:edit", args=[record.pk])
    for _each in ("on its path", "off its path"):
        sent = form_of(guide_client.get(edit))
        answer = guide_client.post(edit, sent | {"action-list": "action-list"}, follow=True)
        assert "last step of its path" in answer.content.decode()
        assert _is_private(record)
        path.withdraw(record)


def test_two_editors_at_once_lose_no_text_in_wagtail(guide_db: str, guide_client: Any) -> None:
    from django.urls import reverse

    record = make_record(limits_en="Before.")
    record.save_revision()
    guide_client.force_login(make_account())
    edit = reverse("wagtailsnippets_guide_record:edit", args=[record.pk])
    first = second = form_of(guide_client.get(edit))
    assert guide_client.post(edit, first | {"limits_en": "The first text."}).status_code == 302
    refused = guide_client.post(edit, second | {"limits_en": "The second text."})
    text = refused.content.decode()
    assert refused.status_code == 200
    assert "Somebody saved this text since you opened it" in text
    assert "The second text." in text
    record.refresh_from_db()
    assert record.get_latest_revision_as_object().limits_en == "The first text."
    again = form_of(refused) | {"limits_en": "Both texts."}
    assert guide_client.post(edit, again).status_code == 302
    record.refresh_from_db()
    assert record.get_latest_revision_as_object().limits_en == "Both texts."
    saved = [each.as_object().limits_en for each in record.revisions.all()]
    assert {"The first text.", "Both texts."} <= set(saved)
