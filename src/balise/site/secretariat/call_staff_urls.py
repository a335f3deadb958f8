"""Screens of submissions, below /admin/desk/."""

from django.urls import URLPattern, URLResolver, path

from balise.site.secretariat import submission_desk

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("submissions/", submission_desk.submissions, name="desk_submissions"),
    path("attachments/<int:number>/", submission_desk.attachment, name="desk_attachment"),
]
