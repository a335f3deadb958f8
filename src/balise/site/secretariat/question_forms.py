"""Forms of the response network: asking, releasing, refusing, asking experts, answering."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balise.site.guide.models import Expert
from balise.site.guide.terms import LANGUAGES, THEMES, codes
from balise.site.guide.told import alphabetical, label_of
from balise.site.secretariat.plain_forms import PlainAddress, PlainForm, PlainText

__all__ = [
    "AnswerForm",
    "AskForm",
    "ExpertsForm",
    "RefuseForm",
    "ReleaseForm",
    "ReplyForm",
    "experts_to_ask",
]

LINE, LONGEST, ANSWER = 300, 4000, 20_000
MOST_FIELDS = 3


def _fields() -> list[tuple[str, str]]:
    shown = [(each, label_of(THEMES, each)) for each in codes(THEMES)]
    return sorted(shown, key=lambda each: alphabetical(each[1]))


def _languages() -> list[tuple[str, str]]:
    return [(each, label_of(LANGUAGES, each)) for each in ("en", "fr")]


class _Fields(forms.MultipleChoiceField):
    """One to three fields."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Fields"),
            help_text=gettext_lazy("One to three: experts of these fields are asked."),
            choices=_fields,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": gettext_lazy("Choose one to three fields."),
                "invalid_choice": gettext_lazy("Choose one to three fields."),
            },
        )

    def validate(self, value: Any) -> None:
        """Refuse more fields than a question is about."""
        super().validate(value)
        if len(value) > MOST_FIELDS:
            raise forms.ValidationError(_("Choose one to three fields."))


class _Spoken(forms.ChoiceField):
    """One of the two languages."""

    def __init__(self, label: Any) -> None:
        words = gettext_lazy("Choose a language.")
        super().__init__(
            label=label,
            choices=_languages,
            widget=forms.RadioSelect,
            error_messages={"required": words, "invalid_choice": words},
        )


class AskForm(PlainForm):
    """Anybody asks about a technology or an issue that is new to them."""

    title = PlainText(
        label=gettext_lazy("Your question in one line"),
        max_length=LINE,
        error_messages={"required": gettext_lazy("Ask in one line.")},
    )
    text = PlainText(
        label=gettext_lazy("What you want to know, and why"),
        help_text=gettext_lazy(
            "What you tried, what you have to decide. Name nobody: the question will be public."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Say what you want to know, and why.")},
    )
    fields_asked = _Fields()
    language = _Spoken(gettext_lazy("Language of your question"))
    email = PlainAddress(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy(
            "The answer is announced there. It is shown to nobody, experts included, and erased "
            "if you ask."
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Write an e-mail address like name@example.org."),
            "invalid": gettext_lazy("Write an e-mail address like name@example.org."),
        },
    )


class _TitledForm(PlainForm):
    """What becomes public under a title in both languages."""

    title_en = PlainText(
        label=gettext_lazy("Title in English"),
        max_length=LINE,
        error_messages={"required": gettext_lazy("Give the title in English.")},
    )
    title_fr = PlainText(
        label=gettext_lazy("Title in French"),
        max_length=LINE,
        error_messages={"required": gettext_lazy("Give the title in French.")},
    )


class ReleaseForm(_TitledForm):
    """A question as it becomes public: a title in both languages, nobody named."""

    text_en = PlainText(
        label=gettext_lazy("Question in English"),
        help_text=gettext_lazy("In one language at least; take away what tells who asks."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "lang": "en"}),
    )
    text_fr = PlainText(
        label=gettext_lazy("Question in French"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "lang": "fr"}),
    )
    fields_asked = _Fields()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for the question in one language at least."""
        said = super().clean() or {}
        if not (said.get("text_en") or said.get("text_fr")):
            self.add_error("text_en", _("Give the question in one language at least."))
        return said


class RefuseForm(PlainForm):
    """Why a question is not taken; who asked reads it."""

    why = PlainText(
        label=gettext_lazy("Why it is not taken"),
        help_text=gettext_lazy("Who asked reads it, in the language of the question."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why it is not taken.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def experts_to_ask() -> Any:
    """Give the experts that can be written to."""
    reached = Expert.objects.filter(live=True).exclude(mailbox="")
    return reached.select_related("organisation").order_by("title_en", "pk")


class ExpertsForm(PlainForm):
    """Which experts are asked, or asked again."""

    experts = forms.MultipleChoiceField(
        label=gettext_lazy("Experts and networks"),
        help_text=gettext_lazy("Those who were asked and have not answered get a new link."),
        choices=lambda: [
            (str(each.pk), f"{each.title}, {each.organisation}") for each in experts_to_ask()
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose who is asked."),
            "invalid_choice": gettext_lazy("Choose who is asked."),
        },
    )


class ReplyForm(PlainForm):
    """What an expert replies: an answer, or that another should be asked."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Your reply"),
        choices=lambda: [
            ("answered", _("I answer the question")),
            ("not_my_field", _("This is not my field")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose whether you answer."),
            "invalid_choice": gettext_lazy("Choose whether you answer."),
        },
    )
    text = PlainText(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy(
            "In plain words, with sources where you can. The secretariat edits it and has it "
            "translated before it is published, under the name of your organisation."
        ),
        max_length=ANSWER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    language = _Spoken(gettext_lazy("Language of your answer"))
    suggestion = PlainText(
        label=gettext_lazy("Who may know"),
        help_text=gettext_lazy(
            "If it is not your field: an organisation, a role. The secretariat alone reads it."
        ),
        max_length=LINE,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for the answer of who answers."""
        said = super().clean() or {}
        if said.get("kind") == "answered" and not said.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write your answer, or choose that this is not your field."))
        return said


class AnswerForm(_TitledForm):
    """An answer as it is published: edited, in both languages."""

    summary_en = PlainText(
        label=gettext_lazy("Answer in English"),
        max_length=ANSWER,
        widget=forms.Textarea(attrs={"rows": 8, "lang": "en"}),
        error_messages={"required": gettext_lazy("Give the answer in English.")},
    )
    summary_fr = PlainText(
        label=gettext_lazy("Answer in French"),
        max_length=ANSWER,
        widget=forms.Textarea(attrs={"rows": 8, "lang": "fr"}),
        error_messages={"required": gettext_lazy("Give the answer in French.")},
    )
    publisher_en = PlainText(
        label=gettext_lazy("Who answers, in English"),
        help_text=gettext_lazy("Organisations, not people."),
        max_length=LINE,
        required=False,
    )
    publisher_fr = PlainText(
        label=gettext_lazy("Who answers, in French"),
        help_text=gettext_lazy("Organisations, not people."),
        max_length=LINE,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
