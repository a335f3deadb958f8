"""Addresses that stand in place of those of Wagtail."""

from django.urls import path

from balise.site.secretariat.password_resets import PasswordReset

__all__ = ["urlpatterns"]

urlpatterns = [
    path("password_reset/", PasswordReset.as_view(), name="guide_password_reset"),
]
