"""Questions to the response network, who was asked, and what they answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balise.site.guide.fields import Code, Line, Prose
from balise.site.guide.models import Expert, Resource
from balise.site.guide.models.texts import filled, one_of
from balise.site.guide.terms import LANGUAGES, THEMES, codes
from balise.site.languages import language
from balise.site.secretariat.models.people import Correspondent
from balise.vocabulary import Term

__all__ = [
    "PERSONAL_TEXTS",
    "PUBLIC_STATES",
    "QUESTION_STATES",
    "REPLY_STATES",
    "ExpertReply",
    "Question",
    "QuestionField",
    "QuestionStep",
]

QUESTION_STATES = (
    Term("waiting", "waiting for the secretariat", "en attente du secrétariat"),
    Term("refused", "not taken", "non retenue"),
    Term("released", "open", "ouverte"),
    Term("answered", "answered", "répondue"),
)
PUBLIC_STATES = ("released", "answered")

REPLY_STATES = (
    Term("asked", "asked", "sollicité"),
    Term("answered", "has answered", "a répondu"),
    Term("not_my_field", "not in this field", "hors de ce domaine"),
)


class QuestionQuerySet(models.QuerySet):
    """Questions, as pages find them."""

    def public(self) -> "QuestionQuerySet":
        """Keep what the secretariat released: the only way public pages find questions."""
        return self.filter(state__in=PUBLIC_STATES)


class Question(models.Model):
    """A question about a technology or an issue: as it was asked, and as it was released."""

    form_key = models.CharField(max_length=32, unique=True, editable=False)
    number = models.PositiveIntegerField(null=True, blank=True, unique=True, editable=False)
    """Part of its public address; it has none before it is released."""
    asked_title = Line(_("title"), blank=False)
    asked_text = Prose(_("question"), blank=False)
    language = Code(_("language"), LANGUAGES, blank=False)
    asker = models.ForeignKey(Correspondent, on_delete=models.PROTECT, related_name="questions")
    title_en = Line(_("title"), "en")
    title_fr = Line(_("title"), "fr")
    text_en = Prose(_("question"), "en")
    text_fr = Prose(_("question"), "fr")
    state = Code(_("state"), QUESTION_STATES, blank=False, default="waiting", db_index=True)
    resource = models.ForeignKey(
        Resource, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The answer, once it is published."""
    version = models.PositiveIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    released_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("-made_at", "-pk")
        constraints = (
            one_of("state", codes(QUESTION_STATES)),
            one_of("language", ("en", "fr")),
            models.CheckConstraint(
                name="secretariat_question_public_is_complete",
                condition=~Q(state__in=PUBLIC_STATES)
                | (
                    Q(number__isnull=False, released_at__isnull=False)
                    & filled("title_en", "title_fr")
                    & (filled("text_en") | filled("text_fr"))
                ),
            ),
        )

    def __str__(self) -> str:
        return str(self.number or f"({self.pk})")

    @property
    def title(self) -> str:
        """The title as released, in the language spoken."""
        return self.title_fr if language() == "fr" else self.title_en

    def get_absolute_url(self, lang: str = "") -> str:
        """Give its public address, in the language spoken unless one is named."""
        return f"/{lang or language()}/guide/questions/{self.number}/"


class QuestionField(models.Model):
    """A field that a question is about."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="fields")
    code = Code(_("theme"), THEMES, blank=False)

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(
                fields=("question", "code"), name="secretariat_questionfield_once"
            ),
            one_of("code", codes(THEMES)),
        )

    def __str__(self) -> str:
        return self.code


class QuestionStep(models.Model):
    """What the secretariat did with a question: who, when, why."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="steps")
    state = Code(_("state"), QUESTION_STATES, blank=False)
    why = Prose(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("step of a question")
        verbose_name_plural = _("steps of questions")
        ordering = ("made_at", "pk")
        constraints = (one_of("state", codes(QUESTION_STATES)),)

    def __str__(self) -> str:
        return f"{self.question_id} {self.state}"


class ExpertReply(models.Model):
    """An expert who was asked a question, and what they wrote; a private link opens it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="replies")
    expert = models.ForeignKey(Expert, null=True, on_delete=models.SET_NULL, related_name="+")
    state = Code(_("state"), REPLY_STATES, blank=False, default="asked")
    language = Code(_("language"), LANGUAGES)
    text = Prose(_("answer"))
    suggestion = Prose(_("who may know"))
    version = models.PositiveIntegerField(default=1, editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    replied_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("answer of an expert")
        verbose_name_plural = _("answers of experts")
        ordering = ("asked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("question", "expert"), name="secretariat_expertreply_once"
            ),
            one_of("state", codes(REPLY_STATES)),
        )

    def __str__(self) -> str:
        return f"{self.question_id} {self.expert_id}"


PERSONAL_TEXTS = {
    (Question, "asked_title"),
    (Question, "asked_text"),
    (Question, "title_en"),
    (Question, "title_fr"),
    (Question, "text_en"),
    (Question, "text_fr"),
    (QuestionStep, "why"),
    (ExpertReply, "text"),
    (ExpertReply, "suggestion"),
}
"""What people typed: a person may stand in it."""
