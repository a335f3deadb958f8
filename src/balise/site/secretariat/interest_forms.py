"""Forms of expressions of interest: the public one, and those of the secretariat."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balise.site.guide.models import Record
from balise.site.guide.terms import JURISDICTIONS, codes
from balise.site.guide.told import alphabetical, label_of, named
from balise.site.secretariat.models import INTEREST_STATES, INTERESTS
from balise.site.secretariat.plain_forms import PlainAddress, PlainForm, PlainText

__all__ = ["FollowForm", "InterestForm", "NameForm"]

LINE, PURPOSE = 300, 4000


def _places() -> list[tuple[str, str]]:
    named_places = [(each, label_of(JURISDICTIONS, each)) for each in codes(JURISDICTIONS)]
    return [("", _("Choose")), *sorted(named_places, key=lambda each: alphabetical(each[1]))]


def _projects() -> list[tuple[str, str]]:
    shown = [(each.identifier, named(each).text) for each in Record.objects.current()]
    return [("", _("None")), *sorted(shown, key=lambda each: alphabetical(each[1]))]


class InterestForm(PlainForm):
    """An organisation says what it would use, and what for."""

    about = forms.ChoiceField(
        label=gettext_lazy("What your organisation would use"),
        choices=lambda: [(each, label_of(INTERESTS, each)) for each in codes(INTERESTS)],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what your organisation would use."),
            "invalid_choice": gettext_lazy("Choose what your organisation would use."),
        },
    )
    geography = PlainText(
        label=gettext_lazy("For which place or area"),
        help_text=gettext_lazy(
            "For the index: for instance a province, a census division, the neighbourhoods of a "
            "city."
        ),
        max_length=LINE,
        required=False,
    )
    record = forms.ChoiceField(
        label=gettext_lazy("Which project"),
        help_text=gettext_lazy("If it is a project of the Guide."),
        choices=_projects,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a project of the list.")},
    )
    organisation = PlainText(
        label=gettext_lazy("Your organisation"),
        max_length=LINE,
        error_messages={"required": gettext_lazy("Name your organisation.")},
    )
    jurisdiction = forms.ChoiceField(
        label=gettext_lazy("Its jurisdiction"),
        help_text=gettext_lazy("Cities and regions choose their province or territory."),
        choices=_places,
        error_messages={
            "required": gettext_lazy("Choose a jurisdiction."),
            "invalid_choice": gettext_lazy("Choose a jurisdiction."),
        },
    )
    purpose = PlainText(
        label=gettext_lazy("What for"),
        help_text=gettext_lazy(
            "In plain words: which service, which decision, by when. Name nobody."
        ),
        max_length=PURPOSE,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Say what it would be used for.")},
    )
    role = PlainText(
        label=gettext_lazy("Your role"),
        help_text=gettext_lazy("A title, not your name."),
        max_length=LINE,
        error_messages={"required": gettext_lazy("Give the title of your role.")},
    )
    email = PlainAddress(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy(
            "The secretariat answers there. It is shown to nobody else, and erased if you ask."
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Write an e-mail address like name@example.org."),
            "invalid": gettext_lazy("Write an e-mail address like name@example.org."),
        },
    )
    may_be_named = forms.BooleanField(
        label=gettext_lazy("Our organisation may be named in public among those interested."),
        help_text=gettext_lazy(
            "Without it, it is only counted in its jurisdiction. You may withdraw at any time."
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the place of an index, and for the project one would like to have."""
        said = super().clean() or {}
        about = said.get("about")
        if about == "evi" and not said.get("geography") and "geography" not in self.errors:
            self.add_error("geography", _("Say for which place or area."))
        if about == "project" and not said.get("record") and "record" not in self.errors:
            self.add_error("record", _("Choose a project of the list."))
        return said


class FollowForm(PlainForm):
    """What the secretariat did about an expression of interest."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=lambda: [
            (each, label_of(INTEREST_STATES, each)) for each in codes(INTEREST_STATES)
        ],
    )
    text = PlainText(
        label=gettext_lazy("What was done, and why"),
        max_length=PURPOSE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say what was done, and why.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class NameForm(PlainForm):
    """How an organisation is named in public."""

    organisation = PlainText(
        label=gettext_lazy("Organisation, as it is named in public"),
        max_length=LINE,
        error_messages={"required": gettext_lazy("Name the organisation.")},
    )
    geography = PlainText(
        label=gettext_lazy("For which place or area"), max_length=LINE, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
