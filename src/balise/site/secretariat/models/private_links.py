"""Private links: addresses that let one person do one thing, for a while."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balise.site.guide.fields import Code
from balise.site.guide.models.texts import one_of
from balise.site.guide.terms import codes
from balise.site.secretariat.models.people import Correspondent
from balise.vocabulary import Term

__all__ = ["LINKS", "PrivateLink", "PrivateToken"]

LINKS = (
    Term("draft", "draft of a project", "ébauche d’un projet"),
    Term("consultation", "consultation on a draft", "consultation sur une ébauche"),
    Term("confirmation", "yearly confirmation", "confirmation annuelle"),
    Term("expert", "question to an expert", "question à une personne experte"),
)


class PrivateLink(models.Model):
    """What a person may open: one draft, one consultation, one confirmation, one question."""

    kind = Code(_("kind"), LINKS, blank=False)
    target = models.PositiveBigIntegerField()
    """Number of the row that it opens; which table that is, its kind says."""
    holder = models.ForeignKey(Correspondent, on_delete=models.PROTECT, related_name="links")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    """When what it was made for was done; the page then says so."""

    class Meta:
        verbose_name = _("private link")
        verbose_name_plural = _("private links")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "target", "holder"), name="secretariat_privatelink_once"
            ),
            one_of("kind", codes(LINKS)),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"


class PrivateToken(models.Model):
    """The digest of a secret that was mailed; the secret itself is kept nowhere."""

    link = models.ForeignKey(PrivateLink, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("secret of a private link")
        verbose_name_plural = _("secrets of private links")

    def __str__(self) -> str:
        return f"{self.link_id}"
