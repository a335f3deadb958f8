"""Addresses of the Guide, below its language."""

from django.urls import URLPattern, URLResolver, path

from balise.site.guide import home

app_name = "guide"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
]
