"""What can be taken away: files of a release, briefs of areas, the feed of errata."""

import logging

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from balise import __version__
from balise.release import data_dictionary
from balise.site.explorer.api import View, answered, changed, kept, release_asked, reply
from balise.site.explorer.errata import feed
from balise.site.explorer.files import File, brief_order, files_of, made, seal_of, size_of
from balise.site.explorer.payloads import Json, RefusedError
from balise.site.explorer.problems import problem
from balise.site.explorer.ranges import part_asked, part_of
from balise.site.explorer.releases import Loaded, chosen, library
from balise.site.explorer.workshop import BusyError, workshop
from balise.site.explorer.writing import tag
from balise.vocabulary import BaliseError

__all__ = ["brief", "dictionary", "errata", "file", "files", "page"]

_DESCRIBED = '<csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
_LOG = logging.getLogger("django.request")
_WORDS = {
    "title": ("Download", "Télécharger"),
    "files": ("The release as files", "La diffusion en fichiers"),
    "file": ("File", "Fichier"),
    "holds": ("What it holds", "Ce qu’il contient"),
    "size": ("Size", "Taille"),
    "asked": (
        "A file without a size is made the first time it is asked for: that of a large release "
        "takes a while.",
        "Un fichier sans taille est fait la première fois qu’on le demande : pour une grande "
        "diffusion, cela prend du temps.",
    ),
    "wait": ("The file is being made", "Le fichier est en préparation"),
    "making": (
        "It is made once, then kept. Ask for it again in a few seconds.",
        "Il est fait une fois, puis gardé. Redemandez-le dans quelques secondes.",
    ),
    "queue": (
        "Too many files are being made at once. Ask for it again in half a minute.",
        "Trop de fichiers sont en préparation à la fois. Redemandez-le dans une demi-minute.",
    ),
    "again": ("Ask for the file again", "Redemander le fichier"),
    "back": ("Back to what can be downloaded", "Retour à ce qu’on peut télécharger"),
    "dictionary": ("Data dictionary", "Dictionnaire de données"),
    "dictionary_about": (
        "Every column of every table, its unit and its meaning",
        "Chaque colonne de chaque tableau, son unité et son sens",
    ),
    "programs": ("For programs", "Pour les programmes"),
    "openapi": ("JSON interface: OpenAPI description", "Interface JSON : description OpenAPI"),
    "areas": ("Areas and their scores, as JSON", "Les régions et leurs scores, en JSON"),
    "errata": ("Feed of errata (Atom)", "Fil des errata (Atom)"),
    "no_errata": ("This release has no erratum.", "Cette diffusion n’a pas d’erratum."),
    "errata_title": ("Errata", "Errata"),
    "cite": ("Licence and how to cite", "Licence et comment citer"),
    "permanent": (
        "An address that names the seal of the release never changes what it gives:",
        "Une adresse qui nomme le sceau de la diffusion ne change jamais ce qu’elle donne :",
    ),
    "briefs": (
        "The two-page brief of an area (PDF) is on the page of the area.",
        "La fiche de deux pages d’une région (PDF) est sur la page de la région.",
    ),
    "table": ("Table", "Tableau"),
    "column": ("Column", "Colonne"),
    "type": ("Type", "Type"),
    "unit": ("Unit", "Unité"),
    "meaning": ("Meaning", "Sens"),
}


def words(language: str) -> dict[str, str]:
    """Give the words of these pages in a language."""
    place = 0 if language == "en" else 1
    return {key: _spaced(pair[place]) for key, pair in _WORDS.items()}


def _spaced(text: str) -> str:
    """Keep a colon with the French word before it."""
    return text.replace(" :", "\N{NO-BREAK SPACE}:")


def made_in_time(view: View) -> View:
    """Ask to come back where a file is not ready, and note one that could not be made."""

    def guarded(request: HttpRequest, lang: str, **parts: str) -> HttpResponseBase:
        try:
            return view(request, lang, **parts)
        except BusyError as busy:
            return _come_back(request, lang, busy)
        except BaliseError as error:
            _LOG.error("%s", error)
            return problem(500, "unmade", lang)

    return guarded


def _come_back(request: HttpRequest, lang: str, busy: BusyError) -> HttpResponse:
    """Say when to ask again: as a page to people, as problem details to programs."""
    what = "making" if busy.made else "queue"
    if "text/html" in request.headers.get("Accept", ""):
        content = {
            "words": words(lang),
            "said": words(lang)[what],
            "address": request.get_full_path(),
        }
        response = render(request, "explorer/being_made.html", content, status=503)
        response.headers["Cache-Control"] = "no-store"
    else:
        response = problem(503, what, lang)
    response.headers["Retry-After"] = str(busy.seconds)
    return response


