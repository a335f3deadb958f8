"""Screens of what keeps the Guide true, below /admin/desk/."""

from django.urls import URLPattern, URLResolver, path

from balise.site.secretariat import truth_desk

urlpatterns: list[URLPattern | URLResolver] = [
    path("ageing/", truth_desk.ageing, name="desk_ageing"),
    path("ageing/<int:number>/settled/", truth_desk.settled, name="desk_ageing_settled"),
    path("outbox/", truth_desk.outbox, name="desk_outbox"),
    path("outbox/<int:number>/again/", truth_desk.tried_again, name="desk_outbox_again"),
]
