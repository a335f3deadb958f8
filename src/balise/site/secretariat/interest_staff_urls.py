"""Screens of expressions of interest, below /admin/desk/."""

from django.urls import URLPattern, URLResolver, path

from balise.site.secretariat import interest_desk

urlpatterns: list[URLPattern | URLResolver] = [
    path("interests/", interest_desk.interests, name="desk_interests"),
    path("interests/<int:number>/", interest_desk.interest, name="desk_interest"),
    path("interests/<int:number>/name/", interest_desk.named, name="desk_interest_name"),
    path(
        "interests/<int:number>/withdraw/", interest_desk.withdrawn, name="desk_interest_withdraw"
    ),
]
