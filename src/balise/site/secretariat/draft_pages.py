"""Pages of one draft, behind its link: the form, two texts of two tabs, the receipt."""

import json
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from balise.site.secretariat.allowances import is_allowed, source_of
from balise.site.secretariat.draft_receipts import receipt
from balise.site.secretariat.models import Correspondent, PrivateLink, Submission
from balise.site.secretariat.models.people import LONGEST_NAME
from balise.site.secretariat.plain_forms import SeeOther
from balise.site.secretariat.private_pages import behind_a_draft_link, over
from balise.site.secretariat.submission_form import (
    conflicts,
    known_organisations,
    named,
    shown,
)
from balise.site.secretariat.submission_pages import MOST_STARTED, may_mail
from balise.site.secretariat.submission_questions import SECTIONS, all_rows
from balise.site.secretariat.submission_reading import (
    NUL,
    Content,
    brought_together,
    differing,
    marks,
    of_form,
    tidied,
    without_nul,
)
from balise.site.secretariat.submission_records import Unfit
from balise.site.secretariat.submission_sending import send
from balise.site.secretariat.submission_standing import is_open, save, standing_of
from balise.site.secretariat.submission_starting import drafts_of, mail_link, was_not_me

__all__ = ["draft", "not_me", "others"]

_LONGEST_ROLE = 300
_BIGGEST_VERSION = 2**31 - 1


@behind_a_draft_link(is_for_expired=True)
def draft(
    request: HttpRequest, lang: str, token: str, *, link: PrivateLink, draft: Submission
) -> HttpResponse:
    """Show the form of a draft, or the receipt of what was submitted."""
    is_expired = request.balise_link_state != "open"
    if request.method == "POST" and request.POST.get("act") == "renew":
        return _renewed(request, lang, draft)
    if is_expired:
        return over(request, link, draft, token, "expired")
    if request.method == "POST":
        return _acted(request, lang, token, draft)
    if not is_open(draft):
        return receipt(request, token, draft)
    return _form(request, token, draft, draft.content, {})


def _renewed(request: HttpRequest, lang: str, draft: Submission) -> HttpResponse:
    """Mail a new link to who has one, ended or not; the answer is that of any address."""
    is_fair = is_allowed("renew-source", source_of(request), MOST_STARTED, timedelta(hours=1))
    if is_fair and may_mail("renew-address", draft.holder.email):
        mail_link(draft)
    return SeeOther(f"/{lang}/guide/submit/sent/")


def _acted(request: HttpRequest, lang: str, token: str, draft: Submission) -> HttpResponse:
    here = f"/{lang}/guide/drafts/{token}/"
    act, _colon, what = request.POST.get("act", "save").partition(":")
    if not is_open(draft):
        return SeeOther(here)
    mine, wrong = _typed(request, act, draft)
    if act == "add":
        _add(mine, what)
    verdict = save(draft, mine, _number(request.POST.get("version", "")))
    if verdict == "stale":
        return _together(request, token, draft, mine)
    if verdict == "closed":
        return SeeOther(here)
    _speak(draft.holder, lang)
    wrong |= _of_person(request, draft.holder)
    draft.refresh_from_db()
    if wrong:
        return _form(request, token, draft, mine, wrong)
    if act == "submit":
        try:
            send(draft.pk)
        except Unfit as unfit:
            return _form(request, token, draft, mine, unfit.wrong, is_submitted=True)
        return SeeOther(here)
    return SeeOther(_next(here, act, what, mine))


def _speak(holder: Correspondent, lang: str) -> None:
    """Write to somebody in the language in which they use the form, once they do."""
    if holder.language != lang:
        holder.language = lang
        holder.save(update_fields=["language"])


def _together(request: HttpRequest, token: str, draft: Submission, mine: Content) -> HttpResponse:
    """Bring what two windows wrote together; what both wrote otherwise is asked about."""
    draft.refresh_from_db()
    mine, both = brought_together(mine, draft.content, request.POST.get("shown", ""))
    if both or save(draft, mine, draft.version) == "stale":
        draft.refresh_from_db()
        return _conflict(request, token, draft, mine, both)
    return SeeOther(f"{request.path}?saved=1&together=1")


def _next(here: str, act: str, what: str, content: Content) -> str:
    """Lead on from what was saved."""
    if act == "files":
        return f"{here}files/"
    if act == "add" and what in {each.name for each in all_rows()}:
        return f"{here}?saved=1#{what}-{len(content[what])}"
    known = {each.code for each in SECTIONS}
    return f"{here}?saved=1#{what}" if what in known else f"{here}?saved=1"


