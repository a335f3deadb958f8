"""Organisations: who leads projects, takes part in them, employs experts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balise.site.guide.fields import SLUG, Code, Line, Link
from balise.site.guide.models.texts import filled, one_of
from balise.site.guide.terms import JURISDICTIONS, ORDERS, SIZES, codes
from balise.site.languages import language

__all__ = ["Organisation"]


class Organisation(models.Model):
    """A public or private body with its names in both languages."""

    identifier = models.SlugField(_("identifier"), max_length=80, unique=True, validators=[SLUG])
    name_en = Line(_("name"), "en")
    name_fr = Line(_("name"), "fr")
    order_of_government = Code(_("order of government"), ORDERS)
    jurisdiction = Code(_("jurisdiction"), JURISDICTIONS)
    municipality = Line(_("municipality"))
    municipality_code = Line(_("municipality, SGC code"), max_length=7)
    size = Code(_("size"), SIZES)
    page_en = Link(_("page"), "en")
    page_fr = Link(_("page"), "fr")
    mailbox = models.EmailField(_("mailbox of the organisation"), blank=True, default="")

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name_en", "name_fr")
        constraints = (
            models.CheckConstraint(
                name="guide_organisation_named",
                condition=filled("name_en") | filled("name_fr"),
                violation_error_message=_("Give the name in at least one language."),
            ),
            models.UniqueConstraint(
                "name_en",
                name="guide_organisation_name_en_once",
                condition=~Q(name_en=""),
                violation_error_message=_("An organisation of this name is there already."),
            ),
            one_of("order_of_government", ("", *codes(ORDERS))),
            one_of("jurisdiction", ("", *codes(JURISDICTIONS))),
            one_of("size", ("", *codes(SIZES))),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language spoken, else in the other."""
        return self.name_in(language())

    def name_in(self, lang: str) -> str:
        """Give the name in a language, else in the other."""
        own, other = (self.name_fr, self.name_en) if lang == "fr" else (self.name_en, self.name_fr)
        return own or other
