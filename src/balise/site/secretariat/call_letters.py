"""Letters about drafts: the link that opens one, its receipt, the notice before it is erased."""

from django.utils.translation import gettext_lazy as _

from balise.site.secretariat.letters import Letter

__all__ = ["LETTERS"]

_NOT_ME = _(
    "If it was not you: open the address and choose “This was not me”. Nothing else is needed."
)
_OPENS = _(
    "The address is yours alone and opens for %(days)s days; after that, its page mails you a "
    "new one."
)

LETTERS = {
    "draft_link": Letter(
        _("Your draft for the DDI Guide"),
        (
            _("Somebody, probably you, wants to submit a project to the DDI Guide."),
            _("Write it here, save it, come back to it: %(address)s"),
            _OPENS,
            _NOT_ME,
        ),
    ),
    "draft_link_among_others": Letter(
        _("Your draft for the DDI Guide"),
        (
            _("Somebody, probably you, wants to submit a project to the DDI Guide."),
            _("Write it here, save it, come back to it: %(address)s"),
            _("You have other projects here: the page behind the address lists them."),
            _OPENS,
            _NOT_ME,
        ),
    ),
    "draft_receipt": Letter(
        _("Your project was received: %(reference)s"),
        (
            _("The DDI Guide received your project. Its reference is %(reference)s."),
            _("See how far it is, whenever you like: %(address)s"),
            _OPENS,
            _("You are told by mail when something has to be changed, and once it is published."),
        ),
    ),
    "draft_receipt_without_call": Letter(
        _("Your project was received: %(reference)s"),
        (
            _("The DDI Guide received your project. Its reference is %(reference)s."),
            _(
                "The call “%(call)s” was not open any more when it arrived: it goes its way "
                "without a call."
            ),
            _("See how far it is, whenever you like: %(address)s"),
            _OPENS,
            _("You are told by mail when something has to be changed, and once it is published."),
        ),
    ),
    "draft_soon_erased": Letter(
        _("Your draft %(reference)s will be erased"),
        (
            _(
                "Nobody wrote in your draft %(reference)s for a long time. "
                "In %(days)s days it is erased."
            ),
            _("To keep it, open it and save it: %(address)s"),
            _("To let it go, you have nothing to do."),
        ),
    ),
}
