"""Answers of experts: received, then reviewed and published as a resource of the Guide."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from balise.site.guide.models import Resource, ResourceTheme
from balise.site.secretariat.models import ExpertReply, PrivateLink, Question, QuestionStep
from balise.site.secretariat.question_asking import page_of, tell_asker

__all__ = ["publish_answer", "receive"]

TEXTS = ("title_en", "title_fr", "summary_en", "summary_fr", "publisher_en", "publisher_fr")


@transaction.atomic
def receive(reply: ExpertReply, link: PrivateLink, version: int, said: dict[str, Any]) -> bool:
    """Keep what an expert replies.

    The same reply sent twice is kept once.

    Returns
    -------
    bool
        False if another reply came through the same link meanwhile.
    """
    is_answer = said["kind"] == "answered"
    kept = {
        "state": said["kind"],
        "language": said["language"],
        "text": said["text"] if is_answer else "",
        "suggestion": said["suggestion"],
    }
    found = ExpertReply.objects.filter(pk=reply.pk, version=version)
    if not found.update(version=version + 1, replied_at=timezone.now(), **kept):
        return ExpertReply.objects.filter(pk=reply.pk, **kept).exists()
    PrivateLink.objects.filter(pk=link.pk).update(used_at=timezone.now())
    return True


@transaction.atomic
def publish_answer(question: Question, version: int, said: dict[str, Any], user: Any) -> bool:
    """Publish the edited answer as a resource; the page of the question shows it.

    Returns
    -------
    bool
        False if somebody else changed the question meanwhile, or it is not public.

    Raises
    ------
    PublishingError
        If the resource lacks something.
    ValidationError
        If it cannot be kept.
    """
    found = Question.objects.select_for_update().filter(pk=question.pk, version=version).public()
    held = found.first()
    if held is None:
        return False
    is_first = held.resource is None
    resource = held.resource or Resource(identifier=f"question-{held.number}", kind="answer")
    for each in TEXTS:
        setattr(resource, each, said[each])
    is_french = held.language == "fr"
    # Who may not translate has not reviewed the other language either.
    second = "reviewed" if user.has_perm("secretariat.translate_texts") else "missing"
    resource.state_en, resource.state_fr = (
        (second, "original") if is_french else ("original", second)
    )
    resource.language = "both"
    resource.link_en, resource.link_fr = page_of(held, "en"), page_of(held, "fr")
    resource.themes = [ResourceTheme(code=each.code) for each in held.fields.all()]
    resource.full_clean()
    resource.save()
    resource.save_revision(user=user).publish(user=user)
    now = timezone.now()
    held.resource, held.state, held.version = resource, "answered", version + 1
    held.answered_at = held.answered_at or now
    held.save()
    QuestionStep.objects.create(question=held, state="answered", by=user)
    if is_first:
        title = held.title_fr if is_french else held.title_en
        tell_asker(held, "question_answered", title=title, page=page_of(held, held.language))
    return True
