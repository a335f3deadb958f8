"""Resources: open data, software, training, guidance that anybody may use."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from balise.site.guide.fields import Code, Line, Link, Prose
from balise.site.guide.models.texts import GuideText, filled, one_of, reviewed_if_live
from balise.site.guide.terms import (
    JURISDICTIONS,
    LANGUAGES,
    LICENCES,
    RESOURCE_KINDS,
    THEMES,
    codes,
)

__all__ = ["Resource", "ResourceTheme"]


class Resource(GuideText):
    """Something to read, use or learn from."""

    kind = Code(_("kind"), RESOURCE_KINDS, blank=False)
    summary_en = Prose(_("what it is"), "en")
    summary_fr = Prose(_("what it is"), "fr")
    publisher_en = Line(_("publisher"), "en")
    publisher_fr = Line(_("publisher"), "fr")
    link_en = Link(_("address"), "en")
    link_fr = Link(_("address"), "fr")
    language = Code(_("language"), LANGUAGES)
    jurisdiction = Code(_("jurisdiction"), JURISDICTIONS)
    licence = Code(_("licence"), LICENCES)
    checked_on = models.DateField(_("last checked on"), null=True, blank=True)

    pairs_to_publish = ("title", "summary")
    address = "resources"

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ("title_en", "identifier")
        constraints = (
            reviewed_if_live("title_en", "title_fr", "summary_en", "summary_fr"),
            models.CheckConstraint(
                name="guide_resource_live_has_address",
                condition=models.Q(live=False) | filled("link_en") | filled("link_fr"),
                violation_error_message=_("Give its address in at least one language."),
            ),
            one_of("kind", codes(RESOURCE_KINDS)),
            one_of("jurisdiction", ("", *codes(JURISDICTIONS))),
        )


class ResourceTheme(Orderable):
    """A field that a resource is about."""

    resource = ParentalKey(Resource, on_delete=models.CASCADE, related_name="themes")
    code = Code(_("theme"), THEMES, blank=False)

    class Meta(Orderable.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = (
            models.UniqueConstraint(fields=("resource", "code"), name="guide_resourcetheme_once"),
            one_of("code", codes(THEMES)),
        )

    def __str__(self) -> str:
        return str(self.get_code_display())
