"""Public addresses of the secretariat, below those of the Guide."""

from django.urls import URLPattern, URLResolver

from balise.site.secretariat import interest_urls

app_name = "secretariat"

urlpatterns: list[URLPattern | URLResolver] = [
    *interest_urls.urlpatterns,
]
