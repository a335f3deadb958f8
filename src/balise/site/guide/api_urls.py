"""Addresses of the JSON interface of the Guide, below its language."""

from django.urls import path

from balise.site.guide import api

app_name = "guide_api"

urlpatterns = [
    path("projects", api.projects, name="projects"),
    path("projects/<slug:identifier>", api.project, name="project"),
    path("<path:rest>", api.nowhere, name="nowhere"),
]
