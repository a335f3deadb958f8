"""Records: one project each, what it did, what came of it, what others need to do the same."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from balise.site.guide.fields import Code, Line, Link, PartialDate, Prose, first_day
from balise.site.guide.models.history import Change, UsedIdentifier
from balise.site.guide.models.organisations import Organisation
from balise.site.guide.models.texts import GuideText, filled, one_of, reviewed_if_live
from balise.site.guide.publishing import PAIRS, reject_around
from balise.site.guide.terms import (
    ANALYSES,
    BUDGET_BANDS,
    COLLABORATIONS,
    IMPACT_LEVELS,
    JURISDICTIONS,
    LANGUAGE_STATES,
    LICENCES,
    ORDERS,
    PRIVACY_STATES,
    PROJECT_STATES,
    STATUSES,
    VERIFICATIONS,
    codes,
)

__all__ = ["Record", "RecordQuerySet"]

PUBLIC = ("listed", "published", "retired")


class RecordQuerySet(models.QuerySet):
    """Records, and which of them may be read by whom."""

    def public(self) -> "RecordQuerySet":
        """Keep what anybody may read: the only way public pages find records."""
        return self.filter(status__in=PUBLIC)

    def current(self) -> "RecordQuerySet":
        """Keep what is public and not retired: lists, maps and searches show these."""
        return self.filter(status__in=("listed", "published"))

    def published(self) -> "RecordQuerySet":
        """Keep what is reviewed in both languages and confirmed: editions hold these."""
        return self.filter(live=True)


class Record(GuideText):
    """A project of a public organisation, in both languages.

    A draft is private. A listed record is public and unverified; a published one is complete,
    reviewed in both languages and confirmed; a retired one keeps its address.
    """

    status = Code(_("publication"), STATUSES, default="draft", editable=False, db_index=True)
    title_fr_is_working = models.BooleanField(_("the French title is a working one"), default=False)
    summary_en = Prose(_("plain summary"), "en", help_text=_("60 to 120 words."))
    summary_fr = Prose(_("plain summary"), "fr", help_text=_("60 to 120 words."))

    # Who
    lead = models.ForeignKey(
        Organisation,
        verbose_name=_("lead organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="records_led",
    )
    order_of_government = Code(_("order of government"), ORDERS)
    jurisdiction = Code(_("jurisdiction"), JURISDICTIONS)
    municipality = Line(_("municipality"))
    municipality_code = Line(_("municipality, SGC code"), max_length=7)
    collaboration = Code(_("depth of collaboration"), COLLABORATIONS)

    # What
    problem_en = Prose(_("problem"), "en")
    problem_fr = Prose(_("problem"), "fr")
    approach_en = Prose(_("approach"), "en")
    approach_fr = Prose(_("approach"), "fr")
    analysis = Code(_("kind of analysis"), ANALYSES)
    methods_en = Prose(_("methods"), "en")
    methods_fr = Prose(_("methods"), "fr")
    tools = Line(_("tools"), help_text=_("Names of software, parted by commas."))
    code_link = Link(_("code"))

    # State
    project_state = Code(_("state of the project"), PROJECT_STATES)
    start = PartialDate(_("start"), help_text=_("A year, a month or a day."))
    end = PartialDate(_("end"), help_text=_("A year, a month or a day."))
    why_ended_en = Prose(_("why it ended"), "en")
    why_ended_fr = Prose(_("why it ended"), "fr")

    # Money and effort
    budget_band = Code(_("budget"), BUDGET_BANDS)
    cost_cad = models.DecimalField(
        _("cost, in dollars"), max_digits=15, decimal_places=2, null=True, blank=True
    )
    staff_months = models.DecimalField(
        _("effort, in months of staff"), max_digits=8, decimal_places=1, null=True, blank=True
    )
    funding_en = Line(_("source of funds"), "en")
    funding_fr = Line(_("source of funds"), "fr")

    # Claims: see record_parts.py
    has_no_result_yet = models.BooleanField(_("no result yet"), default=False)

    # Care
    privacy_assessment = Code(_("privacy assessment"), PRIVACY_STATES)
    privacy_link = Link(_("privacy assessment, address"))
    impact_level = Code(_("algorithmic impact level"), IMPACT_LEVELS)
    impact_link = Link(_("algorithmic impact assessment, address"))
    fairness_en = Prose(_("fairness"), "en")
    fairness_fr = Prose(_("fairness"), "fr")
    indigenous_data_en = Prose(_("Indigenous data"), "en")
    indigenous_data_fr = Prose(_("Indigenous data"), "fr")
    limits_en = Prose(_("known limits"), "en")
    limits_fr = Prose(_("known limits"), "fr")

    # Reuse
    lessons_en = Prose(_("lessons"), "en")
    lessons_fr = Prose(_("lessons"), "fr")
    small_needs_en = Prose(_("what a small organisation needs"), "en")
    small_needs_fr = Prose(_("what a small organisation needs"), "fr")

    # Contact: a role, never a person's name
    contact_role_en = Line(_("contact, title of the role"), "en")
    contact_role_fr = Line(_("contact, title of the role"), "fr")
    contact_mailbox = models.EmailField(_("mailbox of the organisation"), blank=True, default="")
    contact_page = Link(_("page to reach the organisation"))
    consent_on = models.DateField(_("consent given on"), null=True, blank=True)
    confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)

    # Trust
    verification = Code(
        _("verification"), VERIFICATIONS, default="submitted", editable=False, db_index=True
    )
    review_due = models.DateField(_("review due on"), null=True, blank=True, db_index=True)
    first_public_at = models.DateTimeField(null=True, editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    # Rights
    licence = Code(_("licence"), LICENCES)
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_alt_en = Line(_("what the image shows"), "en")
    image_alt_fr = Line(_("what the image shows"), "fr")
    image_rights = Line(_("rights to the image"))

    objects = RecordQuerySet.as_manager()

    is_project = True
    pairs_to_publish = PAIRS
    kept_fields = ("identifier", "status", "verification", "first_public_at", "added_at")
    address = "records"

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ("identifier",)
        permissions = (("list_record", "Can list or retire a project"),)
        constraints = (
            reviewed_if_live(*(f"{pair}_{lang}" for pair in PAIRS for lang in ("en", "fr"))),
            models.CheckConstraint(
                name="guide_record_live_is_complete",
                condition=Q(live=False)
                | (
                    filled("licence", "analysis", "order_of_government", "jurisdiction")
                    & filled("project_state", "start")
                    & (filled("problem_en") | filled("problem_fr"))
                    & (filled("contact_mailbox") | filled("contact_page"))
                    & Q(consent_on__isnull=False, review_due__isnull=False, lead__isnull=False)
                    & Q(title_fr_is_working=False)
                    & ~Q(verification="unverified_seed")
                ),
                violation_error_message=_("A published project is complete and confirmed."),
            ),
            models.CheckConstraint(
                name="guide_record_live_is_published",
                condition=Q(live=True, status="published")
                | (Q(live=False) & ~Q(status="published")),
                violation_error_message=_("A listed project is not published, nor the reverse."),
            ),
            models.CheckConstraint(
                name="guide_record_public_since",
                condition=Q(status="draft") | Q(first_public_at__isnull=False),
                violation_error_message=_("A public project has a date since when it is."),
            ),
            models.CheckConstraint(
                name="guide_record_titled",
                condition=filled("title_en") | filled("title_fr"),
                violation_error_message=_("Give the title in at least one language."),
            ),
            models.CheckConstraint(
                name="guide_record_amounts",
                condition=(Q(cost_cad__isnull=True) | Q(cost_cad__gte=0))
                & (Q(staff_months__isnull=True) | Q(staff_months__gte=0)),
                violation_error_message=_("Costs and months of staff are 0 or more."),
            ),
            one_of("status", codes(STATUSES)),
            one_of("verification", codes(VERIFICATIONS)),
            one_of("state_en", codes(LANGUAGE_STATES)),
            one_of("state_fr", codes(LANGUAGE_STATES)),
            one_of("order_of_government", ("", *codes(ORDERS))),
            one_of("jurisdiction", ("", *codes(JURISDICTIONS))),
            one_of("project_state", ("", *codes(PROJECT_STATES))),
            one_of("analysis", ("", *codes(ANALYSES))),
        )

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it."""
        return self.status in PUBLIC

    def clean(self) -> None:
        """Check what the database cannot: the order of dates, an address that stays."""
        super().clean()
        try:
            inverted = (
                self.start
                and self.end
                and first_day(self.end) < first_day(self.start[: len(self.end)])
            )
        except ValueError:
            inverted = False  # the field says so already
        if inverted:
            raise ValidationError({"end": _("The end comes before the start.")})
        if not self.identifier:
            self.identifier = self._free_identifier()

    def _free_identifier(self) -> str:
        stem = slugify(self.title_en or self.title_fr)[:70].strip("-") or "project"
        taken = set(
            UsedIdentifier.objects.filter(identifier__startswith=stem).values_list(
                "identifier", flat=True
            )
        )
        if stem not in taken:
            return stem
        return next(each for n in range(2, len(taken) + 3) if (each := f"{stem}-{n}") not in taken)

    def save(self, *arguments: Any, **options: Any) -> None:
        """Save, and keep the identifier from being used again, even after a deletion."""
        self.identifier = self.identifier or self._free_identifier()
        if self.live:
            self.status = "published"
            self.first_public_at = self.first_public_at or timezone.now()
        elif self.status == "published":
            self.status = "retired"
        with transaction.atomic():
            super().save(*arguments, **options)
            UsedIdentifier.claim(self.identifier, self)

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Give what the page of the project shows, as the draft has it."""
        from balise.site.guide.record_page import described

        return super().get_preview_context(request, mode_name) | described(self, request)

    def publish(self, revision: Any, *arguments: Any, **options: Any) -> Any:
        """Publish a revision if it was approved and lacks nothing; the public history notes it."""
        reject_around(self)
        was_live = self.live
        published = super().publish(revision, *arguments, **options)
        self.refresh_from_db(fields=["live", "status", "first_public_at"])
        if self.live:
            self.note_change("changed" if was_live else "published", options.get("user"))
        return published

    def unpublish(self, *arguments: Any, **options: Any) -> Any:
        """Retire: what was published keeps its address."""
        was_live = self.live
        result = super().unpublish(*arguments, **options)
        if was_live and not self.live:
            self.note_change("retired", options.get("user"))
        return result

    def note_change(self, kind: str, user: Any = None, **why: str) -> Change:
        """Add a line to the public history of the record."""
        del user  # the public history names nobody; the log of the secretariat does
        return Change.objects.create(record=self, kind=kind, revision=self.latest_revision, **why)
