"""Questions from the form to the experts: kept, released, refused, passed on."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from balise.site.guide.models import Expert
from balise.site.secretariat.allowances import is_allowed
from balise.site.secretariat.models import (
    Correspondent,
    ExpertReply,
    PrivateLink,
    Question,
    QuestionField,
    QuestionStep,
)
from balise.site.secretariat.postman import post
from balise.site.secretariat.private_links import lasts_days, link_for, revoke
from balise.site.secretariat.question_forms import experts_to_ask
from balise.site.secretariat.staff_letters import tell_staff

__all__ = ["UNANSWERED", "ask", "keep", "page_of", "refuse", "release", "tell_asker"]

RECEIPTS = 5
"""Receipts that one mailbox gets in a day: nobody is flooded through the form."""
UNANSWERED = 30
"""After so many days without an answer the pages say so [days]."""
TEXTS = ("title_en", "title_fr", "text_en", "text_fr")


def page_of(question: Question, lang: str) -> str:
    """Give the full address of the public page of a question."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{question.get_absolute_url(lang)}"


@transaction.atomic
def keep(said: dict[str, Any], key: str) -> Question:
    """Keep a question once, however often it is sent, and send a receipt."""
    asker = Correspondent.objects.at(said["email"], said["language"])
    question, made = Question.objects.get_or_create(
        form_key=key,
        defaults={
            "asked_title": said["title"],
            "asked_text": said["text"],
            "language": said["language"],
            "asker": asker,
        },
    )
    if made:
        _file(question, said["fields_asked"])
        if is_allowed("receipt", asker.email, RECEIPTS, timedelta(days=1)):
            post("question_receipt", asker, language=question.language)
        tell_staff("question_arrived", {"number": question.pk})
    return question


def _file(question: Question, fields: Iterable[str]) -> None:
    question.fields.all().delete()
    QuestionField.objects.bulk_create(
        QuestionField(question=question, code=each) for each in fields
    )


def tell_asker(question: Question, kind: str, **told: str) -> None:
    """Write to who asked, if they were not erased."""
    if question.asker.email:
        post(kind, question.asker, told, language=question.language)


@transaction.atomic
def release(question: Question, version: int, said: dict[str, Any], user: Any) -> bool:
    """Make a question public and pass it on; mend one that is public already.

    Returns
    -------
    bool
        False if somebody else changed it meanwhile, or it was refused.
    """
    texts = {each: said[each] for each in TEXTS}
    found = Question.objects.filter(pk=question.pk, version=version).exclude(state="refused")
    is_new = question.state == "waiting"
    if not is_new:
        if not found.update(version=version + 1, **texts):
            return False
        _file(question, said["fields_asked"])
        return True
    if not _numbered(found.filter(state="waiting"), version, texts):
        return False
    question.refresh_from_db()
    _file(question, said["fields_asked"])
    QuestionStep.objects.create(question=question, state="released", by=user)
    title = question.title_fr if question.language == "fr" else question.title_en
    page = page_of(question, question.language)
    tell_asker(question, "question_released", title=title, page=page, days=str(UNANSWERED))
    matching = experts_to_ask().filter(fields__code__in=said["fields_asked"]).distinct()
    for each in matching:
        ask(question, each)
    return True


def _numbered(found: Any, version: int, texts: dict[str, str]) -> bool:
    """Give a question the next public number; another may take it at the same moment."""
    for _attempt in range(5):
        number = (Question.objects.aggregate(at=Max("number"))["at"] or 0) + 1
        try:
            with transaction.atomic():
                return bool(
                    found.update(
                        number=number,
                        state="released",
                        released_at=timezone.now(),
                        version=version + 1,
                        **texts,
                    )
                )
        except IntegrityError:
            continue
    return False


@transaction.atomic
def refuse(question: Question, version: int, why: str, user: Any) -> bool:
    """Do not take a question, or take a public one back; who asked is told why."""
    found = Question.objects.filter(
        pk=question.pk, version=version, state__in=("waiting", "released")
    )
    if not found.update(state="refused", version=version + 1):
        return False
    QuestionStep.objects.create(question=question, state="refused", why=why, by=user)
    page = f"{settings.WAGTAILADMIN_BASE_URL}/{question.language}/guide/ask/"
    tell_asker(question, "question_refused", why=why, page=page)
    return True


@transaction.atomic
def ask(question: Question, expert: Expert) -> ExpertReply:
    """Write to an expert, with a link to answer; once more if they have not answered."""
    reply, _made = ExpertReply.objects.get_or_create(question=question, expert=expert)
    holder = Correspondent.objects.at(expert.mailbox)
    # Who read another mailbox before answers no more.
    for each in PrivateLink.objects.filter(kind="expert", target=reply.pk).exclude(holder=holder):
        revoke(each)
    if reply.state != "asked":
        return reply
    spoken = expert.languages if expert.languages in {"en", "fr"} else question.language
    title = question.title_fr if spoken == "fr" else question.title_en
    link = link_for("expert", reply.pk, holder)
    told = {"title": title, "days": str(lasts_days("expert"))}
    post("question_expert", holder, told, link=link, language=spoken)
    return reply
