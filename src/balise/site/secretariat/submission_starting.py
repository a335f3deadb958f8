"""How a draft begins: a link mailed to an address, alike whether it has drafts or not."""

from typing import Any

from django.db import transaction

from balise.site.secretariat.models import Call, Correspondent, PrivateLink, Submission
from balise.site.secretariat.postman import post
from balise.site.secretariat.private_links import lasts_days, link_for, revoke

__all__ = ["drafts_of", "mail_link", "start", "was_not_me"]


@transaction.atomic
def start(email: str, language: str, call: Call | None = None) -> Submission:
    """Give an address a draft, and mail the link that opens it.

    A draft of that language and call in which nothing was ever saved is taken again, so that
    asking twice makes one. Others stay as they are: anybody may type an address.
    """
    holder = Correspondent.objects.at(email, language)
    unwritten = holder.submissions.filter(state="draft", version=0, language=language, call=call)
    draft = unwritten.order_by("pk").first()
    if draft is None:
        draft = Submission.objects.create(holder=holder, language=language, call=call)
    mail_link(draft)
    return draft


def mail_link(submission: Submission) -> None:
    """Mail the link of a submission anew, for its whole time; it says if there are others."""
    holder = submission.holder
    link = link_for("draft", submission.pk, holder)
    has_others = drafts_of(holder).exclude(pk=submission.pk).exists()
    told = {"days": lasts_days("draft"), "reference": submission.reference}
    post("draft_link_among_others" if has_others else "draft_link", holder, told, link=link)


def drafts_of(holder: Correspondent) -> Any:
    """Give the drafts and submissions of one person that something is written in."""
    return holder.submissions.exclude(state="forgotten").exclude(version=0)


@transaction.atomic
def was_not_me(link: PrivateLink) -> None:
    """Close a link at the word of who got it; a draft nobody wrote in is erased with it."""
    revoke(link)
    unwritten = Submission.objects.filter(state="draft", version=0, attachments=None)
    unwritten.filter(pk=link.target).update(state="forgotten")
