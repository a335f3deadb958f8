"""Files of a draft: its holder adds, fetches and removes them; nobody runs them."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from balise.site.secretariat.attachment_types import MEDIA, Refused
from balise.site.secretariat.attachments import LARGEST, MOST, path_of, receive, remove
from balise.site.secretariat.models import Attachment, PrivateLink, Submission
from balise.site.secretariat.plain_forms import SeeOther
from balise.site.secretariat.private_pages import behind_a_draft_link
from balise.site.secretariat.submission_standing import is_open

__all__ = ["download", "file", "files"]


@behind_a_draft_link()
def files(
    request: HttpRequest,
    lang: str,
    token: str,
    *,
    link: PrivateLink,  # noqa: ARG001
    draft: Submission,
) -> HttpResponse:
    """List the files of a draft; take another, or remove one."""
    here = f"/{lang}/guide/drafts/{token}/"
    if not is_open(draft):
        return SeeOther(here) if request.method == "POST" else _list(request, token, draft)
    if request.method != "POST":
        return _list(request, token, draft)
    if "remove" in request.POST:
        held = draft.attachments.filter(stored=request.POST["remove"][:32]).first()
        if held is not None:
            remove(held)
        return SeeOther(f"{here}files/?removed=1")
    upload = request.FILES.get("file")
    if upload is None:
        return _list(request, token, draft, is_missing=True)
    try:
        receive(draft, upload)
    except Refused as refused:
        return _list(request, token, draft, wrong=str(refused))
    return SeeOther(f"{here}files/?added=1")


def _list(
    request: HttpRequest,
    token: str,
    draft: Submission,
    *,
    wrong: str = "",
    is_missing: bool = False,
) -> HttpResponse:
    held = list(draft.attachments.all())
    context: dict[str, Any] = {
        "draft": draft,
        "token": token,
        "held": held,
        "wrong": wrong,
        "is_missing": is_missing,
        "is_open": is_open(draft),
        "is_full": len(held) >= MOST,
        "most": MOST,
        "largest": LARGEST // 2**20,
        "accept": ".pdf,.png,.jpg,.jpeg,.csv,.xlsx,.docx,.txt",
        "is_added": "added" in request.GET,
        "is_removed": "removed" in request.GET,
    }
    status = 422 if wrong or is_missing else 200
    return render(request, "secretariat/draft_files.html", context, status=status)


@behind_a_draft_link()
def file(
    request: HttpRequest,  # noqa: ARG001
    lang: str,  # noqa: ARG001
    token: str,  # noqa: ARG001
    *,
    link: PrivateLink,  # noqa: ARG001
    draft: Submission,
    number: int,
) -> HttpResponse:
    """Send the holder of a draft one of its files."""
    held = draft.attachments.filter(pk=number).first()
    if held is None:
        raise Http404
    return download(held)


def download(attachment: Attachment) -> HttpResponse:
    """Send a file to be kept, never to be shown by the browser."""
    place = path_of(attachment)
    if not place.is_file():
        raise Http404
    answer = FileResponse(
        place.open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type=MEDIA[attachment.kind],
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    response: HttpResponse = answer
    return response
