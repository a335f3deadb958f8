"""Public addresses of the secretariat, below those of the Guide."""

from django.urls import URLPattern, URLResolver

app_name = "secretariat"

urlpatterns: list[URLPattern | URLResolver] = []
