"""Pilot proposals: from an idea to a decision, to what came of it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from balise.site.guide.fields import Code, Line, PartialDate, Prose
from balise.site.guide.models.texts import GuideText, filled, one_of, reviewed_if_live
from balise.site.guide.publishing import reject_around
from balise.site.guide.terms import JURISDICTIONS, LANGUAGE_STATES, codes
from balise.site.languages import language
from balise.site.secretariat.governance_terms import PILOT_STATES
from balise.site.secretariat.models.governance import Sourced, in_either

__all__ = ["Milestone", "PilotProposal"]


class PilotProposal(GuideText, Sourced):
    """A project to try together; private until the secretariat releases it, amounts apart.

    Its text is approved by its path (``live``); where it stands is ``state``.
    """

    summary_en = Prose(_("plain summary"), "en")
    summary_fr = Prose(_("plain summary"), "fr")
    problem_en = Prose(_("problem"), "en")
    problem_fr = Prose(_("problem"), "fr")
    sponsor_en = Line(_("sponsor, an organisation"), "en")
    sponsor_fr = Line(_("sponsor, an organisation"), "fr")
    host = Code(_("host jurisdiction"), JURISDICTIONS)
    requested_cad = models.DecimalField(
        _("amount requested, in dollars"), max_digits=12, decimal_places=2, null=True, blank=True
    )

    # What the text as a whole has, whatever its revisions say
    state = Code(_("state"), PILOT_STATES, blank=False, default="idea", db_index=True)
    standing_en = Line(_("where it stands, in words"), "en")
    standing_fr = Line(_("where it stands, in words"), "fr")
    granted_cad = models.DecimalField(
        _("amount granted, in dollars"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    conditions_en = Prose(_("conditions"), "en")
    conditions_fr = Prose(_("conditions"), "fr")
    why_stopped_en = Prose(_("why it stopped"), "en")
    why_stopped_fr = Prose(_("why it stopped"), "fr")
    result_en = Prose(_("what came of it"), "en")
    result_fr = Prose(_("what came of it"), "fr")
    result = models.ForeignKey(
        "guide.Record",
        verbose_name=_("project that holds the result"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pilots",
    )
    is_released = models.BooleanField(_("shown to the public"), default=False)
    are_amounts_released = models.BooleanField(_("the amounts are public"), default=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    pairs_to_publish = ("title", "summary", "problem")
    kept_fields = (
        *("identifier", "state", "standing_en", "standing_fr", "granted_cad"),
        *("conditions_en", "conditions_fr", "why_stopped_en", "why_stopped_fr"),
        *("result_en", "result_fr", "result_id", "is_released", "are_amounts_released"),
        *("made_at",),
    )
    address = "pilots"

    class Meta:
        verbose_name = _("pilot proposal")
        verbose_name_plural = _("pilot proposals")
        ordering = ("identifier",)
        constraints = (
            reviewed_if_live(
                *(
                    f"{pair}_{lang}"
                    for pair in ("title", "summary", "problem")
                    for lang in ("en", "fr")
                )
            ),
            one_of("state", codes(PILOT_STATES)),
            one_of("state_en", codes(LANGUAGE_STATES)),
            one_of("state_fr", codes(LANGUAGE_STATES)),
            one_of("host", ("", *codes(JURISDICTIONS))),
            models.CheckConstraint(
                name="secretariat_pilotproposal_titled",
                condition=filled("title_en") | filled("title_fr"),
                violation_error_message=_("Give the title in at least one language."),
            ),
            models.CheckConstraint(
                name="secretariat_pilotproposal_requested",
                condition=Q(requested_cad__isnull=True) | Q(requested_cad__gte=0),
                violation_error_message=_("Amounts are 0 or more."),
            ),
            models.CheckConstraint(
                name="secretariat_pilotproposal_granted",
                condition=Q(granted_cad__isnull=True) | Q(granted_cad__gte=0),
                violation_error_message=_("Amounts are 0 or more."),
            ),
            models.CheckConstraint(
                name="secretariat_pilotproposal_amounts_with_the_rest",
                condition=Q(are_amounts_released=False) | Q(is_released=True),
                violation_error_message=_("Amounts are released with the pilot, not before it."),
            ),
            models.CheckConstraint(
                name="secretariat_pilotproposal_stopped_says_why",
                condition=~Q(state="stopped") | filled("why_stopped_en") | filled("why_stopped_fr"),
                violation_error_message=_("Say why it stopped, in at least one language."),
            ),
        )

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it."""
        return bool(self.is_released)

    def get_absolute_url(self, lang: str = "") -> str:
        """Give its address, in the language spoken unless one is named."""
        return f"/{lang or language()}/guide/pilots/{self.identifier}/"

    def clean(self) -> None:
        """Make the identifier where there is none."""
        super().clean()
        self.identifier = self.identifier or self._free_identifier()

    def _free_identifier(self) -> str:
        stem = slugify(self.title_en or self.title_fr)[:70].strip("-") or "pilot"
        taken = set(
            PilotProposal.objects.filter(identifier__startswith=stem).values_list(
                "identifier", flat=True
            )
        )
        named = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
        return next(each for each in named if each not in taken)

    def save(self, *arguments: Any, **options: Any) -> None:
        """Save under an identifier of its own; what is refused or stopped leaves its path."""
        from balise.site.secretariat.pilot_stages import leave_path

        self.identifier = self.identifier or self._free_identifier()
        with transaction.atomic():
            super().save(*arguments, **options)
            leave_path(self)

    def publish(self, revision: Any, *arguments: Any, **options: Any) -> Any:
        """Take a revision as the approved text, if it went its path."""
        reject_around(self)
        return super().publish(revision, *arguments, **options)

    def approved_by_its_path(self) -> None:
        """Take note that the last table approved it, with the conditions that it set."""
        from balise.site.secretariat.pilot_stages import approve

        approve(self)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:  # noqa: ARG002
        """Name the template of the public page."""
        return "secretariat/governance/pilot.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Give what the page shows; amounts and decisions as the public would see them."""
        from balise.site.secretariat.pilot_pages import described

        return super().get_preview_context(request, mode_name) | described(self)


class Milestone(models.Model):
    """Something a pilot is to reach by a day."""

    pilot = models.ForeignKey(PilotProposal, on_delete=models.CASCADE, related_name="milestones")
    title_en = Line(_("milestone"), "en")
    title_fr = Line(_("milestone"), "fr")
    due = PartialDate(_("due"))
    done_on = models.DateField(_("reached on"), null=True, blank=True)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ("due", "pk")
        constraints = (
            models.CheckConstraint(
                name="secretariat_milestone_titled",
                condition=filled("title_en") | filled("title_fr"),
                violation_error_message=_("Give the title in at least one language."),
            ),
        )

    def __str__(self) -> str:
        return in_either(self, "title")

    def clean(self) -> None:
        """Refuse a day that has not come yet."""
        super().clean()
        if self.done_on and self.done_on > timezone.localdate():
            raise ValidationError({"done_on": _("This day has not come yet.")})
