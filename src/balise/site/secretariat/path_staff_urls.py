"""Screens of the path: waiting, review, consultations, translations."""

from django.urls import path

from balise.site.secretariat import (
    consultation_desk,
    review_desk,
    translation_desk,
    waiting_desk,
)

_ITEM = "review/<slug:kind>/<int:number>/"

urlpatterns = [
    path("", waiting_desk.desk, name="desk"),
    path("waiting/", waiting_desk.waiting, name="desk_waiting"),
    path("review/record/<int:number>/consult/", consultation_desk.asked, name="desk_consult"),
    path(_ITEM, review_desk.review, name="desk_review"),
    path(f"{_ITEM}approve/", review_desk.approved, name="desk_approve"),
    path(f"{_ITEM}back/", review_desk.sent_back, name="desk_send_back"),
    path(f"{_ITEM}submit/", review_desk.submitted, name="desk_submit"),
    path("consultations/<int:number>/again/", consultation_desk.again, name="desk_ask_again"),
    path("consultations/<int:number>/close/", consultation_desk.closed, name="desk_close"),
    path("consultations/<int:number>/consent/", consultation_desk.consent, name="desk_consent"),
    path("translations/", translation_desk.queue, name="desk_translations"),
    path("translate/<slug:kind>/<int:number>/", translation_desk.translate, name="desk_translate"),
]