@answered
def files(request: HttpRequest, lang: str) -> HttpResponse:
    """Answer with the list of files of a release."""
    loaded, lasting = release_asked(request)
    rows = [(each.name, each.kind, _spaced(getattr(each, lang))) for each in files_of(loaded)]
    version = tag(loaded.name, str(loaded.record.get("seal")), __version__, lang, "files")
    content: Json = {"version": "v1", "columns": ["file", "type", "holds"], "rows": rows}
    return reply(request, version, lambda: content, lasting=lasting)


@answered
@made_in_time
def file(request: HttpRequest, lang: str, name: str) -> HttpResponseBase:
    """Answer with a file of a release."""
    loaded, lasting = release_asked(request)
    listed = {each.name: each for each in files_of(loaded)}
    if name not in listed:
        raise RefusedError(404, "file", name, list(listed))
    version = tag(loaded.name, str(loaded.record.get("seal")), __version__, name)
    if not changed(request, version):
        return kept(HttpResponse(status=304), version, lasting=lasting)
    response = _sent(request, loaded, listed[name], lang, version)
    response.headers["Accept-Ranges"] = "bytes"
    return kept(response, version, lasting=lasting)


def _sent(
    request: HttpRequest, loaded: Loaded, file: File, language: str, version: str
) -> HttpResponseBase:
    place = made(loaded, file)
    part = part_asked(request, place.stat().st_size, version)
    if file.is_packed or part:
        # What is packed already is not packed again on its way, nor is a part of a file.
        request.META.pop("HTTP_ACCEPT_ENCODING", None)
    if part:
        response = part_of(place, part)
    else:
        shown = file.ending in {"json", "jsonld", "pdf"}
        response = FileResponse(place.open("rb"), as_attachment=not shown, filename=file.name)
    response.headers["Content-Type"] = file.kind
    spoken = {"json": language, "pdf": file.name[-6:-4]}
    response.headers["Content-Language"] = spoken.get(file.ending, "en, fr")
    if file.ending == "csv":
        # W3C, Model for Tabular Data and Metadata on the Web (2015), section 5.2.
        response.headers["Link"] = _DESCRIBED
    return response


@answered
@made_in_time
def brief(request: HttpRequest, lang: str, dguid: str) -> HttpResponseBase:
    """Answer with the two pages of an area (PDF)."""
    loaded, lasting = release_asked(request)
    if dguid not in loaded.areas:
        raise RefusedError(404, "area", dguid)
    version = tag(loaded.name, str(loaded.record.get("seal")), __version__, lang, "brief", dguid)
    if not changed(request, version):
        return kept(HttpResponse(status=304), version, lasting=lasting)
    order = brief_order(loaded, dguid, lang)
    place = workshop(order.lane).fetch(order, seal_of(loaded))
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    name = f"{dguid.replace(':', '-')}-{lang}.pdf"
    response = FileResponse(place.open("rb"), content_type="application/pdf", filename=name)
    return kept(response, version, lasting=lasting)


@answered
def errata(request: HttpRequest, lang: str) -> HttpResponse:
    """Answer with the feed of errata of the releases that are open."""
    every = list(library().by_name.values())
    made = feed(every, lang, request.build_absolute_uri())
    response = HttpResponse(made, content_type="application/atom+xml; charset=utf-8")
    return kept(response, tag(__version__, lang, made.decode()))


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """Show what can be taken away, with its licence and how to cite it."""
    loaded = chosen(request)
    record = loaded.record
    said = {
        key: value.get(lang) if isinstance(value := record.get(key), dict) else value
        for key in ("licence", "citation")
    }
    listed = record.get("errata")
    texts = [
        str(each.get(lang, "") if isinstance(each, dict) else each)
        for each in (listed if isinstance(listed, list) else [])
    ]
    permanent = f"{loaded.name}@{str(record.get('seal', ''))[:12]}"
    listing = [
        (each.name, _spaced(getattr(each, lang)), size_of(loaded, each, lang))
        for each in files_of(loaded)
    ]
    content = {"words": words(lang), "files": listing, "permanent": permanent, "errata": texts}
    return render(request, "explorer/downloads.html", content | said)


def dictionary(request: HttpRequest, lang: str) -> HttpResponse:
    """Show every column of every table."""
    tables: dict[str, list[dict[str, object]]] = {}
    for row in data_dictionary().to_dicts():
        shown = {
            "column": row["column"],
            "type": row[f"type_{lang}"],
            "unit": row[f"unit_{lang}"],
            "meaning": row[f"description_{lang}"],
        }
        tables.setdefault(str(row["table"]), []).append(shown)
    content = {"words": words(lang), "tables": tables}
    return render(request, "explorer/dictionary.html", content)
