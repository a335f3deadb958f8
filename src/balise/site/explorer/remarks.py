"""Contest or annotate a result: the form, its receipt."""

import base64
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final
from unicodedata import category

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from balise.reports import name_of, numeral
from balise.site.explorer.desk import Desk, shown
from balise.site.explorer.models import Remark
from balise.site.explorer.releases import Loaded, Row, chosen
from balise.site.explorer.senders import Limiter, age, sender, stamp
from balise.site.explorer.wording import measure, quality

__all__ = ["LONGEST", "kinds", "limiter", "receipt", "remark"]

SHORTEST: Final = 20
LONGEST: Final = 4000
"""What a text may hold [characters]."""

_SOONEST, _LATEST = 4.0, 86_400.0
"""Seconds between opening the form and sending it: a person reads and writes."""

limiter = Limiter(most=5, seconds=3600)
clock: Callable[[], float] = time.time


def kinds() -> dict[str, str]:
    """Name what a remark may be."""
    return {
        "contest": _("I contest this result"),
        "context": _("I add context"),
        "source": _("There is an error in a source"),
    }


def remark(request: HttpRequest, lang: str, dguid: str) -> HttpResponse:
    """Show the form about an area; keep what is sent."""
    loaded = chosen(request)
    area = loaded.area(dguid)
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if request.method != "POST":
        return _form(request, area, lang, {}, {})
    sent = {
        name: _clean(request.POST.get(name, ""))
        for name in ("kind", "text", "email", "consent", "website", "opened")
    }
    wrong = _wrong(sent, dguid, lang)
    if wrong:
        return _form(request, area, lang, sent, wrong)
    if not limiter.allows(sender(request)):
        much = _("Several remarks came from your network this hour. Send this one in an hour.")
        return _form(request, area, lang, sent, {"form": much}, status=429)
    Desk().forget_addresses()
    kept = _kept(loaded, area, sent, lang)
    query = f"?release={loaded.name}" if request.GET.get("release") else ""
    return redirect(f"/{lang}/remarks/{kept.reference}/{query}")


def _clean(text: str) -> str:
    """Take away what is no text: control characters, spaces at the ends.

    Spaces that do not break, as French has them, are kept.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        each for each in lines if each in "\n\t" or each.isprintable() or category(each) == "Zs"
    )
    return "".join(kept).strip()


def _wrong(sent: Mapping[str, str], dguid: str, lang: str) -> dict[str, str]:
    """Say what has to be changed before a remark can be kept, by field."""
    wrong: dict[str, str] = {}
    if sent["kind"] not in kinds():
        wrong["kind"] = _("Choose what your remark is.")
    if not SHORTEST <= len(sent["text"]) <= LONGEST:
        found = numeral(len(sent["text"]), lang)
        counts = {"low": SHORTEST, "high": numeral(LONGEST, lang), "found": found}
        words = _("Write %(low)s to %(high)s characters; there are %(found)s.")
        wrong["text"] = words % counts
    if sent["email"]:
        wrong |= _wrong_email(sent)
    if sent["website"]:
        wrong["website"] = _("Leave this field empty: it is there to catch programs.")
    return wrong or _wrong_time(sent["opened"], dguid)


def _wrong_email(sent: Mapping[str, str]) -> dict[str, str]:
    try:
        validate_email(sent["email"])
    except ValidationError:
        return {"email": _("Write an e-mail address like name@example.org, or none.")}
    if len(sent["email"]) > 254:
        return {"email": _("Write an e-mail address like name@example.org, or none.")}
    if not sent["consent"]:
        return {"consent": _("Agree that we keep your e-mail address, or leave it out.")}
    return {}


def _wrong_time(stamped: str, dguid: str) -> dict[str, str]:
    seconds = age(stamped, clock(), dguid)
    if seconds is None or seconds > _LATEST:
        return {
            "form": _("The form was open for too long. Your text is still here: send it again.")
        }
    if seconds < _SOONEST:
        return {"form": _("The form was sent at once. Wait a few seconds, then send it again.")}
    return {}


def _form(
    request: HttpRequest,
    area: Row,
    lang: str,
    sent: Mapping[str, str],
    wrong: Mapping[str, str],
    status: int = 0,
) -> HttpResponse:
    dguid = str(area["dguid"])
    stamped = sent.get("opened", "")
    is_soon = (age(stamped, clock(), dguid) or _LATEST) < _LATEST
    context = {
        "area": area,
        "name": name_of(area, lang),
        "evi": measure(area, "evi", lang),
        "quality": quality(area["quality"]),
        "kinds": kinds(),
        "sent": sent,
        "wrong": wrong,
        "opened": stamped if is_soon else stamp(clock(), dguid),
        "shortest": SHORTEST,
        "longest": LONGEST,
        "longest_words": numeral(LONGEST, lang),
    }
    response = render(
        request, "explorer/remark.html", context, status=status or (400 if wrong else 200)
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _kept(loaded: Loaded, area: Row, sent: Mapping[str, str], lang: str) -> Remark:
    numbers = (area[each] for each in ("evi", "evi_low", "evi_high"))
    score, low, high = (each if isinstance(each, float) else None for each in numbers)
    return Remark.objects.create(
        reference=_reference(),
        received=datetime.now(UTC),
        language=lang,
        release=loaded.name[:200],
        seal=str(loaded.record.get("seal", "")),
        dguid=str(area["dguid"]),
        name=name_of(area, lang)[:300],
        score=score,
        score_low=low,
        score_high=high,
        quality=str(area["quality"] or ""),
        kind=sent["kind"],
        text=sent["text"],
        email=sent["email"],
    )


def _reference() -> str:
    """Draw a number that nobody guesses: 80 random bits, in four groups of four."""
    drawn = base64.b32encode(secrets.token_bytes(10)).decode()
    return "-".join(drawn[at : at + 4] for at in range(0, 16, 4))


def receipt(request: HttpRequest, lang: str, reference: str) -> HttpResponse:
    """Show what became of a remark, to whoever holds its reference; never its text."""
    found = Remark.objects.filter(reference=reference).first()
    if found is None:
        raise Http404("remark")
    states = {
        "new": pgettext("remark", "received, not answered yet"),
        "answered": pgettext("remark", "answered"),
        "closed": pgettext("remark", "closed"),
    }
    area = chosen(request).areas.get(found.dguid)
    context = {
        "remark": found,
        "name": name_of(area, lang) if area else found.name,
        "kind": kinds().get(found.kind, ""),
        "state": states.get(found.state, ""),
        "received": found.received.date().isoformat(),
        "has_email": bool(found.email),
        "answer": shown(found, lang) if found.is_published else None,
        "is_here": area is not None,
    }
    response = render(request, "explorer/remark_kept.html", context)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
