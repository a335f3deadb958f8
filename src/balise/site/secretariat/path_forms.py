"""The forms of the review screen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balise.site.guide.terms import LANGUAGES
from balise.site.secretariat.plain_forms import PlainAddress, PlainForm, PlainText

__all__ = ["ApproveForm", "BackForm", "ConsultForm"]

LONGEST = 2_000
_READ = _("Whoever submitted it reads this, without your name.")


class ApproveForm(PlainForm):
    """An approval of what was looked at."""

    step = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)
    why = PlainText(
        label=_("Why it goes on"),
        help_text=_READ,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a short sentence why it goes on.")},
    )
    settled = PlainText(
        label=_("What was done with the changes that the organisation asked for"),
        help_text=_("Which were made, which were not, and why. It is kept with the reason above."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    waived = forms.BooleanField(
        label=_("Go on without the answer of the organisation; the reason is above"),
        required=False,
    )

    def __init__(
        self, *arguments: Any, step: str = "", has_changes: bool = False, **options: Any
    ) -> None:
        options.setdefault("auto_id", "approve-%s")
        super().__init__(*arguments, **options)
        if step != "consulted":
            del self.fields["waived"]
        if not has_changes:
            del self.fields["settled"]

    def clean(self) -> None:
        """Ask what was done with the changes, unless the organisation is not waited for."""
        super().clean()
        said = self.cleaned_data
        if "settled" in self.fields and not said.get("settled") and not said.get("waived"):
            self.add_error("settled", _("Say what was done with the changes asked for."))


class BackForm(PlainForm):
    """A step back, which says what to change."""

    step = forms.IntegerField(widget=forms.HiddenInput)
    why = PlainText(
        label=_("What to change"),
        help_text=_READ,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what to change: who wrote it reads this.")},
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.setdefault("auto_id", "back-%s")
        super().__init__(*arguments, **options)


class ConsultForm(PlainForm):
    """A question to an organisation about the draft."""

    mailbox = PlainAddress(
        label=_("Mailbox of the organisation"),
        help_text=_("It gets a private link to this draft."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the message"),
        choices=[],
    )
    question = PlainText(
        label=_("What to look at"),
        help_text=_("It is shown above the draft. Leave it empty to ask in general."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.setdefault("auto_id", "consult-%s")
        super().__init__(*arguments, **options)
        from balise.site.languages import language

        spoken = [(each.code, each.fr if language() == "fr" else each.en) for each in LANGUAGES]
        self.fields["language"].choices = spoken[:2]
