"""Addresses of the secretariat that Wagtail does not have: what was uploaded."""

from django.urls import path

from balise.site.guide import uploads

urlpatterns = [path("media/<path:name>", uploads.upload, name="guide_upload")]
