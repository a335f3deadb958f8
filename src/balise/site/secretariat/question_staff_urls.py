"""Screens of the response network, below /admin/desk/."""

from django.urls import URLPattern, URLResolver, path

from balise.site.secretariat import question_desk

urlpatterns: list[URLPattern | URLResolver] = [
    path("questions/", question_desk.questions, name="desk_questions"),
    path("questions/<int:key>/", question_desk.question, name="desk_question"),
    path("questions/<int:key>/release/", question_desk.released, name="desk_question_release"),
    path("questions/<int:key>/refuse/", question_desk.refused, name="desk_question_refuse"),
    path("questions/<int:key>/experts/", question_desk.experts, name="desk_question_experts"),
    path("questions/<int:key>/answer/", question_desk.answered, name="desk_question_answer"),
]
