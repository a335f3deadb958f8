"""Steps of the paths of approval: Wagtail's tasks, each with a code, a group and a role."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    AbstractGroupApprovalTask,
    DraftStateMixin,
    RevisionMixin,
    TaskState,
    WorkflowMixin,
)

from balise.site.guide.fields import Code
from balise.site.guide.models import Edition
from balise.site.guide.models.texts import one_of
from balise.site.guide.publishing import reject_around
from balise.site.guide.terms import codes
from balise.site.secretariat.governance_terms import TABLES
from balise.site.secretariat.models.meetings import Decision
from balise.vocabulary import Term

__all__ = ["ROLES", "STEPS", "EditionCase", "Step", "StepState", "TableStep"]

STEPS = (
    Term("completeness", "checked for completeness", "vérification de l’intégralité"),
    Term("working_group", "read by the working group", "examen par le groupe de travail"),
    Term("consulted", "organisation consulted", "consultation de l’organisation"),
    Term("translated", "translated and reviewed", "traduction et révision"),
    Term("publication", "publication", "publication"),
    Term("steering", "steering committee", "comité directeur"),
    Term("council", "council", "conseil"),
    Term("deputies", "deputy ministers’ table", "table des sous-ministres"),
)

ROLES = (
    Term("secretariat", "secretariat", "secrétariat"),
    Term("reviewers", "working group", "groupe de travail"),
    Term("translators", "translators", "équipe de traduction"),
    Term("steering", "steering committee", "comité directeur"),
    Term("council", "council", "conseil"),
    Term("deputies", "deputy ministers’ table", "table des sous-ministres"),
    Term("submitter", "person who submitted", "personne qui a soumis"),
    Term("administrator", "administrator", "administration du site"),
)


class StepState(TaskState):
    """What happened at a step: who is Wagtail's ``finished_by``; in which role, is here.

    Nobody goes around the checks of a step: they are made here, whichever screen asks.
    """

    role = Code(_("role"), ROLES)
    is_waived = models.BooleanField(_("done without an answer"), default=False)
    decision = models.ForeignKey(
        Decision,
        verbose_name=_("decision"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    settled = ""
    """What was done with the changes that an organisation asked for; kept in the comment."""

    class Meta:
        verbose_name = _("state of a step")
        verbose_name_plural = _("states of steps")

    def approve(self, user: Any = None, update: bool = True, comment: str = "") -> Any:
        """Approve the step, if it is the account's turn and nothing is missing."""
        from balise.site.secretariat.path_checks import before_approval

        before_approval(self, user, comment)
        return super().approve(user=user, update=update, comment=comment)

    def reject(self, user: Any = None, update: bool = True, comment: str = "") -> Any:
        """Send the text back, if it is the account's turn and it says what to change."""
        from balise.site.secretariat.path_checks import before_sending_back

        before_sending_back(self, user, comment)
        return super().reject(user=user, update=update, comment=comment)


class Step(AbstractGroupApprovalTask):
    """A step of a path; its group approves it on the screen of the secretariat."""

    code = Code(_("step"), STEPS, blank=False)

    task_state_class = StepState

    class Meta:
        verbose_name = _("step of a path")
        verbose_name_plural = _("steps of a path")
        constraints = (one_of("code", codes(STEPS)),)
        permissions = (
            ("read_drafts", "Can read drafts on their path"),
            ("translate_texts", "Can translate texts"),
            ("consult", "Can consult organisations"),
        )

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:  # noqa: ARG002
        """Open the editor to no more accounts than may change the text anyway."""
        return False

    def user_can_lock(self, obj: Any, user: Any) -> bool:  # noqa: ARG002
        """Let no more accounts lock a text than may do so anyway."""
        return False

    def get_actions(self, obj: Any, user: Any) -> list[Any]:  # noqa: ARG002
        """Offer nothing on the screens of Wagtail: a step is taken where its checks are shown."""
        return []

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:  # noqa: ARG002
        """Refuse what the screens of Wagtail would do: they do not show what was looked at."""
        raise PermissionDenied


class TableStep(Step):
    """A step that needs a decision of a table in the register."""

    table = Code(_("table"), TABLES, blank=False)

    class Meta:
        verbose_name = _("step of a table")
        verbose_name_plural = _("steps of tables")


class EditionCase(WorkflowMixin, DraftStateMixin, RevisionMixin, models.Model):
    """An edition on its way through the tables; the edition itself never changes."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="case")
    live = models.BooleanField(_("approved"), default=False, editable=False)

    class Meta:
        verbose_name = _("edition on its path")
        verbose_name_plural = _("editions on their path")

    def __str__(self) -> str:
        return str(self.edition)

    @property
    def title(self) -> str:
        """The title of the edition in the language spoken."""
        return self.edition.title

    def publish(self, revision: Any, *arguments: Any, **options: Any) -> Any:
        """Take note that it was approved, if it went its path."""
        reject_around(self)
        return super().publish(revision, *arguments, **options)
