"""Tables that decide, their members, their annexes."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from balise.site.guide.fields import Code, Line, Prose
from balise.site.guide.models import Organisation
from balise.site.guide.models.texts import filled, one_of
from balise.site.guide.terms import JURISDICTIONS, ORDERS, codes
from balise.site.languages import language
from balise.site.secretariat.governance_terms import RULES, SEATS, TABLES

__all__ = ["Annex", "Member", "Sourced", "Table", "in_either"]


def in_either(item: Any, pair: str) -> str:
    """Give a text of a pair in the language spoken, else in the other."""
    own, other = (f"{pair}_fr", f"{pair}_en")
    if language() != "fr":
        own, other = other, own
    return str(getattr(item, own) or getattr(item, other))


class Sourced(models.Model):
    """Something that says where it is known from."""

    source_en = Line(_("known from"), "en")
    source_fr = Line(_("known from"), "fr")

    class Meta:
        abstract = True


class Table(Sourced, ClusterableModel):
    """A body that answers questions: the working group and the three above it."""

    code = Code(_("table"), TABLES, blank=False, unique=True)
    position = models.PositiveSmallIntegerField(_("place on the way up"), default=0)
    name_en = Line(_("name"), "en")
    name_fr = Line(_("name"), "fr")
    mandate_en = Prose(_("mandate"), "en")
    mandate_fr = Prose(_("mandate"), "fr")
    rules_en = Prose(_("how it works"), "en", help_text=_("One rule to a line."))
    rules_fr = Prose(_("how it works"), "fr", help_text=_("One rule to a line."))
    quorum_number = models.PositiveSmallIntegerField(
        _("quorum, as a number of members"), null=True, blank=True
    )
    quorum_share = models.DecimalField(
        _("quorum, as a share of the members"),
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("Between 0 and 1: 0.5 is half of the members."),
    )
    rule = Code(_("what an approval needs"), RULES, blank=False, default="majority")

    class Meta:
        verbose_name = _("table")
        verbose_name_plural = _("tables")
        ordering = ("position", "code")
        constraints = (
            one_of("code", codes(TABLES)),
            one_of("rule", codes(RULES)),
            models.CheckConstraint(
                name="secretariat_table_named",
                condition=filled("name_en") | filled("name_fr"),
                violation_error_message=_("Give the name in at least one language."),
            ),
            models.CheckConstraint(
                name="secretariat_table_one_quorum",
                condition=Q(quorum_number__isnull=True) | Q(quorum_share__isnull=True),
                violation_error_message=_("Give the quorum as a number or as a share, not both."),
            ),
            models.CheckConstraint(
                name="secretariat_table_quorum_can_be_met",
                condition=(Q(quorum_number__isnull=True) | Q(quorum_number__gte=1))
                & (Q(quorum_share__isnull=True) | Q(quorum_share__gt=0, quorum_share__lte=1)),
                violation_error_message=_("A quorum is 1 member or more, or a share of 0 to 1."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language spoken, else in the other."""
        return in_either(self, "name")


class Annex(models.Model):
    """A text that belongs to a mandate; an empty one is still to be supplied."""

    table = ParentalKey(Table, on_delete=models.CASCADE, related_name="annexes")
    letter = models.CharField(_("letter"), max_length=2)
    title_en = Line(_("title"), "en")
    title_fr = Line(_("title"), "fr")
    text_en = Prose(_("text"), "en")
    text_fr = Prose(_("text"), "fr")

    class Meta:
        verbose_name = _("annex")
        verbose_name_plural = _("annexes")
        ordering = ("letter",)
        constraints = (
            models.UniqueConstraint(fields=("table", "letter"), name="secretariat_annex_once"),
        )

    def __str__(self) -> str:
        return f"{self.letter}. {in_either(self, 'title')}"


class MemberQuerySet(models.QuerySet):
    """Members, and who was one on a day."""

    def on(self, day: date) -> "MemberQuerySet":
        """Keep who was a member on a day; a date that is not stated excludes nobody."""
        begun = Q(since__isnull=True) | Q(since__lte=day)
        return self.filter(begun, Q(until__isnull=True) | Q(until__gte=day))


class Member(models.Model):
    """A seat at a table: an organisation or a jurisdiction, never a person."""

    table = models.ForeignKey(
        Table, verbose_name=_("table"), on_delete=models.PROTECT, related_name="members"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    name_en = Line(_("name, if it is not in the list"), "en")
    name_fr = Line(_("name, if it is not in the list"), "fr")
    order_of_government = Code(_("order of government"), ORDERS)
    jurisdiction = Code(_("jurisdiction"), JURISDICTIONS)
    seat = Code(_("seat"), SEATS, blank=False, default="member")
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ("table", "order_of_government", "name_en", "pk")
        constraints = (
            models.CheckConstraint(
                name="secretariat_member_named",
                condition=Q(organisation__isnull=False) | filled("name_en") | filled("name_fr"),
                violation_error_message=_("Choose an organisation, or write its name."),
            ),
            models.CheckConstraint(
                name="secretariat_member_dates",
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("The end comes before the start."),
            ),
            one_of("seat", codes(SEATS)),
            one_of("order_of_government", ("", *codes(ORDERS))),
            one_of("jurisdiction", ("", *codes(JURISDICTIONS))),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language spoken, else in the other."""
        return self.name_in(language())

    def name_in(self, lang: str) -> str:
        """Give the name written here, else that of the organisation, in a language."""
        own, other = (self.name_fr, self.name_en) if lang == "fr" else (self.name_en, self.name_fr)
        return own or other or (self.organisation.name_in(lang) if self.organisation else "")
