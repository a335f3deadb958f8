"""The page that an expert opens from a message: the question, and one button to reply."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balise.site.secretariat.models import ExpertReply, PrivateLink
from balise.site.secretariat.plain_forms import SeeOther
from balise.site.secretariat.private_links import find_link
from balise.site.secretariat.private_pages import private
from balise.site.secretariat.question_answering import receive
from balise.site.secretariat.question_forms import ReplyForm

__all__ = ["reply"]


@private
def reply(request: HttpRequest, lang: str, token: str) -> HttpResponse:
    """Show the question to the expert who was asked; keep what they reply."""
    opened = find_link("expert", token)
    held = opened and ExpertReply.objects.select_related("question", "expert").filter(
        pk=opened.link.target
    )
    found = held.first() if held else None
    if opened is None or found is None:
        return render(request, "secretariat/reply_over.html", {"state": "unknown"}, status=404)
    mailbox = found.expert.mailbox.lower() if found.expert else ""
    if mailbox and mailbox != opened.link.holder.email:
        return render(request, "secretariat/reply_over.html", {"state": "revoked"}, status=410)
    if not (opened.is_open and found.question.state in {"released", "answered"}):
        state = "closed" if opened.is_open else opened.state
        return render(request, "secretariat/reply_over.html", {"state": state}, status=410)
    if request.method != "POST":
        return _shown(request, found, opened.link, _form(found, lang))
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, opened.link, form, status=400)
    if receive(found, opened.link, form.cleaned_data["version"], form.cleaned_data):
        return SeeOther(f"/{lang}/guide/questions/answer/{token}/")
    found.refresh_from_db()
    form.data = {**form.data.dict(), "version": str(found.version)}
    return _shown(request, found, opened.link, form, status=409)


def _form(found: ExpertReply, lang: str) -> ReplyForm:
    return ReplyForm(
        initial={
            "kind": "" if found.state == "asked" else found.state,
            "text": found.text,
            "language": found.language or lang,
            "suggestion": found.suggestion,
            "version": found.version,
        }
    )


def _shown(
    request: HttpRequest, found: ExpertReply, link: PrivateLink, form: ReplyForm, status: int = 200
) -> HttpResponse:
    context = {
        "question": found.question,
        "reply": found,
        "form": form,
        "until": link.expires_at.date(),
        "is_meanwhile": status == 409,
    }
    return render(request, "secretariat/reply.html", context, status=status)
