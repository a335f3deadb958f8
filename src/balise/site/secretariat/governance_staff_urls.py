"""Screens of the governance, below /admin/desk/."""

from django.urls import URLPattern, path

from balise.site.secretariat import governance_screens

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("decisions/", governance_screens.decisions, name="desk_decisions"),
    path("decisions/<int:number>/answers/", governance_screens.answers, name="desk_answers"),
    path("pilots/", governance_screens.pilots, name="desk_pilots"),
    path("pilots/<int:number>/", governance_screens.pilot, name="desk_pilot"),
    path("meetings/", governance_screens.meetings, name="desk_meetings"),
    path("meetings/<int:number>/pack.pdf", governance_screens.pack, name="desk_pack"),
]
