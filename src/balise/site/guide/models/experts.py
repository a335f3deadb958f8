"""Experts and networks: who knows what, and how to reach them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from balise.site.guide.fields import Code, Link, Prose
from balise.site.guide.models.organisations import Organisation
from balise.site.guide.models.texts import GuideText, filled, one_of, reviewed_if_live
from balise.site.guide.terms import JURISDICTIONS, LANGUAGES, THEMES, codes

__all__ = ["Expert", "ExpertField"]


class Expert(GuideText):
    """A role in an organisation, or a network, that answers questions; its title is the role."""

    is_network = models.BooleanField(_("this is a network"), default=False)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="experts",
    )
    about_en = Prose(_("field, in plain words"), "en")
    about_fr = Prose(_("field, in plain words"), "fr")
    languages = Code(_("languages spoken"), LANGUAGES)
    region = Code(_("region"), JURISDICTIONS)
    mailbox = models.EmailField(_("mailbox of the organisation"), blank=True, default="")
    page = Link(_("page"))
    confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)
    review_due = models.DateField(_("review due on"), null=True, blank=True, db_index=True)

    pairs_to_publish = ("title", "about")
    address = "experts"

    class Meta:
        verbose_name = _("expert or network")
        verbose_name_plural = _("experts and networks")
        ordering = ("title_en", "identifier")
        constraints = (
            reviewed_if_live("title_en", "title_fr", "about_en", "about_fr"),
            models.CheckConstraint(
                name="guide_expert_live_can_be_reached",
                condition=Q(live=False)
                | ((filled("mailbox") | filled("page")) & Q(confirmed_on__isnull=False)),
                violation_error_message=_("Say how to reach them, and when they confirmed it."),
            ),
            one_of("region", ("", *codes(JURISDICTIONS))),
        )


class ExpertField(Orderable):
    """A field that an expert knows."""

    expert = ParentalKey(Expert, on_delete=models.CASCADE, related_name="fields")
    code = Code(_("theme"), THEMES, blank=False)

    class Meta(Orderable.Meta):
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        constraints = (
            models.UniqueConstraint(fields=("expert", "code"), name="guide_expertfield_once"),
            one_of("code", codes(THEMES)),
        )

    def __str__(self) -> str:
        return str(self.get_code_display())
