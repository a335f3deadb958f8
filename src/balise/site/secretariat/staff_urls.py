"""Screens of the secretariat, below /admin/desk/."""

from django.urls import URLPattern, URLResolver

from balise.site.secretariat import interest_staff_urls

urlpatterns: list[URLPattern | URLResolver] = [
    *interest_staff_urls.urlpatterns,
]
