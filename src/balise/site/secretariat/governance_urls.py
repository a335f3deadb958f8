"""Public addresses of the governance."""

from django.urls import URLPattern, path

from balise.site.secretariat import (
    funding_pages,
    governance_pages,
    governance_register,
    meeting_pages,
    pilot_pages,
    plan_pages,
)

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("governance/", governance_pages.overview, name="governance"),
    path("governance/members/", governance_pages.members, name="members"),
    path("governance/plan/", plan_pages.plan, name="plan"),
    path("governance/meetings/", meeting_pages.meetings, name="meetings"),
    path("governance/meetings/<int:number>/", meeting_pages.meeting, name="meeting"),
    path("governance/decisions/", governance_register.register, name="register"),
    path("governance/decisions.csv", governance_register.register_file, name="register_file"),
    path("governance/funding/", funding_pages.funding, name="funding"),
    path("pilots/", pilot_pages.pilots, name="pilots"),
    path("pilots/<slug:identifier>/", pilot_pages.pilot, name="pilot"),
]
