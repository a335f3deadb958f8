"""Addresses of the JSON interface, below their language."""

from django.urls import path

from balise.site import openapi
from balise.site.explorer import api, downloads, scenario_api

app_name = "api"

urlpatterns = [
    path("releases", api.releases, name="releases"),
    path("openapi.json", openapi.described, name="openapi"),
    path("areas/<str:dguid>", api.area, name="area"),
    path("areas/<str:dguid>/brief.pdf", downloads.brief, name="brief"),
    path("files", downloads.files, name="files"),
    path("files/<str:name>", downloads.file, name="file"),
    path("scenarios", scenario_api.scenarios, name="scenarios"),
    path("scenarios/<str:name>", scenario_api.scenario, name="scenario"),
    path("scenarios/<str:name>/note.pdf", scenario_api.note, name="scenario_note"),
    path("scenarios/<str:name>/<str:file>", scenario_api.file, name="scenario_file"),
    path("errata.atom", downloads.errata, name="errata"),
    path("<slug:name>", api.table, name="table"),
    path("<path:rest>", api.nowhere, name="nowhere"),
]
