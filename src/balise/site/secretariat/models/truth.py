"""Staying true: yearly confirmations, checks of links, erasures, runs of what is due."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balise.site.guide.fields import Code, Line, Prose
from balise.site.guide.models import Expert, Record
from balise.site.guide.models.texts import one_of
from balise.site.guide.terms import codes
from balise.site.secretariat.models.people import Correspondent
from balise.vocabulary import Term

__all__ = [
    "CONFIRMATION_ANSWERS",
    "LINK_STATES",
    "Confirmation",
    "Erasure",
    "LinkCheck",
    "TaskRun",
]

CONFIRMATION_ANSWERS = (
    Term("", "no answer yet", "pas encore de réponse"),
    Term("confirmed", "still right", "toujours exact"),
    Term("changed", "something changed", "quelque chose a changé"),
    Term("ended", "no longer runs", "n’est plus en cours"),
)
LINK_STATES = (
    Term("untested", "not tested", "non vérifié"),
    Term("ok", "found", "trouvée"),
    Term("gone", "not found any more", "introuvable"),
    Term("broken", "cannot be reached", "injoignable"),
    Term("refused", "not followed: not a public address", "non suivie : adresse non publique"),
)


class Confirmation(models.Model):
    """A question to an organisation, once a year: whether what the Guide says is still right."""

    record = models.ForeignKey(
        Record, null=True, blank=True, on_delete=models.CASCADE, related_name="confirmations"
    )
    expert = models.ForeignKey(
        Expert, null=True, blank=True, on_delete=models.CASCADE, related_name="confirmations"
    )
    holder = models.ForeignKey(
        Correspondent, on_delete=models.PROTECT, related_name="confirmations"
    )
    """The mailbox of the organisation that is asked; not a person."""
    due = models.DateField()
    """The day by which it is to be confirmed."""
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answer = Code(_("answer"), CONFIRMATION_ANSWERS, default="", db_index=True)
    text = Prose(_("what changed"))
    answered_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    """When the secretariat dealt with what the organisation wrote."""

    class Meta:
        verbose_name = _("yearly confirmation")
        verbose_name_plural = _("yearly confirmations")
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="secretariat_confirmation_of_one_thing",
                condition=Q(record__isnull=False, expert__isnull=True)
                | Q(record__isnull=True, expert__isnull=False),
            ),
            models.CheckConstraint(
                name="secretariat_confirmation_answer_has_a_date",
                condition=Q(answer="") | Q(answered_at__isnull=False),
            ),
            # Of several that run at once, one asks.
            models.UniqueConstraint(
                "record", condition=Q(answer=""), name="secretariat_confirmation_record_open_once"
            ),
            models.UniqueConstraint(
                "expert", condition=Q(answer=""), name="secretariat_confirmation_expert_open_once"
            ),
            one_of("answer", codes(CONFIRMATION_ANSWERS)),
        )

    def __str__(self) -> str:
        return str(self.item)

    @property
    def item(self) -> Record | Expert:
        """What is to be confirmed."""
        return self.record or self.expert


class LinkCheck(models.Model):
    """What came of following an address that public pages show."""

    digest = models.CharField(max_length=64, primary_key=True)
    url = models.TextField()
    state = Code(_("state"), LINK_STATES, blank=False, default="untested", db_index=True)
    problem = Line(_("what went wrong"))
    checked_at = models.DateTimeField(null=True, blank=True, db_index=True)
    since = models.DateTimeField(null=True, blank=True)
    """When it was first found in this state."""
    failing_since = models.DateTimeField(null=True, blank=True)
    """When it first failed, if it has failed ever since."""

    class Meta:
        verbose_name = _("check of a link")
        verbose_name_plural = _("checks of links")
        ordering = ("url",)
        constraints = (one_of("state", codes(LINK_STATES)),)

    def __str__(self) -> str:
        return self.url


class Erasure(models.Model):
    """That a person was erased, and when: enough to erase them again, not to know them."""

    digest = models.CharField(max_length=64, unique=True)
    """Of the address, with a key that lies beside the database."""
    public_id = models.CharField(max_length=12)
    """Under which what they did stays."""
    erased_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ("erased_at", "pk")

    def __str__(self) -> str:
        return self.public_id


class TaskRun(models.Model):
    """A task of the day that was done."""

    name = models.SlugField(max_length=60)
    day = models.DateField()
    finished_at = models.DateTimeField(default=timezone.now)
    counts = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("run of a task")
        verbose_name_plural = _("runs of tasks")
        ordering = ("-day", "name")
        constraints = (
            models.UniqueConstraint(fields=("name", "day"), name="secretariat_taskrun_once"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.day}"
