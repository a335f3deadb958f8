"""Addresses of the secretariat that Wagtail does not have, or has in one language only."""

from django.urls import path

from balise.site.guide import signing_in, uploads

urlpatterns = [
    path("login/", signing_in.SignIn.as_view(), name="guide_sign_in"),
    path("media/<path:name>", uploads.upload, name="guide_upload"),
]
