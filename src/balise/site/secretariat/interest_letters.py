"""Letters about expressions of interest."""

from django.utils.translation import gettext_lazy as _

from balise.site.secretariat.letters import Letter

__all__ = ["LETTERS"]

LETTERS = {
    "interest_receipt": Letter(
        _("Your expression of interest was received"),
        (
            _(
                "Your organisation told the DDI Guide what it would use. "
                "The secretariat reads it and answers you."
            ),
            _("What becomes public of it, and how many organisations are interested: %(page)s"),
            _("If this was not you, you have nothing to do. To be erased, answer this message."),
        ),
    ),
    "interest_named": Letter(
        _("Your organisation is named among those interested"),
        (
            _("As you agreed, %(organisation)s is now named on this page: %(page)s"),
            _(
                "To withdraw, answer this message: the name is taken away, and your organisation "
                "is only counted."
            ),
        ),
    ),
    "interest_withdrawn": Letter(
        _("Your organisation is not named any more"),
        (_("The name of your organisation was taken away from this page: %(page)s"),),
    ),
}
