"""Addresses of the pages, below their language."""

from django.urls import path

from balise.site.explorer import views

app_name = "explorer"

urlpatterns = [
    path("", views.home, name="home"),
]
