"""Own places: a file is sent, figures of its regions come back; nothing is kept unasked."""

from collections.abc import Mapping
from threading import BoundedSemaphore
from typing import Any, Final

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header

from balise.network import ENDINGS, LARGEST, BusyError, Upload, UploadError, read_upload
from balise.reports import csv_bytes, numeral, term, workbook_bytes
from balise.site.explorer import place_words, saved_places
from balise.site.explorer.place_figures import assessed, detour_of, figures_of
from balise.site.explorer.place_tables import about, as_read, flat
from balise.site.explorer.releases import Loaded, Row, chosen, library
from balise.site.explorer.senders import Limiter, sender

__all__ = ["RADII", "downloaded", "limiter", "of_seal", "places", "result"]

RADII: Final = (10, 25, 50)
"""Reaches to choose from [km by road]."""
_SALT: Final = "balise.places"
_AGE_S: Final = 86_400
_LONGEST: Final = 1_500_000
"""Longest result that a page carries, to be taken away or kept [characters]."""
_WAIT_S: Final = 10

_PATIENCE_S: Final = 5

limiter = Limiter(most=30, seconds=3600)
# Many regions of a large country take seconds: one result at a time is put together.
_turn = BoundedSemaphore(1)


def places(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the forms; read what is sent, and show its figures."""
    loaded = chosen(request)
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if request.method != "POST":
        return _form(request, loaded, lang)
    kind, file = request.POST.get("kind", ""), request.FILES.get("file")
    try:
        if kind not in ENDINGS:
            raise UploadError("no_kind")
        if file is None or not file.name:
            raise UploadError("no_file")
        content = _read(request, loaded, kind, file)
    except UploadError as wrong:
        return _form(request, loaded, lang, kind, wrong)
    return _shown(request, loaded, content, lang)


def _read(request: HttpRequest, loaded: Loaded, kind: str, file: Any) -> Row:
    asked = request.POST.get("radius", "")
    radius = float(asked) if asked in map(str, RADII) else float(RADII[1])
    upload = Upload(kind, str(file.name), file, radius / detour_of(loaded))
    if file.size > LARGEST:
        raise UploadError("too_large", limit=LARGEST // 2**20)
    found = read_upload(upload, figures_of(loaded).nesting.centroids)
    if not _turn.acquire(timeout=_PATIENCE_S):
        raise BusyError
    try:
        return assessed(loaded, kind, found, radius)
    finally:
        _turn.release()


def _form(
    request: HttpRequest,
    loaded: Loaded,
    lang: str,
    kind: str = "",
    wrong: UploadError | None = None,
) -> HttpResponse:
    shown = {
        "kind": kind,
        "wrong": place_words.fault(wrong.code, wrong.values) if wrong else "",
        "radii": RADII,
        "asked_radius": request.POST.get("radius", str(RADII[1])),
        "detour": numeral(detour_of(loaded), lang, 1),
        "level_of": term(figures_of(loaded).nesting.finest, lang),
        "days": saved_places.DAYS,
        "limit": LARGEST // 2**20,
    }
    status = {"busy": 503, "too_large": 413}.get(wrong.code, 400) if wrong else 200
    response = render(request, "explorer/own_places.html", shown, status=status)
    patch_cache_control(response, no_store=True)
    if isinstance(wrong, BusyError):
        response.headers["Retry-After"] = str(_WAIT_S)
    return response


def _shown(
    request: HttpRequest, loaded: Loaded, content: Mapping[str, Any], lang: str
) -> HttpResponse:
    carried = signing.dumps(content, salt=_SALT, compress=True)
    shown = {
        **as_read(content, loaded, lang),
        "carried": carried if len(carried) <= _LONGEST else "",
        "days": saved_places.DAYS,
        "is_saved": False,
    }
    response = render(request, "explorer/own_places_result.html", shown)
    patch_cache_control(response, no_store=True)
    return response


def result(request: HttpRequest, lang: str) -> HttpResponse:
    """Take a result away, keep it, or show it in the other language."""
    if request.method != "POST":
        return redirect("explorer:places", lang=lang)
    loaded = chosen(request)
    try:
        content = signing.loads(request.POST.get("result", ""), salt=_SALT, max_age=_AGE_S)
    except signing.BadSignature:
        return _form(request, loaded, lang, "", UploadError("stale"))
    own = of_seal(content["seal"])
    wanted = request.POST.get("do", "show")
    if wanted in {"csv", "xlsx"}:
        return downloaded(content, own, wanted, lang)
    if wanted == "save":
        if saved_places.is_full() or not limiter.allows(sender(request)):
            return _form(request, loaded, lang, "", UploadError("unkept"))
        return redirect("explorer:saved_places", lang=lang, token=saved_places.keep(content))
    if own is None:
        raise Http404("release")
    return _shown(request, own, content, lang)


def of_seal(seal: str) -> Loaded | None:
    """Find the release that bears a seal, if it is open here."""
    every = library().by_name.values()
    return next((each for each in every if each.record.get("seal") == seal), None)


def downloaded(
    content: Mapping[str, Any], loaded: Loaded | None, ending: str, lang: str
) -> HttpResponse:
    """Give a result as a file for spreadsheets."""
    table = flat(content, loaded, lang)
    if ending == "csv":
        body, kind = csv_bytes(table), "text/csv; charset=utf-8"
    else:
        title = loaded.title(lang) if loaded else str(content["release"])
        body = workbook_bytes("places", table, about(content, title, lang))
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(body, content_type=kind)
    name = {"en": "places", "fr": "lieux"}[lang]
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.{ending}")
    patch_cache_control(response, no_store=True)
    return response