def _typed(request: HttpRequest, act: str, draft: Submission) -> tuple[Content, dict[str, str]]:
    """Read what was sent: the form, or the choice between the texts of two tabs."""
    if act == "settle":
        try:
            mine = tidied(json.loads(request.POST.get("mine", "")))
        except (ValueError, AttributeError, RecursionError):
            mine = tidied(draft.content)
        for name in differing(mine, draft.content):
            if request.POST.get(f"keep-{name}") == "kept":
                mine[name] = draft.content.get(name, mine[name])
    else:
        mine = of_form(request.POST)
    content, damaged = without_nul(mine)
    return tidied(content), dict.fromkeys(damaged, _nul())


def _nul() -> str:
    return _(
        "There was a character in it that cannot be kept (NUL). It was taken out: look at the "
        "text, and save it again."
    )


def _number(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) <= 10
    return int(text) if is_number and int(text) <= _BIGGEST_VERSION else -1


def _add(content: Content, name: str) -> None:
    for rows in all_rows():
        if rows.name == name and len(content[name]) < rows.most:
            empty = {each.name: "" for each in rows.questions}
            content[name] = [*(content[name] or [dict(empty)]), empty]


def _of_person(request: HttpRequest, holder: Correspondent) -> dict[str, str]:
    """Keep who writes, if that was asked; it is published nowhere."""
    if "person_name" not in request.POST:
        return {}
    name = request.POST["person_name"].strip()
    role = request.POST.get("person_role", "").strip()
    too_long = _("This has %(count)s characters; write at most %(most)s.")
    found = {}
    for place, text, most in (
        ("person_name", name, LONGEST_NAME),
        ("person_role", role, _LONGEST_ROLE),
    ):
        if NUL in text:
            found[place] = _nul()
        elif len(text) > most:
            found[place] = too_long % {"count": len(text), "most": most}
    if not found and (holder.name, holder.role) != (name, role):
        holder.name, holder.role = name, role
        holder.save(update_fields=["name", "role"])
    return found


def _form(
    request: HttpRequest,
    token: str,
    draft: Submission,
    content: Content,
    wrong: dict[str, str],
    *,
    is_submitted: bool = False,
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    holder = draft.holder
    context: dict[str, Any] = {
        "draft": draft,
        "token": token,
        "form_sections": shown(content, wrong),
        "organisations": known_organisations(),
        "wrong": wrong,
        "summary": named(wrong),
        "is_submitted": is_submitted,
        "shown": marks(draft.content),
        "is_saved": "saved" in request.GET,
        "is_together": "together" in request.GET,
        "standing": standing_of(draft),
        "person_name": (sent.get("person_name", "") if sent else holder.name).replace(NUL, ""),
        "person_role": (sent.get("person_role", "") if sent else holder.role).replace(NUL, ""),
        "files": draft.attachments.count(),
        "others": drafts_of(holder).exclude(pk=draft.pk).count(),
    }
    return render(request, "secretariat/draft.html", context, status=422 if wrong else 200)


def _conflict(
    request: HttpRequest, token: str, draft: Submission, mine: Content, both: list[str]
) -> HttpResponse:
    context = {
        "draft": draft,
        "token": token,
        "shown": marks(draft.content),
        "rows": conflicts(mine, draft.content, both or differing(mine, draft.content)),
        "mine": json.dumps(mine),
    }
    return render(request, "secretariat/draft_conflict.html", context, status=409)


@behind_a_draft_link()
def others(
    request: HttpRequest,
    lang: str,
    token: str,
    *,
    link: PrivateLink,  # noqa: ARG001
    draft: Submission,
) -> HttpResponse:
    """List what one person writes; each is opened by its own link, mailed to that person."""
    held = drafts_of(draft.holder).exclude(pk=draft.pk)
    if request.method == "POST":
        asked = held.filter(reference=request.POST.get("reference", "")[:20]).first()
        return _renewed(request, lang, asked) if asked else SeeOther(request.path)
    return render(
        request, "secretariat/draft_others.html", {"draft": draft, "held": held, "token": token}
    )


@behind_a_draft_link()
def not_me(
    request: HttpRequest, lang: str, token: str, *, link: PrivateLink, draft: Submission
) -> HttpResponse:
    """Let who got a link by mistake close it, by a button."""
    if request.method == "POST":
        was_not_me(link)
        return SeeOther(f"/{lang}/guide/drafts/{token}/")
    return render(request, "secretariat/draft_not_me.html", {"draft": draft, "token": token})
