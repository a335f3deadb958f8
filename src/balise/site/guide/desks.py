"""The screens of the secretariat: who is refused is told why, and loses no text."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.actions.edit import EditAction
from wagtail.admin import messages
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from balise.site.guide import panels
from balise.site.guide.models import (
    Collection,
    Expert,
    Organisation,
    OrganisationMaturity,
    Play,
    Record,
    Resource,
)
from balise.site.guide.publishing import PublishingError, list_publicly, retire

__all__ = ["GuideDesk", "tell_missing"]


def tell_missing(request: HttpRequest, error: PublishingError) -> None:
    """Show all that a text lacks, in the language of the account."""
    messages.error(request, str(error))


class _Guarded:
    """Publishing that is refused keeps the draft, and says what is missing."""

    request: HttpRequest
    object: Any

    def publish_action(self) -> HttpResponse | None:
        """Publish, or return to the draft with the reasons."""
        try:
            answer: HttpResponse | None = super().publish_action()  # type: ignore[misc]
        except PublishingError as error:
            tell_missing(self.request, error)
            return redirect(self.get_edit_url())  # type: ignore[attr-defined]
        return answer


class GuardedCreate(_Guarded, CreateView):
    """The first draft of a text."""


class GuardedEdit(_Guarded, EditView):
    """A text under work: nobody saves over what somebody else saved meanwhile."""

    # A draft that somebody reads is never written over in place.
    overwrite_revision = None

    def post(self, *arguments: Any, **named: Any) -> HttpResponse:
        """Save, while nobody else saves the same text."""
        with transaction.atomic():
            self.model.objects.select_for_update().filter(pk=self.object.pk).first()
            latest = self.model.objects.values_list("latest_revision", flat=True)
            self._is_overtaken = self._loaded() != (latest.get(pk=self.object.pk) or "")
            answer: HttpResponse = super().post(*arguments, **named)
        return answer

    def _loaded(self) -> int | str:
        """Give the number of the draft that was opened."""
        loaded = self.request.POST.get("loaded_revision_id", "")
        return int(loaded) if loaded.isdecimal() else ""

    def is_valid(self, form: Any) -> bool:
        """Refuse what would hide another text; what was typed stays in the form."""
        if self._is_overtaken or self.is_out_of_date:
            self.produced_error_code = "invalid_revision"
            self.produced_error_message = _(
                "Somebody saved this text since you opened it. Yours is not saved yet: it is "
                "still here, below. Look at theirs in the history, bring both together here, "
                "then save again."
            )
            return False
        return bool(super().is_valid(form))


class EditBeside(EditAction):
    """Keeps an edit beside what the public reads, until it is published or listed again."""

    instance: Any

    def _save_instance(self) -> None:
        if self.form and self.instance.is_public:
            self.instance = self.form.save(commit=False)
        else:
            super()._save_instance()


class RecordEdit(GuardedEdit):
    """A record under work: it may be listed without being verified, or retired.

    It is published by the last step of its path, never from here.
    """

    action_class = EditBeside

    def get_available_actions(self) -> list[str]:
        """Add what only a record knows."""
        actions = [each for each in super().get_available_actions() if each != "publish"]
        if self.request.user.has_perm("guide.list_record"):
            actions += ["list", "retire"]
        return actions

    def list_action(self) -> HttpResponse:
        """Show the record in public, as not verified."""
        return self._done(list_publicly, _("The project is listed, as not verified."))

    def retire_action(self) -> HttpResponse:
        """Take the record out of lists; its address stays."""
        return self._done(retire, _("The project is retired; its address stays."))

    def _done(self, action: Any, sentence: str) -> HttpResponse:
        record = Record.objects.get(pk=self.object.pk)
        try:
            action(record, self.request.user)
        except PublishingError as error:
            tell_missing(self.request, error)
        else:
            messages.success(self.request, sentence)
        return redirect(self.get_edit_url())


class _Desk(SnippetViewSet):
    add_to_admin_menu = False
    copy_view_enabled = False
    list_per_page = 50


class _TextDesk(_Desk):
    add_view_class = GuardedCreate
    edit_view_class = GuardedEdit
    search_fields = ["identifier", "title_en", "title_fr"]  # noqa: RUF012
    search_backend_name = None


class RecordDesk(_TextDesk):
    """Projects."""

    model = Record
    icon = "doc-full"
    menu_label = gettext_lazy("Projects")
    edit_handler = panels.RECORD
    edit_view_class = RecordEdit
    list_display = ["__str__", "status", "state_en", "state_fr", "review_due"]  # noqa: RUF012
    list_filter = ["status", "verification", "jurisdiction", "state_fr"]  # noqa: RUF012


class PlayDesk(_TextDesk):
    """Practices."""

    model = Play
    icon = "list-ol"
    menu_label = gettext_lazy("Practices")
    edit_handler = panels.PLAY


class ExpertDesk(_TextDesk):
    """Experts and networks."""

    model = Expert
    icon = "group"
    menu_label = gettext_lazy("Experts")
    edit_handler = panels.EXPERT


class ResourceDesk(_TextDesk):
    """Resources."""

    model = Resource
    icon = "link"
    menu_label = gettext_lazy("Resources")
    edit_handler = panels.RESOURCE


class CollectionDesk(_TextDesk):
    """Collections."""

    model = Collection
    icon = "folder-open-1"
    menu_label = gettext_lazy("Collections")
    edit_handler = panels.COLLECTION


class OrganisationDesk(_Desk):
    """Organisations."""

    model = Organisation
    icon = "home"
    menu_label = gettext_lazy("Organisations")
    edit_handler = panels.ORGANISATION
    search_fields = ["identifier", "name_en", "name_fr"]  # noqa: RUF012
    search_backend_name = None


class MaturityDesk(_Desk):
    """Where organisations that asked to be listed stand."""

    model = OrganisationMaturity
    icon = "order"
    menu_label = gettext_lazy("Maturity")
    edit_handler = panels.MATURITY


class GuideDesk(SnippetViewSetGroup):
    """The Guide in the menu of the secretariat."""

    items = (
        *(RecordDesk, PlayDesk, ExpertDesk, ResourceDesk, CollectionDesk),
        *(OrganisationDesk, MaturityDesk),
    )
    menu_label = gettext_lazy("DDI Guide")
    menu_icon = "doc-full-inverse"
    menu_order = 100
