"""Letters about yearly confirmations."""

from django.utils.translation import gettext_lazy as _

from balise.site.secretariat.letters import Letter

__all__ = ["LETTERS"]

_BUTTON = _("Open this private page, read it, and press one button: %(address)s")
_ELSE = _("If something changed, or the project no longer runs, say so on the same page.")
_WHY = _(
    "The Guide says of every text when the organisation confirmed it last. After %(due)s "
    "yours would be shown as out of date."
)

LETTERS = {
    "confirmation": Letter(
        _("Is “%(title)s” still right?"),
        (
            _(
                "Once a year the DDI Guide asks organisations whether what it says of them is "
                "still right. This is about “%(title)s”."
            ),
            _BUTTON,
            _ELSE,
            _WHY,
        ),
    ),
    "confirmation_reminder": Letter(
        _("Reminder: is “%(title)s” still right?"),
        (_("We asked you about “%(title)s” and have no answer yet."), _BUTTON, _ELSE, _WHY),
    ),
}
