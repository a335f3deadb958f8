"""Addresses of what surrounds records: plays, experts, resources, collections, changes."""

from django.urls import URLPattern, path

from balise.site.guide import (
    assessment_pages,
    changes,
    collection_pages,
    experts,
    feeds,
    plays,
    resources,
    review_calendar,
    reviews,
)

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("plays/", plays.plays, name="plays"),
    path("plays/<slug:identifier>/", plays.page, name="play"),
    path("experts/", experts.experts, name="experts"),
    path("experts/<slug:identifier>/", experts.page, name="expert"),
    path("resources/", resources.resources, name="resources"),
    path("resources/<slug:identifier>/", resources.page, name="resource"),
    path("collections/", collection_pages.collections, name="collections"),
    path("collections/<slug:identifier>/", collection_pages.page, name="collection"),
    path("assessment/", assessment_pages.assessment, name="assessment"),
    path("assessment/keep/", assessment_pages.keep, name="assessment_keep"),
    path("assessment/kept/<str:token>/", assessment_pages.kept, name="assessment_kept"),
    path("changes/", changes.changes, name="changes"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews.ics", review_calendar.calendar, name="review_calendar"),
    path("feeds/records.atom", feeds.records, name="feed_records"),
    path("feeds/changes.atom", feeds.changes, name="feed_changes"),
]
