"""What can be taken away: files of a release, briefs of areas, the feed of errata."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from balise import __version__
from balise.release import data_dictionary
from balise.reports import brief_pdf
from balise.site.explorer.api import answered, changed, kept, release_asked, reply
from balise.site.explorer.errata import feed
from balise.site.explorer.files import File, files_of, made
from balise.site.explorer.payloads import Json, RefusedError
from balise.site.explorer.ranges import part_asked, part_of
from balise.site.explorer.releases import Loaded, chosen, library
from balise.site.explorer.writing import Answers, tag

__all__ = ["brief", "dictionary", "errata", "file", "files", "page"]

_BRIEFS = Answers(64 * 2**20)
_WORDS = {
    "title": ("Download", "Télécharger"),
    "files": ("The release as files", "La diffusion en fichiers"),
    "file": ("File", "Fichier"),
    "holds": ("What it holds", "Ce qu’il contient"),
    "asked": (
        "Made the first time it is asked for: a large release takes a while.",
        "Fait la première fois qu’on le demande : une grande diffusion prend du temps.",
    ),
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
    return {key: pair[place] for key, pair in _WORDS.items()}


@answered
def files(request: HttpRequest, lang: str) -> HttpResponse:
    """Answer with the list of files of a release."""
    loaded, lasting = release_asked(request)
    rows = [(each.name, each.kind, getattr(each, lang)) for each in files_of(loaded)]
    version = tag(loaded.name, str(loaded.record.get("seal")), __version__, lang, "files")
    content: Json = {"version": "v1", "columns": ["file", "type", "holds"], "rows": rows}
    return reply(request, version, lambda: content, lasting=lasting)


@answered
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
        shown = file.ending in {"json", "jsonld"}
        response = FileResponse(place.open("rb"), as_attachment=not shown, filename=file.name)
    response.headers["Content-Type"] = file.kind
    response.headers["Content-Language"] = "en, fr" if file.ending != "json" else language
    return response


@answered
def brief(request: HttpRequest, lang: str, dguid: str) -> HttpResponse:
    """Answer with the two pages of an area (PDF)."""
    loaded, lasting = release_asked(request)
    if dguid not in loaded.areas:
        raise RefusedError(404, "area", dguid)
    version = tag(loaded.name, str(loaded.record.get("seal")), __version__, lang, "brief", dguid)
    if not changed(request, version):
        return kept(HttpResponse(status=304), version, lasting=lasting)
    packed = _BRIEFS.get(version, lambda: brief_pdf(loaded.release, dguid, lang))
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    response = HttpResponse(packed.plain, content_type="application/pdf")
    name = f"{dguid.replace(':', '-')}-{lang}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
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
    listing = [(each.name, getattr(each, lang)) for each in files_of(loaded)]
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
