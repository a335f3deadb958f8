"""Words of the pack of a meeting, in the language spoken."""

from django.utils.translation import gettext as _

__all__ = ["pack_words"]


def pack_words() -> dict[str, str]:
    """Give the words that the layout of a pack is filled with."""
    return {
        "pack": _("Meeting pack"),
        "not_public": _("For the members of this table: it holds drafts and is not public."),
        "agenda": _("Agenda"),
        "no_agenda": _("The agenda is empty."),
        "asked": _("Decision asked"),
        "none_asked": _("No decision is asked: for information."),
        "draft": _("Draft"),
        "drafts": _("Drafts attached"),
        "no_drafts": _("No draft is attached."),
        "as_it_stands": _("The text as it stands; it is not approved."),
        "unstated": _("not stated"),
        "follow_up": _("Follow-up of earlier decisions"),
        "no_follow_up": _("No earlier decision of this table is to be followed up."),
        "question": _("Question"),
        "outcome": _("Outcome"),
        "what_to_do": _("What is to be done"),
        "conditions": _("Conditions"),
        "state": _("State"),
        "deliverable": _("Deliverable"),
        "number": _("No."),
        "see": _("The draft is attached on page"),
        "quorum_rule": _(
            "The quorum counts members who answered yes or no, or who abstained. Who is absent "
            "or has not answered does not count."
        ),
        "page": _("Page"),
    }
