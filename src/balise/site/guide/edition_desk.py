"""The screen of the secretariat where editions are made and looked at; the tables approve them."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from balise.site.guide.edition_book import records_on
from balise.site.guide.edition_making import make_edition
from balise.site.guide.edition_pdf import BookError
from balise.site.guide.edition_views import answered
from balise.site.guide.fields import LINE, in_language
from balise.site.guide.models import Edition
from balise.site.guide.models.editions import EDITION_STATES
from balise.site.guide.told import label_of

__all__ = ["EditionsItem", "urlpatterns"]

_MAY_MAKE, _MAY_LOOK = "guide.add_edition", "guide.view_edition"


class EditionsItem(MenuItem):
    """The line of the menu, for those who may make or look at editions."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it where it leads somewhere."""
        return may_see(request)


class EditionForm(forms.Form):
    """What is chosen of an edition: the rest is the Guide as it is."""

    title_en, title_fr = (
        forms.CharField(
            label=capfirst(in_language(gettext_lazy("title"), lang)),
            required=False,
            max_length=LINE,
            validators=[ProhibitNullCharactersValidator()],
        )
        for lang in ("en", "fr")
    )
    dated = forms.DateField(
        label=gettext_lazy("Date on the cover"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def may_see(request: HttpRequest) -> bool:
    """Tell whether somebody may make or look at editions."""
    user = request.user
    return bool(user.has_perm(_MAY_MAKE) or user.has_perm(_MAY_LOOK))


def _require(request: HttpRequest, *permissions: str) -> None:
    user = request.user
    if not any(user.has_perm(each) for each in permissions):
        raise PermissionDenied


def editions(request: HttpRequest) -> HttpResponse:
    """List editions, drafts too; make the next one."""
    _require(request, _MAY_MAKE, _MAY_LOOK)
    form = EditionForm(request.POST or None, initial={"dated": timezone.localdate()})
    if request.method == "POST":
        _require(request, _MAY_MAKE)
        if form.is_valid() and _made(request, form.cleaned_data):
            return redirect(reverse("guide_editions"))
    rows = [
        {"edition": each, "state": label_of(EDITION_STATES, each.state), "files": each.files.all()}
        for each in Edition.objects.prefetch_related("files")
    ]
    user = request.user
    context = {
        "rows": rows,
        "form": form,
        "count": records_on(timezone.localdate()).count(),
        "may_make": user.has_perm(_MAY_MAKE),
    }
    return render(request, "guide/admin/editions.html", context)


def _made(request: HttpRequest, chosen: dict[str, Any]) -> bool:
    titles = {lang: chosen[f"title_{lang}"] for lang in ("en", "fr")}
    try:
        made = make_edition(chosen["dated"], titles)
    except (BookError, ValidationError) as problem:
        messages.error(request, str(problem))
        return False
    told = _("Edition %(number)s is made, as a draft. Look at both books before it is approved.")
    messages.success(request, told % {"number": made.number})
    return True


@require_safe
def book(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """Show a book of an edition, be it a draft."""
    _require(request, _MAY_MAKE, _MAY_LOOK)
    return answered(request, _found(number), language, "private, no-store")


def _found(number: int) -> Edition:
    found = Edition.objects.filter(number=number).first()
    if found is None:
        raise Http404
    return found


urlpatterns: list[URLPattern] = [
    path("guide-editions/", editions, name="guide_editions"),
    *(
        path(f"guide-editions/<int:number>/{lang}.pdf", book, {"language": lang})
        for lang in ("en", "fr")
    ),
]
