"""The JSON interface: versioned, cacheable, readable from any page.

Each answer bears a tag made of the seal of its release, so a client asks again only for what
changed. An address that names the seal (``?release=NAME@SEAL``) never changes at all.
"""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from balise import __version__
from balise.site.explorer.payloads import ANSWERS, Json, RefusedError, area_answer
from balise.site.explorer.problems import problem, refusal
from balise.site.explorer.releases import Loaded, library
from balise.site.explorer.writing import Answers, tag, written

__all__ = [
    "View",
    "answered",
    "area",
    "changed",
    "kept",
    "nowhere",
    "release_asked",
    "releases",
    "reply",
    "table",
]

_LASTING = "public, max-age=31536000, immutable"
_FRESH = "public, max-age=300"
_SEAL_LENGTH = 12
_ANSWERS = Answers()
_JSON = "application/json; charset=utf-8"

View = Callable[..., HttpResponseBase]
Answer = TypeVar("Answer", bound=HttpResponseBase)


def answered(view: View) -> View:
    """Turn refusals of a view into problem details, and refuse all but reading."""

    def guarded(request: HttpRequest, lang: str, **parts: str) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return problem(405, "verb", lang)
        try:
            return view(request, lang, **parts)
        except RefusedError as error:
            return refusal(error, lang)

    return guarded


def release_asked(request: HttpRequest) -> tuple[Loaded, bool]:
    """Find the release asked for, and whether its seal was named.

    Raises
    ------
    RefusedError
        If no such release is open, or it bears another seal.
    """
    name, _, seal = request.GET.get("release", "").partition("@")
    by_name = library().by_name
    if name and name not in by_name:
        raise RefusedError(404, "release", name, list(by_name))
    loaded = by_name[name] if name else library().first
    own = str(loaded.record.get("seal", ""))
    if seal and (len(seal) < _SEAL_LENGTH or not own.startswith(seal)):
        raise RefusedError(404, "seal", seal, [f"{loaded.name}@{own[:_SEAL_LENGTH]}"])
    return loaded, bool(seal)


def changed(request: HttpRequest, version: str) -> bool:
    """Tell whether a client lacks this version of an answer."""
    asked = request.headers.get("If-None-Match", "").split(",")
    tags = {each.strip().removeprefix("W/").strip('"').removesuffix("-gzip") for each in asked}
    return not tags & {version, "*"}


def kept(response: Answer, version: str, *, lasting: bool = False) -> Answer:
    """Say on an answer which version it is, how long it keeps, and that any page may read it."""
    zipped = response.headers.get("Content-Encoding") == "gzip"
    response.headers["ETag"] = f'"{version}{"-gzip" if zipped else ""}"'
    response.headers["Cache-Control"] = _LASTING if lasting else _FRESH
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def reply(
    request: HttpRequest, version: str, make: Callable[[], Json], *, lasting: bool = False
) -> HttpResponse:
    """Answer with JSON, packed if the client can unpack, or say that nothing changed."""
    if changed(request, version):
        made = _ANSWERS.get(version, lambda: written(make()))
        can_unpack = "gzip" in request.headers.get("Accept-Encoding", "")
        zipped = made.zipped if can_unpack else None
        response = HttpResponse(zipped or made.plain, content_type=_JSON)
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(status=304)
    patch_vary_headers(response, ["Accept-Encoding"])
    return kept(response, version, lasting=lasting)


def _stamp(loaded: Loaded) -> Json:
    """Say which release an answer comes from."""
    return {"release": loaded.name, "seal": loaded.record.get("seal"), "version": "v1"}


@answered
def table(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """Answer with a table of a release: areas, groups, shares, archetypes, levels and more."""
    if name not in ANSWERS:
        raise RefusedError(404, "address", name, list(ANSWERS))
    loaded, lasting = release_asked(request)
    query = {
        key: request.GET.get(key, "") for key in ("level", "parent", "group", "columns", "reach")
    }
    parts = (loaded.name, str(loaded.record.get("seal")), __version__, lang, name)
    version = tag(*parts, *query.values())
    return reply(
        request,
        version,
        lambda: _stamp(loaded) | ANSWERS[name](loaded, query, lang),
        lasting=lasting,
    )


@answered
def area(request: HttpRequest, lang: str, dguid: str) -> HttpResponse:
    """Answer with all that a release says of an area."""
    loaded, lasting = release_asked(request)
    if dguid not in loaded.areas:
        raise RefusedError(404, "area", dguid)
    version = tag(loaded.name, str(loaded.record.get("seal")), __version__, lang, "area", dguid)
    return reply(
        request,
        version,
        lambda: _stamp(loaded) | area_answer(loaded, dguid, lang),
        lasting=lasting,
    )


@answered
def releases(request: HttpRequest, lang: str) -> HttpResponse:
    """Answer with the releases that are open, and how to name them for good."""
    every = library().by_name.values()
    seals = [f"{each.name}@{each.record.get('seal')}" for each in every]
    return reply(
        request,
        tag(__version__, lang, "releases", *seals),
        lambda: {"version": "v1", "releases": [_introduced(each, lang) for each in every]},
    )


def _introduced(loaded: Loaded, language: str) -> Json:
    record = loaded.record
    kept = ("seal", "code_version", "schema_version", "years", "weights", "parameters", "rows")
    told = {key: record.get(key) for key in kept}
    for key in ("licence", "citation"):
        words = record.get(key)
        told[key] = words.get(language) if isinstance(words, dict) else words
    permanent = f"{loaded.name}@{str(record.get('seal', ''))[:_SEAL_LENGTH]}"
    known = {"name": loaded.name, "permanent": permanent, "title": loaded.title(language)}
    return known | told | {"levels": list(loaded.levels)}


@answered
def nowhere(_request: HttpRequest, _lang: str, rest: str) -> HttpResponse:
    """Answer that the interface has no such address."""
    raise RefusedError(404, "address", rest)
