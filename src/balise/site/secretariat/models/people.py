"""People who write to the Guide: the one place where their names and addresses are kept."""

import secrets
from typing import Any

from django.core.validators import ProhibitNullCharactersValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balise.site.guide.fields import Code, Line
from balise.site.guide.models.texts import one_of
from balise.site.guide.terms import LANGUAGES

__all__ = ["Correspondent", "public_id"]

LONGEST_NAME = 5_000
"""Longer than any name; nobody is asked to shorten theirs [characters]."""


def public_id() -> str:
    """Make the random name under which a person stays known once erased."""
    return secrets.token_hex(6)


class CorrespondentQuerySet(models.QuerySet):
    """Correspondents, found by their address."""

    def at(self, email: str, language: str = "") -> "Correspondent":
        """Give who writes from an address, and keep them if they are new.

        Until the transaction ends nobody forgets them. ``language`` is what somebody new is
        answered in: anybody may type an address, and changes nothing of its holder by it.
        """
        fresh = {"language": language} if language else {}
        with transaction.atomic():
            found, _made = self.select_for_update().get_or_create(
                email=email.strip().lower(), defaults=fresh
            )
        return found


class Correspondent(models.Model):
    """Somebody who wrote, or is written to, by e-mail.

    All else refers to this row, never to an address: erasing a person is emptying it. What
    they decided stays, under their role and ``public_id``.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True, default="")
    name = models.TextField(
        _("name"), blank=True, default="", validators=[ProhibitNullCharactersValidator()]
    )
    role = Line(_("role"))
    organisation = Line(_("organisation"))
    language = Code(_("language"), LANGUAGES, blank=False, default="en")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CorrespondentQuerySet.as_manager()

    class Meta:
        verbose_name = _("correspondent")
        verbose_name_plural = _("correspondents")
        constraints = (
            models.UniqueConstraint(
                "email", condition=~Q(email=""), name="secretariat_correspondent_email_once"
            ),
            models.CheckConstraint(
                name="secretariat_correspondent_erased_is_empty",
                condition=Q(erased_at__isnull=True) | Q(email="", name=""),
            ),
            one_of("language", ("en", "fr")),
        )

    def __str__(self) -> str:
        return self.public_id

    def save(self, *arguments: Any, **options: Any) -> None:
        """Save; an address is kept in small letters, so that it is kept once."""
        self.email = self.email.strip().lower()
        super().save(*arguments, **options)
