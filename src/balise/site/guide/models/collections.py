"""Collections: records that are read together, in an order, each with the reason."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from balise.site.guide.fields import Prose
from balise.site.guide.models.records import Record
from balise.site.guide.models.texts import GuideText, reviewed_if_live

__all__ = ["Collection", "CollectionItem"]


class Collection(GuideText):
    """Records that are read together."""

    summary_en = Prose(_("what they have in common"), "en")
    summary_fr = Prose(_("what they have in common"), "fr")

    pairs_to_publish = ("title", "summary")
    address = "collections"

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ("title_en", "identifier")
        constraints = (reviewed_if_live("title_en", "title_fr", "summary_en", "summary_fr"),)


class CollectionItem(Orderable):
    """A record of a collection, with the reason."""

    collection = ParentalKey(Collection, on_delete=models.CASCADE, related_name="items")
    record = models.ForeignKey(
        Record, verbose_name=_("project"), on_delete=models.PROTECT, related_name="collections"
    )
    reason_en = Prose(_("why it is here"), "en")
    reason_fr = Prose(_("why it is here"), "fr")

    class Meta(Orderable.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = (
            models.UniqueConstraint(
                fields=("collection", "record"), name="guide_collectionitem_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.record)
