"""What the secretariat does with consultations on the review screen."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balise.site.guide.models import Record
from balise.site.guide.told import label_of
from balise.site.secretariat import path
from balise.site.secretariat.consultations import ask, ask_again, close, link_of, take_consent
from balise.site.secretariat.models import AGREEMENTS, PARTS, Consultation, PrivateLink
from balise.site.secretariat.path_forms import ConsultForm
from balise.site.secretariat.plain_forms import SeeOther
from balise.site.secretariat.screens import screen

__all__ = ["Asked", "again", "asked", "closed", "consent", "consultations_of"]

_MAY = "secretariat.consult"


@dataclass(frozen=True, slots=True)
class Asked:
    """A consultation, as the secretariat sees it."""

    consultation: Consultation
    link: PrivateLink | None
    is_of_last_draft: bool

    @property
    def answer(self) -> str:
        """The answer in words."""
        found = self.consultation.answer
        return label_of(AGREEMENTS, found) if found else ""

    @property
    def comments(self) -> list[tuple[str, str]]:
        """What was said of each part."""
        said = {each.part: each.text for each in self.consultation.comments.all()}
        return [
            (label_of(PARTS, each.code), said[each.code]) for each in PARTS if each.code in said
        ]

    @property
    def is_open(self) -> bool:
        """Whether the link opens now."""
        link = self.link
        return bool(link and link.revoked_at is None and timezone.now() < link.expires_at)

    @property
    def gives_consent(self) -> bool:
        """Whether there is a consent that was not written into the draft yet."""
        kept = self.consultation
        return kept.answer in {"agree", "agree_with_changes"} and kept.consent_taken_at is None


def consultations_of(record: Record) -> list[Asked]:
    """Give the consultations about a project, the newest first."""
    rows = Consultation.objects.filter(record=record).select_related("organisation", "holder")
    return [
        Asked(each, link_of(each), each.revision_id == record.latest_revision_id)
        for each in rows.prefetch_related("comments")
    ]


@require_POST
@screen(_MAY)
def asked(request: HttpRequest, number: int) -> HttpResponse:
    """Ask an organisation about the last draft."""
    from balise.site.secretariat.review_desk import shown

    record = get_object_or_404(Record, pk=number)
    form = ConsultForm(request.POST)
    if not form.is_valid():
        return shown(request, record, consult_form=form, wrong_form=form, status=400)
    if record.latest_revision is None:
        path.submit(record, request.user)
        record.refresh_from_db()
    said = form.cleaned_data
    ask(record, said["mailbox"], said["language"], said["question"], request.user)
    messages.success(request, _("The organisation is asked; the message is on its way."))
    return SeeOther(f"/admin/desk/review/record/{record.pk}/#consultations")


def _one(number: int) -> Consultation:
    found: Consultation = get_object_or_404(
        Consultation.objects.select_related("record", "holder"), pk=number
    )
    return found


def _back(found: Consultation) -> HttpResponse:
    return SeeOther(f"/admin/desk/review/record/{found.record_id}/#consultations")


@require_POST
@screen(_MAY)
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Send the link again, open for its whole time."""
    found = _one(number)
    if found.holder.email:
        ask_again(found)
        messages.success(request, _("The link is sent again, open for its whole time."))
    else:
        messages.error(request, _("This person was erased: ask another mailbox."))
    return _back(found)


@require_POST
@screen(_MAY)
def closed(request: HttpRequest, number: int) -> HttpResponse:
    """Close the link."""
    found = _one(number)
    close(found)
    messages.success(request, _("The link is closed; what was answered is kept."))
    return _back(found)


@require_POST
@screen(_MAY)
def consent(request: HttpRequest, number: int) -> HttpResponse:
    """Write the consent that was given into the draft."""
    found = _one(number)
    if take_consent(found, request.user):
        messages.success(request, _("The consent is in the draft, with the day of the answer."))
    else:
        messages.error(request, _("The organisation has not agreed: there is no consent."))
    return _back(found)
