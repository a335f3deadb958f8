"""The sign-in screen of the secretariat, wholly in the language of who signs in."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.text import capfirst
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.account import LoginView

__all__ = ["GUARDS", "SignIn", "SignInForm"]

GUARDS: list[Callable[[HttpRequest, str], str]] = []
"""Each may refuse a try to sign in, by a sentence; an application adds its own when it starts."""


class SignInForm(LoginForm):
    """The form of Wagtail, whose password has no name but that of its field."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        named = get_user_model()._meta.get_field("password").verbose_name
        self.fields["password"].label = capfirst(named)

    def clean(self) -> Any:
        """Look at the name and the password, unless a guard refuses to."""
        name = str(self.cleaned_data.get("username", ""))
        for guard in GUARDS:
            if self.request is not None and (sentence := guard(self.request, name)):
                raise ValidationError(sentence, code="too_often")
        return super().clean()


class SignIn(LoginView):
    """The screen of Wagtail with this form."""

    def get_form_class(self) -> type[SignInForm]:
        """Give the form."""
        return SignInForm
