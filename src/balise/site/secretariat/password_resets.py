"""A new password by mail: through the outbox, so often, and alike for known and unknown."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.admin.views.account import PasswordResetView

from balise.site.languages import language
from balise.site.secretariat.allowances import is_allowed, source_of
from balise.site.secretariat.password_letters import KIND
from balise.site.secretariat.postman import post

__all__ = ["OF_A_MAILBOX", "OF_A_SOURCE", "PasswordReset"]

OF_A_SOURCE, OF_A_MAILBOX = 10, 3
"""From one source, to one mailbox, in an hour."""
_WINDOW = timedelta(hours=1)


class _Form(PasswordResetForm):
    """Puts the message into the outbox: one for whoever asks, sent if there is an account."""

    def save(self, *_ignored: Any, request: Any = None, **_options: Any) -> None:
        """Post the message, if it was not asked for too often."""
        email = self.cleaned_data["email"]
        of_source = is_allowed("reset-source", source_of(request), OF_A_SOURCE, _WINDOW)
        of_mailbox = is_allowed("reset-mailbox", email.lower(), OF_A_MAILBOX, _WINDOW)
        if not (of_source and of_mailbox):
            return
        with transaction.atomic():
            # Of an address without an account the postman drops it: the work here is the same.
            for each in [*self.get_users(email)] or [""]:
                post(KIND, each, language=language())


class PasswordReset(PasswordResetView):
    """The screen of Wagtail with this form; it says the same whatever the address is."""

    def get_form_class(self) -> type[PasswordResetForm]:
        """Give the form."""
        return _Form
