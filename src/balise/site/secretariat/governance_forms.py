"""Forms of the governance's own screens: answers with their outcome, the standing of a pilot."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from balise.site.guide.models import Record
from balise.site.guide.terms import codes
from balise.site.guide.told import label_of
from balise.site.secretariat.governance_terms import ANSWERS, PILOT_STATES
from balise.site.secretariat.models import Decision, Member, Milestone, PilotProposal
from balise.site.secretariat.pilot_stages import NEXT

__all__ = ["DecisionForm", "MilestoneForms", "PilotForm", "answer_name", "version_of"]

_DAY = {"type": "date"}


def answer_name(member: Member) -> str:
    """Name the field of the answer of a member."""
    return f"member-{member.pk}"


def version_of(*what: Any) -> str:
    """Give a mark that differs once what a screen showed has changed."""
    return sha256(repr(what).encode()).hexdigest()[:16]


class DecisionForm(forms.ModelForm):
    """The outcome of a question, with the answer of each member."""

    class Meta:
        model = Decision
        fields = ("outcome", "decided_on", "conditions_en", "conditions_fr")
        widgets = {  # noqa: RUF012
            "decided_on": forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
            "conditions_en": forms.Textarea(attrs={"rows": 4, "lang": "en"}),
            "conditions_fr": forms.Textarea(attrs={"rows": 4, "lang": "fr"}),
        }

    def __init__(self, *arguments: Any, members: Sequence[tuple[Member, str]], **options: Any):
        super().__init__(*arguments, auto_id="%s", **options)
        self.members = list(members)
        choices = [(code, label_of(ANSWERS, code)) for code in codes(ANSWERS)]
        for member, answer in self.members:
            self.fields[answer_name(member)] = forms.ChoiceField(
                label=member.name, choices=choices, initial=answer, widget=forms.RadioSelect
            )

    @property
    def rows(self) -> list[tuple[Member, Any]]:
        """Each member with its five choices."""
        return [(member, self[answer_name(member)]) for member, _answer in self.members]

    @property
    def answers(self) -> dict[Member, str]:
        """What was chosen for each member."""
        return {member: self.cleaned_data[answer_name(member)] for member, _now in self.members}

    def clean(self) -> dict[str, Any]:
        """Ask for what an outcome needs."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("outcome") and not said.get("decided_on") and "decided_on" not in self.errors:
            self.add_error("decided_on", _("Say on which day it was decided."))
        if said.get("decided_on") and said["decided_on"] > timezone.localdate():
            self.add_error("decided_on", _("This day has not come yet."))
        told = said.get("conditions_en") or said.get("conditions_fr")
        if said.get("outcome") == "conditions" and not told:
            self.add_error("conditions_en", _("Write the conditions in at least one language."))
        return said

    def _post_clean(self) -> None:
        """Leave the row alone: what is noted is noted with the answers, at once."""


class PilotForm(forms.ModelForm):
    """Where a pilot stands, beside its text: its stage, its money, its result, what is public."""

    class Meta:
        model = PilotProposal
        fields = (
            *("state", "standing_en", "standing_fr", "granted_cad"),
            *("why_stopped_en", "why_stopped_fr", "result_en", "result_fr", "result"),
            *("is_released", "are_amounts_released"),
        )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, auto_id="%s", **options)
        now = self.instance.state
        offered = [code for code in codes(PILOT_STATES) if code in (now, *NEXT[now])]
        self.fields["state"] = forms.ChoiceField(
            label=self.fields["state"].label,
            choices=[(code, label_of(PILOT_STATES, code)) for code in offered],
        )
        result = self.fields["result"]
        if isinstance(result, forms.ModelChoiceField):
            result.queryset = Record.objects.order_by("identifier")
        for name in ("why_stopped_en", "why_stopped_fr", "result_en", "result_fr"):
            self.fields[name].widget.attrs.update({"rows": 3, "lang": name[-2:]})


class MilestoneForm(forms.ModelForm):
    """A milestone, named in at least one language."""

    class Meta:
        model = Milestone
        fields = ("title_en", "title_fr", "due", "done_on")
        widgets = {"done_on": forms.DateInput(attrs=_DAY, format="%Y-%m-%d")}  # noqa: RUF012


MilestoneForms = forms.inlineformset_factory(
    PilotProposal, Milestone, form=MilestoneForm, extra=2, can_delete=True
)
