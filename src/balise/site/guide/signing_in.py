"""The sign-in screen of the secretariat, wholly in the language of who signs in."""

from typing import Any

from django.contrib.auth import get_user_model
from django.utils.text import capfirst
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.account import LoginView

__all__ = ["SignIn", "SignInForm"]


class SignInForm(LoginForm):
    """The form of Wagtail, whose password has no name but that of its field."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        named = get_user_model()._meta.get_field("password").verbose_name
        self.fields["password"].label = capfirst(named)


class SignIn(LoginView):
    """The screen of Wagtail with this form."""

    def get_form_class(self) -> type[SignInForm]:
        """Give the form."""
        return SignInForm
