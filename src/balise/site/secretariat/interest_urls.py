"""Public addresses of expressions of interest."""

from django.urls import URLPattern, URLResolver, path

from balise.site.secretariat import interest_pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("interest/", interest_pages.interests, name="interests"),
    path("interest/express/", interest_pages.express, name="interest_form"),
    path("interest/received/", interest_pages.received, name="interest_received"),
]
