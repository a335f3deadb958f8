"""What every text of the Guide shares: both languages, drafts, revisions, the guard."""

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
    WorkflowState,
)

from balise.site.guide.fields import SLUG, Code, Line
from balise.site.guide.publishing import missing_to_publish, reject_unready
from balise.site.guide.terms import LANGUAGE_STATES, REVIEWED_STATES
from balise.site.languages import language

__all__ = ["GuideText", "filled", "one_of", "reviewed_if_live"]


def filled(*fields: str) -> Q:
    """Ask that none of the fields is empty."""
    return Q(*(~Q(**{field: ""}) for field in fields))


def one_of(field: str, codes: tuple[str, ...]) -> models.CheckConstraint:
    """Hold a column to its codes, whoever writes it."""
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{field}_known",
        condition=Q(**{f"{field}__in": codes}),
        violation_error_message=_("This code is not known."),
    )


def reviewed_if_live(*fields: str) -> models.CheckConstraint:
    """Keep a published text in two reviewed languages, whoever writes it."""
    reviewed = Q(state_en__in=REVIEWED_STATES, state_fr__in=REVIEWED_STATES)
    return models.CheckConstraint(
        name="%(app_label)s_%(class)s_live_in_both_languages",
        condition=Q(live=False) | (reviewed & filled(*fields)),
        violation_error_message=_("A published text is complete and reviewed in both languages."),
    )


class GuideText(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """A text in two languages that is drafted, reviewed and published."""

    identifier = models.SlugField(
        _("identifier"),
        max_length=80,
        unique=True,
        blank=True,
        validators=[SLUG],
        help_text=_("Part of the address, for ever; made from the title if left empty."),
    )
    live = models.BooleanField(_("published"), default=False, editable=False)
    title_en = Line(_("title"), "en")
    title_fr = Line(_("title"), "fr")
    state_en = Code(_("state of the English text"), LANGUAGE_STATES, default="missing")
    state_fr = Code(_("state of the French text"), LANGUAGE_STATES, default="missing")

    _revisions = GenericRelation(
        Revision,
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="%(class)s",
        for_concrete_model=False,
    )
    workflow_states = GenericRelation(
        WorkflowState,
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="%(class)s",
        for_concrete_model=False,
    )

    is_project = False
    pairs_to_publish: tuple[str, ...] = ("title",)
    # Fields that belong to the text as a whole, not to one revision of it.
    kept_fields: tuple[str, ...] = ("identifier",)
    address = ""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def revisions(self) -> Any:
        """The revisions of this text."""
        return self._revisions

    @property
    def title(self) -> str:
        """The title in the language spoken, else in the other."""
        own, other = (
            (self.title_fr, self.title_en)
            if language() == "fr"
            else (
                self.title_en,
                self.title_fr,
            )
        )
        return own or other or self.identifier

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it."""
        return bool(self.live)

    def get_absolute_url(self, lang: str = "") -> str:
        """Give its address, in the language spoken unless one is named."""
        return f"/{lang or language()}/guide/{self.address}/{self.identifier}/"

    def clean(self) -> None:
        """Refuse another address once anybody may have kept this one."""
        super().clean()
        before = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
        if before is None or before.identifier == self.identifier:
            return
        if before.is_public or before.first_published_at:
            message = _("The address of a text that was public stays: keep “%(value)s”.")
            problem = ValidationError(message, params={"value": before.identifier})
            raise ValidationError({"identifier": problem})

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Read a revision, but keep what belongs to the text as a whole."""
        restored = super().with_content_json(content)
        for field in self.kept_fields:
            setattr(restored, field, getattr(self, field))
        return restored

    def publish(self, revision: Revision, *arguments: Any, **options: Any) -> Any:
        """Publish a revision, if nothing is missing.

        Raises
        ------
        PublishingError
            With all that is missing.
        """
        candidate = revision.as_object()
        reject_unready(candidate, missing_to_publish(candidate))
        return super().publish(revision, *arguments, **options)

    # A draft is read in either language, as it would be published.

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The languages a draft is looked at in."""
        return [("en", _("English")), ("fr", _("French"))]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:  # noqa: ARG002
        """Name the template of the public page."""
        return f"guide/{self._meta.model_name}.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Give what the public page shows."""
        return {"object": self, "request": request, "lang": mode_name, "is_preview": True}

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show a draft in one language."""
        lang = mode_name or "en"
        with translation.override(lang):
            page = TemplateResponse(
                request,
                self.get_preview_template(request, lang),
                self.get_preview_context(request, lang),
            )
            return page.render()
