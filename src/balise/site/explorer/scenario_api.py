"""Scenarios in the JSON interface: which there are, one of them, its files, its decision note."""

from typing import Final

import polars as pl
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from balise import __version__
from balise.site.explorer.api import answered, changed, kept, reply
from balise.site.explorer.downloads import made_in_time
from balise.site.explorer.maker import Order
from balise.site.explorer.payloads import Json, RefusedError
from balise.site.explorer.scenarios import FILES
from balise.site.explorer.shelf import Opened, shelf
from balise.site.explorer.workshop import workshop
from balise.site.explorer.writing import tag

__all__ = ["file", "note", "scenario", "scenarios"]

_TABLES: Final = ("sites", "reach", "changes", "reach_by_area")
_KINDS: Final = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


def _asked(name: str) -> Opened:
    known = shelf()
    if name not in known:
        raise RefusedError(404, "scenario", name, list(known))
    return known[name]


def _introduced(found: Opened, lang: str) -> Json:
    made = found.scenario
    return {
        "name": found.name,
        "seal": made.seal,
        "kind": made.kind,
        "title": found.title(lang),
        "release": found.loaded.name,
        "release_seal": made.release.get("seal"),
        "networks": list(found.networks),
        "reaches": list(found.reaches),
        "is_estimated": made.engine.get("is_estimated"),
    }


@answered
def scenarios(request: HttpRequest, lang: str) -> HttpResponse:
    """Answer with the scenarios that are open."""
    every = shelf().values()
    seals = [f"{each.name}@{each.scenario.seal}" for each in every]
    return reply(
        request,
        tag(__version__, lang, "scenarios", *seals),
        lambda: {"version": "v1", "scenarios": [_introduced(each, lang) for each in every]},
    )


@answered
def scenario(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """Answer with a scenario: its tables as columns and rows, one of them whole with ``table``.

    Without it, rows of areas are left out: there may be a great many.
    """
    found = _asked(name)
    asked = request.GET.get("table", "")
    if asked and asked not in _TABLES:
        raise RefusedError(404, "table", asked, list(_TABLES))
    version = tag(found.name, found.scenario.seal, __version__, lang, "scenario", asked)
    return reply(request, version, lambda: _told(found, asked, lang))


def _tables(found: Opened, asked: str) -> dict[str, pl.DataFrame]:
    every = found.scenario.tables
    if asked:
        return {asked: every[asked]}
    changes = every["changes"].filter(pl.col("dimension") != "area")
    return {"sites": every["sites"], "reach": every["reach"], "changes": changes}


def _told(found: Opened, asked: str, lang: str) -> Json:
    made = found.scenario
    tables = {
        name: {"columns": table.columns, "rows": table.rows()}
        for name, table in _tables(found, asked).items()
    }
    return {
        "version": "v1",
        **_introduced(found, lang),
        "engine": dict(made.engine),
        "parameters": dict(made.parameters),
        "answer": dict(made.answer),
        "stated_of_networks": list(made.networks),
        "notes": [each.get(lang, "") for each in made.notes],
        "tables": tables,
    }


@answered
def file(request: HttpRequest, lang: str, name: str, file: str) -> HttpResponseBase:
    """Answer with a file of a scenario, as it was written."""
    found = _asked(name)
    if file not in FILES:
        raise RefusedError(404, "file", file, list(FILES))
    version = tag(found.name, found.scenario.seal, file)
    if not changed(request, version):
        return kept(HttpResponse(status=304), version)
    ending = file.rpartition(".")[2]
    response = FileResponse(
        (found.path / file).open("rb"), as_attachment=ending == "csv", filename=file
    )
    response.headers["Content-Type"] = _KINDS[ending]
    response.headers["Content-Language"] = lang if ending == "json" else "en, fr"
    return kept(response, version)


@answered
@made_in_time
def note(request: HttpRequest, lang: str, name: str) -> HttpResponseBase:
    """Answer with the decision note of a scenario (PDF)."""
    found = _asked(name)
    version = tag(found.name, found.scenario.seal, __version__, lang, "note")
    if not changed(request, version):
        return kept(HttpResponse(status=304), version)
    order = Order(
        str(found.loaded.release.path),
        found.name,
        "note",
        f"note-{tag(found.name, found.scenario.seal)}-{lang}.pdf",
        language=lang,
        scenario=str(found.path),
    )
    place = workshop(order.lane).fetch(order, found.scenario.seal)
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    response = FileResponse(
        place.open("rb"), content_type="application/pdf", filename=f"{found.name}-{lang}.pdf"
    )
    response.headers["Content-Language"] = lang
    return kept(response, version)
