"""The page of a kept result: for whoever has its address, and for nobody who looks for it."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from balise.site.explorer import saved_places
from balise.site.explorer.place_tables import as_read
from balise.site.explorer.places import downloaded, of_seal

__all__ = ["kept"]

_HIDDEN = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
}


# Whoever can make somebody send this form knows the address, and could delete the result himself.
@csrf_exempt
def kept(request: HttpRequest, lang: str, token: str) -> HttpResponse:
    """Show a kept result, give it as a file, or delete it."""
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    response = _answer(request, lang, token)
    for name, value in _HIDDEN.items():
        response.headers[name] = value
    return response


def _answer(request: HttpRequest, lang: str, token: str) -> HttpResponse:
    found = saved_places.find(token)
    if found is not None and found.expires <= datetime.now(UTC):
        saved_places.purge()
        return _gone(request, "expired", 410)
    if request.method == "POST":
        return _gone(request, "deleted" if saved_places.delete(token) else "unknown")
    if found is None:
        return _gone(request, "unknown", 404)
    loaded = of_seal(found.seal)
    ending = request.GET.get("as", "")
    if ending in {"csv", "xlsx"}:
        return downloaded(found.content, loaded, ending, lang)
    shown = {
        **as_read(found.content, loaded, lang),
        "is_saved": True,
        "is_gone": loaded is None,
        "days": saved_places.DAYS,
        "expires": f"{found.expires:%Y-%m-%d}",
    }
    return render(request, "explorer/own_places_result.html", shown)


def _gone(request: HttpRequest, what: str, status: int = 200) -> HttpResponse:
    shown = {"what": what, "days": saved_places.DAYS}
    return render(request, "explorer/own_places_gone.html", shown, status=status)
