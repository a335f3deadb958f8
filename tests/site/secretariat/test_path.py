"""A project, an edition and a pilot go their path, step by step, and no other way."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tests.site.guide.making import make_account, make_record
from tests.site.secretariat.on_paths import ALL_STEPS, answered, in_group, lead_to, step_of


def test_a_project_goes_its_whole_path_and_is_published(guide_db: str) -> None:
    from balise.site.secretariat import path
    from balise.site.secretariat.path_laid import GROUP_OF

    record = make_record()
    assert path.state_of(record).code == "none"
    path.submit(record)
    for step in ALL_STEPS:
        assert step_of(record) == step
        if step == "consulted":
            answered(record)
        path.approve(record, in_group(GROUP_OF[step]), f"{step} was looked at.")
    record.refresh_from_db()
    assert (record.live, record.status, record.verification) == (True, "published", "reviewed")
    assert path.state_of(record).code == "approved"
    told = [(each.what, each.step, each.why) for each in path.steps_of(record)]
    assert told[0] == ("submitted", "", "")
    assert told[1:] == [("approved", step, f"{step} was looked at.") for step in ALL_STEPS]
    assert [each.kind for each in record.changes.all()] == ["published"]


def test_submitting_twice_starts_one_path(guide_db: str) -> None:
    from balise.site.secretariat import path

    record = make_record()
    assert path.submit(record).pk == path.submit(record).pk


@pytest.mark.parametrize("step", ALL_STEPS)
def test_nobody_approves_for_a_group_they_are_not_in(guide_sqlite: str, step: str) -> None:
    from balise.site.secretariat import path
    from balise.site.secretariat.path_laid import GROUP_OF

    record = make_record()
    lead_to(record, step)
    answered(record)
    for group in set(GROUP_OF.values()) - {GROUP_OF[step]}:
        with pytest.raises(PermissionDenied):
            path.approve(record, in_group(group), "For them.")
        with pytest.raises(PermissionDenied):
            path.send_back(record, in_group(group), "For them.")
    with pytest.raises(PermissionDenied):
        path.approve(record, None, "Nobody at all.")
    assert step_of(record) == step


def test_an_administrator_who_steps_in_is_recorded_as_one(guide_sqlite: str) -> None:
    from balise.site.secretariat import path

    record = make_record()
    lead_to(record, "working_group")
    path.approve(record, make_account(), "The group is away.")
    assert path.steps_of(record)[2].role == "administrator"


def rewritten(record: Any, **texts: str) -> None:
    """Change texts of a draft, as its submitter or a translator does."""
    draft = record.get_latest_revision_as_object()
    for name, text in texts.items():
        setattr(draft, name, text)
    draft.save()
    draft.save_revision()
    record.refresh_from_db()


def test_a_text_that_comes_back_rewritten_is_approved_anew_by_all(guide_db: str) -> None:
    from balise.site.secretariat import path
    from balise.site.secretariat.path_checks import missing_at

    record = make_record()
    lead_to(record, "publication")
    path.send_back(record, in_group("Secretariat"), "Say where it was.")
    path.submit(record)
    assert step_of(record) == "publication", "an answer without a change goes on where it was"
    path.send_back(record, in_group("Secretariat"), "Say where it was.")
    rewritten(record, problem_en="Another problem altogether.")
    path.submit(record)
    assert step_of(record) == "completeness"
    path.approve(record, in_group("Secretariat"), "Complete.")
    assert step_of(record) == "working_group"
    path.approve(record, in_group("Reviewers"), "Read again.")
    assert step_of(record) == "consulted"
    draft = record.get_latest_revision_as_object()
    assert ["another text" in each.sentence for each in missing_at(draft, "consulted")] == [True]
    answered(record)
    path.approve(record, in_group("Secretariat"), "They agree.")
    assert step_of(record) == "translated"
    path.approve(record, in_group("Translators"), "Both say the same.")
    path.approve(record, in_group("Secretariat"), "Nothing is missing.")
    record.refresh_from_db()
    assert record.live
    assert record.problem_en == "Another problem altogether."
    told = [each.what for each in path.steps_of(record)]
    assert told.count("overtaken") == 4
    assert told.count("approved") == 5
    assert "withdrawn" not in told


def test_a_translation_mended_after_a_step_back_is_looked_at_by_translators_alone(
    guide_sqlite: str,
) -> None:
    from balise.site.secretariat import path

    record = make_record()
    lead_to(record, "publication")
    path.send_back(record, in_group("Secretariat"), "Mend the French title.")
    rewritten(record, title_fr="Un autre titre")
    path.submit(record)
    assert step_of(record) == "translated"
    path.approve(record, in_group("Translators"), "Both say the same.")
    assert step_of(record) == "publication"


def test_a_step_back_says_what_to_change_and_the_path_goes_on_from_there(guide_db: str) -> None:
    from balise.site.secretariat import path
    from balise.site.secretariat.path_checks import PathError

    record = make_record()
    lead_to(record, "working_group")
    reviewer = in_group("Reviewers")
    with pytest.raises(PathError, match="Say what to change"):
        path.send_back(record, reviewer, "  ")
    path.send_back(record, reviewer, "Say how many letters there are.")
    state = path.state_of(record)
    assert (state.code, state.step, state.why) == (
        "sent_back",
        "working_group",
        "Say how many letters there are.",
    )
    path.submit(record)
    assert step_of(record) == "working_group"
    assert [each.what for each in path.steps_of(record)][:4] == [
        "submitted",
        "approved",
        "sent_back",
        "waiting",
    ]


def test_an_approval_needs_a_reason(guide_sqlite: str) -> None:
    from balise.site.secretariat import path
    from balise.site.secretariat.path_checks import PathError

    record = make_record()
    lead_to(record, "working_group")
    with pytest.raises(PathError, match="Say in a short sentence"):
        path.approve(record, in_group("Reviewers"), "\n")


@pytest.mark.parametrize(
    ("step", "fields", "sentence"),
    [
        ("completeness", {"start": ""}, "Fill in “start”."),
        ("translated", {"state_fr": "machine"}, "The French text is not reviewed yet."),
        ("publication", {"licence": ""}, "Fill in “licence”."),
    ],
)
def test_a_step_is_not_left_with_something_missing(
    guide_db: str, step: str, fields: dict[str, Any], sentence: str
) -> None:
    from balise.site.secretariat import path
    from balise.site.secretariat.path_checks import PathError
    from balise.site.secretariat.path_laid import GROUP_OF

    record = make_record(**fields)
    lead_to(record, step)
    with pytest.raises(PathError) as told:
        path.approve(record, in_group(GROUP_OF[step]), "Let it go.")
    assert sentence in str(told.value)
    assert step_of(record) == step
    record.refresh_from_db()
    assert record.status == "draft"


def test_an_organisation_is_consulted_or_not_waited_for_with_a_reason(guide_sqlite: str) -> None:
    from balise.site.secretariat import path
    from balise.site.secretariat.path_checks import PathError

    record = make_record()
    lead_to(record, "consulted")
    secretariat = in_group("Secretariat")
    with pytest.raises(PathError, match="has not answered"):
        path.approve(record, secretariat, "Let it go.")
    answered(record, "do_not_agree")
    with pytest.raises(PathError, match="does not agree"):
        path.approve(record, secretariat, "Let it go.")
    path.approve(record, secretariat, "They wrote a letter instead.", waived=True)
    step = path.steps_of(record)[3]
    assert (step.is_waived, step.why) == (True, "They wrote a letter instead.")


def test_what_a_last_step_refuses_leaves_nothing_half_done(guide_db: str) -> None:
    from balise.site.guide.publishing import PublishingError
    from balise.site.secretariat import path

    record = make_record(verification="unverified_seed")
    lead_to(record, "publication")
    with pytest.raises(PublishingError, match="has not confirmed"):
        path.approve(record, in_group("Secretariat"), "Let it go.")
    state = path.state_of(record)
    assert (state.code, state.step) == ("in_progress", "publication")
    record.refresh_from_db()
    assert not record.live
    type(record).objects.filter(pk=record.pk).update(verification="confirmed")
    path.approve(record, in_group("Secretariat"), "Now it is confirmed.")
    assert path.state_of(record).code == "approved"


def test_the_draft_that_was_looked_at_is_published_and_no_later_one(guide_db: str) -> None:
    from balise.site.secretariat import path
    from balise.site.secretariat.path_checks import PathError
    from balise.site.secretariat.path_told import mark_of

    record = make_record()
    lead_to(record, "publication")
    record.refresh_from_db()
    seen = mark_of(record.latest_revision)
    secretariat = in_group("Secretariat")
    draft = record.get_latest_revision_as_object()
    draft.title_en = "Slipped in"
    draft.save_revision()
    with pytest.raises(PathError, match="changed since you opened it"):
        path.approve(record, secretariat, "As I saw it.", seen=seen)
    record.refresh_from_db()
    assert not record.live
    path.approve(record, secretariat, "Now.", seen=mark_of(record.latest_revision))
    record.refresh_from_db()
    assert (record.live, record.title_en) == (True, "Slipped in")


def test_an_approval_sent_twice_takes_one_step(guide_db: str) -> None:
    from balise.site.secretariat import path
    from balise.site.secretariat.path_checks import PathError

    record = make_record()
    path.submit(record)
    first, second = in_group("Secretariat"), in_group("Secretariat")
    number = path.state_of(record).number
    path.approve(record, first, "Complete.", step=number)
    path.approve(record, first, "Complete.", step=number)
    with pytest.raises(PathError, match="taken meanwhile"):
        path.approve(record, second, "Complete.", step=number)
    assert step_of(record) == "working_group"


def test_paths_are_laid_once_and_put_back_as_they_were(guide_db: str) -> None:
    from wagtail.models import Workflow, WorkflowTask

    from balise.site.secretariat.models import Step
    from balise.site.secretariat.path_laid import lay_paths

    lay_paths()
    before = (Step.objects.count(), Workflow.objects.count(), WorkflowTask.objects.count())
    Step.objects.filter(code="translated").update(active=False)
    WorkflowTask.objects.filter(task__step__code="publication").delete()
    lay_paths()
    assert before == (Step.objects.count(), Workflow.objects.count(), WorkflowTask.objects.count())
    assert not Step.objects.filter(active=False).exists()
