"""Plays: what to do, when, in which steps, with which tools, and who did it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.models import Orderable

from balise.site.guide.fields import Blocks, Code, Prose
from balise.site.guide.models.records import Record
from balise.site.guide.models.texts import GuideText, reviewed_if_live
from balise.site.guide.terms import THEMES

__all__ = ["Play", "PlayExample", "StepBlocks"]


class StepBlock(blocks.StructBlock):
    """A step: what to do, and how where that needs saying, in plain text."""

    title = blocks.CharBlock(label=_("step"), max_length=200)
    text = blocks.TextBlock(label=_("how"), required=False, max_length=5000)


class ToolBlock(blocks.StructBlock):
    """A tool, with its address."""

    name = blocks.CharBlock(label=_("tool"), max_length=200)
    link = blocks.URLBlock(label=_("address"), required=False)
    text = blocks.TextBlock(label=_("what it is for"), required=False, max_length=2000)


class StepBlocks(blocks.StreamBlock):
    """Typed blocks of plain text: neither HTML nor Markdown means anything in them."""

    step = StepBlock(label=_("step"))
    tool = ToolBlock(label=_("tool"))
    note = blocks.TextBlock(label=_("note"), max_length=2000)


class Play(GuideText):
    """A practice that others can follow."""

    theme = Code(_("theme"), THEMES)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    summary_en = Prose(_("what it is"), "en")
    summary_fr = Prose(_("what it is"), "fr")
    when_en = Prose(_("when to use it"), "en")
    when_fr = Prose(_("when to use it"), "fr")
    body_en = Blocks(StepBlocks(), _("steps and tools"), "en")
    body_fr = Blocks(StepBlocks(), _("steps and tools"), "fr")

    pairs_to_publish = ("title", "summary", "when", "body")
    address = "plays"

    class Meta:
        verbose_name = _("play")
        verbose_name_plural = _("plays")
        ordering = ("position", "identifier")
        constraints = (
            reviewed_if_live(
                *("title_en", "title_fr", "summary_en", "summary_fr", "when_en", "when_fr")
            ),
        )


class PlayExample(Orderable):
    """A project that did what the play says."""

    play = ParentalKey(Play, on_delete=models.CASCADE, related_name="examples")
    record = models.ForeignKey(
        Record, verbose_name=_("project"), on_delete=models.PROTECT, related_name="plays"
    )
    note_en = Prose(_("what to look at"), "en")
    note_fr = Prose(_("what to look at"), "fr")

    class Meta(Orderable.Meta):
        verbose_name = _("example")
        verbose_name_plural = _("examples")
        constraints = (
            models.UniqueConstraint(fields=("play", "record"), name="guide_playexample_once"),
        )

    def __str__(self) -> str:
        return str(self.record)
