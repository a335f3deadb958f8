"""Screens of the secretariat, below /admin/desk/."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
