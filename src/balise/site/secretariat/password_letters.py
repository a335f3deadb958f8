"""The letter that leads to a new password; its address is made when it is sent."""

from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from balise.site.secretariat.letters import Letter

__all__ = ["KIND", "LETTERS", "told_of"]

KIND = "password_reset"

LETTERS = {
    KIND: Letter(
        _("A new password for the secretariat of the DDI Guide"),
        (
            _("Somebody, probably you, asked for a new password of your account."),
            _("Choose it here: %(address)s"),
            _("Your user name: %(name)s"),
            _("If it was not you, you have nothing to do: your password stays as it is."),
        ),
    ),
}


def told_of(account: Any) -> dict[str, str]:
    """Give what the letter tells an account; made when it is sent, and kept nowhere."""
    number = urlsafe_base64_encode(force_bytes(account.pk))
    named = {"uidb64": number, "token": default_token_generator.make_token(account)}
    page = reverse("wagtailadmin_password_reset_confirm", kwargs=named)
    return {
        "address": f"{settings.WAGTAILADMIN_BASE_URL}{page}",
        "name": str(account.get_username()),
    }
