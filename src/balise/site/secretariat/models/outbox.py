"""The outbox: every message the Guide owes somebody, until it is sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balise.site.guide.fields import Code, Line
from balise.site.guide.models.texts import one_of
from balise.site.guide.terms import LANGUAGES, codes
from balise.site.secretariat.models.people import Correspondent, public_id
from balise.site.secretariat.models.private_links import PrivateLink
from balise.vocabulary import Term

__all__ = ["MESSAGE_STATES", "Message"]

MESSAGE_STATES = (
    Term("queued", "waiting", "en attente"),
    Term("sent", "sent", "envoyé"),
    Term("failed", "given up", "abandonné"),
    Term("dropped", "not sent: the person was erased", "non envoyé : la personne a été effacée"),
)


class Message(models.Model):
    """A message to somebody; its words are written when it is sent, its secrets never kept.

    It is written in the same transaction as what it tells, so that neither is lost alone.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    kind = models.SlugField(max_length=60)
    to = models.ForeignKey(
        Correspondent, null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    mailbox = models.EmailField(blank=True, default="")
    """A mailbox of an organisation, where it is not a person who is written to."""
    language = Code(_("language"), LANGUAGES, blank=False)
    told = models.JSONField(default=dict, blank=True)
    """What its words are filled with."""
    link = models.ForeignKey(
        PrivateLink, null=True, blank=True, on_delete=models.SET_NULL, related_name="messages"
    )
    state = Code(_("state"), MESSAGE_STATES, blank=False, default="queued", db_index=True)
    is_maybe_sent = models.BooleanField(default=False, editable=False)
    """Whether it was handed over once, and nobody knows if it arrived."""
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(default=timezone.now, db_index=True)
    problem = Line(_("what went wrong"))
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("outbox")
        ordering = ("made_at", "pk")
        constraints = (
            one_of("state", codes(MESSAGE_STATES)),
            one_of("language", ("en", "fr")),
            models.CheckConstraint(
                name="secretariat_message_sent_has_a_date",
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
