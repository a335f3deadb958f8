"""Public addresses of what keeps the Guide true."""

from django.urls import URLPattern, URLResolver, path

from balise.site.secretariat import confirmation_pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("confirmations/<token>/", confirmation_pages.confirmation, name="confirmation"),
]
