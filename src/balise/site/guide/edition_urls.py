"""Addresses of editions, below those of the Guide; they stay for ever."""

from django.urls import URLPattern, path

from balise.site.guide import edition_views

__all__ = ["urlpatterns"]

_ONE = "editions/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("editions/", edition_views.editions, name="editions"),
    path(_ONE, edition_views.edition, name="edition"),
    path(f"{_ONE}en.pdf", edition_views.book, {"language": "en"}, name="edition_en"),
    path(f"{_ONE}fr.pdf", edition_views.book, {"language": "fr"}, name="edition_fr"),
    path(f"{_ONE}changes/", edition_views.changes, name="edition_changes"),
]
