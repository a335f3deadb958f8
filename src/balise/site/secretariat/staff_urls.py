"""Screens of the secretariat, below /admin/desk/."""

from django.urls import URLPattern, URLResolver

from balise.site.secretariat import (
    call_staff_urls,
    governance_staff_urls,
    interest_staff_urls,
    path_staff_urls,
    question_staff_urls,
    truth_staff_urls,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *call_staff_urls.urlpatterns,
    *path_staff_urls.urlpatterns,
    *governance_staff_urls.urlpatterns,
    *interest_staff_urls.urlpatterns,
    *question_staff_urls.urlpatterns,
    *truth_staff_urls.urlpatterns,
]
