"""The letter that asks an organisation about a draft."""

from django.utils.translation import gettext_lazy as _

from balise.site.secretariat.letters import Letter

__all__ = ["LETTERS"]

LETTERS = {
    "consultation_asked": Letter(
        _("What do you think of this draft: %(title)s"),
        (
            _("The DDI Guide has a draft about a project of your organisation: “%(title)s”."),
            _("Read it and say what to change, or that you agree, on this page: %(address)s"),
            _(
                "The link is yours alone and opens for %(days)s days. You may change your answer "
                "until then. Nothing becomes public by your answer alone."
            ),
        ),
    ),
}
