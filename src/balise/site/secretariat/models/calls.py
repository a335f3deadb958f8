"""Calls for projects: what is asked for, by when, and by what it is judged."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balise.site.guide.fields import SLUG, Line, Prose
from balise.site.guide.models.texts import filled
from balise.site.languages import language
from balise.vocabulary import Term

__all__ = ["CALL_STATES", "Call"]

CALL_STATES = (
    Term("draft", "draft", "ébauche"),
    Term("coming", "opens soon", "ouvre bientôt"),
    Term("open", "open", "ouvert"),
    Term("closed", "closed", "fermé"),
)
_PAIRS = ("title", "summary", "criteria")


_EAST, _WEST = ZoneInfo("America/St_Johns"), ZoneInfo("America/Vancouver")


def _days(moment: datetime) -> tuple[date, date]:
    """Give the day it is where days begin first in Canada, and where they end last."""
    return moment.astimezone(_EAST).date(), moment.astimezone(_WEST).date()


class CallQuerySet(models.QuerySet):
    """Calls, and which of them anybody may read."""

    def public(self) -> "CallQuerySet":
        """Keep what the secretariat published."""
        return self.filter(is_public=True)

    def open_at(self, moment: datetime) -> "CallQuerySet":
        """Keep the public calls that take submissions at a moment."""
        first, last = _days(moment)
        return self.public().filter(opens_on__lte=first, closes_on__gte=last)


class Call(models.Model):
    """A call for projects; private until the secretariat publishes it."""

    slug = models.SlugField(_("identifier"), max_length=80, unique=True, validators=[SLUG])
    title_en = Line(_("title"), "en")
    title_fr = Line(_("title"), "fr")
    summary_en = Prose(_("summary"), "en")
    summary_fr = Prose(_("summary"), "fr")
    criteria_en = Prose(_("criteria"), "en")
    criteria_fr = Prose(_("criteria"), "fr")
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(
        _("closes on"),
        help_text=_("The last day is included, everywhere in Canada: it ends in Pacific time."),
    )
    is_public = models.BooleanField(
        _("published"), default=False, help_text=_("Anybody may read it, in both languages.")
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call for projects")
        verbose_name_plural = _("calls for projects")
        ordering = ("-opens_on", "slug")
        constraints = (
            models.CheckConstraint(
                name="secretariat_call_titled",
                condition=filled("title_en") | filled("title_fr"),
                violation_error_message=_("Give the title in at least one language."),
            ),
            models.CheckConstraint(
                name="secretariat_call_ends_after_it_begins",
                condition=Q(closes_on__gte=F("opens_on")),
                violation_error_message=_("A call closes on the day it opens, or later."),
            ),
            models.CheckConstraint(
                name="secretariat_call_public_in_both_languages",
                condition=Q(is_public=False)
                | filled(*(f"{pair}_{lang}" for pair in _PAIRS for lang in ("en", "fr"))),
                violation_error_message=_(
                    "A published call has its title, its summary and its criteria in both "
                    "languages."
                ),
            ),
        )

    def __str__(self) -> str:
        own, other = (
            (self.title_fr, self.title_en) if language() == "fr" else (self.title_en, self.title_fr)
        )
        return own or other

    def clean(self) -> None:
        """Name each text that a published call lacks, beside its field.

        Raises
        ------
        ValidationError
            By field.
        """
        super().clean()
        names = [f"{pair}_{lang}" for pair in _PAIRS for lang in ("en", "fr")]
        lacking = [each for each in names if self.is_public and not getattr(self, each).strip()]
        words = _("Write it too: a published call is in both languages.")
        if lacking:
            raise ValidationError(dict.fromkeys(lacking, words))

    @property
    def state(self) -> str:
        """``draft``, ``coming``, ``open`` or ``closed``, as of now."""
        return self.state_at(timezone.now())

    def state_at(self, moment: datetime) -> str:
        """Tell what the call is at a moment.

        It opens when its first day begins in Newfoundland, and closes when its last day has
        ended on the Pacific coast: each day is whole wherever in Canada one writes.
        """
        if not self.is_public:
            return "draft"
        first, last = _days(moment)
        if first < self.opens_on:
            return "coming"
        return "open" if last <= self.closes_on else "closed"

    def get_absolute_url(self, lang: str = "") -> str:
        """Give its address, in the language spoken unless one is named."""
        return f"/{lang or language()}/guide/call/{self.slug}/"
