"""Tries to sign in: so many for an account, and from a place, in a quarter of an hour."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _

from balise.site.secretariat.allowances import is_allowed, source_of

__all__ = ["OF_AN_ACCOUNT", "OF_A_SOURCE", "refusal"]

OF_AN_ACCOUNT, OF_A_SOURCE = 10, 60
_WINDOW = timedelta(minutes=15)


def refusal(request: HttpRequest, name: str) -> str:
    """Count a try to sign in; say why it is not looked at, if there were too many.

    The answer is the same whether the account exists or not.
    """
    of_name = is_allowed("sign-in-account", name.strip().lower(), OF_AN_ACCOUNT, _WINDOW)
    of_source = is_allowed("sign-in-source", source_of(request), OF_A_SOURCE, _WINDOW)
    if of_name and of_source:
        return ""
    return _("There were too many tries to sign in. Wait 15 minutes, then try again.")
