"""The work plan, and the funding request with what it is to bring."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from balise.site.guide.fields import Code, Line, Link, PartialDate
from balise.site.guide.models.texts import filled, one_of
from balise.site.guide.terms import codes
from balise.site.secretariat.governance_terms import (
    DELIVERABLE_STATES,
    FUNDING_STATES,
    STEP_STATES,
)
from balise.site.secretariat.models.governance import Sourced, Table, in_either

__all__ = ["Deliverable", "FundingRequest", "Phase", "PlanStep", "Stream"]


def _amount(label: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=12, decimal_places=2, null=True, blank=True)


def _titled(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"secretariat_{name}_titled",
        condition=filled("title_en") | filled("title_fr"),
        violation_error_message=_("Give the title in at least one language."),
    )


class _Named(models.Model):
    """Something with a title and a place in an order."""

    title_en = Line(_("title"), "en")
    title_fr = Line(_("title"), "fr")
    position = models.PositiveSmallIntegerField(_("place in the order"), default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return in_either(self, "title")


class Phase(_Named):
    """A season of the work plan: a column of its timeline."""

    begins = PartialDate(_("start"))
    ends = PartialDate(_("end"))

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ("position", "pk")
        constraints = (_titled("phase"),)


class Stream(_Named, Sourced):
    """A stream of the work plan: a row of its timeline."""

    class Meta:
        verbose_name = _("stream")
        verbose_name_plural = _("streams")
        ordering = ("position", "pk")
        constraints = (_titled("stream"),)


class PlanStep(_Named):
    """What a stream does in a phase."""

    stream = models.ForeignKey(
        Stream, verbose_name=_("stream"), on_delete=models.CASCADE, related_name="steps"
    )
    phase = models.ForeignKey(
        Phase, verbose_name=_("phase"), on_delete=models.PROTECT, related_name="steps"
    )
    state = Code(_("state"), STEP_STATES)
    due = PartialDate(_("date"))
    link = Link(_("address"))

    class Meta:
        verbose_name = _("step of the work plan")
        verbose_name_plural = _("steps of the work plan")
        ordering = ("stream", "phase", "position", "pk")
        constraints = (_titled("planstep"), one_of("state", ("", *codes(STEP_STATES))))


class FundingRequest(Sourced, ClusterableModel):
    """Money asked of a table; amounts stay private until the secretariat releases them."""

    title_en = Line(_("what it is for"), "en")
    title_fr = Line(_("what it is for"), "fr")
    table = models.ForeignKey(
        Table, verbose_name=_("asked of"), on_delete=models.PROTECT, related_name="+"
    )
    asked_on = PartialDate(_("asked on"))
    state = Code(_("state"), FUNDING_STATES)
    consultant_cad = _amount(_("consultant, in dollars"))
    procurement_cad = _amount(_("procurement, in dollars"))
    granted_cad = _amount(_("amount granted, in dollars"))
    are_amounts_released = models.BooleanField(_("the amounts are public"), default=False)
    is_released = models.BooleanField(_("shown to the public"), default=False)

    class Meta:
        verbose_name = _("funding request")
        verbose_name_plural = _("funding requests")
        ordering = ("-asked_on", "pk")
        constraints = (
            _titled("fundingrequest"),
            one_of("state", ("", *codes(FUNDING_STATES))),
            models.CheckConstraint(
                name="secretariat_fundingrequest_amounts",
                condition=(Q(consultant_cad__isnull=True) | Q(consultant_cad__gte=0))
                & (Q(procurement_cad__isnull=True) | Q(procurement_cad__gte=0))
                & (Q(granted_cad__isnull=True) | Q(granted_cad__gte=0)),
                violation_error_message=_("Amounts are 0 or more."),
            ),
        )

    def __str__(self) -> str:
        return in_either(self, "title")

    @property
    def title(self) -> str:
        """What it is for, in the language spoken."""
        return in_either(self, "title")

    @property
    def requested_cad(self) -> Decimal | None:
        """All that is asked for [dollars]; None if no amount is stated."""
        parts = [each for each in (self.consultant_cad, self.procurement_cad) if each is not None]
        return sum(parts, Decimal(0)) if parts else None


class Deliverable(Orderable):
    """What a funding request is to bring, and what came of it."""

    request = ParentalKey(FundingRequest, on_delete=models.CASCADE, related_name="deliverables")
    title_en = Line(_("title"), "en")
    title_fr = Line(_("title"), "fr")
    state = Code(_("state"), DELIVERABLE_STATES)
    due = PartialDate(_("due"))
    record = models.ForeignKey(
        "guide.Record",
        verbose_name=_("result: a project"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    edition = models.ForeignKey(
        "guide.Edition",
        verbose_name=_("result: an edition"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    link = Link(_("result: an address"))

    class Meta(Orderable.Meta):
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")
        constraints = (_titled("deliverable"), one_of("state", ("", *codes(DELIVERABLE_STATES))))

    def __str__(self) -> str:
        return in_either(self, "title")
