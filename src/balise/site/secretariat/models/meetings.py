"""Meetings, what they have to decide, and what was decided: the register."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from balise.site.guide.fields import Code, Line, Prose
from balise.site.guide.models.texts import filled, one_of
from balise.site.guide.terms import codes
from balise.site.secretariat.governance_terms import (
    ANSWERS,
    APPROVING,
    FOLLOW_UPS,
    MEETING_STATES,
    OUTCOMES,
)
from balise.site.secretariat.models.governance import Member, Sourced, Table, in_either

__all__ = ["ABOUT", "PERSONAL_TEXTS", "AgendaItem", "Answer", "Decision", "Meeting"]

ABOUT = ("record", "edition", "pilot", "funding")
"""What a question may be about, one of these or nothing."""


def _about_one() -> models.CheckConstraint:
    """Hold a question to one subject, or none."""
    alone = Q()
    for kept in ABOUT:
        others = {f"{each}__isnull": True for each in ABOUT if each != kept}
        alone |= Q(**others)
    return models.CheckConstraint(
        name="%(app_label)s_%(class)s_about_one",
        condition=alone,
        violation_error_message=_("A question is about one thing: choose one, or none."),
    )


class AboutOne(models.Model):
    """A question about a project, an edition, a pilot or a funding request."""

    record = models.ForeignKey(
        "guide.Record",
        verbose_name=_("project"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    edition = models.ForeignKey(
        "guide.Edition",
        verbose_name=_("edition"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    pilot = models.ForeignKey(
        "secretariat.PilotProposal",
        verbose_name=_("pilot proposal"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    funding = models.ForeignKey(
        "secretariat.FundingRequest",
        verbose_name=_("funding request"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        abstract = True

    @property
    def about(self) -> Any:
        """What it is about; None if it is about nothing in particular."""
        return next((found for each in ABOUT if (found := getattr(self, each))), None)


class Meeting(Sourced, ClusterableModel):
    """A meeting of a table."""

    table = models.ForeignKey(
        Table, verbose_name=_("table"), on_delete=models.PROTECT, related_name="meetings"
    )
    starts_on = models.DateField(_("first day"), db_index=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    place_en = Line(_("place"), "en")
    place_fr = Line(_("place"), "fr")
    by_teleconference = models.BooleanField(_("by teleconference"), default=False)
    state = Code(_("state"), MEETING_STATES)
    agenda_released = models.BooleanField(
        _("the agenda is public"),
        default=False,
        help_text=_("Notes on the agenda stay private in any case."),
    )

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("-starts_on", "-pk")
        constraints = (
            one_of("state", ("", *codes(MEETING_STATES))),
            models.CheckConstraint(
                name="secretariat_meeting_dates",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day comes before the first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.table}, {self.starts_on.isoformat()}"


class AgendaItem(AboutOne, Orderable):
    """A matter of a meeting, and the decision that is asked."""

    meeting = ParentalKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    title_en = Line(_("title"), "en")
    title_fr = Line(_("title"), "fr")
    asked_en = Prose(_("decision asked"), "en")
    asked_fr = Prose(_("decision asked"), "fr")
    note = Prose(_("private note"), help_text=_("Read by the secretariat alone."))

    class Meta(Orderable.Meta):
        verbose_name = _("item of an agenda")
        verbose_name_plural = _("items of agendas")
        constraints = (
            _about_one(),
            models.CheckConstraint(
                name="secretariat_agendaitem_titled",
                condition=filled("title_en") | filled("title_fr"),
                violation_error_message=_("Give the title in at least one language."),
            ),
        )

    def __str__(self) -> str:
        return in_either(self, "title")


class Decision(AboutOne, Sourced):
    """A line of the register: a question to a table, and what came of it."""

    number = models.PositiveIntegerField(_("number"), unique=True, editable=False)
    table = models.ForeignKey(
        Table, verbose_name=_("table"), on_delete=models.PROTECT, related_name="decisions"
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("meeting"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True, db_index=True)
    question_en = Prose(_("question"), "en")
    question_fr = Prose(_("question"), "fr")
    outcome = Code(_("outcome"), OUTCOMES)
    conditions_en = Prose(_("conditions"), "en")
    conditions_fr = Prose(_("conditions"), "fr")
    follow_up_en = Prose(_("follow-up"), "en")
    follow_up_fr = Prose(_("follow-up"), "fr")
    follow_up_state = Code(_("state of the follow-up"), FOLLOW_UPS)
    is_released = models.BooleanField(_("shown to the public"), default=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-number",)
        permissions = (("record_decision", "Can record the decisions of the own table"),)
        constraints = (
            _about_one(),
            one_of("outcome", ("", *codes(OUTCOMES))),
            one_of("follow_up_state", ("", *codes(FOLLOW_UPS))),
            models.CheckConstraint(
                name="secretariat_decision_asks",
                condition=filled("question_en") | filled("question_fr"),
                violation_error_message=_("Write the question in at least one language."),
            ),
            models.CheckConstraint(
                name="secretariat_decision_decided_has_a_date",
                condition=Q(outcome="") | Q(decided_on__isnull=False),
                violation_error_message=_("Say on which day it was decided."),
            ),
            models.CheckConstraint(
                name="secretariat_decision_conditions_are_told",
                condition=~Q(outcome="conditions")
                | filled("conditions_en")
                | filled("conditions_fr"),
                violation_error_message=_("Write the conditions in at least one language."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {in_either(self, 'question')}"

    @property
    def is_approving(self) -> bool:
        """Whether the table said yes, with conditions or without."""
        return self.outcome in APPROVING

    @property
    def day(self) -> date:
        """The day that its members are counted on."""
        if self.decided_on is None and self.meeting is not None:
            return self.meeting.starts_on
        return self.decided_on or timezone.localdate()

    def clean(self) -> None:
        """Refuse an approval that the answers do not carry."""
        super().clean()
        from balise.site.secretariat.decisions import unmet

        if self.meeting and self.meeting.table_id != self.table_id:
            raise ValidationError({"meeting": _("This meeting is one of another table.")})
        if sentences := unmet(self):
            raise ValidationError({"outcome": sentences})

    def save(self, *arguments: Any, **options: Any) -> None:
        """Save under the next number; an approval that the answers do not carry is refused.

        Raises
        ------
        DecisionError
            If the quorum is not met, or too few said yes.
        """
        from balise.site.secretariat.decisions import reject_uncarried

        reject_uncarried(self)
        with transaction.atomic():
            if not self.number:
                self.number = (Decision.objects.aggregate(most=Max("number"))["most"] or 0) + 1
            super().save(*arguments, **options)


class Answer(models.Model):
    """What a member answered; who has no row here has not answered."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="answers")
    member = models.ForeignKey(
        Member, verbose_name=_("member"), on_delete=models.PROTECT, related_name="answers"
    )
    answer = Code(_("answer"), ANSWERS, blank=False, default="not_answered")

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = (
            models.UniqueConstraint(fields=("decision", "member"), name="secretariat_answer_once"),
            one_of("answer", codes(ANSWERS)),
        )

    def __str__(self) -> str:
        return f"{self.member}: {self.get_answer_display()}"


PERSONAL_TEXTS = {
    (AgendaItem, "note"),
    *(
        (Decision, f"{name}_{lang}")
        for name in ("conditions", "follow_up")
        for lang in ("en", "fr")
    ),
}
"""What the secretariat typed: a person may stand in it."""
