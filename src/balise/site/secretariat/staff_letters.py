"""Letters to the accounts of the secretariat: something arrived that waits for it."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from balise.site.secretariat.allowances import is_allowed
from balise.site.secretariat.letters import Letter
from balise.site.secretariat.postman import post

__all__ = ["ARRIVALS", "LETTERS", "tell_staff"]

ARRIVALS = 30
"""Messages of a kind that each account gets in a day."""

_PRIVATE = _("It is not repeated here, since it may be private.")

LETTERS = {
    "consultation_answered": Letter(
        _("An organisation answered a consultation: %(title)s"),
        (
            _("Its answer is here: %(address)s/admin/desk/review/record/%(number)s/"),
            _PRIVATE,
        ),
    ),
    "confirmation_changed": Letter(
        _("An organisation says that something changed: %(title)s"),
        (
            _("What it wrote waits for you among what ages: %(address)s/admin/desk/ageing/"),
            _PRIVATE,
        ),
    ),
    "question_arrived": Letter(
        _("A question to the response network arrived"),
        (
            _("It waits to be passed on or refused: %(address)s/admin/desk/questions/%(number)s/"),
            _PRIVATE,
        ),
    ),
    "interest_arrived": Letter(
        _("An expression of interest arrived"),
        (
            _("It waits to be followed up: %(address)s/admin/desk/interests/%(number)s/"),
            _PRIVATE,
        ),
    ),
}


def tell_staff(kind: str, told: dict[str, Any]) -> None:
    """Write to every account of the secretariat that has an address of mail.

    Forms are open to anybody: of each kind, so many messages go out in a day; the screens
    show the rest.

    Parameters
    ----------
    kind : str
        A key of ``LETTERS``.
    told : dict
        Plain values for its words; nothing private: it is kept, and mail is read by others.
    """
    if not is_allowed("arrivals", kind, ARRIVALS, timedelta(days=1)):
        return
    staff = get_user_model().objects.filter(groups__name="Secretariat", is_active=True)
    for account in staff.exclude(email="").order_by("pk"):
        post(kind, account, told)
