"""Addresses of the secretariat that Wagtail does not have, or has in one language only."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from balise.site.guide import account_screen, signing_in, uploads

urlpatterns = [
    path("login/", signing_in.SignIn.as_view(), name="guide_sign_in"),
    path(
        "account/",
        require_admin_access(account_screen.AccountScreen.as_view()),
        name="guide_account",
    ),
    path("media/<path:name>", uploads.upload, name="guide_upload"),
]
