"""The address of a consultation."""

from django.urls import path

from balise.site.secretariat import consultation_pages

urlpatterns = [
    path("consultations/<str:token>/", consultation_pages.consultation, name="consultation")
]
