"""The screens of translators: what waits, and both languages side by side."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from balise.site.guide.terms import LANGUAGE_STATES
from balise.site.guide.told import label_of
from balise.site.secretariat.desk_menu import DeskEntry
from balise.site.secretariat.path_told import mark_of
from balise.site.secretariat.plain_forms import SeeOther, plain
from balise.site.secretariat.screens import screen
from balise.site.secretariat.translation import (
    KINDS,
    Pair,
    changed_since_review,
    keep,
    other,
    pairs,
    queued,
    target_of,
)

__all__ = ["MENU", "queue", "translate"]

_MAY = "secretariat.translate_texts"
MENU = DeskEntry("desk_translations", gettext_lazy("Translations"), (_MAY,))
# What a button does to the state of the language.
_STATES = {"draft": "", "machine": "machine", "reviewed": "reviewed"}


@require_safe
@screen(_MAY)
def queue(request: HttpRequest) -> HttpResponse:
    """Show the texts with a language that is not reviewed: first those whose path waits for it."""
    lang = request.GET.get("into", "")
    rows = [each for each in queued() if lang not in {"en", "fr"} or each.lang == lang]
    shown = [
        {"row": each, "state": label_of(LANGUAGE_STATES, each.state), "kind": _kind(each.item)}
        for each in rows
    ]
    context = {"rows": shown, "into": lang, "here": "desk_translations"}
    return render(request, "secretariat/translations.html", context)


def _kind(item: Any) -> str:
    return str(item._meta.verbose_name)


@require_http_methods(["GET", "HEAD", "POST"])
@screen(_MAY)
def translate(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Show both languages; save the one translated into."""
    if kind not in KINDS:
        raise Http404
    with transaction.atomic():
        rows = KINDS[kind]._default_manager.select_for_update()
        stored = rows.filter(pk=number).first()
        if stored is None:
            raise Http404
        lang = request.POST.get("into") or request.GET.get("into", "")
        draft = stored.get_latest_revision_as_object()
        lang = lang if lang in {"en", "fr"} else target_of(draft)
        if request.method == "POST":
            return _kept(request, kind, draft, lang)
    found = pairs(draft, lang)
    lacking = _empty(found) if "lacking" in request.GET else []
    return _shown(request, kind, (draft, lang, found), problems=lacking, is_saved=True)


def _kept(request: HttpRequest, kind: str, draft: Any, lang: str) -> HttpResponse:
    act = request.POST.get("act", "draft")
    if act not in _STATES or (draft.locked and draft.locked_by_id != request.user.pk):
        raise PermissionDenied
    before = pairs(draft, lang)
    typed = {
        each.name: plain(request.POST[each.name]) for each in before if each.name in request.POST
    }
    if request.POST.get("seen", "") != mark_of(draft.latest_revision):
        return _overtaken(request, kind, draft, lang, typed)
    problems = _too_long(before, typed)
    if problems:
        return _shown(
            request, kind, (draft, lang, before), typed=typed, problems=problems, status=400
        )
    after = [replace(each, target=typed.get(each.name, each.target)) for each in before]
    if act == "reviewed" and _empty(after):
        keep(draft, lang, typed, "", request.user)
        return SeeOther(f"{request.path}?into={lang}&lacking=1")
    state = _STATES[act]
    # The language a text was written in stays its original.
    if state == "reviewed" and getattr(draft, f"state_{lang}") == "original":
        state = ""
    if act == "draft" and getattr(draft, f"state_{lang}") == "reviewed" and _differs(before, typed):
        messages.info(request, _("The text was marked as reviewed before; it still is."))
    keep(draft, lang, typed, state, request.user)
    told = {
        "draft": _("The draft is saved."),
        "machine": _("The draft is saved, marked as machine text."),
        "reviewed": _("The draft is saved, marked as reviewed."),
    }
    messages.success(request, told[act])
    return SeeOther(f"{request.path}?into={lang}")


def _differs(before: list[Pair], typed: dict[str, str]) -> bool:
    return any(each.name in typed and typed[each.name] != each.target for each in before)


def _too_long(before: list[Pair], typed: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    for each in before:
        text = typed.get(each.name, each.target)
        if len(text) > each.longest:
            words = _("“%(label)s” has %(count)s characters; write %(most)s at most.")
            told = {"label": each.label, "count": len(text), "most": each.longest}
            found.append((each.name, words % told))
    return found


def _empty(found: list[Pair]) -> list[tuple[str, str]]:
    """Name what is not translated: a text that lacks it is not marked as reviewed."""
    words = _("“%(label)s” is empty: translate it before you mark the text as reviewed.")
    lacking = [each for each in found if each.source and not each.target]
    return [(each.name, words % {"label": each.label}) for each in lacking]


def _overtaken(
    request: HttpRequest, kind: str, draft: Any, lang: str, typed: dict[str, str]
) -> HttpResponse:
    """Show both texts: what somebody saved meanwhile, and what was typed here."""
    fresh = pairs(draft, lang)
    return _shown(request, kind, (draft, lang, fresh), typed=typed, is_overtaken=True, status=409)


def _shown(
    request: HttpRequest,
    kind: str,
    side: tuple[Any, str, list[Pair]],
    *,
    status: int = 200,
    **given: Any,
) -> HttpResponse:
    """Show both sides; ``given``: texts typed, problems, whether it was saved or overtaken."""
    draft, lang, found = side
    said, problems = given.get("typed", {}), given.get("problems", [])
    wrong, is_overtaken = dict(problems), given.get("is_overtaken", False)
    changed = changed_since_review(draft, lang)
    rows = [
        {
            "pair": each,
            "is_changed": each.name in changed,
            "text": said.get(each.name, each.target),
            "theirs": each.target if is_overtaken and said.get(each.name) != each.target else None,
            "problem": wrong.get(each.name, ""),
        }
        for each in found
    ]
    state = getattr(draft, f"state_{lang}")
    context = {
        "item": draft,
        "kind": kind,
        "rows": rows,
        "into": lang,
        "source": other(lang),
        "state": label_of(LANGUAGE_STATES, state),
        "is_machine": state == "machine",
        "seen": mark_of(draft.latest_revision),
        "problems": problems,
        "is_overtaken": is_overtaken,
        "is_saved": given.get("is_saved", False),
    }
    return render(request, "secretariat/translate.html", context, status=status)
