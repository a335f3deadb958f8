"""Public addresses of the secretariat, below those of the Guide."""

from django.urls import URLPattern, URLResolver

from balise.site.secretariat import (
    call_urls,
    consultation_urls,
    governance_urls,
    interest_urls,
    question_urls,
    truth_urls,
)

app_name = "secretariat"

urlpatterns: list[URLPattern | URLResolver] = [
    *call_urls.urlpatterns,
    *consultation_urls.urlpatterns,
    *governance_urls.urlpatterns,
    *interest_urls.urlpatterns,
    *question_urls.urlpatterns,
    *truth_urls.urlpatterns,
]
