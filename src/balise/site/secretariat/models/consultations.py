"""Consultations: an organisation is asked what it thinks of a draft about its project."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balise.site.guide.fields import Code, Prose
from balise.site.guide.models import Organisation, Record
from balise.site.guide.models.texts import one_of
from balise.site.guide.terms import codes
from balise.site.secretariat.models.people import Correspondent
from balise.vocabulary import Term

__all__ = ["AGREEMENTS", "PARTS", "Consultation", "ConsultationComment"]

AGREEMENTS = (
    Term("agree", "agree", "d’accord"),
    Term("agree_with_changes", "agree with changes", "d’accord, avec des changements"),
    Term("do_not_agree", "do not agree", "pas d’accord"),
)

PARTS = (
    Term("title", "Title and summary", "Titre et résumé"),
    Term("what", "Problem, approach and methods", "Problème, démarche et méthodes"),
    Term("claims", "Results and other claims", "Résultats et autres affirmations"),
    Term("care", "Privacy, fairness and limits", "Vie privée, équité et limites"),
    Term("reuse", "Lessons and reuse", "Leçons et réutilisation"),
    Term("contact", "Contact and facts", "Coordonnées et faits"),
)


class Consultation(models.Model):
    """A question to an organisation about one revision of a record, and its answer; private."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="consultations")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    holder = models.ForeignKey(
        Correspondent, on_delete=models.PROTECT, related_name="consultations"
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The draft as it was shown, whatever is edited later."""
    question = Prose(_("question"))
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = Code(_("answer"), AGREEMENTS)
    answered_at = models.DateTimeField(null=True, blank=True)
    consent_taken_at = models.DateTimeField(null=True, blank=True)
    """When the secretariat wrote the consent into the draft."""

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ("-asked_at", "-pk")
        constraints = (
            one_of("answer", ("", *codes(AGREEMENTS))),
            models.CheckConstraint(
                name="secretariat_consultation_answered_has_a_date",
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.record_id}, {self.asked_at:%Y-%m-%d}"


class ConsultationComment(models.Model):
    """What an organisation says of one part of a draft."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="comments"
    )
    part = Code(_("part"), PARTS, blank=False)
    text = Prose(_("comment"))

    class Meta:
        verbose_name = _("comment of a consultation")
        verbose_name_plural = _("comments of consultations")
        constraints = (
            one_of("part", codes(PARTS)),
            models.UniqueConstraint(
                fields=("consultation", "part"), name="secretariat_consultationcomment_once"
            ),
        )

    def __str__(self) -> str:
        return self.part
