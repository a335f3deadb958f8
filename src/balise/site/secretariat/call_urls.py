"""Addresses of calls, of submissions and of drafts, below those of the Guide."""

from django.urls import URLPattern, URLResolver, path

from balise.site.secretariat import attachment_pages, call_pages, draft_pages, submission_pages

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("call/", call_pages.calls, name="calls"),
    path("call/<slug:slug>/", call_pages.call, name="call"),
    path("submit/", submission_pages.begin, name="submit"),
    path("submit/sent/", submission_pages.sent, name="submit_sent"),
    path("drafts/<str:token>/", draft_pages.draft, name="draft"),
    path("drafts/<str:token>/files/", attachment_pages.files, name="draft_files"),
    path("drafts/<str:token>/others/", draft_pages.others, name="draft_others"),
    path("drafts/<str:token>/not-me/", draft_pages.not_me, name="draft_not_me"),
    path(
        "drafts/<str:token>/attachments/<int:number>",
        attachment_pages.file,
        name="draft_attachment",
    ),
]
