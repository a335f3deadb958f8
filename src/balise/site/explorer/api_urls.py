"""Addresses of the JSON interface, below their language."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
