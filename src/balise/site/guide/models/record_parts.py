"""Parts of a record that come in rows: themes, partners, claims, sources, places."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from balise.site.guide.fields import Code, Line, Link, PartialDate, Prose
from balise.site.guide.models.organisations import Organisation
from balise.site.guide.models.records import Record
from balise.site.guide.models.texts import filled, one_of
from balise.site.guide.terms import (
    BOUNDS,
    CLAIM_KINDS,
    CLAIMANTS,
    CLIENT_GROUPS,
    DIRECTIONS,
    EVIDENCE_METHODS,
    LANGUAGES,
    LICENCES,
    PERSONAL,
    POPULATIONS,
    RESULT_KINDS,
    SOURCE_KINDS,
    THEMES,
    codes,
)
from balise.site.languages import language

__all__ = [
    "Adaptation",
    "Asset",
    "Claim",
    "ClientGroup",
    "DataUsed",
    "Partner",
    "Place",
    "Population",
    "Source",
    "Theme",
    "results",
    "unstated_periods",
]

_UNSTATED_PERIODS = ContextVar("unstated_periods", default=False)


@contextmanager
def unstated_periods() -> Iterator[None]:
    """Let numbers whose source states no period be saved; only an import may."""
    token = _UNSTATED_PERIODS.set(True)
    try:
        yield
    finally:
        _UNSTATED_PERIODS.reset(token)


def _once(model: str, *fields: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=("record", *fields),
        name=f"guide_{model}_once",
        violation_error_message=_("This is there already."),
    )


class Theme(Orderable):
    """A field of work."""

    record = ParentalKey(Record, on_delete=models.CASCADE, related_name="themes")
    code = Code(_("theme"), THEMES, blank=False)

    class Meta(Orderable.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = (_once("theme", "code"), one_of("code", codes(THEMES)))

    def __str__(self) -> str:
        return str(self.get_code_display())


class ClientGroup(Orderable):
    """Whom the service is for."""

    record = ParentalKey(Record, on_delete=models.CASCADE, related_name="client_groups")
    code = Code(_("client group"), CLIENT_GROUPS, blank=False)

    class Meta(Orderable.Meta):
        verbose_name = _("client group")
        verbose_name_plural = _("client groups")
        constraints = (_once("clientgroup", "code"), one_of("code", codes(CLIENT_GROUPS)))

    def __str__(self) -> str:
        return str(self.get_code_display())


class Population(Orderable):
    """People whom the project served."""

    record = ParentalKey(Record, on_delete=models.CASCADE, related_name="populations")
    code = Code(_("population"), POPULATIONS, blank=False)

    class Meta(Orderable.Meta):
        verbose_name = _("population served")
        verbose_name_plural = _("populations served")
        constraints = (_once("population", "code"), one_of("code", codes(POPULATIONS)))

    def __str__(self) -> str:
        return str(self.get_code_display())


class Partner(Orderable):
    """Who took part, and in what role."""

    record = ParentalKey(Record, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="partnerships",
    )
    name = Line(_("name, if not in the list of organisations"))
    role_en = Line(_("role"), "en")
    role_fr = Line(_("role"), "fr")

    class Meta(Orderable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = (
            models.CheckConstraint(
                name="guide_partner_named",
                condition=Q(organisation__isnull=False) | filled("name"),
                violation_error_message=_("Choose an organisation, or write a name."),
            ),
        )

    def __str__(self) -> str:
        return self.organisation.name if self.organisation else self.name


class DataUsed(Orderable):
    """Data that the project used."""

    record = ParentalKey(Record, on_delete=models.CASCADE, related_name="data_used")
    name_en = Line(_("name"), "en", max_length=1000)
    name_fr = Line(_("name"), "fr", max_length=1000)
    holder = Line(_("holder"))
    personal = Code(_("personal or not"), PERSONAL)
    licence = Code(_("licence"), LICENCES)
    link = Link(_("address"))

    class Meta(Orderable.Meta):
        verbose_name = _("data used")
        verbose_name_plural = _("data used")
        constraints = (
            models.CheckConstraint(
                name="guide_dataused_named",
                condition=filled("name_en") | filled("name_fr"),
                violation_error_message=_("Give the name in at least one language."),
            ),
        )

    def __str__(self) -> str:
        return self.name_en or self.name_fr


class Claim(Orderable):
    """Something said of a project: what kind, how much, by whom, how it is known.

    A number has a unit, a source and a period. Where the source states no period, only an
    import may keep the number, and the record cannot be published with it. No value means:
    not measured.
    """

    record = ParentalKey(Record, on_delete=models.CASCADE, related_name="claims")
    kind = Code(_("kind"), CLAIM_KINDS, blank=False)
    measure_en = Line(_("measure"), "en", max_length=500)
    measure_fr = Line(_("measure"), "fr", max_length=500)
    value = models.DecimalField(
        _("value"),
        max_digits=20,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("Empty: not measured."),
    )
    bound = Code(_("how exact"), BOUNDS, default="exact")
    unit_en = Line(_("unit"), "en")
    unit_fr = Line(_("unit"), "fr")
    baseline_en = Line(_("compared with"), "en")
    baseline_fr = Line(_("compared with"), "fr")
    period_start = PartialDate(_("period, from"))
    period_end = PartialDate(_("period, to"))
    period_stated = models.BooleanField(default=True, editable=False)
    method = Code(_("how it is known"), EVIDENCE_METHODS)
    claimed_by = Code(_("who says so"), CLAIMANTS)
    note_en = Prose(_("note"), "en")
    note_fr = Prose(_("note"), "fr")
    source_key = Line(_("source"), max_length=40, help_text=_("Key of a source below."))

    class Meta(Orderable.Meta):
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = (
            models.CheckConstraint(
                name="guide_claim_number_has_unit_period_source",
                condition=Q(value__isnull=True)
                | (
                    (filled("unit_en") | filled("unit_fr"))
                    & filled("source_key")
                    & (filled("period_start") | filled("period_end") | Q(period_stated=False))
                ),
                violation_error_message=_("A number needs a unit, a period and a source."),
            ),
            models.CheckConstraint(
                name="guide_claim_measured",
                condition=filled("measure_en") | filled("measure_fr"),
                violation_error_message=_("Say what is claimed, in at least one language."),
            ),
            one_of("kind", codes(CLAIM_KINDS)),
            one_of("bound", codes(BOUNDS)),
            one_of("method", ("", *codes(EVIDENCE_METHODS))),
        )

    def __str__(self) -> str:
        own, other = self.measure_en, self.measure_fr
        return (other or own) if language() == "fr" else (own or other)

    @property
    def is_result(self) -> bool:
        """Whether it tells what happened: never what was expected or aimed at."""
        return self.kind in RESULT_KINDS

    def clean(self) -> None:
        """Refuse a number without unit, source or period, unless an import brought it so."""
        super().clean()
        self._settle_period()
        # A form does not show whether a period is stated, and so skips the constraint.
        has_unit = self.unit_en or self.unit_fr
        has_period = self.period_start or self.period_end or not self.period_stated
        if self.value is not None and not (has_unit and self.source_key and has_period):
            raise ValidationError(_("A number needs a unit, a period and a source."))

    def save(self, *arguments: Any, **options: Any) -> None:
        """Save; the state "period not stated" is an import's alone."""
        self._settle_period()
        super().save(*arguments, **options)

    def _settle_period(self) -> None:
        if self.period_start or self.period_end or self.value is None:
            self.period_stated = True
        elif not self.period_stated and not (_UNSTATED_PERIODS.get() or self._came_unstated()):
            raise ValidationError({"period_start": _("A number needs a period.")})

    def _came_unstated(self) -> bool:
        kept = Claim.objects.filter(pk=self.pk, period_stated=False, value=self.value)
        return self.pk is not None and kept.exists()


