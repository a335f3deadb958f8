"""Letters of the response network."""

from django.utils.translation import gettext_lazy as _

from balise.site.secretariat.letters import Letter

__all__ = ["LETTERS"]

LETTERS = {
    "question_receipt": Letter(
        _("Your question was received"),
        (
            _(
                "The DDI Guide received your question. The secretariat reads it, takes away what "
                "tells who asks, and then passes it on to experts."
            ),
            _("You get a message when it is passed on, and when it is answered."),
            _("If this was not you, you have nothing to do. To be erased, answer this message."),
        ),
    ),
    "question_released": Letter(
        _("Your question is public: %(title)s"),
        (
            _("Your question is public, without your address: %(page)s"),
            _("If nobody has answered after %(days)s days, the page says so."),
        ),
    ),
    "question_refused": Letter(
        _("Your question was not passed on"),
        (
            _("The secretariat did not pass your question on. The reason: %(why)s"),
            _("You may ask again, in other words: %(page)s"),
        ),
    ),
    "question_answered": Letter(
        _("Your question was answered: %(title)s"),
        (_("Read the answer: %(page)s"), _("Thank you for asking: others read it too.")),
    ),
    "question_expert": Letter(
        _("A question in your field: %(title)s"),
        (
            _(
                "You are listed in the directory of the DDI Guide. Somebody asks a question in "
                "your field: %(title)s"
            ),
            _("Read it, and answer or say that it is not your field: %(address)s"),
            _("This address is yours alone and opens for %(days)s days: do not pass it on."),
        ),
    ),
}
