"""The forms on the screen of a question, filled with what is known."""

from typing import Any

from balise.site.guide.told import told
from balise.site.secretariat.models import Question
from balise.site.secretariat.question_forms import (
    AnswerForm,
    ExpertsForm,
    RefuseForm,
    ReleaseForm,
)

__all__ = ["desk_forms"]


def desk_forms(question: Question) -> dict[str, Any]:
    """Give each form that the state of a question allows.

    A question that waits is filled in with what was asked, in the language it was asked in;
    its answer with what experts wrote.
    """
    if question.state == "refused":
        return {}
    version = {"version": question.version}
    made: dict[str, Any] = {"release_form": ReleaseForm(initial=version | _released(question))}
    if question.state != "answered":
        made["refuse_form"] = RefuseForm(initial=version, auto_id="refuse-%s")
    if question.state != "waiting":
        made["experts_form"] = ExpertsForm()
        answer = version | _answer(question)
        made["answer_form"] = AnswerForm(initial=answer, auto_id="answer-%s")
    return made


def _released(question: Question) -> dict[str, Any]:
    fields = {"fields_asked": [each.code for each in question.fields.all()]}
    if question.state == "waiting":
        lang = question.language
        return fields | {
            f"title_{lang}": question.asked_title,
            f"text_{lang}": question.asked_text,
        }
    texts = ("title_en", "title_fr", "text_en", "text_fr")
    return fields | {each: getattr(question, each) for each in texts}


def _answer(question: Question) -> dict[str, Any]:
    texts = ("title_en", "title_fr", "summary_en", "summary_fr", "publisher_en", "publisher_fr")
    if question.resource:
        return {each: getattr(question.resource, each) for each in texts}
    filled = {"title_en": question.title_en, "title_fr": question.title_fr}
    replies = question.replies.filter(state="answered").select_related("expert__organisation")
    for lang in ("en", "fr"):
        written = [each.text for each in replies if each.language == lang]
        filled[f"summary_{lang}"] = "\n\n".join(written)
        named = [each.expert.organisation for each in replies if each.expert]
        names = (getattr(each, f"name_{lang}") or told(each, "name").text for each in named)
        filled[f"publisher_{lang}"] = ", ".join(dict.fromkeys(names))
    return filled