def results(record: Record) -> list[Claim]:
    """Give what came of a project, in order: the only list pages may call results."""
    return [each for each in record.claims.all() if each.is_result]


class Source(Orderable):
    """Where something is known from."""

    record = ParentalKey(Record, on_delete=models.CASCADE, related_name="sources")
    key = Line(_("key"), max_length=40, blank=False, help_text=_("Short, such as s1."))
    title_en = Line(_("title"), "en", max_length=500)
    title_fr = Line(_("title"), "fr", max_length=500)
    publisher = Line(_("publisher"), blank=False)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    language = Code(_("language"), LANGUAGES)
    link = Link(_("address"))
    kind = Code(_("kind"), SOURCE_KINDS)
    accessed = models.DateField(_("accessed on"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = (
            _once("source", "key"),
            models.CheckConstraint(
                name="guide_source_named", condition=filled("key") & filled("publisher")
            ),
            one_of("kind", ("", *codes(SOURCE_KINDS))),
        )

    def __str__(self) -> str:
        return f"{self.key}, {self.publisher}"


class Asset(Orderable):
    """Something others may take and use again."""

    record = ParentalKey(Record, on_delete=models.CASCADE, related_name="assets")
    name_en = Line(_("name"), "en")
    name_fr = Line(_("name"), "fr")
    link = Link(_("address"), blank=False)
    licence = Code(_("licence"), LICENCES)

    class Meta(Orderable.Meta):
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        constraints = (
            models.CheckConstraint(
                name="guide_asset_named",
                condition=(filled("name_en") | filled("name_fr")) & filled("link"),
                violation_error_message=_("Give a name in at least one language, and an address."),
            ),
        )

    def __str__(self) -> str:
        return self.name_en or self.name_fr


class Place(Orderable):
    """An area of a published index where the project was tried."""

    record = ParentalKey(Record, on_delete=models.CASCADE, related_name="places")
    dguid = Line(
        _("identifier of the area (DGUID)"),
        max_length=21,
        blank=False,
        db_index=True,
        validators=[RegexValidator(r"\A\d{4}[AS]\d{4}\w{1,12}\Z", _("This is not a DGUID."))],
    )
    name = Line(_("name"))

    class Meta(Orderable.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = (_once("place", "dguid"),)

    def __str__(self) -> str:
        return self.name or self.dguid


class Adaptation(Orderable):
    """What was borrowed from whom, or lent to whom."""

    record = ParentalKey(Record, on_delete=models.CASCADE, related_name="adaptations")
    direction = Code(_("direction"), DIRECTIONS, default="from")
    other = models.ForeignKey(
        Record,
        verbose_name=_("other project"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="adapted_in",
    )
    name = Line(_("name, if not in the Guide"))
    note_en = Prose(_("what was adapted"), "en")
    note_fr = Prose(_("what was adapted"), "fr")

    class Meta(Orderable.Meta):
        verbose_name = _("adaptation")
        verbose_name_plural = _("adaptations")
        constraints = (
            models.CheckConstraint(
                name="guide_adaptation_named",
                condition=Q(other__isnull=False) | filled("name"),
                violation_error_message=_("Choose a project, or write a name."),
            ),
            one_of("direction", codes(DIRECTIONS)),
        )

    def __str__(self) -> str:
        return str(self.other) if self.other else self.name
