"""The page of a consultation: the draft, what to say of each part, and one button."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from balise.site.guide.told import label_of, untranslated
from balise.site.languages import language
from balise.site.secretariat.consultations import answer, said, version_of
from balise.site.secretariat.models import AGREEMENTS, PARTS, Consultation
from balise.site.secretariat.path_shown import page_of
from balise.site.secretariat.plain_forms import PlainForm, PlainText, SeeOther
from balise.site.secretariat.private_links import Opened, find_link
from balise.site.secretariat.private_pages import private

__all__ = ["consultation"]

LONGEST = 5_000


class AnswerForm(PlainForm):
    """What an organisation says of a draft, part by part, and as a whole."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        # The draft above has places of its own: “contact”, “sources”.
        options.setdefault("auto_id", "said-%s")
        super().__init__(*arguments, **options)
        self.fields["version"] = forms.CharField(required=False, widget=forms.HiddenInput)
        for part in PARTS:
            self.fields[part.code] = PlainText(
                label=label_of(PARTS, part.code),
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.fields["answer"] = forms.ChoiceField(
            label=_("As a whole"),
            choices=[(each.code, label_of(AGREEMENTS, each.code)) for each in AGREEMENTS],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one: you agree, with changes, or you do not.")},
        )

    @property
    def parts(self) -> list[Any]:
        """The fields of the parts."""
        return [self[each.code] for each in PARTS]


@private
def consultation(request: HttpRequest, lang: str, token: str) -> HttpResponse:  # noqa: ARG001
    """Show what is asked; keep the answer. Reading it changes nothing."""
    opened = find_link("consultation", token)
    found = _found(opened)
    if opened is None or found is None:
        return render(request, "secretariat/consultation_over.html", status=404)
    if not opened.is_open:
        context = {"state": opened.state}
        return render(request, "secretariat/consultation_over.html", context, status=410)
    if request.method != "POST":
        return _shown(
            request, found, AnswerForm(initial=said(found) | {"version": version_of(found)})
        )
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form, status=400)
    typed = form.cleaned_data
    if answer(found, typed["answer"], typed, typed["version"]):
        return SeeOther(request.path)
    found.refresh_from_db()
    form.data = {**form.data.dict(), "version": version_of(found)}
    return _shown(request, found, form, status=409)


def _found(opened: Opened | None) -> Consultation | None:
    if opened is None:
        return None
    held = Consultation.objects.select_related("record", "revision", "organisation")
    return held.filter(pk=opened.link.target, holder=opened.link.holder).first()


def _shown(
    request: HttpRequest, found: Consultation, form: AnswerForm, status: int = 200
) -> HttpResponse:
    draft = found.revision.as_object() if found.revision else found.record
    # Whatever is public of it meanwhile, what is shown here is a draft.
    draft.status = "draft"
    is_meanwhile = status == 409
    comments = said(found) if is_meanwhile else {}
    context = {
        "consultation": found,
        "is_meanwhile": is_meanwhile,
        "theirs": [
            (label_of(PARTS, each.code), comments[each.code])
            for each in PARTS
            if each.code in comments
        ],
        "draft": draft,
        "form": form,
        "page": page_of(draft, request, language()),
        "untranslated": untranslated(draft),
        "answer_told": label_of(AGREEMENTS, found.answer) if found.answer else "",
    }
    return render(request, "secretariat/consultation.html", context, status=status)
