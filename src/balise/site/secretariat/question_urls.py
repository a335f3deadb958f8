"""Public addresses of the response network."""

from django.urls import URLPattern, URLResolver, path

from balise.site.secretariat import question_pages, question_reply_pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("ask/", question_pages.ask, name="ask"),
    path("ask/received/", question_pages.received, name="ask_received"),
    path("questions/", question_pages.questions, name="questions"),
    path("questions/<int:number>/", question_pages.question, name="question"),
    path("questions/answer/<str:token>/", question_reply_pages.reply, name="question_reply"),
]
