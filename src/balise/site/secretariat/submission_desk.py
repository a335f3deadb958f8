"""Screens of the secretariat: what was submitted, and the files that came with it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from balise.site.secretariat.attachment_pages import download
from balise.site.secretariat.attachments import is_scanned
from balise.site.secretariat.desk_menu import DeskEntry
from balise.site.secretariat.models import Attachment, Submission
from balise.site.secretariat.screens import screen
from balise.site.secretariat.submission_standing import standing_of

__all__ = ["MENU", "attachment", "submissions"]

PERSON = "secretariat.view_correspondent"
SUBMISSIONS, FILES = "secretariat.view_submission", "secretariat.view_attachment"
MENU = DeskEntry("desk_submissions", gettext_lazy("Submissions"), (SUBMISSIONS,))
_PAGE = 50


@require_safe
@screen(SUBMISSIONS)
def submissions(request: HttpRequest) -> HttpResponse:
    """List what was submitted, the newest first; drafts belong to their holders alone."""
    found = (
        Submission.objects.filter(state="submitted")
        .select_related("record", "call", "holder")
        .prefetch_related("attachments")
        .order_by("-submitted_at", "-pk")
    )
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(each, standing_of(each).code) for each in page],
        "is_scanned": is_scanned(),
        "may_know": request.user.has_perm(PERSON),
        "may_fetch": request.user.has_perm(FILES),
    }
    return render(request, "secretariat/submissions_desk.html", context)


@require_safe
@screen(FILES)
def attachment(request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG001
    """Send a file of what was submitted; those of drafts are their holders' alone."""
    held = Attachment.objects.filter(submission__state="submitted")
    return download(get_object_or_404(held, pk=number))
